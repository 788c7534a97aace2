from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SessionChangeError
from bot.program.start_time import meant_start, start_label, start_value, starts_like
from bot.program.timetable import Timetable
from tests.factories import NINE, a_program, a_session

SESSION = a_session(NINE, minutes=30)
TIMETABLE = Timetable(a_program(SESSION, a_session(NINE + timedelta(days=1))))
NOW = (NINE - timedelta(minutes=20)).astimezone(UTC)


def read(words, now=NOW):
    return f"{meant_start(words, SESSION, TIMETABLE, now):%d %H:%M}"


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("14:30", "30 14:30"),
        ("9:05", "30 09:05"),
        ("14.30", "30 14:30"),
        ("14h30", "30 14:30"),
        ("2:30 pm", "30 14:30"),
        ("2.30pm", "30 14:30"),
        ("2 p.m.", "30 14:00"),
        ("12 pm", "30 12:00"),
        ("at 14:30", "30 14:30"),
        ("Thu 14:30", "01 14:30"),
        ("Thursday, 14:30", "01 14:30"),
        ("1 Dec 14:30", "01 14:30"),
        ("Dec 1 at 2:30 pm", "01 14:30"),
        ("tomorrow 9:00", "01 09:00"),
        ("2022-12-01 14:30", "01 14:30"),
        ("2022-12-01T14:30", "01 14:30"),
        ("2022-12-01T22:30Z", "01 14:30"),
        ("in 20 minutes", "30 09:00"),
        ("in 25 min", "30 09:05"),
        ("+45", "30 09:25"),
        ("90 minutes", "30 10:10"),
        ("in 1 h 30 min", "30 10:10"),
        ("in 2 hours", "30 10:40"),
    ],
)
def test_a_start_is_read_as_people_write_it(words, start):
    assert read(words) == start


@pytest.mark.parametrize(
    "words", ["soon", "25:00", "14", "14:75", "13 pm", "Sun 14:30", "14:30 or so", "20", "::"]
)
def test_what_is_no_time_is_refused_in_words(words):
    with pytest.raises(SessionChangeError, match="can't be read as a time"):
        meant_start(words, SESSION, TIMETABLE, NOW)


def test_a_time_that_is_past_is_refused_with_what_time_it_is():
    with pytest.raises(SessionChangeError) as caught:
        read("8:00")

    assert str(caught.value) == (
        "Wed 30 Nov, 08:00 is past: at the event it is Wed 30 Nov, 08:40 now. Give a time to come."
    )


def test_late_in_the_evening_a_small_hour_is_after_midnight():
    assert read("0:30", now=NOW + timedelta(hours=14)) == "01 00:30"


def test_an_empty_field_offers_a_little_later_than_the_session_or_than_now():
    offered = starts_like("", SESSION, TIMETABLE, NOW)
    late = starts_like("", SESSION, TIMETABLE, NOW + timedelta(minutes=30))

    assert [f"{one:%H:%M}" for one in offered] == [
        "09:05", "09:10", "09:15", "09:20", "09:30", "09:45", "10:00"
    ]  # fmt: skip
    assert f"{late[0]:%H:%M}" == "09:15"


def test_a_time_that_clocks_show_twice_is_offered_twice_and_one_they_skip_not_at_all():
    berlin = ZoneInfo("Europe/Berlin")
    night = datetime(2022, 10, 30, 0, 30, tzinfo=berlin)
    session = a_session(night)
    timetable = Timetable(a_program(session, zone="Europe/Berlin"))
    skipped = a_session(datetime(2023, 3, 26, 0, 30, tzinfo=berlin))
    spring = Timetable(a_program(skipped, zone="Europe/Berlin"))

    twice = starts_like("2:30", session, timetable, night)
    never = starts_like("2:30", skipped, spring, skipped.start)

    assert [start_label(one) for one in twice] == [
        "Sun 30 Oct, 02:30 CEST",
        "Sun 30 Oct, 02:30 CET",
    ]
    assert [start_value(one) for one in twice] == [
        "2022-10-30T02:30+02:00",
        "2022-10-30T02:30+01:00",
    ]
    assert [meant_start(start_value(one), session, timetable, night) for one in twice] == [*twice]
    assert never == ()


@given(st.text(max_size=30) | st.from_regex(r"[a-z0-9 :+.-]{0,20}", fullmatch=True))
def test_whatever_is_typed_is_read_or_refused_and_never_breaks(words):
    for one in starts_like(words, SESSION, TIMETABLE, NOW):
        assert one.tzinfo is not None
        assert start_label(one)
