from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.typed_day import TypedDay, typed_days
from bot.translation import Language, day_name, short_day, speaking
from bot.translation.calendar_words import weekday_names

WEDNESDAY = date(2022, 11, 30)


def means(words, day=WEDNESDAY):
    return any(one.fits(day) for one in typed_days(words))


@pytest.mark.parametrize(
    "words",
    [
        "Mittwoch", "Mi.", "mittw", "30. November", "Mi., 30. Nov.", "MITTWOCH, 30. NOVEMBER",
        "mercredi", "mer. 30 nov.", "miércoles", "mie", "miércoles, 30 de noviembre", "30 nov",
        "quarta-feira", "quarta", "qua., 30 de nov.", "quarta-feira, 30 de novembro",
        "水曜日", "水曜", "水", "11月30日", "11月30日(水)", "11月30日水曜日", "2022年11月30日",
        "Nov 30th", "30 Nov 2022",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_language(words):
    assert means(words)


@pytest.mark.parametrize(
    "words",
    ["Donnerstag", "29. November", "30. Dezember", "30 Nov 2023", "木曜日", "11月29日", "November",
     "30", "2022", "11月", "mi mi", "Wed Thu", "m", "day after", "", "🎉", "30 30 Nov"],
)  # fmt: skip
def test_what_is_another_day_or_none_is_not_taken_for_it(words):
    assert not means(words)


def test_a_word_that_is_a_weekday_here_and_a_month_there_is_read_as_both():
    assert means("mar", date(2022, 11, 29))
    assert means("1 mar", date(2023, 3, 1))
    assert typed_days("mar") == (TypedDay(weekday=1),)


def test_no_name_means_two_weekdays():
    names = [(name.casefold(), number) for name, number in weekday_names()]

    assert len(dict(names)) == len(set(names))


@given(st.dates(date(2015, 1, 1), date(2040, 1, 1)), st.sampled_from(Language))
def test_a_day_as_marquee_writes_it_is_read_back(day, language):
    with speaking(language):
        written = (short_day(day), day_name(day), f"{short_day(day)} {day.year}")

    assert [means(text, day) for text in written] == [True, True, True]
    assert not any(means(text, day + timedelta(days=1)) for text in written)


@given(st.text(max_size=80) | st.from_regex(r"[a-z0-9 年月日.]{0,30}", fullmatch=True))
def test_whatever_is_typed_names_days_or_none_and_never_breaks(words):
    assert all(one.is_one for one in typed_days(words))
