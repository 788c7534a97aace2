"""A program as the c3voc's schedule JSON, version 1: one event for each session.

The format knows a place and a time with one title, so a session of several talks is one event that
tells of all of them: its talks have no times of their own, and none is made up.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2s
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from bot import __version__
from bot.program.exporters.web_address import uri
from bot.program.exporters.zone_name import zone_name
from bot.program.model import Link, Program, Session, Speaker, Talk, Track
from bot.program.timetable import Timetable

SCHEMA = "https://c3voc.de/schedule/schema.json"
GENERATOR = "Marquee"
# The format asks for a grid; nothing of ours stands on one.
_GRID = "00:05"
_SHORTEST_ACRONYM = 4
_MINUTE = timedelta(minutes=1)

Row = dict[str, Any]


def c3voc_json(timetable: Timetable) -> bytes:
    """Return the whole program; what is the same gives the same bytes.

    A session without an end is as long as it is taken to be (see `Timetable.end_of`).
    """
    conference = _Exporter(timetable).conference()
    whole = {
        "$schema": SCHEMA,
        "generator": {"name": GENERATOR, "version": __version__},
        "schedule": {"version": _digest(conference), "conference": conference},
    }
    return _written(whole)


def acronym_of(program: Program) -> str:
    """Return the program's id as the format wants it; imported again, it is the id."""
    return program.id.replace("-", "_").ljust(_SHORTEST_ACRONYM, "_")


class _Exporter:
    """Turns one program's things into rows, with ids and guids that are the same every time."""

    def __init__(self, timetable: Timetable) -> None:
        self._timetable = timetable
        self._program = timetable.program
        self._numbers = dict(_numbered(_named(timetable)))
        self._guids = _guids(self._program)

    def conference(self) -> Row:
        program = self._program
        zone, link = zone_name(program.zone), _first(program.link)
        days = list(self._days())
        return {
            "acronym": acronym_of(program),
            "title": program.name,
            "start": program.first_day.isoformat(),
            "end": program.last_day.isoformat(),
            "daysCount": len(days),
            "timeslot_duration": _GRID,
            **({"time_zone_name": zone} if zone else {}),
            **({"url": link} if link else {}),
            "tracks": [self._track(track) for track in program.tracks],
            "rooms": [
                {"name": room.name, "guid": str(_uuid(program, "room", room.id))}
                for room in program.rooms
            ],
            "days": days,
        }

    def _days(self) -> Iterator[Row]:
        for index, day in enumerate(self._timetable.days, start=1):
            yield self._day(index, day)

    def _day(self, index: int, day: date) -> Row:
        sessions = self._timetable.on_day(day)
        last = max(map(self._timetable.end_of, sessions), key=lambda one: one.astimezone(UTC))
        names = [room.name for room in self._program.rooms]
        rooms: dict[str, list[Row]] = {}
        for session in sorted(sessions, key=lambda one: _place(self._room(one), names)):
            rooms.setdefault(self._room(session), []).append(self._event(session))
        return {
            "index": index,
            "date": day.isoformat(),
            "day_start": _instant(sessions[0].start),
            "day_end": _instant(last),
            "rooms": rooms,
        }

    def _event(self, session: Session) -> Row:
        talks = self._timetable.talks_of(session)
        talk = talks[0] if len(talks) == 1 else None
        number = self._numbers[_thing(self._timetable, session)]
        guid = self._guids[session.id]
        title = talk.title if talk else self._timetable.title_of(session)
        track = self._timetable.track(session.track or "")
        people = {one.id: one for given in talks for one in self._timetable.speakers_of(given)}
        links = [link for given in talks for link in given.links]
        own = [link.url for link in links if talk]
        return {
            "guid": guid,
            "id": number,
            "date": _instant(session.start),
            "start": f"{session.start:%H:%M}",
            "duration": _length(session.start, self._timetable.end_of(session)),
            "room": self._room(session),
            "slug": f"{self._program.id}-{number}-{session.id}".rstrip("-"),
            # It has to have one, and the last leads nowhere without claiming to.
            "url": _first(*own, self._program.link) or f"urn:uuid:{guid}",
            "title": title,
            "subtitle": session.title if session.title != title else None,
            "track": track.name if track else None,
            "type": "break" if session.is_break else "talk" if talk else "session",
            "language": _language(talks),
            "abstract": talk.abstract if talk else _told(talks, self._timetable),
            "persons": [self._person(one) for one in people.values()],
            "links": list(_links(links, session.stream)),
            "attachments": [],
        }

    def _person(self, speaker: Speaker) -> Row:
        known = ", ".join(filter(None, (speaker.role, speaker.company)))
        biography = "\n\n".join(filter(None, (known, speaker.bio)))
        avatar = _first(speaker.picture)
        return {
            "guid": str(_uuid(self._program, "speaker", speaker.id)),
            "name": speaker.name,
            "public_name": speaker.name,
            **({"biography": biography} if biography else {}),
            **({"avatar": avatar} if avatar else {}),
            **({"links": list(_links(speaker.links))} if speaker.links else {}),
        }

    def _track(self, track: Track) -> Row:
        hosts = [self._person(one) for one in self._timetable.hosts_of(track)]
        return {
            "name": track.name,
            "slug": track.id,
            **({"description": track.description} if track.description else {}),
            **({"hosts": hosts} if hosts else {}),
        }

    def _room(self, session: Session) -> str:
        """Return the room's name; nothing where there is none, since the format asks for one."""
        room = self._timetable.room(session.room or "")
        return room.name if room else ""


def _named(timetable: Timetable) -> Iterator[str]:
    return (_thing(timetable, session) for session in timetable.program.sessions)


def _thing(timetable: Timetable, session: Session) -> str:
    """Return what a number stands for: the talk, by which both times of one are known as the same.

    A session of several talks, or of none, has its own.
    """
    talks = timetable.talks_of(session)
    return f"talk/{talks[0].id}" if len(talks) == 1 else f"session/{session.id}"


def _numbered(things: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Give each thing a positive number of its own that others hardly ever have a say in."""
    taken: set[int] = set()
    for thing in sorted(set(things)):
        digest = blake2s(thing.encode(), digest_size=4).digest()
        number = (int.from_bytes(digest) >> 1) or 1
        while number in taken:
            number += 1
        taken.add(number)
        yield thing, number


def _guids(program: Program) -> dict[str, str]:
    """Return each session's guid: the source's own if it has one, as other programs know it."""
    counts = Counter(one.key for one in program.sessions)
    return {
        one.id: one.key
        if one.key and _is_guid(one.key) and counts[one.key] == 1
        else str(_uuid(program, "session", one.id))
        for one in program.sessions
    }


def _is_guid(key: str) -> bool:
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False


def _uuid(program: Program, kind: str, name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"marquee:{program.id}/{kind}/{name}")


def _told(talks: Sequence[Talk], timetable: Timetable) -> str | None:
    """Return what there is to say of several talks: each with its title and who gives it."""
    return "\n\n".join(_talk(talk, timetable.speakers_of(talk)) for talk in talks) or None


def _talk(talk: Talk, speakers: Sequence[Speaker]) -> str:
    names = ", ".join(one.name for one in speakers)
    title = f"{talk.title} ({names})" if names else talk.title
    return "\n\n".join(filter(None, (title, talk.abstract)))


def _language(talks: Sequence[Talk]) -> str:
    """Return the talks' common language; nothing where it is not known, since it must be a text."""
    languages = {talk.language for talk in talks}
    return (languages.pop() if len(languages) == 1 else None) or ""


def _links(links: Iterable[Link], stream: str | None = None) -> Iterator[Row]:
    for link in links:
        yield {"url": link.url, "title": link.title}
    if stream:
        yield {"url": stream, "title": "Stream"}


def _first(*addresses: str | None) -> str | None:
    """Return the first address that is one."""
    return next(filter(None, (uri(one) for one in addresses if one)), None)


def _place(room: str, names: Sequence[str]) -> int:
    return names.index(room) if room in names else len(names)


def _instant(one: datetime) -> str:
    return one.isoformat(timespec="seconds")


def _length(start: datetime, end: datetime) -> str:
    """Return the length in whole minutes, rounded up."""
    minutes = -((start.astimezone(UTC) - end.astimezone(UTC)) // _MINUTE)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _digest(conference: Row) -> str:
    return blake2s(_written(conference), digest_size=6).hexdigest()


def _written(row: Row) -> bytes:
    # A lone half of a letter can't be written.
    return json.dumps(row, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"
