from datetime import timedelta

from hypothesis import given, settings

from bot.program.timetable import Timetable
from bot.ui.session_choices import session_choice, start_choice
from tests.factories import NINE, a_program, a_room, a_session
from tests.programs_strategy import programs
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


@given(programs(most_talks=3, most_sessions=5))
@settings(max_examples=25)
def test_any_session_is_called_with_one_to_a_hundred_characters_and_its_time(program):
    timetable = Timetable(program)
    for session in program.sessions:
        called = session_choice(session, timetable)

        assert 1 <= units(called.strip()) <= units(called) <= 100
        assert f"{session.start:%H:%M}" in called
