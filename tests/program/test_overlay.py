from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Severity
from bot.program.check import check
from bot.program.diff import ChangeKind
from bot.program.overlay import (
    Conflict,
    Overlay,
    apply,
    at_source,
    change_of,
    conflicts,
    settled,
)
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.program.overlays import (
    MINUTE,
    an_overlay,
    bare_programs,
    cancelled,
    moved,
    overlays,
)

HALL, LOFT = a_room("Hall"), a_room("Loft")
TALK = a_talk("Rivers")
SESSION = a_session(NINE, minutes=30, talks=(TALK.id,), room=HALL.id)
OTHER = a_session(NINE + 60 * MINUTE, room=HALL.id)
PROGRAM = a_program(SESSION, OTHER, talks=(TALK,), rooms=(HALL, LOFT))

overlaid = bare_programs().flatmap(lambda program: st.tuples(st.just(program), overlays(program)))


def as_changed(program, **fields):
    """The program whose source changed its first session"""
    first, *others = program.sessions
    return replace(program, sessions=(replace(first, **fields), *others))


def test_without_an_overlay_the_program_is_the_sources():
    assert apply(PROGRAM, Overlay()) is PROGRAM


def test_a_moved_session_takes_its_end_along():
    effective = apply(PROGRAM, an_overlay(moved(SESSION, 20 * MINUTE)))

    assert effective == as_changed(PROGRAM, start=NINE + 20 * MINUTE, end=NINE + 50 * MINUTE)


def test_a_session_in_another_room_keeps_its_time():
    effective = apply(PROGRAM, an_overlay(moved(SESSION, room=LOFT.id)))

    assert effective == as_changed(PROGRAM, room=LOFT.id)


def test_a_cancelled_session_is_gone_and_its_talk_stays():
    effective = apply(PROGRAM, an_overlay(cancelled(SESSION)))

    assert effective == replace(PROGRAM, sessions=(OTHER,))


def test_a_session_that_moves_over_a_change_of_clocks_is_as_long_as_it_was():
    berlin = ZoneInfo("Europe/Berlin")
    evening = datetime(2022, 10, 30, 1, 30, tzinfo=berlin)
    session = a_session(evening, minutes=60)
    program = a_program(session, zone="Europe/Berlin")

    (after,) = apply(program, an_overlay(moved(session, 60 * MINUTE))).sessions

    assert (after.start, after.end) == (
        datetime(2022, 10, 30, 2, 30, tzinfo=berlin),
        datetime(2022, 10, 30, 2, 30, fold=1, tzinfo=berlin),
    )
    assert after.end.astimezone(UTC) - after.start.astimezone(UTC) == timedelta(hours=1)


def test_what_moves_in_one_respect_follows_the_source_in_the_other():
    overlay = an_overlay(moved(SESSION, room=LOFT.id))
    later = as_changed(PROGRAM, start=NINE + 5 * MINUTE)

    assert apply(later, overlay).sessions[0].start == NINE + 5 * MINUTE
    assert conflicts(later, overlay) == ()


@pytest.mark.parametrize(
    ("overlay", "later"),
    [
        (moved(SESSION, 20 * MINUTE), {"start": NINE + 20 * MINUTE}),
        (moved(SESSION, room=LOFT.id), {"room": LOFT.id}),
        (moved(SESSION, 0 * MINUTE), {}),
        (moved(SESSION, room="gone"), {}),
    ],
    ids=["time", "room", "as it was", "a room that is gone"],
)
def test_what_the_source_says_as_well_is_settled(overlay, later):
    assert settled(as_changed(PROGRAM, **later), an_overlay(overlay)) == Overlay()


def test_what_the_source_says_in_one_respect_is_settled_in_that():
    overlay = an_overlay(moved(SESSION, 20 * MINUTE, room=LOFT.id))
    later = as_changed(PROGRAM, room=LOFT.id)

    left = settled(later, overlay)

    assert left == an_overlay(moved(SESSION, 20 * MINUTE))
    assert apply(later, left) == apply(later, overlay)


@pytest.mark.parametrize("override", [moved(SESSION, 20 * MINUTE), cancelled(SESSION)])
def test_a_session_that_left_the_source_needs_no_overlay(override):
    assert settled(replace(PROGRAM, sessions=(OTHER,)), an_overlay(override)) == Overlay()


@pytest.mark.parametrize("override", [moved(SESSION, 20 * MINUTE), cancelled(SESSION)])
def test_where_the_source_changed_the_same_session_both_are_told_and_the_overlay_holds(override):
    overlay = an_overlay(override)
    later = as_changed(PROGRAM, start=NINE + 10 * MINUTE, end=NINE + 40 * MINUTE)

    assert conflicts(PROGRAM, overlay) == ()
    assert conflicts(later, overlay) == (
        Conflict(override=override, now=at_source(later.sessions[0])),
    )
    assert settled(later, overlay) == overlay
    assert apply(later, overlay) == apply(PROGRAM, overlay)


def test_one_override_a_session_stands_and_another_replaces_it():
    overlay = an_overlay(cancelled(OTHER), moved(SESSION, MINUTE), cancelled(SESSION))

    assert overlay == an_overlay(cancelled(SESSION), cancelled(OTHER))
    assert overlay.without(SESSION.id) == an_overlay(cancelled(OTHER))
    assert (overlay.of(SESSION.id), overlay.of("gone")) == (cancelled(SESSION), None)


@given(overlaid)
@settings(max_examples=50)
def test_an_overlay_makes_no_sound_program_unsound(both):
    program, overlay = both
    before = [one for one in check(program) if one.severity is Severity.ERROR]

    after = [one for one in check(apply(program, overlay)) if one.severity is Severity.ERROR]

    assert len(after) <= len(before)


@given(overlaid)
@settings(max_examples=50)
def test_what_is_settled_changes_nothing_of_what_people_are_told(both):
    program, overlay = both

    left = settled(program, overlay)

    assert apply(program, left) == apply(program, overlay)
    assert settled(program, left) == left


@given(overlaid)
@settings(max_examples=50)
def test_restoring_every_session_gives_the_source_back(both):
    program, overlay = both

    for session in [one.session for one in overlay.overrides]:
        overlay = overlay.without(session)

    assert apply(program, overlay) == program


@given(overlaid)
@settings(max_examples=50)
def test_only_overridden_sessions_differ_from_the_source(both):
    program, overlay = both
    overridden = {one.session for one in overlay.overrides}

    effective = apply(program, overlay)

    untouched = [one for one in program.sessions if one.id not in overridden]
    assert [one for one in effective.sessions if one.id not in overridden] == untouched
    assert replace(effective, sessions=program.sessions) == program


def kinds(before, after, program=PROGRAM):
    changed = change_of(program, SESSION.id, before, after)
    return [change.kinds for change in changed]


def test_what_people_are_told_is_between_what_stood_and_what_stands():
    ten, twenty = moved(SESSION, 10 * MINUTE), moved(SESSION, 20 * MINUTE)

    (change,) = change_of(PROGRAM, SESSION.id, ten, twenty)

    assert change.kinds == (ChangeKind.MOVED,)
    assert (change.before.start, change.after.start) == (
        NINE + 10 * MINUTE,
        NINE + 20 * MINUTE,
    )
    assert (change.after.title, change.after.room) == ("Rivers", "Hall")


def test_what_is_cancelled_and_takes_place_again_is_told_so():
    elsewhere = moved(SESSION, room=LOFT.id)

    assert kinds(None, cancelled(SESSION)) == [(ChangeKind.CANCELLED,)]
    assert kinds(cancelled(SESSION), None) == [(ChangeKind.REINSTATED,)]
    assert kinds(cancelled(SESSION), elsewhere) == [(ChangeKind.REINSTATED, ChangeKind.ROOM)]
    assert kinds(None, None) == []
    assert kinds(cancelled(SESSION), cancelled(SESSION)) == []
    assert kinds(None, cancelled(SESSION), replace(PROGRAM, sessions=())) == []
