"""An attendee whom Discord lets nobody write to: told once, reminded in a channel if that may be"""

from dataclasses import replace

import pytest

from bot.config import Settings
from bot.rehearsal.play import rehearse
from tests.stories.conference import (
    MINUTES,
    PROGRAM,
    START,
    SWEEPS,
    delayed,
    direct,
    public,
    save,
    told,
)
from tests.stories.people import read

pytestmark = pytest.mark.slow

CLOSED = "Discord does not let me write to you"
REMINDED = f"**Seas** · Hall 1 · <t:{START + 30 * 60}:R>"
TRIAL = "👋 This is where your reminders come."
FORBIDDEN = 403


@pytest.fixture
async def rehearsal():
    """Twenty minutes before the first talks, with an attendee whose DMs are closed."""
    async with rehearse(PROGRAM, Settings()) as it:
        close(it.stage)
        yield it


@pytest.fixture
async def closed(rehearsal, stage, attendee):
    """The first reminder could not be sent; gives the bot after that."""
    await save(attendee, stage.general, "rivers", "seas")
    await rehearsal.move(10 * MINUTES)
    return rehearsal


def close(stage, code=50007):
    """Let Discord refuse what is sent to the attendee, as if they had closed their DMs"""
    channel = stage.alone.dm_channel.id
    path = f"/channels/{channel}/messages"
    stage.env.inject_error("POST", path, status=FORBIDDEN, code=code, times=None)


def opened(stage):
    stage.env.backend.faults.clear()


def tries(stage):
    """How often it was tried to send the attendee something"""
    path = f"/channels/{stage.alone.dm_channel.id}/messages"
    return sum((one.method, one.path) == ("POST", path) for one in stage.env.http_requests)


async def allowed(rehearsal):
    """Let the organizers have people mentioned in the channel instead"""
    table = replace(rehearsal.table(), personal_fallback=True)
    await rehearsal.app.adopt((table,))
    return table


def mentions(stage):
    """What is posted for all that mentions the attendee"""
    return [(at, text) for at, text in public(stage) if f"<@{stage.attendee.id}>" in text]


async def test_it_is_tried_once_told_once_and_not_tried_again(closed, stage, attendee):
    first = tries(stage)
    told_first = await save(attendee, stage.general, "lakes")
    said = read(told_first)
    told_later = read(await save(attendee, stage.general, "lakes", "lakes"))
    shown = await told(attendee, stage.general, "agenda show")
    settings = await told(attendee, stage.general, "agenda settings")
    await delayed(stage, "seas")
    await closed.move(70 * MINUTES)

    assert first == tries(stage) == 1
    assert CLOSED in said
    assert "press **Try again**" in said
    assert CLOSED not in told_later
    assert "Your DMs are closed to me" in shown
    assert CLOSED in settings
    assert mentions(stage) == []


async def test_a_restart_does_not_try_again_either(closed, stage):
    await closed.restart(after=MINUTES)
    await closed.move(60 * MINUTES)

    assert tries(stage) == 1


async def test_where_organizers_allow_it_a_mention_in_the_channel_stands_in(closed, stage):
    await allowed(closed)

    await closed.move(5 * MINUTES)
    first = mentions(stage)
    post = next(one.message for one in stage.posted() if "<@" in one.message.content)
    pinged = [one.id for one in post.mentions]
    await closed.restart(table=replace(closed.table(), personal_fallback=True))
    await closed.move(60 * MINUTES)

    both = [("Rivers", START), ("Seas", START + 30 * 60)]
    assert [text.split(" · ")[0] for _, text in first] == [
        f"<@{stage.attendee.id}> **Rivers of Europe**"
    ]
    assert [text.rsplit(" · ")[-1] for _, text in mentions(stage)] == [
        f"<t:{start}:R>" for _, start in both
    ]
    assert pinged == [stage.attendee.id]
    assert tries(stage) == 1


async def test_try_again_opens_them_for_what_comes_later(closed, stage, attendee):
    card = await save(attendee, stage.general, "lakes")
    in_vain = read(await attendee.click(card.response, label="Try again"))
    settings = await attendee.slash(stage.general, "agenda settings")
    opened(stage)

    tried = read(await attendee.click(settings.response, label="Try again"))
    await closed.look()
    await closed.move(60 * MINUTES)

    assert "still does not let me write to you" in in_vain
    assert "Done: I can write to you." in tried
    (_, trial), (_, joined), last = direct(stage)
    assert trial.startswith(TRIAL)
    assert "Lakes" in joined
    assert last == ("17:20", REMINDED)


async def test_reminders_that_reach_nobody_say_nothing_to_organizers(closed, stage):
    await closed.move(SWEEPS)

    assert stage.told() == ()
    answer = await told(stage.organizer, stage.general, "deliveries")
    assert str(stage.attendee.id) not in answer


async def test_who_shares_no_server_any_more_is_tried_once_too(rehearsal, stage, attendee):
    opened(stage)
    close(stage, code=50278)
    await save(attendee, stage.general, "rivers", "seas")

    await rehearsal.move(60 * MINUTES)

    assert tries(stage) == 1
    assert CLOSED in await told(attendee, stage.general, "agenda settings")
