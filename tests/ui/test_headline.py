from dataclasses import replace

import pytest

from bot.program.timetable import Timetable
from bot.ui.headline import headline
from tests.factories import NINE, a_program, a_room, a_session, a_talk, a_track
from tests.ui.conference import BLOCK, ONE_TRACK, stamp

WHEN = stamp("R")
LONG = "Magic Pocket: Dropbox's Exabyte-Scale Block Storage System, and What Came After It"


def _headline(*titles, rooms=("Hall 1", "Hall 2", "Hall 3", "Hall 4")):
    halls = [a_room(name) for name in rooms]
    sessions = [
        a_session(NINE, title=title, room=halls[place].id) for place, title in enumerate(titles)
    ]
    timetable = Timetable(a_program(*sessions, rooms=tuple(halls)))
    return headline(sessions, timetable, NINE)


def test_one_session_tells_what_where_and_when():
    assert _headline("Rivers") == f"**Rivers** · Hall 1 · {WHEN}"


def test_a_long_title_leaves_room_for_where_and_when():
    assert _headline(LONG) == (
        f"**Magic Pocket: Dropbox's Exabyte-Scale Block Storage System, and…** · Hall 1 · {WHEN}"
    )


def test_two_sessions_are_both_named():
    assert _headline("Rivers", "Lakes") == f"**Rivers** (Hall 1), **Lakes** (Hall 2) · {WHEN}"


def test_what_a_short_title_spares_goes_to_the_long_one():
    assert _headline("Rivers", LONG) == (
        f"**Rivers** (Hall 1), **Magic Pocket: Dropbox's Exabyte-Scale Block…** (Hall 2) · {WHEN}"
    )


def test_those_that_find_no_room_are_counted():
    assert _headline("Rivers", "Lakes", "Seas", "Oceans") == (
        f"**Rivers** (Hall 1), **Lakes** (Hall 2) · and 2 more · {WHEN}"
    )


def test_long_titles_side_by_side_are_cut_alike():
    assert _headline(LONG, LONG, LONG) == (
        f"**Magic Pocket:…** (Hall 1), **Magic Pocket:…** (Hall 2) · and 1 more · {WHEN}"
    )


def test_without_a_room_the_track_says_where():
    track = a_track("Data")
    session = a_session(NINE, title="Rivers", track=track.id)
    timetable = Timetable(a_program(session, tracks=(track,)))

    assert headline((session,), timetable, NINE) == f"**Rivers** · Data · {WHEN}"


def test_a_session_called_like_its_track_is_at_the_conference():
    timetable = Timetable(ONE_TRACK)

    assert headline((BLOCK,), timetable, NINE) == f"**Architectures** · Plus 2022 · {WHEN}"


@pytest.mark.parametrize("title", ["__init__", "@everyone", "<@1>", "https://example.org/"])
def test_a_title_turns_nothing_around_it(title):
    talk = a_talk(title)
    program = a_program(a_session(NINE, talks=(talk.id,)), talks=(talk,))
    told = {
        "__init__": r"\_\_init\_\_",
        "@everyone": "@\u200beveryone",
        "<@1>": r"\<@1>",
        "https://example.org/": r"https\://example.org/",
    }

    line = headline(program.sessions, Timetable(program), NINE)

    assert line == f"**{told[title]}** · Conf 2022 · {WHEN}"


def test_no_session_at_all_tells_the_conference_and_the_time():
    timetable = Timetable(replace(ONE_TRACK, sessions=()))

    assert headline((), timetable, NINE) == f"Plus 2022 · {WHEN}"


def test_behind_something_else_the_line_is_as_much_shorter():
    timetable = Timetable(a_program(a_session(NINE, title=LONG)))

    line = headline(timetable.sessions, timetable, NINE, 76)

    assert line == f"**Magic Pocket: Dropbox's Exabyte-Scale…** · Conf 2022 · {WHEN}"
