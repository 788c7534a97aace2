from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agenda.model import Quiet
from bot.agenda.quiet import is_quiet

BERLIN = "Europe/Berlin"
NIGHT = Quiet(begin=time(22), end=time(7))
NOON = Quiet(begin=time(12), end=time(14))


def at(hour, minute=0, month=1):
    return datetime(2026, month, 5, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "is_so"),
    [
        (NOON, at(10, 59), False),
        (NOON, at(11), True),
        (NOON, at(12, 59), True),
        (NOON, at(13), False),
        (NIGHT, at(20, 59), False),
        (NIGHT, at(21), True),
        (NIGHT, at(0), True),
        (NIGHT, at(5, 59), True),
        (NIGHT, at(6), False),
        (NIGHT, at(20, month=7), True),
        (None, at(0), False),
    ],
)
def test_quiet_hours_are_the_programs_own_and_may_go_over_midnight(quiet, now, is_so):
    assert is_quiet(quiet, now, BERLIN) is is_so


@given(st.times().map(lambda one: one.replace(tzinfo=None)), st.datetimes(timezones=st.just(UTC)))
def test_hours_that_end_when_they_begin_are_all_day(begin, now):
    now = now.replace(year=2026)

    assert is_quiet(Quiet(begin=begin, end=begin), now, BERLIN)
