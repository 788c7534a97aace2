from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.program.timetable import Timetable
from bot.translation import Language, speaking
from bot.ui.session_choices import session_choice, start_choice
from tests.factories import NINE, a_program, a_room, a_session
from tests.programs_strategy import programs
from tests.translation.fake import speaking_loudly
from tests.ui.discord_rules import units

HALL = a_room("Hall 1")
SESSION = a_session(NINE, title="Rivers", room=HALL.id)
TIMETABLE = Timetable(a_program(SESSION, rooms=(HALL,)))


def test_a_session_is_called_with_its_day_start_and_room():
    assert session_choice(SESSION, TIMETABLE) == "Rivers · Wed 30 Nov, 09:00 · Hall 1"


def test_a_start_says_how_much_later_than_the_session_it_is():
    def called(minutes):
        return start_choice(NINE + timedelta(minutes=minutes), SESSION)

    assert [called(minutes) for minutes in (1, 20, 0, -5, 300)] == [
        "Wed 30 Nov, 09:01 (one minute later)",
        "Wed 30 Nov, 09:20 (20 minutes later)",
        "Wed 30 Nov, 09:00",
        "Wed 30 Nov, 08:55",
        "Wed 30 Nov, 14:00",
    ]
    assert start_choice(NINE, None) == "Wed 30 Nov, 09:00"


def test_in_another_language_a_start_is_told_in_that(monkeypatch):
    with speaking_loudly(monkeypatch):
        called = start_choice(NINE + timedelta(minutes=20), SESSION)

    assert called.endswith("(20 MINUTES LATER)")


@pytest.mark.slow
@given(programs(most_talks=3, most_sessions=5), st.sampled_from(Language))
@settings(max_examples=25)
def test_any_session_is_called_with_one_to_a_hundred_characters_and_its_time(program, language):
    timetable = Timetable(program)
    for session in program.sessions:
        with speaking(language):
            called = session_choice(session, timetable)

        assert 1 <= units(called.strip()) <= units(called) <= 100
        assert f"{session.start:%H:%M}" in called
