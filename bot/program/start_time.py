"""Reads the start that organizers type: "14:30", "Thu 2:30 pm", "in 20 minutes"."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import NotOnProgramError, SessionChangeError
from bot.program.meaning import day_label, meant_day
from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.program.yaml_file.wall_time import WallTime

# What is offered before anything is typed: so many minutes after the session's start.
USUAL = (5, 10, 15, 20, 30, 45, 60)

# In seconds: what is typed late in the evening may be meant after midnight.
TONIGHT = 12 * 60 * 60

_CLOCK = re.compile(
    r"(?:(?P<day>.*?)[\s,]+)??(?:at\s+)?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?"
    r"\s*(?P<half>[ap])?(?:\.?m\.?)?",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?P<from_now>in\s+|\+\s*)?(?:(?P<hours>\d{1,2})\s*(?:h|hours?))?\s*"
    r"(?:(?P<minutes>\d{1,3})\s*(?P<unit>mi?n?s?|minutes?)?)?",
    re.IGNORECASE,
)


def meant_start(words: str, session: Session, timetable: Timetable, now: datetime) -> datetime:
    """Return the start that `words` mean, in the program's zone.

    A time without a day is on the session's day, else today, else soon after midnight. "in 20
    minutes" is from `now`. It may also be a choice's value, an instant with its offset.

    Raises:
        SessionChangeError: no time can be read, or it is past.
    """
    starts = starts_like(words, session, timetable, now)
    if not starts:
        raise SessionChangeError(
            f"“{words}” can't be read as a time. Write it like `14:30`, `Thu 14:30` or "
            "`in 20 minutes`."
        )
    to_come = [one for one in starts if one.timestamp() > now.timestamp()]
    if not to_come:
        local = now.astimezone(ZoneInfo(timetable.program.zone))
        raise SessionChangeError(
            f"{start_label(starts[0])} is past: at the event it is {start_label(local)} now. "
            "Give a time to come."
        )
    return to_come[0]


def starts_like(
    words: str, session: Session | None, timetable: Timetable, now: datetime
) -> tuple[datetime, ...]:
    """Return the starts that `words` may mean, the likeliest first, in the program's zone."""
    zone = ZoneInfo(timetable.program.zone)
    typed = " ".join(words.split())
    if not typed:
        return tuple(_usual(session, now, zone))
    if (instant := _instant(typed, zone)) is not None:
        return (instant,)
    if (span := _span(typed)) is not None:
        return ((_minute(now) + span).astimezone(zone),)
    # Two that clocks show alike are equal, but are not the same instant.
    starts = {one.timestamp(): one for one in _at_clock(typed, session, timetable, now)}
    return tuple(starts.values())


def start_label(start: datetime) -> str:
    """Return a start as a person writes it, with its day: "Wed 30 Nov, 14:30".

    Where clocks that are put back show it twice, it says which one: "Sun 6 Nov, 01:30 PST".
    """
    doubled = start.replace(fold=0).utcoffset() != start.replace(fold=1).utcoffset()
    name = f" {start:%Z}" if doubled else ""
    return f"{day_label(start.date())}, {start:%H:%M}{name}"


def start_value(start: datetime) -> str:
    """Return what a chosen start is read back from."""
    return start.isoformat(timespec="minutes")


def _usual(session: Session | None, now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Give starts a little after the session's, or a little from now if that is past."""
    start = _minute(now) if session is None else session.start.astimezone(UTC)
    for minutes in USUAL:
        later = max(start, _minute(now)) + timedelta(minutes=minutes)
        yield later.astimezone(zone)


def _minute(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(second=0, microsecond=0)


def _instant(typed: str, zone: ZoneInfo) -> datetime | None:
    """Return an instant that is written with its day as "2022-11-30T14:30-08:00"."""
    try:
        if ":" not in typed:
            return None
        written = datetime.fromisoformat(typed)
        if written.tzinfo is not None:
            return written.astimezone(UTC).astimezone(zone)
        return next(iter(WallTime(time=written.time(), day=written.date()).instants(zone)), None)
    except (ValueError, OverflowError):
        return None


def _span(typed: str) -> timedelta | None:
    found = _SPAN.fullmatch(typed)
    if found is None or not (found["hours"] or found["minutes"]):
        return None
    if not (found["from_now"] or found["unit"]):
        return None
    return timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))


def _at_clock(
    typed: str, session: Session | None, timetable: Timetable, now: datetime
) -> Iterator[datetime]:
    found = _CLOCK.fullmatch(typed)
    wall = None if found is None else _wall_time(found)
    if found is None or wall is None:
        return
    zone = ZoneInfo(timetable.program.zone)
    for day in _days(found["day"], session, timetable, now):
        yield from WallTime(time=wall, day=day).instants(zone)
    if not found["day"]:
        tomorrow = timetable.day_of(now) + timedelta(days=1)
        after_midnight = WallTime(time=wall, day=tomorrow).instants(zone)
        yield from (one for one in after_midnight if one.timestamp() - now.timestamp() < TONIGHT)


def _wall_time(found: re.Match[str]) -> time | None:
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock's face
            return None
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    elif found["minute"] is None and found["day"] is None:
        # A bare number is still being typed.
        return None
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _days(
    words: str | None, session: Session | None, timetable: Timetable, now: datetime
) -> Iterator[date]:
    today = timetable.day_of(now)
    if words:
        try:
            yield meant_day(timetable, words, now)
        except NotOnProgramError:
            return
        return
    if session is not None:
        yield timetable.day_of(session.start)
    yield today
