"""Reads the start that organizers type: "14:30", "Thu 2:30 pm", "in 20 minutes"."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.errors import NotOnProgramError, SessionChangeError
from bot.program.meaning import meant_day
from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.program.typed_words import one_of, typed_words
from bot.program.words import DENSE, fold
from bot.program.yaml_file.wall_time import WallTime
from bot.translation import _, said, short_day

# What is offered before anything is typed: so many minutes after the session's start.
USUAL = (5, 10, 15, 20, 30, 45, 60)

# More than any time takes to be said.
LONGEST = 80

# In seconds: what is typed late in the evening may be meant after midnight.
TONIGHT = 12 * 60 * 60


@cache
def _clock_pattern() -> re.Pattern[str]:
    """Return how a time of day is typed in any language, folded: "wed 2:30 pm", "14 h 30"."""
    typed = typed_words()
    clock, half = one_of(typed.clock), typed.half
    return re.compile(
        # Han and kana stand before a time without a blank.
        rf"(?:(?P<day>.*?)(?:[\s,]+|(?<=[{DENSE}])))??(?:{one_of(typed.at)}\s*)?"
        rf"(?:(?P<half_before>{half})\s*)?(?P<hour>\d{{1,2}})"
        rf"(?:(?:[:.]|\s?{clock}\s?)(?P<minute>\d{{2}})(?:\s?{one_of(typed.minutes)})?)?"
        rf"(?:\s?{clock}(?=\s*{half}))?(?:\s*(?P<half>{half}|[ap]))?(?P<clock>\s?{clock})?"
    )


@cache
def _span_pattern() -> re.Pattern[str]:
    """Return how a span of time is typed in any language, folded: "in 20 minutes", "1 h 30 min"."""
    typed = typed_words()
    return re.compile(
        rf"(?P<from_now>{one_of(typed.ahead)}\s*|\+\s*)?"
        rf"(?:(?P<hours>\d{{1,2}})\s*{one_of(typed.hours)})?\s*"
        rf"(?:(?P<minutes>\d{{1,5}})\s*(?P<unit>{one_of(typed.minutes)})?)?"
        rf"(?P<later>\s*{one_of(typed.later)})?"
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
            said(
                "“{words}” can't be read as a time. Write it like `14:30`, `Thu 14:30` or "
                "`in 20 minutes`.",
                words=words,
            )
        )
    to_come = [one for one in starts if one.timestamp() > now.timestamp()]
    if not to_come:
        local = now.astimezone(ZoneInfo(timetable.program.zone))
        raise SessionChangeError(
            said(
                "{start} is past: at the event it is {now} now. Give a time to come.",
                start=start_label(starts[0]),
                now=start_label(local),
            )
        )
    return to_come[0]


def starts_like(
    words: str, session: Session | None, timetable: Timetable, now: datetime
) -> tuple[datetime, ...]:
    """Return the starts that `words` may mean, the likeliest first, in the program's zone."""
    zone = ZoneInfo(timetable.program.zone)
    written = " ".join(words.split())
    if not written:
        return tuple(_usual(session, now, zone))
    if (instant := _instant(written, zone)) is not None:
        return (instant,)
    typed = " ".join(fold(written[:LONGEST]).split())
    if (span := _span(typed)) is not None:
        return ((_minute(now) + span).astimezone(zone),)
    # Two that clocks show alike are equal, but are not the same instant.
    starts = {one.timestamp(): one for one in _at_clock(typed, session, timetable, now)}
    return tuple(starts.values())


def start_label(start: datetime) -> str:
    """Return a start as a person writes it, in the language spoken now: "Wed 30 Nov, 14:30".

    Where clocks that are put back show it twice, it says which one: "Sun 6 Nov, 01:30 PST".
    """
    doubled = start.replace(fold=0).utcoffset() != start.replace(fold=1).utcoffset()
    time_of_day = f"{start:%H:%M %Z}" if doubled else f"{start:%H:%M}"
    return _("{day}, {time}").format(day=short_day(start.date()), time=time_of_day)


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
    found = _span_pattern().fullmatch(typed)
    if found is None or not (found["hours"] or found["minutes"]):
        return None
    if not (found["from_now"] or found["unit"] or found["later"]):
        return None
    return timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))


def _at_clock(
    typed: str, session: Session | None, timetable: Timetable, now: datetime
) -> Iterator[datetime]:
    found = _clock_pattern().fullmatch(typed)
    if found is None:
        return
    is_whole = any(found[part] for part in ("minute", "day", "clock", "half", "half_before"))
    # A bare number is still being typed.
    clock = clock_of(found) if is_whole else None
    if clock is None:
        return
    zone = ZoneInfo(timetable.program.zone)
    for day in _days(found["day"], session, timetable, now):
        yield from instants(day, clock, zone)
    if not found["day"]:
        tomorrow = timetable.day_of(now) + timedelta(days=1)
        after_midnight = instants(tomorrow, clock, zone)
        yield from (one for one in after_midnight if one.timestamp() - now.timestamp() < TONIGHT)


def clock_of(found: re.Match[str]) -> timedelta | None:
    """Return the time of day in a pattern's parts, from the day's beginning; None if it is none."""
    minute = int(found["minute"] or 0)
    hour = typed_words().hour(int(found["hour"]), found["half"] or found["half_before"])
    if hour is None or minute >= 60:  # noqa: PLR2004 - an hour's minutes
        return None
    return timedelta(hours=hour, minutes=minute)


def instants(day: date, clock: timedelta, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return when clocks in `zone` show a time of that day, counted from its beginning."""
    try:
        shown = datetime.combine(day, time()) + clock
        return WallTime(time=shown.time(), day=shown.date()).instants(zone)
    except OverflowError:
        return ()


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
