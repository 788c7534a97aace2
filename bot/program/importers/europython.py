"""EuroPython's programapi: sessions, speakers and the schedule, together or the schedule alone."""

from collections.abc import Iterator, Mapping
from datetime import datetime
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
from bot.program.importers.rooms import one_place
from bot.program.importers.values import (
    Row,
    day,
    first_text,
    length,
    listed,
    on,
    row,
    rows,
    text,
    texts,
    when,
)

_LINKS = {
    "homepage": "Homepage",
    "website_url": "Page",
    "gitx": "Code",
    "linkedin_url": "LinkedIn",
    "mastodon_url": "Mastodon",
    "bluesky_url": "Bluesky",
    "twitter_url": "Twitter",
    "youtube_url": "Video",
}

_EVENT = {"event_type", "ev_duration", "session_type"}


def _events(data: Any) -> Iterator[Row]:
    """Give the events of a whole schedule, of a file with one day of it, or of an older one."""
    found = row(data)
    days = found.get("days")
    for one in rows(found.get("talks")):
        if "start_time" in one and "day" in one:
            yield _older(one)
    if isinstance(days, Mapping):
        for one in days.values():
            yield from rows(row(one).get("events"))
    elif isinstance(found.get("rooms"), list) and isinstance(found.get("events"), list):
        yield from rows(found["events"])


def _older(one: Row) -> Row:
    """Return an event of the years up to 2022 as it is written since: then, its time was naive."""
    date, clock = day(one.get("day")), one.get("start_time")
    start = on(date, clock) if date else None
    return {
        **one,
        "code": one.get("talk_id") or one.get("slug"),
        "start": (start or when(clock) or clock),
        "duration": one.get("ev_duration") or one.get("duration"),
        "title": one.get("title") or one.get("ev_custom"),
        "event_type": one.get("type"),
        "track": None,
    }


def _is_schedule(data: Any) -> bool:
    return any("start" in event and _EVENT & event.keys() for event in _events(data))


def _by_code(data: Any, *fields: str) -> bool:
    found = row(data)
    return bool(found) and all(
        isinstance(one, Mapping) and text(one.get("code")) == key and all(f in one for f in fields)
        for key, one in found.items()
    )


def _fits(bundle: Bundle) -> bool:
    return any(
        _is_schedule(part.json) or _by_code(part.json, "session_type", "speakers", "title")
        for part in bundle.parts
    )


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    sessions: dict[str, Row] = {}
    speakers: dict[str, Row] = {}
    events: list[Row] = []
    for part in bundle.parts:
        events.extend(_events(part.json))
        if _by_code(part.json, "session_type"):
            sessions.update(row(part.json))
        elif _by_code(part.json, "name"):
            speakers.update(row(part.json))
    # Without the schedule, sessions tell when and where they are themselves.
    return _draft(events or list(sessions.values()), sessions, speakers, doubts)


FORMAT = Format(name="EuroPython programapi", fits=_fits, read=_read)


def _draft(
    events: list[Row], known: Mapping[str, Row], people: Mapping[str, Row], doubts: Doubts
) -> Draft:
    talks: list[DraftTalk] = []
    sessions: list[DraftSession] = []
    speakers = {key: _speaker(key, one) for key, one in people.items()}
    for event in events:
        code = text(event.get("code")) or ""
        whole = {**event, **{key: one for key, one in row(known.get(code)).items() if one}}
        title = first_text(whole, "title") or ""
        given = tuple(_people(whole, speakers))
        stands = not is_break(title, kind=first_text(event, "event_type"), has_people=bool(given))
        key = code or f"{title}|{event.get('start')}"
        if stands:
            talks.append(_talk(key, title, whole, given))
        rooms = texts(event.get("rooms")) or texts(event.get("room"))
        sessions.append(
            DraftSession(
                key=key,
                start=_start(event),
                end=when(event.get("end")),
                length=length(event.get("duration")),
                title=None if stands else title,
                room=one_place(rooms, title, doubts),
                track=first_text(whole, "track"),
                talks=(key,) if stands else (),
            )
        )
    return Draft(speakers=tuple(speakers.values()), talks=tuple(talks), sessions=tuple(sessions))


def _start(event: Row) -> When | None:
    start = event.get("start")
    return start if isinstance(start, datetime) else when(start)


def _talk(key: str, title: str, whole: Row, speakers: tuple[str, ...]) -> DraftTalk:
    resources = rows(whole.get("resources"))
    linked = [
        DraftLink(url=url, title=first_text(one, "description"))
        for one in resources
        if (url := first_text(one, "resource", "url"))
    ]
    return DraftTalk(
        key=key,
        title=title,
        abstract=first_text(whole, "abstract", "description", "tweet"),
        speakers=speakers,
        level=first_text(whole, "level"),
        links=(*_links(whole), *linked),
    )


def _people(whole: Row, known: dict[str, DraftSpeaker]) -> Iterator[str]:
    found = whole.get("speakers")
    for one in found.split(",") if isinstance(found, str) else listed(found):
        person = row(one)
        key = first_text(person, "code", "name") if person else text(one)
        if key is None:
            continue
        if key not in known:
            # Older files name them, newer ones give a code, which says nothing alone.
            named = {"name": key} if _is_name(key) else {}
            known[key] = _speaker(key, person or named)
        yield key


def _is_name(said: str) -> bool:
    return not (said.isupper() and said.isalnum())


def _speaker(key: str, person: Row) -> DraftSpeaker:
    return DraftSpeaker(
        key=key,
        name=first_text(person, "name") or "",
        company=first_text(person, "affiliation"),
        bio=first_text(person, "biography"),
        picture=first_text(person, "avatar"),
        links=tuple(_links(person)),
    )


def _links(thing: Row) -> Iterator[DraftLink]:
    for name, title in _LINKS.items():
        if url := first_text(thing, name):
            yield DraftLink(url=url, title=title)
