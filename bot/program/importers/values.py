"""Reads single values of a source, whatever they turn out to be; a wrong one is as if missing."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

Row = Mapping[str, Any]

# Seconds since 1970 from 2000 to 2200; more than that counts milliseconds.
_FIRST_SECOND, _LAST_SECOND = 946_684_800, 7_258_118_400
_EPOCH = re.compile(r"\d{10}|\d{13}", re.ASCII)
_CLOCK = re.compile(r"(\d{1,3}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?", re.ASCII)
_HALF_DAY = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*([ap])\.?m\.?", re.ASCII | re.IGNORECASE)
_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[T ]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?",
    re.ASCII | re.IGNORECASE,
)
_ISO_LENGTH = re.compile(
    r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?", re.ASCII
)


def text(value: object, *languages: str) -> str | None:
    """Return a text or a number as text; None for blanks and for anything else.

    Of a text in several languages ({"en": …, "de": …}) the first of `languages` is taken, then
    English, then whichever stands first.
    """
    if isinstance(value, Mapping):
        chosen = [value.get(one) for one in (*languages, "en")] + list(value.values())
        return next((one.strip() for one in chosen if isinstance(one, str) and one.strip()), None)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def first_text(row: Row, *names: str) -> str | None:
    """Return the first of these fields that says something."""
    return next((found for name in names if (found := text(row.get(name)))), None)


def rows(value: object) -> Iterator[Row]:
    """Give the objects of a list, or of an object whose keys don't matter; nothing else."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, Mapping))


def row(value: object) -> Row:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def listed(value: object) -> list[Any]:
    """Return a list, an empty one for anything else."""
    return value if isinstance(value, list) else []


def texts(value: object) -> tuple[str, ...]:
    """Return the texts of a list, or the single text that stands in its place."""
    found = value if isinstance(value, list) else [value]
    return tuple(said for one in found if (said := text(one)))


def when(value: object) -> datetime | None:
    """Return an ISO 8601 instant (aware) or wall time (naive), or seconds since 1970 as an instant.

    Milliseconds since 1970 are told from seconds by their size; both may stand as text. A day alone
    is none. Seconds' fractions are cut off.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _of_epoch(value)
    said = _ISO.fullmatch(value.strip()) if isinstance(value, str) else None
    if said is None or said[4] is None:
        count = isinstance(value, str) and _EPOCH.fullmatch(value.strip())
        return _of_epoch(int(count[0])) if count else None
    try:
        wall = datetime(*(int(said[part] or 0) for part in range(1, 7)))  # type: ignore[arg-type]  # noqa: DTZ001 - the offset follows
        return wall if said[7] is None else _at_offset(wall, said[7])
    except (ValueError, OverflowError):
        return None


def day(value: object) -> date | None:
    """Return the day that a text begins with, as in "2024-07-08T09:00"."""
    said = _ISO.match(value.strip()) if isinstance(value, str) else None
    try:
        return date(int(said[1]), int(said[2]), int(said[3])) if said else None
    except ValueError:
        return None


def on(day: date, clock: object) -> datetime | None:
    """Return the wall time of a clock ("9:45", "09:45:00", "2 pm") on a day; None if it is none.

    Hours from 24 on are those of the night that follows.
    """
    length = clock_length(_without_half(clock))
    if length is None or length >= timedelta(days=2):
        return None
    try:
        return datetime(day.year, day.month, day.day) + length  # noqa: DTZ001 - a wall time
    except OverflowError:
        return None


def clock(value: object) -> time | None:
    """Return the time of day that a clock shows; None if it is none."""
    shown = on(date(2000, 1, 1), value)
    return shown.time() if shown is not None else None


def clock_length(value: object) -> timedelta | None:
    """Return what "1:30" or "00:45:00" means as a length in hours and minutes."""
    said = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if said is None:
        return None
    return timedelta(hours=int(said[1]), minutes=int(said[2]), seconds=int(said[3] or 0))


def length(value: object) -> timedelta | None:
    """Return a length: minutes as a number, "1:30", or as ISO 8601 has it ("PT45M")."""
    said = text(value)
    if said is None:
        return None
    if re.fullmatch(r"\d{1,5}(\.\d+)?", said, re.ASCII):
        return timedelta(minutes=round(float(said)))
    parts = _ISO_LENGTH.fullmatch(said.upper())
    if parts is None or not any(parts.groups()):
        return clock_length(said)
    days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _without_half(clock: object) -> object:
    """Return "14:05" for "2:05 pm", and anything else as it is."""
    said = _HALF_DAY.fullmatch(clock.strip()) if isinstance(clock, str) else None
    if said is None or not 1 <= int(said[1]) <= 12:  # noqa: PLR2004 - the hours of half a day
        return clock
    hour = int(said[1]) % 12 + (12 if said[3].lower() == "p" else 0)
    return f"{hour}:{said[2] or '00'}"


def _of_epoch(value: float) -> datetime | None:
    if not _FIRST_SECOND <= value <= _LAST_SECOND * 1000:
        return None
    seconds = value / 1000 if value > _LAST_SECOND else value
    if seconds < _FIRST_SECOND:
        return None
    return datetime.fromtimestamp(int(seconds), UTC)


def _at_offset(wall: datetime, offset: str) -> datetime:
    if offset.upper() in ("Z", "UTC"):
        return wall.replace(tzinfo=UTC)
    digits = offset[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return wall.replace(tzinfo=timezone(size if offset[0] == "+" else -size))
