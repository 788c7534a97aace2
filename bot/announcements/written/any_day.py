"""Reads a time on any day, also one that is without sessions: "Fri 18:00", "1 Dec 9:00"."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

from bot.announcements.written.moment_words import moment_words
from bot.program.start_time import clock_of, instants, starts_like
from bot.program.timetable import Timetable
from bot.program.typed_day import TypedDay, days_in_figures, typed_days
from bot.program.typed_words import one_of, typed_words
from bot.program.words import DENSE, fold

NOON = timedelta(hours=12)
WEEK, YEAR = 7, 366
# More than any day with its time takes to be said.
LONGEST = 80


def starts_on_any_day(words: str, timetable: Timetable, now: datetime) -> tuple[datetime, ...]:
    """Return the instants that `words` may mean, in the program's zone.

    What names a day of the program is on that. A weekday is the next one, today included unless it
    says "next"; a date without a year is the next one as well. "in 3 days" is at the same time.
    The words may be of any language that Marquee speaks.
    """
    typed = " ".join(fold(words[:LONGEST]).split())
    zone, today = ZoneInfo(timetable.program.zone), timetable.day_of(now)
    if typed in moment_words().noon:
        return instants(today, NOON, zone)
    if starts := starts_like(words, None, timetable, now):
        return starts
    for named, clock in _parted(typed, now.astimezone(zone)):
        found = [
            start
            for day in dict.fromkeys(_days(named, today))
            for start in instants(day, clock, zone)[:1]
        ]
        if found:
            return tuple(found)
    return ()


def _parted(typed: str, local: datetime) -> Iterator[tuple[str, timedelta]]:
    """Yield what may be the day, and its time: that of now where only a span is said."""
    if _ahead(typed) is not None:
        yield typed, timedelta(hours=local.hour, minutes=local.minute)
    for pattern in _parting():
        if (found := pattern.fullmatch(typed)) is not None:
            clock = NOON if found["noon"] else clock_of(found)
            if clock is not None:
                yield found["day"], clock


@cache
def _parting() -> tuple[re.Pattern[str], ...]:
    """Return how day and time stand beside each other: the day first, or the time."""
    typed, said = typed_words(), moment_words()
    clock, half = one_of(typed.clock), typed.half
    minute = rf"(?:(?:[:.]|\s?{clock}\s?)(?P<minute>\d{{2}})(?:\s?{one_of(typed.minutes)})?)"
    time = (
        rf"(?:{one_of(typed.at)}\s*)?(?:(?P<noon>{one_of(said.noon)})"
        rf"|(?:(?P<half_before>{half})\s*)?(?P<hour>\d{{1,2}})(?P<exact>{minute})?"
        rf"(?:\s?{clock}(?=\s*{half}))?(?:\s*(?P<half>{half}|[ap]))?(?P<clock>\s?{clock})?)"
    )
    day = r"(?P<day>.+?)"
    return (
        # Han and kana stand before a time without a blank.
        re.compile(rf"{day}(?:[\s,]+|(?<=[{DENSE}])){time}"),
        # "9 Dec" begins with no time: so there it needs more than a number.
        re.compile(rf"(?=\D|\d+\s?(?:[:.]\d\d\s|{half}|[ap]\b|{clock})){time}[\s,]+{day}"),
    )


def _days(named: str, today: date) -> Iterator[date]:
    """Yield the days that may be meant, the likeliest first."""
    typed = typed_words()
    for words, ahead in ((typed.today, 0), (typed.tomorrow, 1)):
        if named in words:
            yield today + timedelta(days=ahead)
    if (days := _ahead(named)) is not None:
        yield today + timedelta(days=days)
    for one in days_in_figures(named):
        yield from _dates(one, today)
    found = _beside_pattern().fullmatch(named)
    assert found is not None
    tomorrow = today + timedelta(days=1)
    for one in typed_days(found["day"]):
        if one.month is not None:
            yield from _dates(one, today)
        else:
            yield from _weekdays(one, tomorrow if found["next"] or found["after"] else today)


def _ahead(named: str) -> int | None:
    """Return how many days from today "in 3 days" is, None if it is not that."""
    found = _span_pattern().fullmatch(named)
    if found is None or not (found["ahead"] or found["later"]):
        return None
    count = int(found["count"]) if found["count"].isdecimal() else 1
    return count * (WEEK if found["weeks"] else 1)


@cache
def _span_pattern() -> re.Pattern[str]:
    typed, said = typed_words(), moment_words()
    return re.compile(
        rf"(?P<ahead>{one_of(typed.ahead)}\s*)?(?P<count>\d{{1,2}}|{one_of(said.a)}(?![a-z]))\s*"
        rf"(?:(?P<weeks>{one_of(said.weeks)})|{one_of(said.days)})(?P<later>\s*{one_of(typed.later)})?"
    )


@cache
def _beside_pattern() -> re.Pattern[str]:
    """Return how a day is typed with what may stand beside it: "next Friday"."""
    words = moment_words()
    following, this = one_of(words.following), one_of(words.this)
    return re.compile(
        rf"(?:(?P<next>{following}(?![a-z])\s*)|{this}(?![a-z])\s*)?"
        rf"(?P<day>.*?)(?P<after>\s*(?<![a-z]){following})?"
    )


def _weekdays(one: TypedDay, first: date) -> Iterator[date]:
    """Yield the next two days, from the `first` on, that are as was typed."""
    each = (first + timedelta(days=number) for number in range(YEAR))
    yield from islice((day for day in each if one.fits(day)), 2)


def _dates(one: TypedDay, today: date) -> Iterator[date]:
    if one.day is None or one.month is None:
        return
    for year in (one.year,) if one.year else (today.year, today.year + 1):
        try:
            found = date(year, one.month, one.day)
        except ValueError:
            continue
        if one.year or found >= today:
            yield found
