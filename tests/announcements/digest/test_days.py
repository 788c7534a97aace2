from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.digest.days import Days
from bot.announcements.digest.subject import read
from bot.program.timetable import Timetable
from tests.announcements.digest.digests import DUE, EIGHT, HOUR, a_long_program
from tests.factories import NINE, a_program, a_session
from tests.reminders.bare_programs import bare_programs

DAY = timedelta(days=1)
NOV_30, DEC_1, DEC_2 = date(2022, 11, 30), date(2022, 12, 1), date(2022, 12, 2)


def days_of(*starts, **fields):
    return Days(Timetable(a_program(*map(a_session, starts), **fields)))


def test_a_digest_is_due_at_its_hour_where_the_conference_is():
    assert days_of(NINE).due(NOV_30, EIGHT) == DUE


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [
        # Clocks are put from 02:00 to 03:00 there and then: 02:30 is as if they had not been yet.
        (date(2022, 3, 13), time(2, 30), datetime(2022, 3, 13, 10, 30, tzinfo=UTC)),
        # Clocks show 01:30 twice: it is the first.
        (date(2022, 11, 6), time(1, 30), datetime(2022, 11, 6, 8, 30, tzinfo=UTC)),
    ],
)
def test_an_hour_that_does_not_exist_or_exists_twice_comes_once(day, hour, utc):
    assert days_of(NINE).due(day, hour) == utc


def test_a_day_is_over_at_midnight_where_the_conference_is():
    assert days_of(NINE).end(NOV_30) == datetime(2022, 12, 1, 8, 0, tzinfo=UTC)


def test_the_days_that_matter_are_late_ones_and_the_next():
    days = days_of(NINE, NINE + DAY, NINE + 3 * DAY)

    seen = [
        list(days.around(EIGHT, now))
        for now in (DUE - 9 * DAY, DUE, DUE + 25 * HOUR, DUE + 2 * DAY, DUE + 9 * DAY)
    ]

    assert seen == [
        [NOV_30],
        [NOV_30, DEC_1],
        [NOV_30, DEC_1, date(2022, 12, 3)],
        [DEC_1, date(2022, 12, 3)],
        [],
    ]


def test_the_day_after_the_last_one_is_for_thanks():
    days = days_of(NINE, NINE + DAY)

    assert [days.is_for_thanks(day) for day in (NOV_30, DEC_1, DEC_2)] == [False, False, True]
    assert read(days.first_text(DEC_2)).is_thanks


def test_a_program_without_sessions_has_no_days():
    days = days_of()

    assert (list(days.around(EIGHT, DUE)), days.is_for_thanks(NOV_30)) == ([], False)


def test_only_the_first_day_begins_with_a_welcome():
    days = days_of(NINE, NINE + DAY)

    assert [read(days.first_text(day)).has_welcome for day in (NOV_30, DEC_1)] == [True, False]


def test_the_first_message_says_what_the_others_are_to_tell():
    program = a_long_program()
    subject = read(Days(Timetable(program)).first_text(NOV_30))

    ids = [one.id for one in subject.listed] + [one for part in subject.rest for one in part]

    assert (len(subject.rest), ids) == (2, [one.id for one in program.sessions])


@given(bare_programs(), st.times(), st.integers(-40, 60))
def test_no_day_of_any_program_is_overlooked(program, hour, hours):
    timetable = Timetable(program)
    now = datetime(2022, 11, 6, 12, tzinfo=UTC) + hours * HOUR
    days = Days(timetable)
    posted = [*timetable.days, *(day + DAY for day in timetable.days[-1:])]

    seen = list(days.around(hour, now))

    zone = ZoneInfo(program.zone)
    dues = {day: datetime.combine(day, hour, zone).astimezone(UTC) for day in posted}
    late = [day for day in posted if now - 26 * HOUR < dues[day] <= now]
    coming = [day for day in posted if dues[day] > now][:1]
    assert seen == late + coming
