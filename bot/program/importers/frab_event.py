"""An event as frab, pretalx and the c3voc tools write it, in XML and in JSON."""

from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urljoin

from bot.program.importers.breaks import is_break
from bot.program.importers.doubts import LEFT_OUT, Doubts
from bot.program.importers.draft import (
    DraftLink,
    DraftSession,
    DraftSpeaker,
    DraftTalk,
    When,
)
from bot.program.importers.values import (
    Row,
    clock,
    first_text,
    length,
    on,
    row,
    rows,
    text,
    when,
)
from bot.translation import said

# What c3voc's schedule v2 and pretalx call an event that doesn't take place, or not for the public.
NOT_PUBLIC = frozenset(
    {"canceled", "cancelled", "rejected", "withdrawn", "draft", "deleted", "submitted", "pending"}
)


class Events:
    """Collects talks, people and sessions, event by event."""

    def __init__(self, doubts: Doubts, site: str | None) -> None:
        """Take the address that the source's own files lie beneath, if it names one."""
        self._doubts = doubts
        self._site = site or ""
        self._titles: dict[str, str] = {}
        self._people: dict[str, DraftSpeaker] = {}
        self.talks: list[DraftTalk] = []
        self.sessions: list[DraftSession] = []

    @property
    def speakers(self) -> tuple[DraftSpeaker, ...]:
        """Return the people in the order in which they were met."""
        return tuple(self._people.values())

    def add(self, event: Row, *, day: date | None, room: str | None) -> None:
        """Take over one event of a day and a room; one that does not take place is told."""
        title = first_text(event, "title", "name") or ""
        state = (first_text(event, "state", "status") or "").casefold()
        if state in NOT_PUBLIC:
            # Translators: {state} is the source's own word, mostly English: cancelled, rejected.
            self._doubts.add(said("An event is {state}.", state=state), LEFT_OUT, title)
            return
        speakers = tuple(self._speakers(event))
        kind = text(event.get("type"))
        stands = not is_break(title, kind=kind, has_people=bool(speakers))
        key = self._talk(event, title, speakers) if stands else None
        self.sessions.append(
            DraftSession(
                key=first_text(event, "guid", "id", "code", "slug") or title,
                start=_start(event, day),
                end=when(event.get("end")),
                length=length(event.get("duration")),
                clock=clock(event.get("start")),
                title=None if key else title,
                room=_named(event.get("room")) or room,
                track=_named(event.get("track")),
                talks=(key,) if key else (),
            )
        )

    def _talk(self, event: Row, title: str, speakers: tuple[str, ...]) -> str:
        # A talk that is given twice has one id and two guids; some files give one id to two talks.
        key = first_text(event, "code", "id", "guid", "slug") or title
        if self._titles.setdefault(key, title) != title:
            key = f"{key}|{title}"
        texts = (text(event.get(name), "en") for name in ("abstract", "description"))
        self.talks.append(
            DraftTalk(
                key=key,
                title=title,
                subtitle=text(event.get("subtitle")),
                abstract="\n\n".join(dict.fromkeys(one for one in texts if one)) or None,
                speakers=speakers,
                language=text(event.get("language")),
                links=tuple(_links(event, self._site)),
            )
        )
        return key

    def _speakers(self, event: Row) -> Iterator[str]:
        for person in _persons(event):
            name = first_text(person, "public_name", "name", "full_public_name") or ""
            if not name:
                continue
            key = first_text(person, "guid", "code", "id") or name
            known = self._people.get(key)
            if known is not None and known.name != name:
                key = f"{key}|{name}"
            made = DraftSpeaker(
                key=key,
                name=name,
                bio=first_text(person, "biography", "bio", "description", "abstract"),
                picture=first_text(person, "avatar_url", "avatar"),
            )
            known = self._people.get(key)
            if known is None or (known.bio is None and made.bio is not None):
                self._people[key] = made
            yield key


def _start(event: Row, day: date | None) -> When | None:
    """Return the instant of `date` (v1) or `start` (v2), else the clock on the day."""
    found = when(event.get("date")) or when(event.get("start"))
    return found or (on(day, event.get("start")) if day is not None else None)


def _named(value: object) -> str | None:
    """Return a name, or the name of an object that stands in its place."""
    named = row(value)
    if isinstance(value, Mapping) and "name" in named:
        return text(named["name"], "en")
    return text(value, "en")


def _persons(event: Row) -> Iterator[Row]:
    for name in ("persons", "participants", "speakers"):
        found = event.get(name)
        if isinstance(found, list):
            yield from rows(found)
            yield from ({"name": one} for one in found if isinstance(one, str))
            return


def _links(event: Row, site: str) -> Iterator[DraftLink]:
    page = first_text(event, "url", "origin_url")
    # The format wants an address, and who has none writes a name (RFC 8141).
    if page and not page.startswith("urn:"):
        yield DraftLink(url=page, title="Talk page")
    for name in ("links", "attachments"):
        found = event.get(name)
        for one in found if isinstance(found, list) else []:
            if isinstance(one, str):
                yield DraftLink(url=one)
            elif url := first_text(row(one), "url", "href"):
                title = first_text(row(one), "title", "name")
                yield DraftLink(url=_whole(url, site), title=title)


def _whole(url: str, site: str) -> str:
    """Return an address with its site, where the source leaves that out."""
    try:
        return urljoin(site, url) if url.startswith("/") else url
    except ValueError:
        return url
