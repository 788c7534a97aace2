"""iCalendar files: from Sched, pretalx, Indico, symposion, and made by hand.

Nothing in the format says who speaks. Names are taken where a known tool writes them, and from the
first line of a description that says so. Guests and organizers of an event are nobody's business.
"""

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Component
from icalendar.prop import vDDDLists, vDDDTypes
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from bot.errors import ImportRefusedError
from bot.program.importers.breaks import is_break
from bot.program.importers.bundle import Bundle, Part
from bot.program.importers.doubts import LEFT_OUT, Doubts
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
from bot.program.importers.recurrence import again
from bot.program.zones import zone_named
from bot.translation import said

# Zones that a calendar's software writes when it was told none.
_NO_ZONES = frozenset({"UTC", "GMT", "Etc/UTC", "Etc/GMT", "Z"})
_SPEAKERS = re.compile(
    r"\s*(?:speakers?|presenters?|presented by|by|with|von|referent(?:en|in)?|intervenants?|"
    r"orateurs?|ponentes?|relator[ei])\s*:\s*(?P<names>[^\n]{2,300})(?:\n|$)",
    re.IGNORECASE,
)
_FOLD = re.compile(rb"\r?\n[ \t]")
_AFFILIATION = re.compile(r"\s*\([^()]*\)")
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b)\s*")


def _is_calendar(part: Part) -> bool:
    return part.beginning[:10].upper() == "BEGIN:VCAL"


def _fits(bundle: Bundle) -> bool:
    return all(map(_is_calendar, bundle.parts))


def _read(bundle: Bundle, doubts: Doubts) -> Draft:
    reader = _Reader(doubts)
    for part in bundle.parts:
        for calendar in _calendars(part):
            reader.take(calendar)
    return reader.draft()


FORMAT = Format(name="iCalendar", fits=_fits, read=_read)


def _calendars(part: Part) -> list[Component]:
    data = part.data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    # As bytes, and before anything else: some calendars fold a line within a letter.
    data = _FOLD.sub(b"", data)
    try:
        with warnings.catch_warnings():
            # It warns of zones whose names have a vendor before them, and reads them all the same.
            warnings.simplefilter("ignore")
            # The package's stub says less than its doc: with `multiple` it returns a list.
            found: Any = Calendar.from_ical(data, multiple=True)
    except Exception as error:
        what = said("It can't be read as iCalendar: {problem}.", problem=line(str(error))[:200])
        raise ImportRefusedError(what, said("Export it anew.")) from error
    return list(found)


class _Reader:
    def __init__(self, doubts: Doubts) -> None:
        self._doubts = doubts
        self._name: str | None = None
        self._said_zone: str | None = None
        self._zones: Counter[str] = Counter()
        self._places: dict[str, str] = {}
        self._people: dict[str, DraftSpeaker] = {}
        self._talks: dict[str, DraftTalk] = {}
        self._sessions: list[DraftSession] = []

    def take(self, calendar: Component) -> None:
        """Read one calendar's events."""
        self._name = self._name or _said(calendar, "X-WR-CALNAME") or _said(calendar, "NAME")
        zone = _place(_said(calendar, "X-WR-TIMEZONE") or "")
        if zone and zone not in _NO_ZONES:
            self._said_zone = self._said_zone or zone
        for one in calendar.walk("VTIMEZONE"):
            place = _place(_said(one, "X-LIC-LOCATION") or "")
            if place:
                self._places[_said(one, "TZID") or ""] = place
        by_pretalx = "pretalx" in (_said(calendar, "PRODID") or "").casefold()
        events = calendar.walk("VEVENT")
        changed = {(_said(one, "UID"), _instant(one, "RECURRENCE-ID")) for one in events}
        for event in events:
            for session in self._event(event, by_pretalx=by_pretalx):
                if session.start == _instant(event, "DTSTART") or (
                    (session.key, session.start) not in changed
                ):
                    self._sessions.append(session)

    def draft(self) -> Draft:
        """Return all that was read."""
        used = self._zones.most_common(1)
        return Draft(
            name=self._name,
            zone=used[0][0] if used else self._said_zone,
            speakers=tuple(self._people.values()),
            talks=tuple(self._talks.values()),
            sessions=tuple(self._sessions),
        )

    def _event(self, event: Component, *, by_pretalx: bool) -> Iterator[DraftSession]:
        title = line(_said(event, "SUMMARY") or "")
        if (_said(event, "STATUS") or "").upper() == "CANCELLED":
            self._doubts.add(said("An event is cancelled."), LEFT_OUT, title)
            return
        text = _said(event, "DESCRIPTION") or ""
        names: list[str] = []
        if by_pretalx and (" - " in title or title.endswith(" -")):
            title, _, tail = f"{title} ".rpartition(" - ")
            names = [name for one in tail.split(",") if (name := one.strip())]
        elif found := _SPEAKERS.match(text):
            names, text = _names(found["names"]), text[found.end() :]
        yield from self._again(event, self._session(event, title.strip(), text, names))

    def _session(self, event: Component, title: str, text: str, names: list[str]) -> DraftSession:
        key = _said(event, "UID") or title
        kinds = _categories(event)
        kind = kinds[0] if kinds else None
        speakers = tuple(self._speakers(names))
        stands = bool(title) and not is_break(title, kind=kind, has_people=bool(speakers))
        # One talk may be given often; one UID may stand for many talks.
        talk = f"{key}|{title}"
        if stands:
            links = tuple(_links(event))
            made = DraftTalk(key=talk, title=title, abstract=text, speakers=speakers, links=links)
            self._talks.setdefault(talk, made)
        place = _said(event, "LOCATION")
        online = place is not None and place.startswith(("https://", "http://"))
        return DraftSession(
            key=key,
            start=self._when(event, "DTSTART", title),
            end=self._when(event, "DTEND", title),
            length=_length(event),
            title=None if stands else title,
            room=None if online else place,
            track=kind,
            talks=(talk,) if stands else (),
            stream=place if online else None,
        )

    def _again(self, event: Component, session: DraftSession) -> Iterator[DraftSession]:
        """Give a session as often as its rule says."""
        rule = event.get("RRULE")
        title = line(_said(event, "SUMMARY") or "")
        if session.start is None or (rule is None and "RDATE" not in event):
            yield session
            return
        times = again(session.start, rule) if isinstance(rule, dict) else None
        if times is None or "RDATE" in event:
            what = said("An event is repeated by a rule that is not simple.")
            made = said("Only the first time was taken. Write the others as events of their own.")
            self._doubts.add(what, made, title)
            yield session
            return
        made = said("All its times were taken.")
        self._doubts.add(said("An event is repeated by a rule."), made, title)
        left_out = set(_left_out(event))
        for start in times:
            end = session.end and start + (session.end - session.start)
            if start not in left_out:
                yield replace(session, start=start, end=end)

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
                self._doubts.add(said("An event takes a whole day."), LEFT_OUT, title)
            return None
        named = str(prop.params.get("TZID", ""))
        zone = self._places.get(named) or _place(named)
        if zone:
            self._zones[zone] += 1
        elif named and prop.dt.tzinfo is None:
            made = said("Its time was read as one on the clocks of the conference.")
            what = said("An event's time zone is not known.")
            self._doubts.add(what, made, f"{title}: {named}")
        return prop.dt


def _place(named: str) -> str | None:
    """Return the IANA zone that a calendar means: some write Windows' names, or a vendor first."""
    ends = ["/".join(named.strip("/ ").split("/")[-parts:]) for parts in (4, 3, 2, 1)]
    found = (zone_named(one) for one in (named, WINDOWS_TO_OLSON.get(named, ""), *ends))
    return next((zone.key for zone in found if zone), None)


def _instant(event: Component, name: str) -> datetime | None:
    prop = event.get(name)
    found = prop.dt if isinstance(prop, vDDDTypes) else None
    return found if isinstance(found, datetime) else None


def _left_out(event: Component) -> Iterator[datetime]:
    found = event.get("EXDATE")
    for one in found if isinstance(found, list) else [found]:
        for time in one.dts if isinstance(one, vDDDLists) else []:
            if isinstance(time.dt, datetime):
                yield time.dt


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
    found = prop.dt if isinstance(prop, vDDDTypes) else None
    return found if isinstance(found, timedelta) else None


def _links(event: Component) -> Iterator[DraftLink]:
    if url := _said(event, "URL"):
        yield DraftLink(url=url, title="Talk page")


def _names(text: str) -> list[str]:
    bare = _AFFILIATION.sub("", line(text))
    return [name for one in _BETWEEN_NAMES.split(bare) if (name := one.strip(" .-"))]
