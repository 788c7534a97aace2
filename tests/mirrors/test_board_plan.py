from datetime import timedelta

import pytest

from bot.mirrors.board_plan import (
    LONGEST_WAIT,
    OLD,
    OLD_EDITS,
    PIN_AGAIN,
    Step,
    Tried,
    Wanted,
    step_of,
)
from bot.mirrors.model import PENDING
from tests.mirrors.mirrors import MINUTE, NOON, OTHER_PLACE, PLACE, a_mirror

SECOND = timedelta(seconds=1)
NEW, SAME, OVER = (
    Wanted(digest="new", is_over=False),
    Wanted(digest="old", is_over=False),
    Wanted(digest="new", is_over=True),
)
POSTED, CLAIMED = a_mirror(), a_mirror(discord_id=PENDING, digest="")
LATER = NOON + MINUTE
AGED = NOON + OLD
UNTRIED = Tried()


def edits(number, until=AGED):
    return Tried(old_edits=tuple(until - one * MINUTE for one in range(number)))


@pytest.mark.parametrize(
    ("place", "mirror", "wanted", "step"),
    [
        (None, None, None, Step.NOTHING),
        (PLACE, None, None, Step.NOTHING),
        (PLACE, None, NEW, Step.CLAIM),
        (PLACE, None, OVER, Step.NOTHING),
        (PLACE, CLAIMED, NEW, Step.PUT),
        (PLACE, CLAIMED, OVER, Step.PUT),
        (PLACE, CLAIMED, None, Step.NOTHING),
        (PLACE, POSTED, SAME, Step.NOTHING),
        (PLACE, POSTED, NEW, Step.EDIT),
        (PLACE, POSTED, OVER, Step.EDIT),
        (PLACE, POSTED, None, Step.NOTHING),
        (OTHER_PLACE, POSTED, SAME, Step.REMOVE),
        (OTHER_PLACE, CLAIMED, NEW, Step.REMOVE),
        (None, POSTED, None, Step.REMOVE),
    ],
)
def test_the_step_follows_from_what_stands_and_what_should(place, mirror, wanted, step):
    assert step_of(place, mirror, wanted, UNTRIED, LATER) is step


@pytest.mark.parametrize(
    ("passed", "step"),
    [
        (0 * SECOND, Step.NOTHING),
        (59 * SECOND, Step.NOTHING),
        (60 * SECOND, Step.EDIT),
        (-60 * SECOND, Step.EDIT),  # the clock was set back
    ],
)
def test_a_board_is_edited_at_most_once_a_minute(passed, step):
    assert step_of(PLACE, POSTED, NEW, UNTRIED, NOON + passed) is step


@pytest.mark.parametrize(
    ("tried", "now", "wanted", "step"),
    [
        (UNTRIED, AGED, NEW, Step.EDIT),
        (edits(OLD_EDITS - 1), AGED, NEW, Step.EDIT),
        (edits(OLD_EDITS), AGED, NEW, Step.RENEW),
        (edits(OLD_EDITS), AGED, OVER, Step.EDIT),
        (edits(OLD_EDITS), AGED + OLD, NEW, Step.EDIT),
        (Tried(failures=1), AGED, NEW, Step.EDIT),
        (Tried(failures=2), AGED, NEW, Step.RENEW),
        (Tried(failures=2), AGED - SECOND, NEW, Step.EDIT),
    ],
)
def test_an_old_board_that_takes_no_more_edits_is_posted_anew(tried, now, wanted, step):
    assert step_of(PLACE, POSTED, wanted, tried, now) is step


def test_only_edits_of_a_board_that_is_old_count():
    tried = UNTRIED
    for minutes in range(120):
        tried = tried.edited(POSTED, NOON + minutes * MINUTE)

    assert tried.old_edits == tuple(AGED + one * MINUTE for one in range(60))


def test_what_failed_is_tried_again_after_a_minute_then_two_and_then_four():
    waits, tried = [], UNTRIED
    for _ in range(6):
        tried = tried.failed(NOON)
        waits.append((tried.next_try - NOON) // MINUTE)

    assert waits == [1, 2, 4, 8, 10, 10]


@pytest.mark.parametrize(
    ("passed", "is_held"),
    [(0 * SECOND, True), (59 * SECOND, True), (60 * SECOND, False), (-LONGEST_WAIT, False)],
)
def test_until_then_nothing_is_tried_unless_the_clock_was_set_back(passed, is_held):
    tried = UNTRIED.failed(NOON)
    old = a_mirror(at=NOON - MINUTE)

    step = step_of(PLACE, old, NEW, tried, NOON + passed)

    assert (step is Step.NOTHING) is is_held


@pytest.mark.parametrize(
    ("passed", "wanted", "step"),
    [
        (PIN_AGAIN - SECOND, SAME, Step.NOTHING),
        (PIN_AGAIN, SAME, Step.PIN),
        (PIN_AGAIN, NEW, Step.EDIT),
        (PIN_AGAIN, Wanted(digest="old", is_over=True), Step.NOTHING),
    ],
)
def test_one_that_could_not_be_pinned_is_pinned_later(passed, wanted, step):
    tried = UNTRIED.pinned(NOON, is_pinned=False)

    assert step_of(PLACE, POSTED, wanted, tried, NOON + passed) is step


def test_one_that_is_pinned_is_left_alone():
    tried = UNTRIED.pinned(NOON, is_pinned=True)

    assert step_of(PLACE, POSTED, SAME, tried, NOON + 2 * PIN_AGAIN) is Step.NOTHING
