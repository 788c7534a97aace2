"""Reads when an announcement is to be posted: "now", "Thu 14:30", "10 minutes before Rivers"."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.announcements.written.any_day import starts_on_any_day
from bot.announcements.written.model import At, AtOnce, Before, Moment
from bot.errors import AnnouncementError
from bot.program.lookup import Lookup
from bot.program.session_search import Fits, meant_session, sessions_like
from bot.program.start_time import start_label, start_value

NOW = "now"
USUAL_SPAN = timedelta(minutes=10)
LONGEST_SPAN = timedelta(days=7)
MINUTE = timedelta(minutes=1)

# What people say for a number and its unit, before anything else of a moment.
_SAID = {
    re.compile(rf"(?P<in>^(?:in )?){words}(?= before|$)", re.IGNORECASE): rf"\g<in>{number}"
    for words, number in {
        "half an hour": "30 minutes",
        "(?:an|one) hour": "1 hour",
        "(?:a|one) day": "1 day",
        "(?:a|one) week": "7 days",
    }.items()
}

# What is offered of each kind, before anything is typed.
SESSIONS_FIRST = 6

_BEFORE = re.compile(
    r"(?:(?P<days>\d{1,3})\s*(?:d|days?)\b)?\s*"
    r"(?:(?P<hours>\d{1,3}(?:\.\d)?)\s*(?:h|hrs?|hours?)\b)?\s*"
    r"(?:(?P<minutes>\d{1,5})\s*(?:m|mins?|minutes?)?\b)?\s*\bbefore\b\s*(?P<session>.*)",
    re.IGNORECASE,
)


def meant_moment(words: str, lookup: Lookup | None, now: datetime) -> Moment:
    """Return when `words` mean, in the program's zone; without any, at once.

    `lookup` is the guild's program, None without one: then only "now" can be read.

    Raises:
        AnnouncementError: no time can be read, or it is past.
        NotOnProgramError: no session is called so.
        SessionChangeError: several sessions may be meant.
    """
    typed = _numbered(words)
    if typed.casefold() in ("", NOW):
        return AtOnce()
    if lookup is None:
        raise AnnouncementError(
            "Without a program I know neither your sessions nor your time zone: choose one under "
            "`/setup`, or post it now."
        )
    if (found := _BEFORE.fullmatch(typed)) is not None:
        return _before(found, lookup, now)
    return _at(typed, lookup, now)


def moments_like(
    words: str, lookup: Lookup | None, now: datetime, limit: int
) -> tuple[Moment, ...]:
    """Return what `words` may mean, the likeliest first; without any, what is usual."""
    typed = _numbered(words)
    if lookup is None:
        return (AtOnce(),)
    found: list[Moment] = [AtOnce()] if NOW.startswith(typed.casefold()) else []
    before = _BEFORE.fullmatch(typed)
    starts: list[Moment] = [
        At(at=start)
        for start in (starts_on_any_day(typed, lookup.timetable, now) if before is None else ())
        if start.timestamp() > now.timestamp()
    ]
    wanted = typed if before is None else before["session"]
    span = USUAL_SPAN if before is None else min(_span(before), LONGEST_SPAN)
    sessions: list[Moment] = [
        Before(session=one.id, span=span)
        for one in sessions_like(lookup, wanted, now, _is_to_come(now), limit)
    ]
    # What reads as a time is hardly meant as a title.
    found += [*sessions[:SESSIONS_FIRST], *starts] if not typed else [*starts, *sessions]
    return tuple(found[:limit])


def moment_value(moment: Moment) -> str:
    """Return what a moment is read back from, by `meant_moment`."""
    match moment:
        case AtOnce():
            return NOW
        case At():
            return start_value(moment.at)
        case Before():
            return f"{moment.span // MINUTE} minutes before {moment.session}"


def _at(typed: str, lookup: Lookup, now: datetime) -> At:
    starts = starts_on_any_day(typed, lookup.timetable, now)
    if not starts:
        raise AnnouncementError(
            f"“{typed}” can't be read as a time. Write it like `14:30`, `Thu 14:30`, `1 Dec 9:00`, "
            "`in 20 minutes` or `10 minutes before Rivers`."
        )
    to_come = [one for one in starts if one.timestamp() > now.timestamp()]
    if not to_come:
        local = now.astimezone(ZoneInfo(lookup.program.zone))
        raise AnnouncementError(
            f"{start_label(starts[0])} is past: at the event it is {start_label(local)} now. "
            "Give a time to come, or `now`."
        )
    return At(at=to_come[0])


def _before(found: re.Match[str], lookup: Lookup, now: datetime) -> Before:
    span = _span(found)
    if span > LONGEST_SPAN:
        raise AnnouncementError("That is more than a week before it: give a day and a time.")
    session = meant_session(lookup, found["session"], now, _is_to_come(now))
    if session.start.timestamp() <= now.timestamp():
        title = lookup.timetable.title_of(session)
        raise AnnouncementError(f"“{title}” has started already: give a time to come, or `now`.")
    return Before(session=session.id, span=span)


def _span(found: re.Match[str]) -> timedelta:
    days, hours, minutes = found["days"], found["hours"], found["minutes"]
    if not (days or hours or minutes):
        return USUAL_SPAN
    return timedelta(days=int(days or 0), hours=float(hours or 0), minutes=int(minutes or 0))


def _numbered(words: str) -> str:
    """Return what was typed with single blanks, and a span that it begins with in numbers."""
    typed = " ".join(words.split())
    for said, number in _SAID.items():
        typed = said.sub(number, typed)
    return typed


def _is_to_come(now: datetime) -> Fits:
    instant = now.timestamp()
    return lambda session: session.start.timestamp() > instant
