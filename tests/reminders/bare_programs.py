"""Draws programs that are nothing but times: what a reminder says doesn't matter here."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.factories import a_program, a_session, a_talk
from tests.programs_strategy import ZONES

TALKS = tuple(a_talk(id=f"talk-{number}") for number in range(25))

# Some of the drawn days are those on which Los Angeles, Berlin and Lord Howe change their clocks.
DAYS = [(2022, 11, 30), (2022, 11, 6), (2022, 3, 13), (2023, 10, 29), (2023, 4, 1)]


@st.composite
def bare_programs(draw, most=14):
    """A program whose sessions start close together, often at one instant, on a day or two."""
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    midnight = datetime(*draw(st.sampled_from(DAYS)), tzinfo=UTC)
    minutes = st.sampled_from([0, 5, 10, 30, 60, 65, 90, 600, 1500]).map(
        lambda after: midnight + timedelta(minutes=after)
    )
    talks = st.sampled_from([0, 1, 1, 1, 3, 11, 25])
    drawn = draw(st.lists(st.tuples(minutes, talks), max_size=most))
    sessions = [
        a_session(
            start.astimezone(zone),
            id=f"session-{number}",
            talks=tuple(talk.id for talk in TALKS[:many]),
        )
        for number, (start, many) in enumerate(drawn)
    ]
    return a_program(*sessions, talks=TALKS, zone=zone.key)


def routable(program):
    """The same program with some of its sessions in the track "web", the room "hall" or both."""
    ways = [{}, {"track": "web"}, {"room": "hall"}, {"track": "web", "room": "hall"}]
    sessions = [
        replace(session, **ways[number % 4]) for number, session in enumerate(program.sessions)
    ]
    return replace(program, sessions=tuple(sessions))
