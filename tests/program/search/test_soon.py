from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.program.search.soon import OVER, WITHOUT_TIME, Meetings, Moment
from bot.program.timetable import Timetable
from tests.factories import NINE, a_program, a_session

HALF_AN_HOUR = timedelta(minutes=30)


def seconds_away(sessions, now):
    timetable = Timetable(a_program(*sessions))

    return Meetings.of(timetable.sessions).seconds_away(Moment.at(now, timetable))


def test_what_is_on_now_is_nowhere_away():
    assert seconds_away([a_session(NINE, minutes=60)], NINE + HALF_AN_HOUR) == 0


def test_what_is_to_come_is_away_until_its_next_start():
    over_and_again = [a_session(NINE, minutes=10), a_session(NINE + 2 * HALF_AN_HOUR, minutes=10)]

    assert seconds_away(over_and_again, NINE + HALF_AN_HOUR) == 30 * 60


def test_what_is_over_is_farther_than_what_has_no_time():
    assert seconds_away([a_session(NINE, minutes=10)], NINE + HALF_AN_HOUR) == OVER
    assert seconds_away([], NINE) == WITHOUT_TIME
    assert OVER > WITHOUT_TIME


def test_zone_of_now_does_not_matter():
    session = a_session(NINE, minutes=60)
    now = (NINE - HALF_AN_HOUR).astimezone(ZoneInfo("Asia/Kolkata"))

    assert seconds_away([session], now) == 30 * 60


def test_one_that_is_on_for_longer_than_eight_hours_is_over_after_its_first():
    expo = a_session(NINE, minutes=10 * 60)

    assert seconds_away([expo], NINE + 3 * timedelta(hours=1)) == OVER
