"""The days on which an iCalendar event comes again, for rules as simple as a conference's."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

# A breakfast comes back every day; what comes back for longer is no conference.
_LONGEST = timedelta(days=60)
_KNOWN = frozenset({"FREQ", "COUNT", "UNTIL", "INTERVAL", "BYDAY", "WKST"})
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def again(start: datetime, rule: Mapping[str, Any]) -> tuple[datetime, ...] | None:
    """Return all times of an event, the first included, by its RRULE; None if it isn't that simple.

    A rule is simple if it goes by days or weeks, and ends within two months.
    """
    try:
        frequency, until = _only(rule, "FREQ"), _only(rule, "UNTIL")
        count, interval = int(_only(rule, "COUNT") or 0), int(_only(rule, "INTERVAL") or 1)
    except (TypeError, ValueError):
        return None
    days = [str(one).upper() for one in _listed(rule, "BYDAY")]
    simple = (
        rule.keys() <= _KNOWN
        and frequency in ("DAILY", "WEEKLY")
        and interval > 0
        and all(day in _DAYS for day in days)
        and (count > 0 or isinstance(until, date))
    )
    if not simple:
        return None
    found: list[datetime] = []
    for time in _times(start, frequency == "WEEKLY", interval, days):
        if (count and len(found) == count) or (until is not None and _is_after(time, until)):
            return tuple(found)
        found.append(time)
    return tuple(found) if count and len(found) == count else None


def _times(start: datetime, weekly: bool, interval: int, days: list[str]) -> Iterator[datetime]:  # noqa: FBT001
    """Give the times on the same clock that a rule without an end means, for two months."""
    monday = start.date() - timedelta(days=start.weekday())
    wanted = days or ([_DAYS[start.weekday()]] if weekly else [*_DAYS])
    for passed in range(_LONGEST.days + 1):
        try:
            time = start + timedelta(days=passed)
        except OverflowError:
            return
        step = (time.date() - monday).days // 7 if weekly else passed
        if step % interval == 0 and _DAYS[time.weekday()] in wanted:
            yield time


def _is_after(time: datetime, until: date) -> bool:
    if not isinstance(until, datetime):
        return time.date() > until
    if (time.tzinfo is None) != (until.tzinfo is None):
        return time.date() > until.date()
    return time > until


def _listed(rule: Mapping[str, Any], name: str) -> list[Any]:
    found = rule.get(name)
    return found if isinstance(found, list) else [] if found is None else [found]


def _only(rule: Mapping[str, Any], name: str) -> Any:
    return next(iter(_listed(rule, name)), None)
