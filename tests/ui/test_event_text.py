from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mirrors.native import Native, event_mark
from bot.program.timetable import Timetable
from bot.translation import Language, speaking
from bot.ui.event_text import native_event
from tests.factories import NINE
from tests.programs_strategy import programs
from tests.ui.conference import TWO_DAYS
from tests.ui.discord_rules import units
from tests.ui.test_limits_hold import a_vast_program

GUILD = 1
STREAM = "https://video.example.org/hall"


def event_of(session, program, *, with_stream=True):
    return native_event(session, Timetable(program), GUILD, with_stream=with_stream)


def rivers(program=TWO_DAYS, **fields):
    return replace(program.sessions[0], **fields)


def test_an_event_tells_the_talk_who_gives_it_and_where():
    session = rivers(id="first")
    talk = TWO_DAYS.talks[0]
    mark = event_mark(GUILD, "water-22:first")

    shown = event_of(session, TWO_DAYS)

    assert (shown.subject, shown.name, shown.location) == ("water-22:first", "Rivers", "Hall")
    assert shown.description.startswith("Ada Example\nData")
    assert talk.abstract is None or talk.abstract[:20] in shown.description
    assert shown.description.endswith(f"Kept up to date by Marquee ({mark})")
    assert (shown.start, shown.end) == (
        NINE.astimezone(UTC),
        (NINE + timedelta(minutes=45)).astimezone(UTC),
    )


def test_where_to_watch_is_told_only_if_that_is_wanted():
    program = replace(TWO_DAYS, link="https://example.org/2022")
    session = rivers(stream=STREAM)

    texts = [event_of(session, program, with_stream=one).description for one in (True, False)]

    assert [STREAM in text for text in texts] == [True, False]
    assert ["https://example.org/2022" in text for text in texts] == [False, True]


def test_where_to_watch_is_never_its_place():
    places = {
        event_of(rivers(room=room, stream=STREAM), TWO_DAYS, with_stream=one).location
        for room in ("hall", None)
        for one in (True, False)
    }

    assert places == {"Hall", "WaterConf"}


def test_without_a_room_the_event_is_at_the_conference():
    assert event_of(rivers(room=None), TWO_DAYS).location == "WaterConf"


def check(shown):
    assert isinstance(shown, Native)
    assert 1 <= units(shown.name.strip()) <= units(shown.name) <= 100
    assert 1 <= units(shown.location.strip()) <= units(shown.location) <= 100
    assert 1 <= units(shown.description) <= 1_000
    assert event_mark(GUILD, shown.subject) in shown.description
    assert shown.start < shown.end
    assert len(shown.subject) <= 64


@pytest.mark.slow
@settings(max_examples=30)
@given(programs(most_talks=8, most_sessions=8), st.sampled_from(Language))
def test_any_session_gives_an_event_that_discord_takes(program, language):
    with speaking(language):
        for session in program.sessions:
            check(event_of(session, program))


@pytest.mark.parametrize("language", Language)
def test_a_vast_session_gives_an_event_that_discord_takes(language):
    program = a_vast_program("𝕬")
    with speaking(language):
        for session in program.sessions[:6]:
            check(event_of(replace(session, stream="https://example.org/" + "a" * 490), program))
