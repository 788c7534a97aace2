"""Attendees for tests, who saved sessions of programs, and the programs that they may follow."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.agenda.model import Attendee, Saved, Seen
from bot.agenda.outline import seen_of
from bot.program.model import Session
from bot.program.timetable import Timetable
from tests.factories import NINE, a_program, a_room, a_talk

USER = 77
SAVED_AT = datetime(2022, 11, 1, tzinfo=UTC)


def a_saved(session="session-a", **fields):
    seen = Seen(title="A talk", start=NINE.astimezone(UTC))
    return Saved(
        **{"program": "conf-22", "session": session, "at": SAVED_AT, "seen": seen, **fields}
    )


def saved_from(timetable, session, **fields):
    """A session, saved and seen as it stands on a timetable."""
    seen = seen_of(session, timetable)
    return a_saved(session.id, program=timetable.program.id, **{"seen": seen, **fields})


def an_attendee(*saved, user_id=USER, **fields):
    return Attendee(user_id=user_id, saved=tuple(saved), **fields)


def who_saved_all(*programs, **fields):
    """An attendee who saved, and saw, all that takes place."""
    timetables = [Timetable(program) for program in programs]
    saved = (saved_from(each, one) for each in timetables for one in each.program.sessions)
    return an_attendee(*saved, **fields)


def following(*programs, **by_guild):
    """Give each program's timetable to all; `guild_5=program` is what guild 5 has instead."""
    standing = {one.id: Timetable(one) for one in programs}
    changed = {
        (one.id, int(guild.removeprefix("guild_"))): Timetable(one)
        for guild, one in by_guild.items()
    }
    return lambda program, guild: changed.get((program, guild)) or standing.get(program)


def saved_sessions():
    """Draw a saved session out of few, so that it is often saved twice, or by several people."""
    return st.builds(
        a_saved,
        st.sampled_from([f"session-{number}" for number in range(6)]),
        program=st.sampled_from(["conf-22", "conf-23"]),
        guild_id=st.sampled_from([None, 1, 2]),
        at=st.integers(0, 9).map(lambda days: SAVED_AT + timedelta(days=days)),
    )


@st.composite
def packed_programs(draw, program="conf-22"):
    """Draw a program whose few days are so full that much of it is at the same time.

    Drawn again, it has some of the same sessions, at other times and in other rooms.
    """
    zone = ZoneInfo(draw(st.sampled_from(["America/Los_Angeles", "Asia/Kolkata", "UTC"])))
    # The clocks change in Los Angeles on the second of three days.
    begin = datetime(2022, 11, 5, 7, tzinfo=UTC)
    sessions = []
    for name in draw(st.sets(st.sampled_from("abcdefghijklmnop"))):
        start = begin + timedelta(minutes=15 * draw(st.integers(0, 4 * 72)))
        minutes = draw(st.sampled_from([None, 0, 15, 45, 239, 240, 600]))
        end = None if minutes is None else start + timedelta(minutes=minutes)
        sessions.append(
            Session(
                id=name,
                start=start.astimezone(zone),
                end=end and end.astimezone(zone),
                room=draw(st.sampled_from([None, "hall", "attic"])),
                title=draw(st.sampled_from([None, "Another title"])),
                talks=draw(st.sampled_from([(), ("talk",), ("talk",)])),
            )
        )
    return a_program(
        *sessions,
        id=program,
        zone=zone.key,
        talks=(a_talk(id="talk"),),
        rooms=(a_room("Hall", id="hall"), a_room("Attic", id="attic")),
    )
