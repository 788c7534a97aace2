"""Reads a time on any day, also one that is without sessions: "Fri 18:00", "1 Dec 9:00"."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.program.start_time import starts_like
from bot.program.timetable import Timetable

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NEAR = {"today": timedelta(), "tomorrow": timedelta(days=1)}

_DAY = re.compile(
    rf"(?:(?P<near>{'|'.join(NEAR)})|(?P<weekday>{'|'.join(WEEKDAYS)})[a-z]*)?[\s,]*"
    rf"(?:(?P<number>\d{{1,2}})(?:\.|st|nd|rd|th)?\s*(?P<month>{'|'.join(MONTHS)})[a-z]*)?"
    r"[\s,]+(?P<time>\S.*)",
    re.IGNORECASE,
)


def starts_on_any_day(words: str, timetable: Timetable, now: datetime) -> tuple[datetime, ...]:
    """Return the instants that `words` may mean, in the program's zone.

    What names a day of the program is on that. A weekday is the next one, today included; a date is
    the next one as well.
    """
    starts = starts_like(words, None, timetable, now)
    if starts:
        return starts
    found = _DAY.fullmatch(" ".join(words.split()))
    if found is None:
        return ()
    times = starts_like(found["time"], None, timetable, now)
    if not times:
        return ()
    zone = ZoneInfo(timetable.program.zone)
    wall = times[0].astimezone(zone).time()
    return tuple(
        start
        for day in _days(found, timetable.day_of(now))
        for start in starts_like(f"{day.isoformat()}T{wall:%H:%M}", None, timetable, now)
    )


def _days(found: re.Match[str], today: date) -> Iterator[date]:
    if found["month"]:
        yield from _dates(int(found["number"]), found["month"], today)
    elif found["near"]:
        yield today + NEAR[found["near"].casefold()]
    elif found["weekday"]:
        ahead = (WEEKDAYS.index(found["weekday"].casefold()) - today.weekday()) % 7
        yield from (today + timedelta(days=ahead), today + timedelta(days=ahead + 7))


def _dates(number: int, month: str, today: date) -> Iterator[date]:
    for year in (today.year, today.year + 1):
        try:
            day = date(year, MONTHS.index(month.casefold()) + 1, number)
        except ValueError:
            continue
        if day >= today:
            yield day
