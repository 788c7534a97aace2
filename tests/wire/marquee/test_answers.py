"""What people ask through the real gateway is answered in time, also while much is posted."""

import asyncio

import pytest

from tests.wire.marquee.event import BRIDGES, LEAD, RIVERS, an_event
from tests.wire.marquee.seen import button, picker, read
from tests.wire.marquee.tally import FINE, Trouble, reminders

SECONDS_TO_ANSWER = 3
REPLY, CHOICES = 4, 8
EPHEMERAL = 64

pytestmark = pytest.mark.trouble


@pytest.fixture
def event():
    return an_event(Rivers=0, Bridges=3_600)


@pytest.fixture
async def marquee(loopback, home, event):
    async with home.running(event) as marquee:
        await loopback.witness.until_connected()
        yield marquee


async def test_a_slash_command_is_answered_for_the_asker(loopback, marquee, place):
    answer = await loopback.people.slash(place, "talk", {"title": "brigde"})

    assert (answer.answer, answer.message["flags"] & EPHEMERAL) == (REPLY, EPHEMERAL)
    assert BRIDGES in read(answer.message)
    assert answer.seconds < SECONDS_TO_ANSWER


async def test_autocomplete_offers_what_was_half_typed(loopback, marquee, place):
    answer = await loopback.people.autocomplete(place, "talk", {"title": "riv"}, "title")

    assert answer.answer == CHOICES
    assert [RIVERS in choice for choice in answer.choices] == [True]
    assert answer.seconds < SECONDS_TO_ANSWER


async def test_share_shows_an_answer_to_everyone(loopback, marquee, place):
    shown = await loopback.people.slash(place, "talk", {"title": "bridges"})

    answer = await loopback.people.press(place, shown.message["id"], button(shown.message, "Share"))

    assert (answer.answer, answer.message["flags"] & EPHEMERAL) == (REPLY, 0)
    assert BRIDGES in read(answer.message)
    assert answer.seconds < SECONDS_TO_ANSWER


async def test_a_reminders_picker_opens_its_talk_after_a_restart(loopback, home, event, place):
    async with home.running(event):
        [posted] = await loopback.witness.until_posted(1)
    custom_id, options = picker(posted.body)

    async with home.running(event):
        await loopback.witness.until_connected()
        answer = await loopback.people.press(place, posted.id, custom_id, options.values())

    assert (answer.answer, answer.message["flags"] & EPHEMERAL) == (REPLY, EPHEMERAL)
    assert RIVERS in read(answer.message)
    assert answer.seconds < SECONDS_TO_ANSWER


async def test_people_are_answered_while_a_hundred_guilds_are_posted_to(
    loopback, home, place, count
):
    towns = await loopback.stage.create_guilds(100)
    channels = [town.channels["general"] for town in towns]
    home.serve({town.id: town.channels["general"] for town in towns})

    event = an_event(Rivers=2)

    async with home.running(event) as marquee:
        await loopback.witness.until_connected()
        await loopback.witness.until_posted(1)
        answers = await asyncio.gather(
            *(loopback.people.slash(place, "talk", {"title": "rivers"}) for _ in range(10)),
            *(
                loopback.people.autocomplete(place, "talk", {"title": "r"}, "title")
                for _ in range(10)
            ),
        )
        among = len(await loopback.witness.posted()) < len(towns)
        await loopback.witness.until_posted(len(towns))
        await marquee.settled()

    assert await count(Trouble.NONE, reminders(event, channels, lead=LEAD)) == FINE
    assert [answer.answer for answer in answers] == [REPLY] * 10 + [CHOICES] * 10
    assert max(answer.seconds for answer in answers) < SECONDS_TO_ANSWER
    assert among
