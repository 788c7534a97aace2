"""Makes the conference's things for tests, each with sensible defaults."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from bot.program.model import Program, Room, Session, Speaker, Talk, Track

ZONE = "America/Los_Angeles"
NINE = datetime(2022, 11, 30, 9, 0, tzinfo=ZoneInfo(ZONE))

_numbers = count(1)


def every_guild(_guild_id):
    """What a process owns that runs alone"""
    return True


def a_speaker(name="Ada Example", **fields):
    return Speaker(**{"id": f"speaker-{next(_numbers)}", "name": name, **fields})


def a_talk(title="A talk", **fields):
    return Talk(**{"id": f"talk-{next(_numbers)}", "title": title, **fields})


def a_track(name="A track", **fields):
    return Track(**{"id": f"track-{next(_numbers)}", "name": name, **fields})


def a_room(name="Hall 1", **fields):
    return Room(**{"id": f"room-{next(_numbers)}", "name": name, **fields})


def a_session(start=NINE, *, minutes=None, **fields):
    end = None if minutes is None else start + timedelta(minutes=minutes)
    return Session(**{"id": f"session-{next(_numbers)}", "start": start, "end": end, **fields})


def a_program(*sessions, **fields):
    return Program(
        **{
            "id": "conf-22",
            "name": "Conf 2022",
            "zone": ZONE,
            "first_day": date(2022, 11, 29),
            "last_day": date(2022, 12, 9),
            "sessions": tuple(sessions),
            **fields,
        }
    )


def a_program_with_talks(*titles, start=NINE, minutes=30, **fields):
    """A program with one talk a session, one after the other, in one room."""
    room = a_room()
    talks = tuple(a_talk(title) for title in titles)
    sessions = tuple(
        a_session(
            start + timedelta(minutes=minutes * number),
            minutes=minutes,
            talks=(talk.id,),
            room=room.id,
        )
        for number, talk in enumerate(talks)
    )
    return a_program(*sessions, talks=talks, rooms=(room,), **fields)
