"""Reads a time on any day, also one that is without sessions: "Fri 18:00", "1 Dec 9:00"."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.program.start_time import starts_like
from bot.program.timetable import Timetable

# Each with how people spell it, from its first three letters on.
WEEKDAYS = {
    "mon": "(?:day)?",
    "tue": "(?:s(?:day)?)?",
    "wed": "(?:nesday)?",
    "thu": "(?:rs?(?:day)?)?",
    "fri": "(?:day)?",
    "sat": "(?:urday)?",
    "sun": "(?:day)?",
}
MONTHS = {
    "jan": "(?:uary)?",
    "feb": "(?:ruary)?",
    "mar": "(?:ch)?",
    "apr": "(?:il)?",
    "may": "",
    "jun": "e?",
    "jul": "y?",
    "aug": "(?:ust)?",
    "sep": "(?:t(?:ember)?)?",
    "oct": "(?:ober)?",
    "nov": "(?:ember)?",
    "dec": "(?:ember)?",
}
NEAR = {"today": 0, "tomorrow": 1}
UNITS = {"day": 1, "week": 7}
NOON = "12:00"

_MONTH = rf"(?P<{{}}>{'|'.join(map(''.join, MONTHS.items()))})\.?"
_NUMBER = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
# A day with its month in letters in either order, with both in numbers only where a point says that
# the day comes first: who writes a slash may mean either.
_DATE = (
    rf"(?:(?:{_NUMBER.format('day')}\.?\s*(?:of\s+)?{_MONTH.format('month')}"
    rf"|{_MONTH.format('first_month')}\s*{_NUMBER.format('second_day')}"
    r"|(?P<point_day>\d{1,2})\.\s?(?P<point_month>\d{1,2})\.?)"
    r"(?:[\s,]*(?P<year>20\d{2}))?)"
)
_WEEKDAY = (
    rf"(?:(?P<next>next\s+)|this\s+)?(?P<weekday>{'|'.join(map(''.join, WEEKDAYS.items()))})\.?"
)
_DAY = (
    rf"(?:(?P<near>{'|'.join(NEAR)})"
    rf"|in\s+(?P<count>an?|\d{{1,2}})\s+(?P<unit>{'|'.join(UNITS)})s?"
    rf"|(?:{_WEEKDAY})?[\s,]*{_DATE}?)"
)
_CLOCK = (
    r"(?:at\s+)?(?:(?P<noon>noon)|(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})|h)?"
    r"\s*(?:(?P<half>[ap])\.?m\.?)?)"
)
_DAY_FIRST = re.compile(rf"{_DAY}(?:[\s,]+{_CLOCK})?", re.IGNORECASE)
# "9 Dec" begins with no time: so there it needs more than a number.
_TIME_FIRST = re.compile(
    rf"(?=noon|\d+[:.h]\d\d\s|\d+\s*[ap]\.?m){_CLOCK}[\s,]+(?:on\s+)?{_DAY}", re.IGNORECASE
)


def starts_on_any_day(words: str, timetable: Timetable, now: datetime) -> tuple[datetime, ...]:
    """Return the instants that `words` may mean, in the program's zone.

    What names a day of the program is on that. A weekday is the next one, today included unless it
    says "next"; a date without a year is the next one as well. "in 3 days" is at the same time.
    """
    typed = " ".join(words.split())
    starts = starts_like(NOON if typed.casefold() == "noon" else typed, None, timetable, now)
    if starts:
        return starts
    found = _DAY_FIRST.fullmatch(typed) or _TIME_FIRST.fullmatch(typed)
    clock = None if found is None else _clock(found, now.astimezone(_zone(timetable)))
    if found is None or clock is None:
        return ()
    return tuple(
        start
        for day in _days(found, timetable.day_of(now))
        for start in starts_like(f"{day.isoformat()}T{clock}", None, timetable, now)
    )


def _zone(timetable: Timetable) -> ZoneInfo:
    return ZoneInfo(timetable.program.zone)


def _clock(found: re.Match[str], local: datetime) -> str | None:
    """Return the time of day as "09:00"; None if there is none such, or none is said."""
    if found["noon"]:
        return NOON
    if not found["hour"]:
        return f"{local:%H:%M}" if found["count"] else None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock's face
            return None
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    is_one = hour < 24 and minute < 60  # noqa: PLR2004 - a day's hours, an hour's minutes
    return f"{hour:02}:{minute:02}" if is_one else None


def _days(found: re.Match[str], today: date) -> Iterator[date]:
    if found["near"]:
        yield today + timedelta(days=NEAR[found["near"].casefold()])
    elif found["count"]:
        count = int(found["count"]) if found["count"].isdecimal() else 1
        yield today + timedelta(days=count * UNITS[found["unit"].casefold()])
    elif (date_of := _date(found)) is not None:
        yield from _dates(*date_of, int(found["year"] or 0), today)
    elif found["weekday"]:
        ahead = (_index(WEEKDAYS, found["weekday"]) - today.weekday()) % 7
        if found["next"] and not ahead:
            ahead = 7
        yield from (today + timedelta(days=ahead), today + timedelta(days=ahead + 7))


def _date(found: re.Match[str]) -> tuple[int, int] | None:
    """Return the day and the month of a date; None if none is said."""
    if found["point_day"]:
        return int(found["point_day"]), int(found["point_month"])
    day, month = found["day"] or found["second_day"], found["month"] or found["first_month"]
    return (int(day), _index(MONTHS, month) + 1) if day else None


def _index(names: Iterable[str], said: str) -> int:
    return tuple(names).index(said[:3].casefold())


def _dates(day: int, month: int, year: int, today: date) -> Iterator[date]:
    for one in (year,) if year else (today.year, today.year + 1):
        try:
            found = date(one, month, day)
        except ValueError:
            continue
        if year or found >= today:
            yield found
