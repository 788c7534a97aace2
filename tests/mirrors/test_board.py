from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mirrors.board import Board, board_of
from bot.program.timetable import Phase, Timetable
from tests.factories import NINE, a_program, a_room, a_session
from tests.programs_strategy import programs

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HALL, LOFT = a_room(id="hall"), a_room(id="loft")
FIRST = a_session(NINE, id="first", minutes=45, room="hall")
BESIDE = a_session(NINE, id="beside", minutes=30, room="loft")
SECOND = a_session(NINE + HOUR, id="second", minutes=45, room="hall")
LATER = a_session(NINE + 2 * HOUR, id="later", minutes=45, room="loft")
NEXT_DAY = a_session(NINE + DAY, id="next-day", minutes=45, room="hall")
TIMETABLE = Timetable(a_program(FIRST, BESIDE, SECOND, LATER, NEXT_DAY, rooms=(HALL, LOFT)))


def board_at(moment, timetable=TIMETABLE):
    return board_of(timetable, moment)


def utc(moment):
    return moment.astimezone(UTC)


def test_before_the_event_the_board_tells_what_comes_first():
    assert board_at(NINE - 9 * DAY) == Board(
        timetable=TIMETABLE,
        phase=Phase.BEFORE,
        coming=(FIRST, BESIDE),
        until=utc(NINE),
    )


def test_within_it_the_board_tells_what_is_on_and_what_is_next_in_each_room():
    assert board_at(NINE) == Board(
        timetable=TIMETABLE,
        phase=Phase.ON,
        on_now=(FIRST, BESIDE),
        coming=(SECOND, LATER),
        is_same_day=True,
        until=utc(NINE + 30 * MINUTE),
    )


def test_in_a_gap_the_board_tells_what_it_goes_on_with():
    assert board_at(NINE + 50 * MINUTE) == Board(
        timetable=TIMETABLE,
        phase=Phase.BETWEEN,
        coming=(SECOND, LATER),
        is_same_day=True,
        until=utc(NINE + HOUR),
    )


def test_overnight_what_comes_is_of_another_day():
    assert board_at(NINE + 9 * HOUR) == Board(
        timetable=TIMETABLE, phase=Phase.BETWEEN, coming=(NEXT_DAY,), until=utc(NINE + DAY)
    )


def test_afterwards_the_board_is_over_for_good():
    board = board_at(NINE + 2 * DAY)

    assert board == Board(timetable=TIMETABLE, phase=Phase.AFTER)
    assert board.is_over


def test_one_that_is_on_all_day_leaves_the_board_after_an_hour():
    expo = Timetable(a_program(a_session(NINE, minutes=600)))

    assert board_at(NINE, expo).until == utc(NINE + HOUR)


def test_an_empty_program_has_a_board_that_tells_only_where_it_stands():
    empty = Timetable(a_program(first_day=date(2022, 11, 29), last_day=date(2022, 11, 30)))

    phases = [board_at(NINE + days * DAY, empty) for days in (-3, 0, 3)]

    assert [one.phase for one in phases] == [Phase.BEFORE, Phase.BETWEEN, Phase.AFTER]
    assert {(one.on_now, one.coming, one.until) for one in phases} == {((), (), None)}


@pytest.mark.slow
@settings(max_examples=60)
@given(programs(most_talks=3, most_sessions=12), st.data())
def test_a_board_stays_as_it_is_until_it_says(program, data):
    timetable = Timetable(program)
    starts = [session.start for session in timetable.sessions] or [NINE]
    now = data.draw(st.sampled_from(starts)) + timedelta(minutes=data.draw(st.integers(-700, 700)))
    board = board_of(timetable, now)
    if board.until is None:
        return
    left = int((board.until - utc(now)).total_seconds())

    later = utc(now) + timedelta(seconds=data.draw(st.integers(0, left - 1)))

    assert left > 0
    assert board_of(timetable, later) == board
    assert replace(board_of(timetable, board.until), until=None) != replace(board, until=None)
