from dataclasses import replace
from datetime import UTC

import pytest

from bot.errors import SessionChangeError
from bot.program.overlay import Overlay
from bot.program.proposal import (
    CancelWish,
    MoveWish,
    Proposal,
    RestoreWish,
    print_of,
    propose,
    wish_of,
)
from bot.program.timetable import Timetable
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.program.overlays import MINUTE, an_overlay, cancelled, moved

NOW = (NINE - 20 * MINUTE).astimezone(UTC)
HALL, LOFT = a_room("Hall"), a_room("Loft")
TALK = a_talk("Rivers")
SESSION = a_session(NINE, minutes=30, talks=(TALK.id,), room=HALL.id)
NEXT = a_session(NINE + 30 * MINUTE, room=HALL.id, title="Lakes")
UPSTAIRS = a_session(NINE, room=LOFT.id, title="Seas")
PROGRAM = a_program(SESSION, NEXT, UPSTAIRS, talks=(TALK,), rooms=(HALL, LOFT))
TIMETABLE = Timetable(PROGRAM)


def start(minutes):
    return (NINE + minutes * MINUTE).astimezone(UTC)


def proposed(wish, overlay=Overlay(), now=NOW):  # noqa: B008 - a value
    return propose(TIMETABLE, overlay, wish, now)


def refused(wish, overlay=Overlay(), now=NOW):  # noqa: B008 - a value
    with pytest.raises(SessionChangeError) as caught:
        proposed(wish, overlay, now)
    return str(caught.value)


def test_a_delay_says_what_was_is_and_would_be_and_with_what_it_clashes():
    wish = MoveWish(session=SESSION.id, start=start(20))

    assert proposed(wish) == Proposal(
        title="Rivers",
        source=SESSION,
        before=SESSION,
        after=replace(SESSION, start=NINE + 20 * MINUTE, end=NINE + 50 * MINUTE),
        previous=None,
        override=moved(SESSION, 20 * MINUTE, at=NOW),
        clashes=(NEXT,),
    )


def test_a_session_that_was_moved_away_is_no_clash_and_one_that_was_moved_there_is():
    wish = MoveWish(session=SESSION.id, start=start(20))

    away = proposed(wish, an_overlay(moved(NEXT, room=LOFT.id)))
    there = proposed(wish, an_overlay(cancelled(NEXT), moved(UPSTAIRS, 25 * MINUTE, room=HALL.id)))

    assert away.clashes == ()
    assert [one.id for one in there.clashes] == [UPSTAIRS.id]


def test_a_session_right_after_another_is_no_clash():
    assert proposed(MoveWish(session=SESSION.id, start=start(-5))).clashes == ()


def test_what_goes_back_to_the_sources_time_needs_no_override():
    overlay = an_overlay(moved(SESSION, 20 * MINUTE))

    proposal = proposed(MoveWish(session=SESSION.id, start=start(0)), overlay)

    assert (proposal.override, proposal.after) == (None, SESSION)


def test_a_restored_session_is_the_sources_even_if_it_has_ended():
    overlay = an_overlay(cancelled(SESSION))

    proposal = proposed(RestoreWish(session=SESSION.id), overlay, now=start(90))

    assert (proposal.before, proposal.after, proposal.override) == (None, SESSION, None)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (CancelWish(session="gone"), "There is no such session"),
        (MoveWish(session=SESSION.id, room="gone"), "That room is not on the program"),
        (MoveWish(session=SESSION.id, start=start(0)), "at that time and in that room already"),
        (MoveWish(session=SESSION.id, start=start(-60)), "would be over already"),
        (RestoreWish(session=SESSION.id), "there is nothing to restore"),
    ],
)
def test_what_can_not_be_done_is_refused_in_words(wish, said):
    assert said in refused(wish)


def test_what_is_cancelled_is_not_cancelled_again_and_what_has_ended_is_not_changed():
    assert "is cancelled here already" in refused(
        CancelWish(session=SESSION.id), an_overlay(cancelled(SESSION))
    )
    assert "“Rivers” ended on Wednesday 30 November at 09:30" in refused(
        CancelWish(session=SESSION.id), now=start(30)
    )


def test_a_session_that_was_delayed_has_not_ended_when_the_source_says_so():
    overlay = an_overlay(moved(SESSION, 20 * MINUTE))

    proposal = proposed(MoveWish(session=SESSION.id, start=start(40)), overlay, now=start(45))

    assert proposal.after.start == NINE + 40 * MINUTE


@pytest.mark.parametrize("override", [None, moved(SESSION, 5 * MINUTE), cancelled(SESSION)])
def test_a_wish_brings_a_session_back_to_where_it_stood(override):
    before = Overlay() if override is None else an_overlay(override)
    now = an_overlay(moved(SESSION, 20 * MINUTE))

    proposal = proposed(wish_of(override, SESSION.id), now)

    stood = before.of(SESSION.id)
    assert proposal.override == (stood and replace(stood, at=NOW))


def test_the_print_differs_wherever_the_session_does():
    prints = {
        print_of(PROGRAM, SESSION, None),
        print_of(PROGRAM, NEXT, None),
        print_of(PROGRAM, replace(SESSION, start=NINE + MINUTE), None),
        print_of(PROGRAM, SESSION, cancelled(SESSION)),
        print_of(PROGRAM, SESSION, moved(SESSION, MINUTE)),
        print_of(PROGRAM, SESSION, moved(SESSION, room=LOFT.id)),
        print_of(replace(PROGRAM, id="other"), SESSION, None),
    }

    assert len(prints) == 7
    assert print_of(PROGRAM, SESSION, cancelled(SESSION, at=NOW)) in prints
