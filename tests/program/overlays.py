"""Overrides for tests, and any that a guild's organizers could make of a program."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.program.overlay import AtSource, Cancelled, Moved, Overlay, at_source
from tests.factories import NINE, a_program, a_room, a_session, a_talk

AT = datetime(2022, 11, 30, 16, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def moved(session, by=None, *, room=None, at=AT):
    start = None if by is None else session.start.astimezone(UTC) + by
    return Moved(session=session.id, source=at_source(session), at=at, start=start, room=room)


def cancelled(session, *, at=AT):
    return Cancelled(session=session.id, source=at_source(session), at=at)


def an_overlay(*overrides):
    overlay = Overlay()
    for one in overrides:
        overlay = overlay.having(one)
    return overlay


ROOMS = (a_room("Hall", id="hall"), a_room("Loft", id="loft"))
TALKS = (a_talk("Rivers", id="rivers"), a_talk("Lakes", id="lakes"))


@st.composite
def bare_programs(draw):
    """A few sessions around a change of clocks, with and without end, room and talk"""
    zone = draw(st.sampled_from(["America/Los_Angeles", "Europe/Berlin", "UTC"]))
    eve = datetime(2022, 10, 29, 12, tzinfo=UTC)
    sessions = []
    for number in range(draw(st.integers(0, 5))):
        start = eve + 5 * MINUTE * draw(st.integers(0, 12 * 24))
        length = draw(st.sampled_from([None, 5, 90]))
        end = None if length is None else start + length * MINUTE
        sessions.append(
            a_session(
                start.astimezone(ZoneInfo(zone)),
                id=f"session-{number}",
                end=end and end.astimezone(ZoneInfo(zone)),
                room=draw(st.sampled_from([None, *(room.id for room in ROOMS)])),
                talks=draw(st.sampled_from([(), ("rivers",), ("rivers", "lakes")])),
            )
        )
    return a_program(*sessions, zone=zone, rooms=ROOMS, talks=TALKS)


@st.composite
def overlays(draw, program):
    """Overrides of some of a program's sessions, and of one that it does not have"""
    rooms = st.sampled_from([None, "gone", *(room.id for room in program.rooms)])
    spans = st.sampled_from([None, *(timedelta(minutes=by) for by in (-90, 0, 5, 1_500))])
    overlay = Overlay()
    for session in (*program.sessions, None):
        if not draw(st.booleans()):
            continue
        source = AtSource(start=NINE.astimezone(UTC)) if session is None else at_source(session)
        name = "gone" if session is None else session.id
        if draw(st.booleans()):
            one = Cancelled(session=name, source=source, at=AT)
        else:
            by = draw(spans)
            start = None if by is None else source.start + by
            one = Moved(session=name, source=source, at=AT, start=start, room=draw(rooms))
        overlay = overlay.having(one)
    return overlay
