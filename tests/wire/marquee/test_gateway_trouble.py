"""The gateway drops, forgets or refuses: posts go on, and people are answered afterwards."""

import pytest

from tests.wire.marquee.event import LEAD, an_event
from tests.wire.marquee.running import Readies
from tests.wire.marquee.tally import FINE, Trouble, reminders

SECONDS_TO_ANSWER = 3
COMMANDS = "^PUT .*/commands$"

pytestmark = pytest.mark.trouble


@pytest.fixture
def event():
    """One reminder is due at once, one while the gateway is in trouble."""
    return an_event(Rivers=0, Bridges=3)


@pytest.mark.parametrize(
    "trouble",
    [
        {"how": "abort"},
        {"how": "close", "code": 4000},
        {"how": "reconnect"},
        {"how": "invalidate", "resumable": True},
    ],
    ids=["cut", "closed", "asked to reconnect", "invalid but resumable"],
)
async def test_a_dropped_gateway_is_resumed(loopback, home, place, event, count, trouble):
    async with home.running(event) as marquee:
        await loopback.witness.until_posted(1)
        await loopback.witness.until_connected()
        await loopback.disturb(**trouble)
        await loopback.witness.until_heard("resume")
        await loopback.witness.until_posted(2)
        await marquee.settled()
        answer = await loopback.people.slash(place, "talk", {"title": "river"})

    assert await count(Trouble.GATEWAY_DROP, reminders(event, [place], lead=LEAD)) == FINE
    assert len(await loopback.witness.until_heard("identify")) == 1
    assert answer.seconds < SECONDS_TO_ANSWER


async def test_ready_twice_after_an_invalid_session_posts_nothing_twice(
    loopback, home, place, event, count
):
    async with home.running(event) as marquee:
        readies = Readies(marquee.client)
        await readies.next()
        await loopback.disturb("invalidate", resumable=False)
        await readies.next()
        await loopback.witness.until_posted(2)
        await marquee.settled()
        answer = await loopback.people.slash(place, "talk", {"title": "river"})

    assert await count(Trouble.INVALID, reminders(event, [place], lead=LEAD)) == FINE
    assert len(await loopback.witness.until_heard("identify")) == 2
    assert answer.seconds < SECONDS_TO_ANSWER


async def test_reminders_need_no_gateway(loopback, home, place, event, count):
    await loopback.fault("^CONNECT", times=None, delay=60, status=503)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(2)
        await marquee.settled()

    assert await count(Trouble.NO_GATEWAY, reminders(event, [place], lead=LEAD)) == FINE
    assert await loopback.witness.gateway() == []


async def test_reminders_do_not_wait_until_discord_has_taken_the_commands(
    loopback, home, place, count
):
    slow = 5
    await loopback.fault(COMMANDS, delay=slow)
    event = an_event(Rivers=0)

    async with home.running(event) as marquee:
        [posted] = await loopback.witness.until_posted(1)
        await loopback.witness.until_connected()
        await marquee.settled()

    [taken] = [one for one in await loopback.witness.requests() if one["method"] == "PUT"]
    assert await count(Trouble.NO_GATEWAY, reminders(event, [place], lead=LEAD)) == FINE
    assert posted.wall < taken["wall"] + slow


@pytest.mark.parametrize("how", [{"status": 503}, {"cut": True}], ids=["refused", "cut"])
async def test_commands_that_discord_did_not_take_hold_up_nothing(
    loopback, home, place, count, how
):
    await loopback.fault(COMMANDS, **how)
    event = an_event(Rivers=0)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(1)
        await loopback.witness.until_connected()
        await marquee.settled()

    assert await count(Trouble.NO_GATEWAY, reminders(event, [place], lead=LEAD)) == FINE
