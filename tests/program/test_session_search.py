from datetime import timedelta

import pytest

from bot.errors import NotOnProgramError, SessionChangeError
from bot.program.lookup import Lookup
from bot.program.session_search import is_not_over, meant_session, sessions_like
from tests.factories import NINE, a_program, a_session, a_speaker, a_talk, a_track

MINUTE = timedelta(minutes=1)
ADA = a_speaker("Ada Example")
RIVERS, LAKES = a_talk("Rivers", speakers=(ADA.id,)), a_talk("Lakes and rivers")
WATER = a_track("Water")
FIRST = a_session(NINE, minutes=30, talks=(RIVERS.id,), track=WATER.id)
LUNCH = a_session(NINE + 30 * MINUTE, minutes=30, title="Lunch break")
SECOND = a_session(NINE + 60 * MINUTE, minutes=30, talks=(LAKES.id,))
LAST = a_session(NINE + 90 * MINUTE, minutes=30, talks=(RIVERS.id,))
LOOKUP = Lookup(
    a_program(FIRST, LUNCH, SECOND, LAST, talks=(RIVERS, LAKES), speakers=(ADA,), tracks=(WATER,))
)


def found(words, now=NINE):
    fits = is_not_over(LOOKUP.timetable, now)
    return sessions_like(LOOKUP, words, now, fits, limit=25)


def meant(words, now=NINE):
    return meant_session(LOOKUP, words, now, is_not_over(LOOKUP.timetable, now))


def test_without_words_what_is_on_comes_first_and_then_what_is_to_come():
    assert found("", NINE + 35 * MINUTE) == (LUNCH, SECOND, LAST)


@pytest.mark.parametrize(
    ("words", "sessions"),
    [
        ("rivers", (FIRST, LAST, SECOND)),
        ("lakse", (SECOND,)),
        ("lunch", (LUNCH,)),
        ("bre lun", (LUNCH,)),
        ("ada", (FIRST, LAST)),
        ("water", (FIRST, LAST)),
        ("zzzz", ()),
    ],
)
def test_sessions_are_found_by_talk_name_speaker_and_track(words, sessions):
    assert found(words) == sessions


def test_what_is_over_is_not_offered():
    assert found("rivers", NINE + 45 * MINUTE) == (LAST, SECOND)


def test_an_id_and_words_that_fit_one_session_mean_that():
    assert [meant(words) for words in (FIRST.id, "lunch", "Lakes and rivers")] == [
        FIRST,
        LUNCH,
        SECOND,
    ]


def test_of_a_talk_given_twice_the_one_that_is_not_over_is_meant():
    assert meant("rivers", NINE + 45 * MINUTE) == LAST


def test_what_is_over_is_still_meant_if_nothing_else_can_be():
    assert meant("lunch", NINE + 300 * MINUTE) == LUNCH


def test_words_that_mean_several_or_none_are_told():
    with pytest.raises(SessionChangeError, match="may mean 2 sessions"):
        meant("rivers")
    for words in ("zzzz", "  "):
        with pytest.raises(NotOnProgramError, match="No session on the program"):
            meant(words)
