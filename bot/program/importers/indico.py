"""Indico's export API: an event with its contributions and, in detail, its sessions."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.program.importers.breaks import is_break
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import Doubts
from bot.program.importers.draft import Draft, DraftLink, DraftSession, DraftSpeaker, DraftTalk
from bot.program.importers.format import Format
from bot.program.importers.values import Row, first_text, length, row, rows, text, when
from bot.program.zones import zone_named


def _events(bundle: Bundle) -> list[Row]:
    data = row(bundle.parts[0].json) if len(bundle.parts) == 1 else {}
    return [one for one in rows(data.get("results")) if "_fossil" in one or "_type" in one]


def _fits(bundle: Bundle) -> bool:
    return bool(_events(bundle))


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    event = _events(bundle)[0]
    if len(_events(bundle)) > 1:
        title = first_text(event, "title") or ""
        doubts.add("It holds several events.", "Only the first one was taken.", title)
    people: dict[str, DraftSpeaker] = {}
    talks: list[DraftTalk] = []
    sessions: list[DraftSession] = []
    for one, block in _contributions(event):
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
        zone=first_text(event, "timezone"),
        link=first_text(event, "url"),
        speakers=tuple(people.values()),
        talks=tuple(talks),
        sessions=tuple(sessions),
    )


FORMAT = Format(name="Indico JSON", fits=_fits, read=_read)


def _contributions(event: Row) -> Iterator[tuple[Row, str | None]]:
    """Give each contribution once, with the room of the session that it stands in."""
    seen = set()
    blocks = [
        (row(one), first_text(one, "roomFullname", "room")) for one in rows(event.get("sessions"))
    ]
    for holder, room in [(event, None), *blocks]:
        for one in rows(holder.get("contributions")):
            key = first_text(one, "db_id", "id") or id(one)
            if key not in seen:
                seen.add(key)
                yield one, room


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
    named = list(rows(one.get("speakers")))
    for person in named or rows(one.get("primaryauthors")):
        names = (first_text(person, "first_name"), first_text(person, "last_name", "familyName"))
        name = " ".join(filter(None, names)) or first_text(person, "fullName", "name")
        if not name:
            continue
        company = first_text(person, "affiliation")
        key = first_text(person, "person_id") or f"{name}|{company or ''}"
        people.setdefault(key, DraftSpeaker(key=key, name=name, company=company))
        yield key
