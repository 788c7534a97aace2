"""Attendees' reminders over a socket that is disturbed: each once, and nobody holds up another."""

from datetime import timedelta

import pytest

from bot import direct_turns
from tests.wire.marquee.attending import OPENING, Attendees, openings
from tests.wire.marquee.event import RIVERS, an_event, tries
from tests.wire.marquee.process import STORE, Running, settle_in, until_settled
from tests.wire.marquee.seen import button, read
from tests.wire.marquee.tally import FINE, Trouble

FEW = 8
REPLY = 4
EPHEMERAL = 64
ROW = 5
TOO_FAST, CLOSED, NO_SHARED_GUILD = 40003, 50007, 50278

pytestmark = pytest.mark.trouble


@pytest.fixture
async def people(loopback):
    return await Attendees.made(loopback, FEW)


@pytest.fixture
def store(home):
    """The file in which the Marquee of `home` remembers"""
    return home._settings.store


@pytest.fixture
def event():
    return an_event(Rivers=2)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(direct_turns, "EVERY", timedelta(seconds=0.05))
    monkeypatch.setattr(direct_turns, "SOON_EVERY", timedelta(seconds=0.05))
    monkeypatch.setattr(direct_turns, "FIRST_REST", timedelta(seconds=0.5))


async def test_whoever_presses_save_is_reminded_by_direct_message(loopback, home, place, count):
    event = an_event(Rivers=4)
    people = await Attendees.made(loopback, 2)
    async with home.running(event) as marquee:
        await loopback.witness.until_connected()
        answers = [await press_save(loopback, place, one) for one in people.ids]
        await people.until_sent(len(people.ids))
        await marquee.settled()

    assert [(one.answer, one.message["flags"] & EPHEMERAL) for one in answers] == [
        (REPLY, EPHEMERAL)
    ] * 2
    assert all(f"Saved: {RIVERS}" in read(one.message) for one in answers)
    assert await count(Trouble.NONE, people.plan(event, place)) == FINE


async def test_a_restart_among_them_sends_nothing_again(
    loopback, home, guild, place, people, store, event, count
):
    await people.save(store, event, guild.id)

    async with home.running(event):
        await people.until_sent(3)
    sent_by_then = await loopback.witness.count()
    for _ in range(2):
        async with home.running(event) as marquee:
            await people.until_sent(FEW)
            await marquee.settled()

    assert sent_by_then < FEW + 1
    assert await count(Trouble.RESTART, people.plan(event, place)) == FINE


async def test_killed_among_them_each_is_written_to_once(
    loopback, tmp_path, guild, place, people, event, count
):
    settle_in(tmp_path, event, {guild.id: place})
    await people.save(tmp_path / STORE, event, guild.id)

    sent = []
    for number in (1, 3):
        with Running(tmp_path, loopback.address):
            await people.until_sent(number)
        sent.append(await loopback.witness.count())
    with Running(tmp_path, loopback.address) as marquee:
        await until_settled(tmp_path / STORE, FEW + 1)

    assert sent[0] < FEW + 1
    assert await count(Trouble.KILL, people.plan(event, place)) == FINE
    assert [one for one in people.ids if str(one) in marquee.log] == []


@pytest.mark.parametrize(
    ("trouble", "effect"), [(Trouble.CUT_BEFORE, False), (Trouble.CUT_AFTER, True)]
)
async def test_a_connection_that_is_cut_sends_nobody_anything_twice(
    loopback, home, guild, place, people, store, event, quick, count, trouble, effect
):
    await people.save(store, event, guild.id)
    for channel in list(people.channels.values())[:4]:
        path = f"^POST /channels/{channel}/messages$"
        await loopback.fault(path, cut=True, effect=effect, times=2)

    async with home.running(event) as marquee:
        await people.until_sent(FEW)
        await marquee.settled()

    assert await count(trouble, people.plan(event, place)) == FINE


async def test_an_opening_that_is_cut_is_made_again(
    loopback, home, guild, place, people, store, event, quick, count
):
    await people.save(store, event, guild.id)
    await loopback.fault(f"^POST {OPENING}$", cut=True, effect=True, times=3)

    async with home.running(event) as marquee:
        await people.until_sent(FEW)
        await marquee.settled()

    assert await count(Trouble.CUT_AFTER, people.plan(event, place)) == FINE


async def test_too_many_openings_are_waited_for_and_hold_up_no_public_post(
    loopback, home, guild, place, people, store, event, quick, count
):
    await people.save(store, event, guild.id)
    await loopback.fault(f"^POST {OPENING}$", status=403, code=TOO_FAST, after=2, times=2)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(1, place)
        sent_by_then = await loopback.witness.count() - 1
        await people.until_sent(FEW)
        await marquee.settled()

    answers = await openings(loopback)
    assert await count(Trouble.NONE, people.plan(event, place)) == FINE
    assert sent_by_then < FEW
    assert (answers.count(403), answers.count(200)) == (2, FEW)


async def test_who_is_closed_is_tried_once_and_holds_up_nobody(
    loopback, home, guild, place, people, store, event, quick, count
):
    await people.save(store, event, guild.id)
    closed = tuple(people.ids[:2])
    for one, code in zip(closed, (CLOSED, NO_SHARED_GUILD), strict=True):
        await loopback.stage.close_dms(one, code=code)

    for _ in range(2):
        async with home.running(event) as marquee:
            await people.until_sent(FEW - len(closed))
            await marquee.settled()

    assert await count(Trouble.NONE, people.plan(event, place, without=closed)) == FINE
    assert [await tries(loopback, people.channels[one]) for one in closed] == [[403], [403]]


FORGED = (
    "m1:a-save",
    "m1:a-save:conf-22:gone",
    "m1:a-show:conf-22:1",
    "m1:a-show:conf-22:zz",
    "m1:a-drop:conf-22:rivers-session",
    "m1:a-empty:conf-22",
    "m1:a-ics:conf-22",
    "m1:a-gone",
    "m1:a-gone:{other}",
    "m1:a-with:{other}",
    "m1:a-hide:{other}",
    "m1:a-agree:{other}:{other}",
)


async def test_buttons_that_nobody_made_are_answered_and_concern_only_who_presses_them(
    loopback, home, raw, guild, place, store, quick
):
    event = an_event(Rivers=5)
    people = await Attendees.made(loopback, 1)
    await people.save(store, event, guild.id)
    [other] = people.ids
    custom_ids = [one.format(other=other) for one in FORGED]
    presser = await loopback.stage.create_user("Forger")
    async with home.running(event) as marquee:
        await loopback.witness.until_connected()
        message = await forge(raw, place, custom_ids)
        answers = [
            await loopback.people.press(place, message, one, user_id=presser) for one in custom_ids
        ]
        before = len(await loopback.witness.posted(people.channels[other]))
        await loopback.witness.until_posted(1, people.channels[other])
        await marquee.settled()

    assert [one.answer is not None for one in answers] == [True] * len(FORGED)
    assert [one for one in answers if RIVERS in str(one.messages)] == []
    assert before == 0
    assert await loopback.witness.count(people.channels[other]) == 1


async def forge(raw, place, custom_ids):
    """A message of Marquee's with buttons that it never made; their ids"""
    buttons = [{"type": 2, "style": 2, "label": "?", "custom_id": one} for one in custom_ids]
    rows = [buttons[first : first + ROW] for first in range(0, len(buttons), ROW)]
    parts = [{"type": 1, "components": row} for row in rows]
    told = await raw.post(place, content="?", components=parts)
    return told.body["id"]


async def press_save(loopback, place, user_id):
    """What a person sees who looks a talk up and presses Save"""
    talk = await loopback.people.slash(place, "talk", {"title": "riv"}, user_id=user_id)
    custom_id = button(talk.message, "Save")
    return await loopback.people.press(place, talk.message["id"], custom_id, user_id=user_id)
