"""Hoverboard's Firebase JSON: speakers, sessions and a schedule by day, in one file or three.

Its times name no zone; a session's room is its place among the day's tracks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.program.importers.breaks import is_break
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import Doubts
from bot.program.importers.draft import (
    Draft,
    DraftLink,
    DraftSession,
    DraftSpeaker,
    DraftTalk,
    When,
)
from bot.program.importers.format import Format
from bot.program.importers.languages import language_tag
from bot.program.importers.values import (
    Row,
    day,
    first_text,
    listed,
    on,
    row,
    rows,
    text,
    texts,
)

_KINDS = ("speakers", "sessions", "schedule")


def _whole(bundle: Bundle) -> Row:
    """Return all parts as one object; a file of one kind only is named after it."""
    found: dict[str, Any] = {}
    for part in bundle.parts:
        if part.stem in _KINDS and part.stem not in row(part.json):
            found[part.stem] = part.json
        else:
            found.update(row(part.json))
    return found


def _by_id(value: object) -> dict[str, Row]:
    """Return things by their ids, which are their keys, or stand in them if it is a list."""
    if isinstance(value, Mapping):
        return {key: row(one) for key, one in value.items() if isinstance(one, Mapping)}
    return {key: one for one in rows(value) if (key := text(one.get("id")))}


def _days(value: object) -> Iterator[tuple[date | None, Row]]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield day(first_text(row(one), "date")) or day(name), row(one)
    else:
        for one in rows(value):
            yield day(first_text(one, "date")), one


def _fits(bundle: Bundle) -> bool:
    data = _whole(bundle)
    schedule, sessions = data.get("schedule"), data.get("sessions")
    if not isinstance(schedule, Mapping | list) or not isinstance(sessions, Mapping | list):
        return False
    days = [one for _, one in _days(schedule)]
    return "conference" not in schedule and (
        any("timeslots" in one for one in days) or (not days and "speakers" in data)
    )


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    del doubts
    data = _whole(bundle)
    given = _by_id(data.get("sessions"))
    talks = [_talk(key, one) for key, one in given.items() if not _is_break(one)]
    rooms: dict[str, None] = {}
    sessions: list[DraftSession] = []
    for when, one in _days(data.get("schedule")):
        titles = [first_text(track, "title") for track in rows(one.get("tracks"))]
        rooms.update(dict.fromkeys(title for title in titles if title))
        if when is not None:
            sessions.extend(_Day(when, tuple(titles), tuple(rows(one.get("timeslots")))).of(given))
    return Draft(
        rooms=tuple(rooms),
        speakers=tuple(_speaker(*one) for one in _by_id(data.get("speakers")).items()),
        talks=tuple(talks),
        sessions=tuple(sessions),
    )


FORMAT = Format(name="Hoverboard", fits=_fits, read=_read)


@dataclass(frozen=True, slots=True)
class _Day:
    """A table: a row for each slot of time, a cell for each track."""

    date: date
    rooms: tuple[str | None, ...]
    slots: tuple[Row, ...]

    def of(self, given: Mapping[str, Row]) -> Iterator[DraftSession]:
        """Give the sessions in the table's cells."""
        for number, slot in enumerate(self.slots):
            cells = listed(slot.get("sessions"))
            for place, cell in enumerate(cells):
                items = texts(cell if isinstance(cell, list) else row(cell).get("items"))
                times = self._times(number, row(cell), len(items))
                for key, (start, end) in zip(items, times, strict=True):
                    session = given.get(key, {})
                    # One cell in a row is as wide as the table; only a talk is in the first room.
                    wide = len(cells) == 1 < len(self.rooms) and _is_break(session)
                    room = self.rooms[place] if place < len(self.rooms) and not wide else None
                    yield _session(key, session, room, start, end)

    def _times(self, number: int, cell: Row, count: int) -> list[tuple[When | None, When | None]]:
        """Return when each of a cell's items is: they share its time, one after the other.

        A cell may extend over some rows.
        """
        extend = cell.get("extend")
        rows = extend if isinstance(extend, int) and 1 <= extend <= len(self.slots) else 1
        last = self.slots[min(number + rows, len(self.slots)) - 1]
        start = on(self.date, self.slots[number].get("startTime"))
        end = on(self.date, last.get("endTime"))
        if start is None or end is None or end <= start or count <= 1:
            return [(start, end)] * count
        share = (end - start) / count
        return [(start + share * each, start + share * (each + 1)) for each in range(count)]


def _session(
    key: str, session: Row, room: str | None, start: When | None, end: When | None
) -> DraftSession:
    title = first_text(session, "title")
    return DraftSession(
        key=key,
        start=start,
        end=end,
        title=title if _is_break(session) else None,
        room=room or _track(session),
        track=next(iter(texts(session.get("tags"))), None),
        talks=() if _is_break(session) else (key,),
        stream=first_text(session, "streamUrl"),
    )


def _track(session: Row) -> str | None:
    track = session.get("track")
    return first_text(row(track), "title") if isinstance(track, Mapping) else None


def _is_break(session: Row) -> bool:
    return is_break(
        first_text(session, "title") or "",
        kind=first_text(session, "type"),
        has_people=bool(texts(session.get("speakers"))),
    )


def _talk(key: str, session: Row) -> DraftTalk:
    return DraftTalk(
        key=key,
        title=first_text(session, "title") or "",
        abstract=first_text(session, "description"),
        speakers=texts(session.get("speakers")),
        language=language_tag(first_text(session, "language")),
        level=first_text(session, "complexity"),
        links=tuple(_links(session)),
    )


def _links(session: Row) -> Iterator[DraftLink]:
    if slides := first_text(session, "presentation"):
        yield DraftLink(url=slides, title="Slides")
    if video := first_text(session, "videoId"):
        yield DraftLink(url=f"https://www.youtube.com/watch?v={video}", title="Recording")


def _speaker(key: str, speaker: Row) -> DraftSpeaker:
    return DraftSpeaker(
        key=key,
        name=first_text(speaker, "name") or "",
        role=first_text(speaker, "title"),
        company=first_text(speaker, "company"),
        bio=first_text(speaker, "bio", "shortBio"),
        picture=first_text(speaker, "photoUrl"),
        links=tuple(
            DraftLink(url=url, title=text(one.get("name")))
            for one in rows(speaker.get("socials"))
            if (url := first_text(one, "link"))
        ),
    )
