"""Sched's JSON: a list of events, with wall times and mostly seconds since 1970; maybe its people.

Where both are there, the seconds are believed, and the clock proves the zone.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.program.importers.breaks import is_break
from bot.program.importers.bundle import Bundle
from bot.program.importers.doubts import LEFT_OUT, Doubts
from bot.program.importers.draft import Draft, DraftLink, DraftSession, DraftSpeaker, DraftTalk
from bot.program.importers.format import Format
from bot.program.importers.values import Row, first_text, row, rows, text, when
from bot.translation import said

_LISTS = ("sessions", "events", "session", "data", "results")


def _rows(data: Any) -> list[Row]:
    """Return the rows of a list, or of an object that a list stands in."""
    if isinstance(data, Mapping):
        data = next((data[name] for name in _LISTS if isinstance(data.get(name), list)), None)
    return list(rows(data)) if isinstance(data, list) else []


def _is_event(one: Row) -> bool:
    return "event_key" in one and ("event_start" in one or "start_time_ts" in one)


def _fits(bundle: Bundle) -> bool:
    return any(_is_event(one) for part in bundle.parts for one in _rows(part.json))


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    found = [one for part in bundle.parts for one in _rows(part.json)]
    people = _People(one for one in found if not _is_event(one))
    talks: list[DraftTalk] = []
    sessions = []
    for event in filter(_is_event, found):
        title = first_text(event, "name") or ""
        if (first_text(event, "active") or "Y").upper() not in ("Y", "1", "TRUE"):
            doubts.add(said("An event is not active."), LEFT_OUT, title)
            continue
        speakers = tuple(people.of(event))
        key = first_text(event, "id", "event_key") or title
        kind = first_text(event, "event_type")
        stands = not is_break(title, kind=kind, has_people=bool(speakers))
        if stands:
            talks.append(_talk(key, title, event, speakers))
        shown, ends = when(event.get("event_start")), when(event.get("event_end"))
        instant = when(event.get("start_time_ts"))
        sessions.append(
            DraftSession(
                key=key,
                start=instant or shown,
                length=_between(shown, ends),
                clock=shown.time() if shown else None,
                title=None if stands else title,
                room=first_text(event, "venue"),
                track=kind,
                talks=(key,) if stands else (),
                stream=first_text(event, "video_stream"),
            )
        )
    return Draft(speakers=people.all(), talks=tuple(talks), sessions=tuple(sessions))


FORMAT = Format(name="Sched JSON", fits=_fits, read=_read)


def _between(start: datetime | None, end: datetime | None) -> timedelta | None:
    if start is None or end is None or (start.tzinfo is None) != (end.tzinfo is None):
        return None
    return end - start


def _talk(key: str, title: str, event: Row, speakers: tuple[str, ...]) -> DraftTalk:
    return DraftTalk(
        key=key,
        title=title,
        abstract=first_text(event, "description"),
        speakers=speakers,
        level=first_text(event, "audience"),
        links=tuple(
            DraftLink(url=url, title=first_text(one, "name"))
            for one in rows(event.get("files"))
            if (url := first_text(one, "path", "url"))
        ),
    )


class _People:
    """Those who speak, as the events name them and as the list of users tells of them."""

    def __init__(self, users: Iterator[Row]) -> None:
        # A user's own list holds their mail address and more, which is nobody else's.
        self._known = {name: one for one in users if (name := first_text(one, "username"))}
        self._named = {
            name: one for one in self._known.values() if (name := first_text(one, "name"))
        }
        self._people: dict[str, DraftSpeaker] = {}

    def all(self) -> tuple[DraftSpeaker, ...]:
        return tuple(self._people.values())

    def of(self, event: Row) -> Iterator[str]:
        """Give the keys of an event's people; in some exports they are one text of names."""
        seen = set()
        for role in ("speakers", "moderators"):
            found = event.get(role)
            names = [{"name": one} for one in found.split(",")] if isinstance(found, str) else found
            for one in rows(names):
                name = first_text(one, "name")
                key = first_text(one, "username", "id") or name
                if name and key and key not in seen:
                    seen.add(key)
                    self._people.setdefault(key, self._speaker(key, name, one))
                    yield key

    def _speaker(self, key: str, name: str, one: Row) -> DraftSpeaker:
        whole = {**row(self._known.get(key) or self._named.get(name)), **one}
        return DraftSpeaker(
            key=key,
            name=name,
            role=first_text(whole, "position"),
            company=first_text(whole, "company"),
            bio=first_text(whole, "about"),
            picture=first_text(whole, "avatar"),
            links=tuple(DraftLink(url=url) for url in (text(whole.get("url")),) if url),
        )
