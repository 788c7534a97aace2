from datetime import UTC, timedelta

from bot.guilds.effective import OverlayOverview
from bot.program.overlay import AtSource, Cancelled, Moved, Overlay, at_source, conflicts
from bot.program.timetable import Timetable
from bot.ui.overlay_words import STILL_HOLDS, overlay_lines
from tests.factories import NINE, a_program_with_talks

NOW = NINE.astimezone(UTC)
MINUTE = timedelta(minutes=1)
PROGRAM = a_program_with_talks("Rivers", "Lakes")
RIVERS, LAKES = PROGRAM.sessions


def lines(*overrides):
    overlay = Overlay(overrides=overrides)
    overview = OverlayOverview(
        timetable=Timetable(PROGRAM), overlay=overlay, conflicts=conflicts(PROGRAM, overlay)
    )
    return list(overlay_lines(overview))


def at(instant, style="F"):
    return f"<t:{int(instant.timestamp())}:{style}>"


def test_a_moved_one_tells_both_what_stands_here_and_what_the_program_says():
    moved = Moved(session=RIVERS.id, source=at_source(RIVERS), at=NOW, start=NOW + 10 * MINUTE)

    assert lines(moved) == [
        f"**Rivers**\nHere: {at(NOW + 10 * MINUTE)} · Hall 1\nProgram: {at(NOW)} · Hall 1"
    ]


def test_one_that_the_program_changed_too_stands_first_with_what_to_do():
    cancelled = Cancelled(session=LAKES.id, source=AtSource(start=NOW), at=NOW - MINUTE)
    moved = Moved(session=RIVERS.id, source=at_source(RIVERS), at=NOW, start=NOW + 10 * MINUTE)

    asking, quiet = lines(moved, cancelled)

    assert asking == (
        "**Lakes**\n"
        "Here: cancelled\n"
        f"Program: {at(LAKES.start)} · Hall 1\n"
        f"-# When it was changed here {at(NOW - MINUTE, 'R')}, it said: {at(NOW)} · no room\n"
        f"{STILL_HOLDS}"
    )
    assert quiet.startswith("**Rivers**")


def test_one_that_left_the_program_is_passed_over():
    gone = Cancelled(session="gone", source=AtSource(start=NOW), at=NOW)

    assert lines(gone) == []
