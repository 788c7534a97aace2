from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SessionChangeError
from bot.program.start_time import meant_start, start_label, start_value, starts_like
from bot.program.timetable import Timetable
from bot.translation import Language, speaking
from tests.factories import NINE, a_program, a_session
from tests.program.typed import typed_in_catalogs

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


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("14:30 Uhr", "30 14:30"),
        ("14 Uhr", "30 14:00"),
        ("14 Uhr 30", "30 14:30"),
        ("um 14.30 Uhr", "30 14:30"),
        ("Do 14:30", "01 14:30"),
        ("Donnerstag um 14 Uhr", "01 14:00"),
        ("am Donnerstag, 1. Dezember um 14:30", "01 14:30"),
        ("Do., 1. Dez., 14:30", "01 14:30"),
        ("morgen 9:00", "01 09:00"),
        ("Tag 2 9:00", "01 09:00"),
        ("in 20 Minuten", "30 09:00"),
        ("in 1 Std. 30 Min.", "30 10:10"),
        ("20 Minuten später", "30 09:00"),
        ("14時", "30 14:00"),
        ("14時30分", "30 14:30"),
        ("午後2時30分", "30 14:30"),
        ("午後2:30", "30 14:30"),
        ("木曜日14:30", "01 14:30"),
        ("12月1日(木) 14:30", "01 14:30"),
        ("明日 9時", "01 09:00"),
        ("明日9時", "01 09:00"),
        ("2日目 9:00", "01 09:00"),
        ("20分後", "30 09:00"),
        ("1時間30分後", "30 10:10"),
        ("\uff11\uff14\uff1a\uff13\uff10", "30 14:30"),
        ("Thu 2:30 pm", "01 14:30"),
        ("in 2 hours", "30 10:40"),
    ],
)
def test_a_start_is_read_in_every_language_whatever_is_spoken(words, start, monkeypatch):
    with typed_in_catalogs(monkeypatch):
        assert read(words) == start


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("às 9h da manhã", "30 09:00"),
        ("3h da tarde", "30 15:00"),
        ("9:30h da manhã", "30 09:30"),
        ("9h du soir", "30 21:00"),
        ("9 heures du matin", "30 09:00"),
        ("a las 9 h de la mañana", "30 09:00"),
        ("3 o'clock pm", "30 15:00"),
        ("jeudi à 9 h du soir", "01 21:00"),
        ("9h amanhã", None),
        ("21h da noite", None),
    ],
)
def test_a_sign_may_stand_between_the_hour_and_its_half_of_the_day(words, start):
    found = starts_like(words, SESSION, TIMETABLE, NOW)

    assert (f"{found[0]:%d %H:%M}" if found else None) == start


@pytest.mark.parametrize(
    ("words", "start"),
    [
        ("12 da noite", "01 00:00"),
        ("12h du soir", "01 00:00"),
        ("12 de la noche", "01 00:00"),
        ("12 Uhr nachts", "01 00:00"),
        ("Thu 12:15 at night", "02 00:15"),
        ("Donnerstag 3 Uhr nachts", "01 03:00"),
        ("夜の9時", "30 21:00"),
        ("12 de la tarde", "30 12:00"),
        ("Thu 12 am", "01 00:00"),
    ],
)
def test_twelve_at_night_is_the_midnight_at_the_end_of_the_day(words, start):
    assert read(words) == start


@pytest.mark.parametrize("words", ["25 Uhr", "14 Uhr 75", "Sonntag 14:30", "午後13時"])
def test_what_is_no_time_in_any_language_is_refused(words, monkeypatch):
    with typed_in_catalogs(monkeypatch):
        found = starts_like(words, SESSION, TIMETABLE, NOW)

    assert found == ()


def test_a_start_is_called_as_the_language_spoken_writes_it(monkeypatch):
    with typed_in_catalogs(monkeypatch), speaking(Language.GERMAN):
        label = start_label(SESSION.start)

        assert (label, read(label, NOW)) == ("Mi., 30. Nov., 09:00", "30 09:00")
