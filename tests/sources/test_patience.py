from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from bot.program.check import check
from bot.program.diff import diff
from bot.sources.patience import with_awaited
from tests.factories import a_program_with_talks
from tests.programs_strategy import programs


def without(program, *sessions):
    """The program less these sessions, and less all that only they need"""
    kept = tuple(one for one in program.sessions if one.id not in sessions)
    talks = tuple(one for one in program.talks if any(one.id in s.talks for s in kept))
    people = {person for talk in talks for person in talk.speakers}
    hosts = {person for track in program.tracks for person in track.hosts}
    return replace(
        program,
        sessions=kept,
        talks=talks,
        speakers=tuple(one for one in program.speakers if one.id in people | hosts),
        rooms=tuple(one for one in program.rooms if any(one.id == s.room for s in kept)),
    )


def errors(program):
    return [remark for remark in check(program) if remark.severity == "error"]


def test_what_is_whole_stays_as_it_is():
    program = a_program_with_talks("Rivers", "Bridges")

    awaited = with_awaited(program, program, {"gone-before": 1})

    assert (awaited.program is program, awaited.missing) == (True, {})


def test_what_vanished_once_stands_with_all_that_it_needs():
    program = a_program_with_talks("Rivers", "Bridges")
    session = program.sessions[0]
    less = without(program, session.id)

    awaited = with_awaited(program, less, {})

    assert awaited.missing == {session.id: 1}
    assert diff(program, awaited.program) == ()


def test_what_vanished_twice_is_gone():
    program = a_program_with_talks("Rivers", "Bridges")
    session = program.sessions[0]
    less = without(program, session.id)

    awaited = with_awaited(program, less, {session.id: 1})

    assert (awaited.program, awaited.missing) == (less, {})


def test_a_session_that_is_kept_keeps_its_day_on_the_program():
    program = a_program_with_talks("Rivers", "Bridges")
    session = program.sessions[0]
    shorter = replace(
        without(program, session.id),
        first_day=program.first_day + timedelta(days=1),
        last_day=program.last_day + timedelta(days=1),
    )

    awaited = with_awaited(program, shorter, {})

    assert awaited.program.first_day <= session.start.date() <= awaited.program.last_day


@pytest.mark.slow
@settings(max_examples=25)
@given(programs(most_talks=12, most_sessions=12))
def test_what_is_put_back_makes_a_sound_program_again(program):
    gone = [one.id for one in program.sessions[::2]]
    less = without(program, *gone)

    awaited = with_awaited(program, less, {})

    assert sorted(awaited.missing) == sorted(gone)
    assert diff(program, awaited.program) == ()
    assert errors(awaited.program) == errors(program)
