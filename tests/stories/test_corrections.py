"""A posted reminder that is no longer true is edited where it stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config import Settings
from bot.rehearsal.play import rehearse
from tests.factories import NINE, a_program, a_room, a_session, a_talk

pytestmark = pytest.mark.slow

MINUTES = timedelta(minutes=1)
HALL, LOFT = a_room("Hall 1"), a_room("Hall 2")
TALK = a_talk("Rivers")
SESSION = a_session(NINE, talks=(TALK.id,), room=HALL.id)
PROGRAM = a_program(SESSION, talks=(TALK,), rooms=(HALL, LOFT))
START = int(NINE.timestamp())


@pytest.fixture
async def rehearsal():
    """A session in ten minutes, and its reminder in the channel"""
    async with rehearse(PROGRAM, Settings()) as it:
        await it.next()
        yield it


async def come_to_be(rehearsal, *sessions):
    """Start the bot anew, with the program as it is by now; nobody is told of changes"""
    table = replace(rehearsal.table(), change_channel=None)
    program = replace(PROGRAM, sessions=sessions)
    await rehearsal.restart(after=MINUTES, table=table, program=program)
    await rehearsal.move(MINUTES)


def texts(stage):
    """Each post's time and its first line, with what its embed says"""
    return [
        (
            f"{post.at:%H:%M}",
            post.message.content.replace("\\", ""),
            post.message.embeds[0].description.split("\n")[0],
        )
        for post in stage.posted()
    ]


async def test_a_session_that_moves_is_corrected_and_reminded_of_again(rehearsal):
    later = replace(SESSION, start=NINE + 30 * MINUTES)
    new = START + 1800

    await come_to_be(rehearsal, later)
    corrected = texts(rehearsal.stage)
    await rehearsal.move(40 * MINUTES)

    moved = (
        "16:50",
        f"Moved: **Rivers** · Hall 1 · <t:{new}:R>",
        f"**Moved:** ~~<t:{START}:F>~~ now <t:{new}:F> · <t:{new}:R>",
    )
    anew = ("17:20", f"**Rivers** · Hall 1 · <t:{new}:R>", f"<t:{new}:F>")
    assert (corrected, texts(rehearsal.stage)) == ([moved], [moved, anew])


async def test_a_session_that_goes_to_another_room_is_corrected_and_not_reminded_of_again(
    rehearsal,
):
    await come_to_be(rehearsal, replace(SESSION, room=LOFT.id))
    await rehearsal.move(40 * MINUTES)

    assert texts(rehearsal.stage) == [
        (
            "16:50",
            f"Room changed: **Rivers** · Hall 2 · <t:{START}:R>",
            "**Room changed:** Hall 1 → Hall 2",
        )
    ]


async def test_a_session_that_is_cancelled_is_corrected(rehearsal):
    await come_to_be(rehearsal)
    await rehearsal.move(40 * MINUTES)

    assert texts(rehearsal.stage) == [
        ("16:50", f"Cancelled: **Rivers**, ~~<t:{START}:t>~~", f"**Cancelled:** ~~<t:{START}:F>~~")
    ]


async def test_a_session_that_moves_back_looks_as_it_did(rehearsal):
    posted = texts(rehearsal.stage)

    await come_to_be(rehearsal)
    await come_to_be(rehearsal, SESSION)

    assert texts(rehearsal.stage) == posted


async def test_what_did_not_change_is_not_edited(rehearsal):
    await come_to_be(rehearsal, SESSION)

    (post,) = rehearsal.stage.posted()
    assert post.message.edited_at is None
