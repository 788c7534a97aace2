import math
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.importers import values

WALL = datetime(2024, 5, 1, 9)  # noqa: DTZ001 - a wall time
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=3), one, max_size=3),
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2024-05-01T09:00:00", WALL),
        ("2024-05-01 9:00", WALL),
        ("20240501T090000", WALL),
        ("2024-05-01T09:00:00.123456", WALL),
        ("2024-05-01T09:00:00Z", WALL.replace(tzinfo=UTC)),
        ("2024-05-01T09:00:00.0000000z", WALL.replace(tzinfo=UTC)),
        ("2024-05-01T09:00+02:00", WALL.replace(tzinfo=timezone(timedelta(hours=2)))),
        ("2024-05-01 09:00 -0330", WALL.replace(tzinfo=timezone(-timedelta(hours=3, minutes=30)))),
        (1714554000, WALL.replace(tzinfo=UTC)),
        (1714554000000, WALL.replace(tzinfo=UTC)),
        ("1714554000", WALL.replace(tzinfo=UTC)),
        ("1714554000000", WALL.replace(tzinfo=UTC)),
        ("2024-05-01", None),
        ("2024-13-01T09:00", None),
        ("2024-05-01T25:00", None),
        ("2024-05-01T09:00+99:00", None),
        ("tomorrow", None),
        (True, None),
        (math.inf, None),
        (math.nan, None),
        (10**400, None),
        (12, None),
        (None, None),
        ({"date": 1}, None),
    ],
)
def test_a_time_is_read_or_missing(said, meant):
    assert values.when(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("9:45", time(9, 45)),
        ("09:45:30", time(9, 45, 30)),
        ("2 pm", time(14)),
        ("12:05 a.m.", time(0, 5)),
        ("12:05PM", time(12, 5)),
        ("25:30", time(1, 30)),
        ("13 pm", None),
        ("noon", None),
        (9, None),
    ],
)
def test_a_clock_is_read_or_missing(said, meant):
    assert values.clock(said) == meant


def test_an_hour_after_24_is_in_the_night_that_follows():
    assert values.on(date(2024, 4, 30), "33:00") == WALL


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        (45, 45),
        ("45", 45),
        ("1:30", 90),
        ("00:45:00", 45),
        ("PT1H30M", 90),
        ("P1DT1M", 1441),
        ("long", None),
        ("PT", None),
        ("", None),
        ([], None),
    ],
)
def test_a_length_is_read_or_missing(said, minutes):
    assert values.length(said) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("said", "languages", "meant"),
    [
        ({"de": "Hallo", "en": "Hello"}, ("de",), "Hallo"),
        ({"de": "Hallo", "en": "Hello"}, ("fr",), "Hello"),
        ({"fr": " ", "it": "Ciao"}, (), "Ciao"),
        (7, (), "7"),
        (False, (), None),
        ("  ", (), None),
        (["a"], (), None),
    ],
)
def test_a_text_is_read_or_missing(said, languages, meant):
    assert values.text(said, *languages) == meant


@given(ANY)
def test_no_value_makes_reading_fail(value):
    for read in (
        values.when,
        values.day,
        values.clock,
        values.clock_length,
        values.length,
        values.text,
        values.texts,
        values.row,
        values.listed,
    ):
        read(value)
    assert all(isinstance(one, dict) for one in values.rows(value))
    values.on(date(2024, 5, 1), value)
