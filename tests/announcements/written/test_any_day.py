from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.written.any_day import starts_on_any_day
from bot.program.start_time import start_label
from bot.program.timetable import Timetable
from tests.factories import NINE, ZONE, a_program, a_session

NOW = (NINE - timedelta(minutes=20)).astimezone(UTC)
TIMETABLE = Timetable(a_program(a_session(NINE)))


def labels(words):
    return [f"{one.year} {start_label(one)}" for one in starts_on_any_day(words, TIMETABLE, NOW)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("14:30", ["2022 Wed 30 Nov, 14:30"]),
        ("Wed 14:30", ["2022 Wed 30 Nov, 14:30"]),
        ("Thu 14:30", ["2022 Thu 1 Dec, 14:30", "2022 Thu 8 Dec, 14:30"]),
        ("tuesday 9:00 pm", ["2022 Tue 6 Dec, 21:00", "2022 Tue 13 Dec, 21:00"]),
        ("tomorrow 8:15", ["2022 Thu 1 Dec, 08:15"]),
        ("24 Dec 18:00", ["2022 Sat 24 Dec, 18:00", "2023 Sun 24 Dec, 18:00"]),
        ("Thu 1 Dec, 14:30", ["2022 Thu 1 Dec, 14:30", "2023 Fri 1 Dec, 14:30"]),
        ("2 January 9:00", ["2023 Mon 2 Jan, 09:00"]),
        ("2022-12-24 18:00", ["2022 Sat 24 Dec, 18:00"]),
        ("Dec 24 18:00", ["2022 Sat 24 Dec, 18:00", "2023 Sun 24 Dec, 18:00"]),
        ("December 24th, 6pm", ["2022 Sat 24 Dec, 18:00", "2023 Sun 24 Dec, 18:00"]),
        ("24th of December at 18:00", ["2022 Sat 24 Dec, 18:00", "2023 Sun 24 Dec, 18:00"]),
        ("24.12. 18:00", ["2022 Sat 24 Dec, 18:00", "2023 Sun 24 Dec, 18:00"]),
        ("24.12 18.00", ["2022 Sat 24 Dec, 18:00", "2023 Sun 24 Dec, 18:00"]),
        ("24.12.2023 18:00", ["2023 Sun 24 Dec, 18:00"]),
        ("Dec 24, 2023 18:00", ["2023 Sun 24 Dec, 18:00"]),
        ("30.11. 14:30", ["2022 Wed 30 Nov, 14:30"]),
        ("30日14:30", ["2022 Wed 30 Nov, 14:30"]),
        ("11/30 14:30", ["2022 Wed 30 Nov, 14:30"]),
        ("2022/12/24 18:00", ["2022 Sat 24 Dec, 18:00"]),
        ("às 9h da manhã", ["2022 Wed 30 Nov, 09:00"]),
        ("sexta às 9h da noite", ["2022 Fri 2 Dec, 21:00", "2022 Fri 9 Dec, 21:00"]),
        ("vendredi 9h du soir", ["2022 Fri 2 Dec, 21:00", "2022 Fri 9 Dec, 21:00"]),
        ("9 h de la mañana el viernes", ["2022 Fri 2 Dec, 09:00", "2022 Fri 9 Dec, 09:00"]),
        ("3 o'clock pm tomorrow", ["2022 Thu 1 Dec, 15:00"]),
        ("21h a sexta", []),
        ("12 da noite", ["2022 Thu 1 Dec, 00:00"]),
        ("sexta 12 da noite", ["2022 Sat 3 Dec, 00:00", "2022 Sat 10 Dec, 00:00"]),
        ("31 Dec 9999 12 at night", []),
        ("tomorrow 9", ["2022 Thu 1 Dec, 09:00"]),
        ("tomorrow noon", ["2022 Thu 1 Dec, 12:00"]),
        ("noon", ["2022 Wed 30 Nov, 12:00"]),
        ("today 18h", ["2022 Wed 30 Nov, 18:00"]),
        ("Mon 9", ["2022 Mon 5 Dec, 09:00", "2022 Mon 12 Dec, 09:00"]),
        ("next friday 9am", ["2022 Fri 2 Dec, 09:00", "2022 Fri 9 Dec, 09:00"]),
        ("next wed 9am", ["2022 Wed 7 Dec, 09:00", "2022 Wed 14 Dec, 09:00"]),
        ("9am tomorrow", ["2022 Thu 1 Dec, 09:00"]),
        ("9:30 on Fri", ["2022 Fri 2 Dec, 09:30", "2022 Fri 9 Dec, 09:30"]),
        ("in 3 days", ["2022 Sat 3 Dec, 08:40"]),
        ("in a week at 9:00", ["2022 Wed 7 Dec, 09:00"]),
        ("12/01 9:00", []),
        ("30.13. 9:00", []),
        ("Mon 24:00", []),
        ("Mon 13pm", []),
        ("Monsoon 9", []),
        ("Dec 1", []),
        ("Mon", []),
        ("9", []),
        ("31 Feb 9:00", []),
        ("someday 9:00", []),
        ("Thu soon", []),
    ],
)
def test_a_time_is_read_on_the_day_that_is_named(words, said):
    assert labels(words) == said


@given(st.integers(1, 300 * 24 * 60))
def test_what_a_form_shows_of_an_instant_is_read_back(minutes):
    instant = (NOW + timedelta(minutes=minutes)).astimezone(ZoneInfo(ZONE))

    (first, *_) = starts_on_any_day(start_label(instant).removesuffix(" PST"), TIMETABLE, NOW)

    assert _wall(first) == _wall(instant)


def _wall(instant: datetime):
    return instant.replace(tzinfo=None, fold=0)
