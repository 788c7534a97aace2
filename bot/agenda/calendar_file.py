"""Calendar files (iCalendar) of sessions, whose UIDs stay the same in every file."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import MAXYEAR, UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

from bot.agenda.calendar_entry import (
    CalendarEntry,
    as_line,
    digest_of,
    entries_of,
    gone,
    wording_of,
)
from bot.agenda.store import CalendarStore
from bot.program.ids import slug

__all__ = [
    "CalendarEntry",
    "calendar_file",
    "digest_of",
    "entries_of",
    "file_name",
    "gone",
    "numbered",
]

PRODUCT = "-//Marquee//Marquee//EN"
_LONGEST_FILE_NAME = 64
_DAY = timedelta(days=1)


def calendar_file(
    entries: Iterable[CalendarEntry],
    *,
    name: str,
    now: datetime,
    alarms: Sequence[timedelta] = (),
) -> bytes:
    """Return a calendar called `name` with an alarm so long before each session; by start.

    It is in the language spoken now. Never fails on data: what no calendar can hold is left out,
    and what is too long ends early.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    # The standard's name, and the one that calendars know.
    for title in ("name", "x-wr-calname"):
        calendar.add(title, vText(as_line(name) or "Marquee"))
    ordered = sorted(entries, key=lambda one: (one.session.start.timestamp(), one.uid))
    zones = {one.timetable.program.zone for one in ordered}
    if len(zones) == 1:
        calendar.add("x-wr-timezone", vText(zones.pop()))
    events = [_event(one, now, alarms) for one in ordered]
    for zone, times in sorted(_times_by_zone(events).items()):
        calendar.add_component(_zone(zone, min(times), max(times)))
    for event in events:
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def file_name(name: str) -> str:
    """Return what to call a calendar file: plain letters, digits and hyphens, and `.ics`."""
    return f"{slug(name, longest=_LONGEST_FILE_NAME)}.ics"


async def numbered(
    entries: Iterable[CalendarEntry], store: CalendarStore
) -> tuple[CalendarEntry, ...]:
    """Return the entries with the sequences that they have by now.

    Raises what the store raises.
    """
    given = tuple(entries)
    # Hundreds of them would hold up everybody else.
    digests = await asyncio.to_thread(_digests, given)
    known = {program: await store.sequences(program, said) for program, said in digests.items()}
    return tuple(
        replace(one, sequence=known[one.timetable.program.id][one.session.id]) for one in given
    )


def _digests(entries: Iterable[CalendarEntry]) -> Mapping[str, Mapping[str, str]]:
    """Return the digests of what is said of sessions, by program and session."""
    digests: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one in entries:
        digests[one.timetable.program.id][one.session.id] = digest_of(one)
    return digests


def _event(entry: CalendarEntry, now: datetime, alarms: Iterable[timedelta]) -> Event:
    told = wording_of(entry)
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", told.start)
    if told.end is not None:
        event.add("dtend", told.end)
    event.add("summary", told.summary)
    if told.description:
        event.add("description", told.description)
    if told.place:
        event.add("location", told.place)
    if told.url:
        event.add("url", told.url)
    if told.track:
        event.add("categories", [told.track])
    event.add("status", told.status)
    if entry.is_cancelled:
        # A calendar that strikes it should not call its time taken.
        event.add("transp", "TRANSPARENT")
    else:
        for before in sorted(set(alarms), reverse=True):
            event.add_component(_alarm(before, told.summary))
    return event


def _alarm(before: timedelta, summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -before)
    return alarm


def _times_by_zone(events: Iterable[Event]) -> dict[str, list[datetime]]:
    """Return the times that are written as on the clocks of a zone, by its name."""
    times: defaultdict[str, list[datetime]] = defaultdict(list)
    for event in events:
        for prop in (event.get("dtstart"), event.get("dtend")):
            if prop is not None and "TZID" in prop.params:
                times[str(prop.params["TZID"])].append(prop.dt)
    return times


def _zone(name: str, first: datetime, last: datetime) -> Timezone:
    """Return how the clocks of a zone go in the whole years of these instants.

    The library's own is an hour late where they are put forward: it counts from after the gap.
    """
    zone = ZoneInfo(name)
    begin, until = (
        datetime(year, 1, 1, tzinfo=UTC)
        for year in ((first.astimezone(UTC) - _DAY).year, min(last.year + 1, MAXYEAR))
    )
    made = Timezone()
    made.add("tzid", name)
    for onset in (begin, *_switches(zone, begin, until)):
        local = onset.astimezone(zone)
        before = (onset - timedelta(seconds=onset != begin)).astimezone(zone)
        part = TimezoneDaylight() if local.dst() else TimezoneStandard()
        part.add("dtstart", (onset + _offset(before)).replace(tzinfo=None))
        part.TZOFFSETFROM = _offset(before)
        part.TZOFFSETTO = _offset(local)
        part.add("tzname", local.tzname() or name)
        made.add_component(part)
    return made


def _switches(zone: ZoneInfo, begin: datetime, until: datetime) -> Iterator[datetime]:
    """Give the instants (UTC) at which a zone's clocks are put forward or back."""
    day = begin
    while day < until:
        early, late = day, day + _DAY
        day = late
        if _offset(early.astimezone(zone)) == _offset(late.astimezone(zone)):
            continue
        while late - early > timedelta(seconds=1):
            middle = (early + (late - early) / 2).replace(microsecond=0)
            is_before = _offset(middle.astimezone(zone)) == _offset(early.astimezone(zone))
            early, late = (middle, late) if is_before else (early, middle)
        yield late


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta()
