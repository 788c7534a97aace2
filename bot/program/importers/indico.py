"""Indico's export API: an event with its contributions and sessions, or its timetable."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.program.importers.breaks import is_break
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import Doubts
from bot.program.importers.draft import Draft, DraftLink, DraftSession, DraftSpeaker, DraftTalk
from bot.program.importers.format import Format
from bot.program.importers.values import Row, first_text, length, row, rows, text, when
from bot.program.zones import zone_named
from bot.translation import said

_DEEPEST = 6


def _events(bundle: Bundle) -> list[Row]:
    found = [row(part.json).get("results") for part in bundle.parts]
    lists = [one for one in found if isinstance(one, list)]
    return [one for some in lists for one in rows(some) if "_fossil" in one or "_type" in one]


def _entries(data: Any) -> Iterator[Row]:
    """Give the timetable's contributions and breaks, each with the room of its session."""
    stack: list[tuple[Any, Row, int]] = [(row(data).get("results"), {}, 0)]
    while stack:
        one, within, depth = stack.pop()
        if not isinstance(one, Mapping) or depth > _DEEPEST:
            continue
        kind = one.get("entryType")
        entries = one.get("entries")
        if kind is None or (kind == "Session" and isinstance(entries, Mapping) and entries):
            inside = one if kind is None else row(entries)
            block = one if kind else within
            stack.extend((each, block, depth + 1) for each in reversed(list(inside.values())))
        else:
            yield {
                **one,
                "roomFullname": first_text(one, "room") or first_text(within, "room"),
                "session": first_text(one, "sessionTitle") or first_text(within, "title"),
                "db_id": first_text(one, "contributionId", "id", "uniqueId"),
                "url": None,
                "type": kind,
            }


def _fits(bundle: Bundle) -> bool:
    return bool(_events(bundle)) or any(
        isinstance(row(part.json).get("results"), Mapping) and any(_entries(part.json))
        for part in bundle.parts
    )


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    events = _events(bundle)
    event: Row = events[0] if events else {}
    titles = {first_text(one, "id", "title") for one in events}
    if len(titles) > 1:
        title = first_text(event, "title") or ""
        made = said("Only the first one was taken.")
        doubts.add(said("It holds several events."), made, title)
    people: dict[str, DraftSpeaker] = {}
    talks: list[DraftTalk] = []
    sessions: list[DraftSession] = []
    tables = [one for part in bundle.parts for one in _entries(part.json)]
    for one, block in [*_contributions(event), *((each, None) for each in tables)]:
        key = first_text(one, "db_id", "id", "friendly_id") or first_text(one, "title") or ""
        title = first_text(one, "title") or ""
        speakers = tuple(_people(one, people))
        stands = not is_break(title, kind=first_text(one, "type"), has_people=bool(speakers))
        if stands:
            talks.append(_talk(key, title, one, speakers))
        sessions.append(
            DraftSession(
                key=key,
                start=_instant(one.get("startDate")),
                end=_instant(one.get("endDate")),
                length=length(one.get("duration")),
                title=None if stands else title,
                room=first_text(one, "roomFullname", "room") or block,
                track=first_text(one, "track", "session"),
                talks=(key,) if stands else (),
            )
        )
    return Draft(
        name=first_text(event, "title"),
        zone=first_text(event, "timezone") or next(map(_zone, tables), None),
        link=first_text(event, "url"),
        speakers=tuple(people.values()),
        talks=tuple(talks),
        sessions=tuple(sessions),
    )


FORMAT = Format(name="Indico JSON", fits=_fits, read=_read)


def _zone(entry: Row) -> str | None:
    return text(row(entry.get("startDate")).get("tz"))


def _contributions(event: Row) -> Iterator[tuple[Row, str | None]]:
    """Give each contribution once, with the room of the session that it stands in.

    A session without contributions (posters, a tour) stands for itself.
    """
    seen = set()
    for one in rows(event.get("contributions")):
        seen.add(first_text(one, "db_id", "id"))
        yield one, None
    for block in rows(event.get("sessions")):
        inside = list(rows(block.get("contributions")))
        for one in inside:
            key = first_text(one, "db_id", "id")
            if key is None or key not in seen:
                seen.add(key)
                yield one, first_text(block, "roomFullname", "room")
        if not inside and block.get("startDate"):
            key = first_text(block, "db_id", "id", "title") or ""
            whole = {**row(block.get("session")), **block, "session": None}
            yield {**whole, "db_id": f"session|{key}"}, None


def _instant(value: object) -> datetime | None:
    """Return what {"date", "time", "tz"} means; the zone is the one that the times are shown in."""
    said = row(value)
    wall = when(f"{text(said.get('date'))} {(text(said.get('time')) or '').split('.')[0]}")
    zone: ZoneInfo | None = zone_named(text(said.get("tz")) or "")
    return wall.replace(tzinfo=zone) if wall and zone and wall.tzinfo is None else wall


def _talk(key: str, title: str, one: Row, speakers: tuple[str, ...]) -> DraftTalk:
    return DraftTalk(
        key=key,
        title=title,
        abstract=first_text(one, "description"),
        speakers=speakers,
        links=tuple(
            DraftLink(url=url, title="Talk page") for url in (text(one.get("url")),) if url
        ),
    )


def _people(one: Row, people: dict[str, DraftSpeaker]) -> Iterator[str]:
    # Whoever wrote it gives it, where nobody is named as the speaker.
    named = [*rows(one.get("speakers")), *rows(one.get("presenters"))]
    for person in named or rows(one.get("primaryauthors")):
        first = first_text(person, "first_name", "firstName")
        last = first_text(person, "last_name", "familyName")
        name = " ".join(filter(None, (first, last))) or first_text(person, "fullName", "name")
        if not name:
            continue
        company = first_text(person, "affiliation")
        key = first_text(person, "person_id") or f"{name}|{company or ''}"
        people.setdefault(key, DraftSpeaker(key=key, name=name, company=company))
        yield key
