from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.errors import NotOnProgramError
from bot.program.lookup import Lookup
from bot.program.meaning import meant, meant_day, meant_room
from bot.program.search import HitKind
from bot.program.timetable import Timetable
from bot.translation import Language, speaking
from tests.factories import NINE, ZONE, a_program, a_program_with_talks, a_room, a_session
from tests.program.typed import typed_in_catalogs

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


@pytest.mark.parametrize(
    "words",
    ["30.11.", "30.11", "30. 11.", "30.11.2022", "2022/11/30", "2022/11/3\uff10", "30日", "30/11",
     "11/30", "30/11/2022", "11/30/2022"],
)  # fmt: skip
def test_a_day_is_read_in_figures(words):
    timetable = Timetable(a_program(a_session(NINE), a_session(NINE + timedelta(days=1))))

    assert meant_day(timetable, words, NOW) == date(2022, 11, 30)


@pytest.mark.parametrize("words", ["30.12.", "31日", "30", "30.11.2023", "11/31", "0/0", "13/13"])
def test_figures_that_name_no_day_of_the_program_are_an_error(words):
    timetable = Timetable(a_program(a_session(NINE), a_session(NINE + timedelta(days=1))))

    with pytest.raises(NotOnProgramError):
        meant_day(timetable, words, NOW)


def test_between_slashes_the_day_comes_first_unless_only_the_month_can():
    first, second = NINE.replace(month=12, day=1), NINE.replace(month=1, day=12)
    lone = Timetable(a_program(a_session(first)))
    both = Timetable(a_program(a_session(first), a_session(second)))

    assert meant_day(lone, "12/1", NOW) == first.date()
    assert meant_day(lone, "1/12", NOW) == first.date()
    assert meant_day(both, "12/1", NOW) == second.date()
    assert meant_day(both, "1/12", NOW) == first.date()


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


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.GERMAN, Language.JAPANESE])
@pytest.mark.parametrize(
    "words",
    ["wed", "today", "day 1", "Mittwoch", "Mi.", "30. November", "heute", "Tag 1", "am Mittwoch",
     "水曜日", "11月30日", "今日", "本日", "1日目", "miércoles", "30 de noviembre", "mer. 30 nov."],
)  # fmt: skip
def test_a_day_is_read_in_every_language_whatever_is_spoken(words, language, monkeypatch):
    timetable = Timetable(a_program(a_session(NINE), a_session(NINE + timedelta(days=1))))

    with typed_in_catalogs(monkeypatch), speaking(language):
        assert meant_day(timetable, words, NOW) == date(2022, 11, 30)


def test_a_room_is_found_without_its_accents():
    rooms = (a_room("Aula"), a_room("Sala Música"))

    assert meant_room(Timetable(a_program(rooms=rooms)), "musica").name == "Sala Música"
