from datetime import UTC, timedelta

import pytest

from bot.mirrors.interest_plan import Awaited, Watch, awaited
from bot.mirrors.model import PENDING, MirrorKind
from bot.mirrors.native import subject_of
from bot.program.timetable import Timetable
from tests.factories import NINE, a_program, a_session
from tests.mirrors.mirrors import MINUTE, a_mirror

START = NINE.astimezone(UTC)
HOUR = timedelta(hours=1)
FIRST, SECOND, THIRD = (
    a_session(NINE + number * HOUR, id=f"s-{number}", minutes=45) for number in range(3)
)
TIMETABLE = Timetable(a_program(THIRD, FIRST, SECOND))


def an_event(session, event, at=START - HOUR):
    subject = subject_of(TIMETABLE.program.id, session.id)
    return {subject: a_mirror(kind=MirrorKind.EVENT, subject=subject, discord_id=event, at=at)}


def test_the_events_of_what_has_not_started_are_awaited_soonest_first():
    made = START - 2 * HOUR
    standing = an_event(FIRST, 1) | an_event(THIRD, 3, at=made) | an_event(SECOND, 2)

    found = awaited(TIMETABLE, standing, START - HOUR, START)

    assert found == (
        Awaited(event=2, session=SECOND, timetable=TIMETABLE, is_new=True),
        Awaited(event=3, session=THIRD, timetable=TIMETABLE, is_new=False),
    )


def test_what_is_only_about_to_be_made_and_what_is_of_another_program_is_not():
    other = a_mirror(kind=MirrorKind.EVENT, subject="conf-23:s-0", discord_id=1)

    found = awaited(
        TIMETABLE, an_event(FIRST, PENDING) | {other.subject: other}, START, START - HOUR
    )

    assert found == ()


def test_an_event_is_due_every_five_minutes_and_shortly_before_its_start():
    watch = Watch(start=START, seen=set(), looked_at=START - 41 * MINUTE)
    looked = []
    for minute in range(40, 0, -1):
        now = START - minute * MINUTE
        if watch.is_due(now):
            looked.append(minute)
            watch.looked_at = now

    assert looked == [36, 31, 26, 21, 17, 12, 7, 2]


@pytest.mark.parametrize("passed", [timedelta(minutes=4, seconds=45), -MINUTE])
def test_moments_and_a_clock_set_back_hold_nothing_up(passed):
    looked_at = START - 10 * HOUR

    assert Watch(start=START, looked_at=looked_at).is_due(looked_at + passed)


@pytest.mark.parametrize(
    ("count", "before", "must"),
    [
        (0, 60, False),
        (2, 60, False),
        (3, 60, True),
        (None, 60, True),
        (2, 12, True),
        (0, 12, False),
    ],
)
def test_a_list_is_read_if_its_length_changed_or_the_start_is_close(count, before, must):
    now = START - before * MINUTE
    watch = Watch(start=START, seen={1, 2}, count=2, looked_at=now - MINUTE)

    assert watch.must_read(count, now) is must
