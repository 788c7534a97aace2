from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.errors import NotOnProgramError
from bot.program.lookup import Lookup
from bot.program.meaning import day_label, meant, meant_day, meant_room
from bot.program.search import HitKind
from bot.program.timetable import Timetable
from tests.factories import NINE, ZONE, a_program, a_program_with_talks, a_room, a_session

NOW = datetime(2022, 11, 30, 8, 0, tzinfo=ZoneInfo(ZONE))


def _lookup(*titles):
    return Lookup(a_program_with_talks(*titles))


def test_an_id_means_its_talk():
    lookup = _lookup("Birds", "Bees")
    talk = lookup.program.talks[1]

    assert meant(lookup, HitKind.TALK, talk.id, NOW) == talk.id


def test_a_typo_means_the_one_talk_that_is_near():
    lookup = _lookup("Evolution of birdsong", "Databases at sea")

    assert meant(lookup, HitKind.TALK, "birdsnog", NOW) == lookup.program.talks[0].id


def test_words_that_fit_several_talks_alike_mean_none_of_them():
    lookup = _lookup("Databases at sea", "Databases on land")

    assert meant(lookup, HitKind.TALK, "databases", NOW) is None


@pytest.mark.parametrize("words", ["zzzzqqqq", " ", ""])
def test_words_that_fit_nothing_are_an_error(words):
    with pytest.raises(NotOnProgramError):
        meant(_lookup("Birds"), HitKind.TALK, words, NOW)


@pytest.mark.parametrize(
    "words",
    ["2022-11-30", "wed", "Wednesday", "30 Nov", "Nov 30", "november 30", "Wed 30 Nov", "day 1",
     "today", "Wednesday, 30 November"],
)  # fmt: skip
def test_a_day_is_read_in_any_usual_writing(words):
    timetable = Timetable(a_program(a_session(NINE), a_session(NINE + timedelta(days=1))))

    assert meant_day(timetable, words, NOW) == date(2022, 11, 30)


def test_tomorrow_is_the_day_after_today_on_the_conference_clock():
    timetable = Timetable(a_program(a_session(NINE), a_session(NINE + timedelta(days=1))))

    assert meant_day(timetable, "tomorrow", NOW) == date(2022, 12, 1)


def test_a_day_without_sessions_is_an_error():
    with pytest.raises(NotOnProgramError):
        meant_day(Timetable(a_program(a_session(NINE))), "friday", NOW)


@pytest.mark.parametrize("words", ["hall-2", "Hall 2", "hall 2", "all 2", "hal 2"])
def test_a_room_is_read_from_its_id_its_name_or_nearly_so(words):
    rooms = (a_room("Hall 1"), a_room("Hall 2", id="hall-2"))

    assert meant_room(Timetable(a_program(rooms=rooms)), words).id == "hall-2"


def test_an_unknown_room_is_an_error():
    with pytest.raises(NotOnProgramError):
        meant_room(Timetable(a_program(rooms=(a_room("Hall 1"),))), "garden")


def test_a_day_label_has_no_year_and_no_leading_zero():
    assert day_label(date(2022, 12, 1)) == "Thu 1 Dec"
