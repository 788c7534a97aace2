"""iCalendar files: from Sched, pretalx, Indico, symposion, and made by hand.

Nothing in the format says who speaks. Names are taken where a known tool writes them, and from the
first line of a description that says so.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Component
from icalendar.prop import vDDDTypes

from bot.errors import ImportRefusedError
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
from bot.program.importers.prose import line
from bot.program.zones import zone_named

# Zones that a calendar's software writes when it was told none.
_NO_ZONES = frozenset({"UTC", "GMT", "Etc/UTC", "Etc/GMT", "Z"})
_SPEAKERS = re.compile(
    r"\s*(?:speakers?|presenters?|presented by|by|with|von|referent(?:en|in)?|intervenants?|"
    r"orateurs?|ponentes?|relator[ei])\s*:\s*(?P<names>[^\n]{2,300})(?:\n|$)",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(r"\s*\([^()]*\)")
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*")


def _fits(bundle: Bundle) -> bool:
    return len(bundle.parts) == 1 and bundle.parts[0].beginning.upper().startswith("BEGIN:VCAL")


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    reader = _Reader(doubts)
    # As bytes: some calendars fold a line within a letter.
    for calendar in _calendars(bundle.parts[0].data):
        reader.take(calendar)
    return reader.draft()


FORMAT = Format(name="iCalendar", fits=_fits, read=_read)


def _calendars(data: bytes) -> list[Component]:
    try:
        # The package's stub says less than its doc: with `multiple` it returns a list.
        found: Any = Calendar.from_ical(data.lstrip(b"\xef\xbb\xbf \t\r\n"), multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise ImportRefusedError(
            f"It can't be read as iCalendar: {line(str(error))[:200]}.", "Export it anew."
        ) from error
    return list(found)


class _Reader:
    def __init__(self, doubts: Doubts) -> None:
        self._doubts = doubts
        self._name: str | None = None
        self._said_zone: str | None = None
        self._zones: Counter[str] = Counter()
        self._people: dict[str, DraftSpeaker] = {}
        self._talks: list[DraftTalk] = []
        self._sessions: list[DraftSession] = []

    def take(self, calendar: Component) -> None:
        """Read one calendar's events."""
        self._name = self._name or _said(calendar, "X-WR-CALNAME") or _said(calendar, "NAME")
        zone = _said(calendar, "X-WR-TIMEZONE")
        if zone and zone not in _NO_ZONES:
            self._said_zone = self._said_zone or zone
        by_pretalx = "pretalx" in (_said(calendar, "PRODID") or "").casefold()
        for event in calendar.walk("VEVENT"):
            self._event(event, by_pretalx=by_pretalx)

    def draft(self) -> Draft:
        """Return all that was read."""
        used = self._zones.most_common(1)
        return Draft(
            name=self._name,
            zone=used[0][0] if used else self._said_zone,
            speakers=tuple(self._people.values()),
            talks=tuple(self._talks),
            sessions=tuple(self._sessions),
        )

    def _event(self, event: Component, *, by_pretalx: bool) -> None:
        title = line(_said(event, "SUMMARY") or "")
        if (_said(event, "STATUS") or "").upper() == "CANCELLED":
            self._doubts.add("An event is cancelled.", "It was left out.", title)
            return
        if "RRULE" in event or "RDATE" in event:
            made = "Only the first time was taken. Write the others as events of their own."
            self._doubts.add("An event is repeated by a rule.", made, title)
        text = _said(event, "DESCRIPTION") or ""
        names: list[str] = []
        if by_pretalx and " - " in title:
            title, _, tail = title.rpartition(" - ")
            names = _names(tail)
        elif found := _SPEAKERS.match(text):
            names, text = _names(found["names"]), text[found.end() :]
        self._add(event, title, text, [*self._speakers(names)])

    def _add(self, event: Component, title: str, text: str, speakers: list[str]) -> None:
        key = _said(event, "UID") or title
        kinds = _categories(event)
        kind = kinds[0] if kinds else None
        start = self._when(event, "DTSTART", title)
        stands = bool(title) and not is_break(title, kind=kind, has_people=bool(speakers))
        # One talk may be given often; one UID may stand for many talks.
        talk = f"{key}|{title}"
        if stands:
            self._talks.append(
                DraftTalk(
                    key=talk,
                    title=title,
                    abstract=text,
                    speakers=tuple(speakers),
                    links=tuple(_links(event)),
                )
            )
        self._sessions.append(
            DraftSession(
                key=key,
                start=start,
                end=self._when(event, "DTEND", title),
                length=_length(event),
                title=None if stands else title,
                room=_said(event, "LOCATION"),
                track=kind,
                talks=(talk,) if stands else (),
            )
        )

    def _speakers(self, names: list[str]) -> Iterator[str]:
        for name in names:
            yield self._people.setdefault(name, DraftSpeaker(key=name, name=name)).key

    def _when(self, event: Component, name: str, title: str) -> When | None:
        prop = event.get(name)
        if isinstance(prop, list):
            prop = prop[0]
        if not isinstance(prop, vDDDTypes):
            return None
        if not isinstance(prop.dt, datetime):
            if name == "DTSTART":
                self._doubts.add("An event takes a whole day.", "It was left out.", title)
            return None
        zone = str(prop.params.get("TZID", ""))
        if zone and zone_named(zone):
            self._zones[zone] += 1
        return prop.dt


def _said(component: Component, name: str) -> str | None:
    found = component.get(name)
    if isinstance(found, list):
        found = found[0]
    return str(found).strip() or None if found is not None else None


def _categories(event: Component) -> list[str]:
    found = event.get("CATEGORIES")
    lists = found if isinstance(found, list) else [found]
    return [str(one).strip() for some in lists for one in getattr(some, "cats", []) if str(one)]


def _length(event: Component) -> timedelta | None:
    prop = event.get("DURATION")
    found = getattr(prop, "dt", None)
    return found if isinstance(found, timedelta) else None


def _links(event: Component) -> Iterator[DraftLink]:
    if url := _said(event, "URL"):
        yield DraftLink(url=url, title="Talk page")


def _names(text: str) -> list[str]:
    bare = _AFFILIATION.sub("", line(text))
    return [name for one in _BETWEEN_NAMES.split(bare) if (name := one.strip(" .-"))]
