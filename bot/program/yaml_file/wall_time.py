"""A time as a clock on the wall shows it, and the instants that it may be."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

# A day outside of these is a slip of the finger.
FIRST_YEAR, LAST_YEAR = 2000, 2199

DAY_PATTERN = r"\d{4}-\d{2}-\d{2}"
CLOCK_PATTERN = r"\d{1,2}:\d{2}(:\d{2})?( ?(Z|[+-]\d{2}:\d{2}))?"

_DAY = re.compile(DAY_PATTERN, re.ASCII)
_WRITTEN = re.compile(
    rf"((?P<day>{DAY_PATTERN})[ T]+)?"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(:(?P<second>\d{2}))?"
    r" ?(?P<offset>Z|(?P<sign>[+-])(?P<hours>\d{2}):(?P<minutes>\d{2}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WallTime:
    """A day and a time of day where the conference is.

    Without a day it is on the day that goes before it. `offset` from UTC stands where clocks that
    are put back show the same time twice.
    """

    time: time
    day: date | None = None
    offset: timedelta | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the wall time that is written: "2022-11-30 09:00", "09:45".

        Raises:
            ValueError: no such thing is written.
        """
        written = _WRITTEN.fullmatch(text.strip())
        if written is None:
            raise ValueError(text)
        hour, minute, second = (int(written[part] or 0) for part in ("hour", "minute", "second"))
        return cls(
            time=time(hour, minute, second),
            day=read_day(written["day"]) if written["day"] else None,
            offset=_offset(written) if written["offset"] else None,
        )

    @classmethod
    def of(cls, instant: datetime, zone: ZoneInfo) -> Self:
        """Return what clocks in `zone` show at an instant, with the offset only where needed."""
        local = instant.astimezone(UTC).astimezone(zone)
        wall = cls(time=local.time().replace(fold=0), day=local.date())
        doubled = len(wall.instants(zone)) > 1
        return replace(wall, offset=local.utcoffset()) if doubled else wall

    def anyway(self, zone: ZoneInfo) -> datetime:
        """Return an instant even where there is none or two: as if clocks had not been put on yet.

        Raises ValueError without a day.
        """
        if self.day is None:
            raise ValueError(self)
        return datetime.combine(self.day, self.time, zone)

    def instants(self, zone: ZoneInfo) -> tuple[datetime, ...]:
        """Return when clocks in `zone` show this, in `zone`.

        None when clocks that are put forward skip it, two when clocks that are put back show it
        twice, none when `offset` is not the zone's then. Raises ValueError without a day.
        """
        first = self.anyway(zone)
        both = (first, first.replace(fold=1))
        before, after = (one.utcoffset() or timedelta() for one in both)
        if before < after:
            return ()
        seen = both if before > after else both[:1]
        return tuple(one for one in seen if self.offset in (None, one.utcoffset()))

    def __str__(self) -> str:
        """Return it as it is written in a program file."""
        clock = self.time.isoformat("seconds" if self.time.second else "minutes")
        parts = [clock]
        if self.day is not None:
            parts.insert(0, self.day.isoformat())
        if self.offset is not None:
            parts.append(offset_text(self.offset))
        return " ".join(parts)


def read_day(text: str) -> date:
    """Return the day that is written as "2022-11-30". Raises ValueError if none is."""
    if not _DAY.fullmatch(text.strip()):
        raise ValueError(text)
    day = date.fromisoformat(text.strip())
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


def offset_text(offset: timedelta) -> str:
    """Return an offset from UTC as it is written: "-07:00"."""
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f"{'-' if offset < timedelta() else '+'}{hours:02}:{minutes:02}"


def _offset(written: re.Match[str]) -> timedelta:
    if written["offset"] == "Z":
        return timedelta()
    size = timedelta(hours=int(written["hours"]), minutes=int(written["minutes"]))
    return -size if written["sign"] == "-" else size
