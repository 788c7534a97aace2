from datetime import timedelta

import pytest
from hypothesis import given, settings

from bot.announcements.digest.cut import MOST_SAVED, in_order, parts_of
from bot.program.timetable import Timetable
from tests.announcements.digest.digests import a_day
from tests.factories import NINE, a_program, a_session, a_talk, a_track
from tests.programs_strategy import programs


def cut(program):
    timetable = Timetable(program)
    return [[one.id for one in part] for part in parts_of(timetable, timetable.sessions)]


def joined(parts):
    return [one for part in parts for one in part]


def test_a_short_day_is_one_message():
    sessions, talks = a_day(3)

    assert cut(a_program(*sessions, talks=talks)) == [["rivers-at-0", "rivers-at-1", "rivers-at-2"]]


def test_a_day_without_sessions_is_no_message():
    assert cut(a_program()) == []


def test_a_long_day_is_cut_in_its_order_into_messages_of_one_length():
    sessions, talks = a_day(120)

    parts = cut(a_program(*sessions, talks=talks))

    assert [len(part) for part in parts] == [40, 40, 40]
    assert joined(parts) == [one.id for one in sessions]


def test_parallel_sessions_stand_by_track():
    web, data = a_track(id="web"), a_track(id="data")
    sessions = [
        a_session(NINE, id=name, track=track)
        for name, track in [("a", "data"), ("b", None), ("c", "web")]
    ]

    ordered = in_order(Timetable(a_program(*sessions, tracks=(web, data))), sessions)

    assert [one.id for one in ordered] == ["c", "a", "b"]


def test_what_starts_together_is_not_torn_apart():
    first, talks = a_day(45)
    together = [
        a_session(NINE + timedelta(hours=9), id=f"late-{number:02}", talks=(talk.id,))
        for number, talk in enumerate(talks[:20])
    ]

    parts = cut(a_program(*first, *together, talks=talks))

    assert [part[-20:] for part in parts[1:]] == [[one.id for one in together]]


def test_what_starts_together_and_fits_no_message_is_torn_apart_after_all():
    talk = a_talk("Short", id="talk")
    together = [
        a_session(NINE, id=f"s-{number:03}", talks=("talk",)) for number in range(2 * MOST_SAVED)
    ]

    parts = cut(a_program(*together, talks=(talk,)))

    assert joined(parts) == [one.id for one in together]
    assert all(len(part) <= MOST_SAVED for part in parts)


@pytest.mark.slow
@settings(max_examples=25)
@given(programs(most_talks=12, most_sessions=40))
def test_every_session_of_any_program_stands_in_one_message(program):
    parts = cut(program)

    assert all(parts)
    assert sorted(joined(parts)) == sorted(one.id for one in program.sessions)
