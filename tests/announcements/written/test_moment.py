from contextlib import suppress
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.written.model import At, AtOnce, Before
from bot.announcements.written.moment import meant_moment, moment_value, moments_like
from bot.errors import AnnouncementError, MarqueeError
from bot.program.lookup import Lookup
from tests.factories import NINE, ZONE, a_program, a_session, a_talk

MINUTE = timedelta(minutes=1)
NOW = (NINE - 20 * MINUTE).astimezone(UTC)
RIVERS, LAKES = a_talk("Rivers"), a_talk("Lakes of the north")
FIRST = a_session(NINE, id="first", minutes=30, talks=(RIVERS.id,))
SECOND = a_session(NINE + 60 * MINUTE, id="second", minutes=30, talks=(LAKES.id,))
OVER = a_session(NINE - 60 * MINUTE, id="over", minutes=10, title="Coffee")
LOOKUP = Lookup(a_program(OVER, FIRST, SECOND, talks=(RIVERS, LAKES)))


def meant(words):
    return meant_moment(words, LOOKUP, NOW)


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("", AtOnce()),
        (" Now ", AtOnce()),
        ("09:30", At(at=NINE + 30 * MINUTE)),
        ("Thu 14:30", At(at=NINE + timedelta(hours=29.5))),
        ("in 20 minutes", At(at=NINE)),
        ("10 minutes before rivers", Before(session="first", span=10 * MINUTE)),
        ("before lakes", Before(session="second", span=10 * MINUTE)),
        ("1h 30min before Lakes", Before(session="second", span=90 * MINUTE)),
        ("2 hours before second", Before(session="second", span=120 * MINUTE)),
        ("1 day before rivers", Before(session="first", span=1440 * MINUTE)),
        ("2 days 1 hour before rivers", Before(session="first", span=2940 * MINUTE)),
        ("a day before rivers", Before(session="first", span=1440 * MINUTE)),
        ("half an hour before rivers", Before(session="first", span=30 * MINUTE)),
        ("1.5 hours before rivers", Before(session="first", span=90 * MINUTE)),
        ("in half an hour", At(at=NINE + 10 * MINUTE)),
        ("in 3 days", At(at=NINE + timedelta(days=3) - 20 * MINUTE)),
        ("in a day", At(at=NINE + timedelta(days=1) - 20 * MINUTE)),
        ("in a week", At(at=NINE + timedelta(days=7) - 20 * MINUTE)),
        ("0 minutes before first", Before(session="first", span=0 * MINUTE)),
    ],
)
def test_a_moment_is_read_as_a_person_types_it(words, moment):
    assert meant(words) == moment


TITLED = Lookup(
    a_program(
        a_session(NINE + 240 * MINUTE, id="storm", title="Before the Storm"),
        a_session(NINE + 300 * MINUTE, id="berlin", title="Avant-garde in Berlin"),
    )
)


@pytest.mark.parametrize(
    ("words", "session", "minutes"),
    [
        ("Before the Stormの60分前", "storm", 60),
        ("Before the Stormの1時間前", "storm", 60),
        ("Before the Stormの開始30分前", "storm", 30),
        ("Avant-garde in Berlinの60分前", "berlin", 60),
        ("20 minutes before Before the Storm", "storm", 20),
        ("20 Minuten vor Before the Storm", "storm", 20),
        ("before Before the Storm", "storm", 10),
        ("vor Before the Storm", "storm", 10),
        ("avant Avant-garde in Berlin", "berlin", 10),
        ("Before the Storm", "storm", 10),
    ],
)
def test_a_title_that_begins_like_such_a_phrase_leaves_how_long_before_it(words, session, minutes):
    meant = meant_moment(words, TITLED, NOW)

    assert meant == Before(session=session, span=minutes * MINUTE)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("soon", "“soon” can't be read as a time"),
        ("08:00", "is past: at the event it is Wed 30 Nov, 08:40 now"),
        ("5 minutes before coffee", "“Coffee” has started already"),
        ("5 minutes before zzzz", "No session on the program matches"),
        ("999 hours before rivers", "more than a week before"),
        ("999 days before rivers", "more than a week before"),
        ("30 minutes after rivers", "can't be read as a time"),
    ],
)
def test_what_can_not_be_read_or_is_past_is_said(words, said):
    with pytest.raises(MarqueeError, match=said):
        meant(words)


def test_without_a_program_only_now_can_be_read():
    assert meant_moment("now", None, NOW) == AtOnce()
    assert moments_like("14:30", None, NOW, 25) == (AtOnce(),)
    with pytest.raises(AnnouncementError, match="Without a program"):
        meant_moment("14:30", None, NOW)


def test_on_an_empty_field_now_sessions_and_starts_are_offered():
    offered = moments_like("", LOOKUP, NOW, 25)

    assert offered[:3] == (
        AtOnce(),
        Before(session="first", span=10 * MINUTE),
        Before(session="second", span=10 * MINUTE),
    )
    assert all(isinstance(one, At) for one in offered[3:])
    assert len(offered) > 5


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("no", [AtOnce()]),
        ("9:30", [At(at=NINE + 30 * MINUTE)]),
        ("15 min before lak", [Before(session="second", span=15 * MINUTE)]),
        ("coffee", []),
    ],
)
def test_what_fits_what_is_typed_is_offered(typed, offered):
    assert list(moments_like(typed, LOOKUP, NOW, 25))[: max(1, len(offered))] == offered


instants = st.integers(1, 90 * 24 * 60).map(
    lambda number: At(at=(NOW + number * MINUTE).astimezone(ZoneInfo(ZONE)))
)
spans = st.builds(
    Before,
    session=st.sampled_from(["first", "second"]),
    span=st.integers(0, 7 * 24 * 60).map(lambda number: number * MINUTE),
)


@given(instants | spans | st.just(AtOnce()))
def test_what_is_chosen_is_read_back(moment):
    value = moment_value(moment)

    again = meant(value)

    assert len(value) <= 100
    assert again == moment


@given(st.text(max_size=100))
def test_whatever_is_typed_it_is_answered_and_not_more_than_asked(typed):
    offered = moments_like(typed, LOOKUP, NOW, 25)

    with suppress(MarqueeError):
        meant(typed)
    assert len(offered) <= 25
