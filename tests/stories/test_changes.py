"""What changes in the program is told once, in one message, wherever Marquee was meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config import Settings
from bot.rehearsal.play import rehearse
from tests.factories import NINE, a_program, a_room, a_session, a_speaker, a_talk

pytestmark = pytest.mark.slow

MINUTES = timedelta(minutes=1)
HOUR = 60 * MINUTES
ADA = a_speaker("Ada Example")
HALL, LOFT = a_room("Hall 1"), a_room("Hall 2")
RIVERS = a_talk("Rivers", speakers=(ADA.id,))
SESSION = a_session(NINE, talks=(RIVERS.id,), room=HALL.id)
PROGRAM = a_program(SESSION, talks=(RIVERS,), rooms=(HALL, LOFT), speakers=(ADA,))
LATER = replace(SESSION, start=NINE + HOUR)
START = int(NINE.timestamp())
MOVED = f"**Rivers** moved to <t:{START + 3600}:F>"
CANCELLED = f"Cancelled: **Rivers**, <t:{START}:F>"
BACK = f"New: **Rivers**, <t:{START}:F>"


@pytest.fixture
async def rehearsal():
    """A session in two hours"""
    async with rehearse(PROGRAM, Settings(), opens=NINE - 2 * HOUR) as it:
        yield it


def now_is(*sessions, program=PROGRAM):
    return replace(program, sessions=sessions)


async def come_to_be(rehearsal, *sessions):
    """Have the program changed while the bot runs, and let it tell that"""
    await rehearsal.refresh(now_is(*sessions))
    await rehearsal.move(MINUTES)


def said(rehearsal):
    """The first line of each post, in their order"""
    return [post.message.content for post in rehearsal.stage.posted()]


async def test_a_session_that_moves_is_told_once_with_all_that_matters(rehearsal):
    await come_to_be(rehearsal, LATER)
    await rehearsal.move(10 * MINUTES)

    (post,) = rehearsal.stage.posted()
    (embed,) = post.message.embeds
    assert post.message.content == MOVED
    assert embed.description == "\n".join(
        [
            "__**Other times**__",
            "🕒 **Rivers**",
            f"Time: <t:{START}:F> → <t:{START + 3600}:F>",
            "Hall 1 · Ada Example",
        ]
    )


async def test_the_reminder_follows_a_session_that_moved(rehearsal):
    await rehearsal.move(115 * MINUTES)
    await come_to_be(rehearsal, LATER)
    await rehearsal.move(HOUR)

    new = START + 3600
    assert said(rehearsal) == [
        f"Moved: **Rivers** · Hall 1 · <t:{new}:R>",
        MOVED,
        f"**Rivers** · Hall 1 · <t:{new}:R>",
    ]


async def test_after_a_restart_nothing_is_told_again(rehearsal):
    await come_to_be(rehearsal, LATER)
    await rehearsal.restart(after=MINUTES)
    await rehearsal.move(10 * MINUTES)

    assert said(rehearsal) == [MOVED]


async def test_what_changed_right_before_a_crash_is_told_after_it(rehearsal):
    await rehearsal.refresh(now_is(LATER))
    await rehearsal.restart(after=10 * MINUTES)
    await rehearsal.move(MINUTES)

    assert said(rehearsal) == [MOVED]


async def test_what_changed_while_the_bot_was_down_is_told_when_it_is_back(rehearsal):
    await rehearsal.restart(after=10 * MINUTES, program=now_is(LATER))
    await rehearsal.move(MINUTES)

    assert said(rehearsal) == [MOVED]


async def test_a_guild_without_a_channel_for_changes_hears_nothing(rehearsal):
    await rehearsal.restart(table=replace(rehearsal.table(), change_channel=None))
    await come_to_be(rehearsal, LATER)

    assert said(rehearsal) == []


async def test_the_sessions_own_channel_is_told_too(rehearsal):
    general = rehearsal.stage.general.id
    await rehearsal.restart(table=replace(rehearsal.table(), change_channel=general))
    await come_to_be(rehearsal, LATER)

    posts = rehearsal.stage.posted()
    assert sorted(post.channel for post in posts) == ["announcements", "general"]
    assert said(rehearsal) == [MOVED, MOVED]


async def test_a_guild_that_follows_since_the_change_is_not_told_of_it(rehearsal):
    without = replace(rehearsal.table(), change_channel=None)
    await rehearsal.restart(table=without)
    await come_to_be(rehearsal, LATER)
    await rehearsal.restart(after=MINUTES, table=rehearsal.table())
    await rehearsal.move(MINUTES)

    assert said(rehearsal) == []


async def test_a_session_that_is_cancelled_and_comes_back_is_told_both_times(rehearsal):
    await come_to_be(rehearsal)
    await come_to_be(rehearsal, SESSION)

    assert said(rehearsal) == [CANCELLED, f"**Rivers** takes place after all, <t:{START}:F>"]


async def test_a_source_that_goes_back_and_forth_says_nothing_twice(rehearsal):
    for _ in range(4):
        await come_to_be(rehearsal, LATER)
        await come_to_be(rehearsal, SESSION)
    await rehearsal.move(50 * MINUTES)

    assert said(rehearsal) == [MOVED, f"**Rivers** moved to <t:{START}:F>"]


async def test_a_source_that_goes_back_and_forth_and_stays_is_told_in_the_end(rehearsal):
    for _ in range(2):
        await come_to_be(rehearsal, LATER)
        await come_to_be(rehearsal, SESSION)
    await come_to_be(rehearsal, LATER)
    before = said(rehearsal)
    await rehearsal.move(31 * MINUTES)

    assert (before[-1], said(rehearsal)[-1]) == (f"**Rivers** moved to <t:{START}:F>", MOVED)


async def test_what_is_taken_back_before_it_was_told_is_not_told(rehearsal):
    await rehearsal.refresh(now_is(LATER))
    await rehearsal.refresh(now_is(SESSION))
    await rehearsal.move(10 * MINUTES)

    assert said(rehearsal) == []


async def test_while_posting_is_paused_changes_wait(rehearsal):
    guild = rehearsal.stage.guild_id
    await rehearsal.app.guilds.pause(guild, rehearsal.now)
    await come_to_be(rehearsal, LATER)
    before = said(rehearsal)
    await rehearsal.app.guilds.resume(guild)
    await rehearsal.move(MINUTES)

    assert (before, said(rehearsal)) == ([], [MOVED])


async def test_what_has_started_is_not_told(rehearsal):
    await rehearsal.move(3 * HOUR)
    before = said(rehearsal)
    await come_to_be(rehearsal, replace(SESSION, room=LOFT.id))

    assert said(rehearsal) == before


def a_long_program(many, room=HALL):
    talks = [a_talk(f"Talk {number}", id=f"talk-no-{number}") for number in range(many)]
    sessions = [
        a_session(NINE + number * MINUTES, id=f"no-{number}", talks=(talk.id,), room=room.id)
        for number, talk in enumerate(talks)
    ]
    return a_program(*sessions, talks=tuple(talks), rooms=(HALL, LOFT))


@pytest.mark.parametrize(("many", "messages"), [(10, 1), (80, 4)])
async def test_all_changes_of_one_refresh_are_told_together_and_none_is_lost(many, messages):
    async with rehearse(a_long_program(many), Settings(), opens=NINE - 2 * HOUR) as rehearsal:
        await rehearsal.refresh(a_long_program(many, LOFT))
        await rehearsal.move(MINUTES)

        posts = rehearsal.stage.posted()
        texts = "\n".join(e.description for post in posts for e in post.message.embeds)
        told = [f"**Talk {number}**\n" in texts for number in range(many)]
        assert (len(posts), told) == (messages, [True] * many)
