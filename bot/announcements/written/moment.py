"""Reads when an announcement is to be posted: "now", "Thu 14:30", "10 minutes before Rivers"."""

import re
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot.announcements.written.any_day import starts_on_any_day
from bot.announcements.written.model import At, AtOnce, Before, Moment
from bot.announcements.written.moment_words import (
    begins_now,
    in_numbers,
    moment_words,
    parted_by_before,
)
from bot.errors import AnnouncementError
from bot.program.lookup import Lookup
from bot.program.session_search import Fits, meant_session, sessions_like
from bot.program.start_time import start_label, start_value
from bot.program.typed_words import one_of, typed_words
from bot.program.words import fold
from bot.translation import said

NOW = "now"
USUAL_SPAN = timedelta(minutes=10)
LONGEST_SPAN = timedelta(days=7)
MINUTE = timedelta(minutes=1)

# What is offered of each kind, before anything is typed.
SESSIONS_FIRST = 6


def meant_moment(words: str, lookup: Lookup | None, now: datetime) -> Moment:
    """Return when `words` mean, in the program's zone; without any, at once.

    They may be in any language that Marquee speaks, and a choice's value is read back, too.
    `lookup` is the guild's program, None without one: then only "now" can be read.

    Raises:
        AnnouncementError: no time can be read, or it is past.
        NotOnProgramError: no session is called so.
        SessionChangeError: several sessions may be meant.
    """
    typed = " ".join(words.split())
    if not typed or fold(typed) in moment_words().now:
        return AtOnce()
    if lookup is None:
        raise AnnouncementError(
            said(
                "Without a program I know neither your sessions nor your time zone: choose one "
                "under `/setup`, or post it now."
            )
        )
    if (before := _typed_before(typed)) is not None:
        return _before(*before, lookup, now)
    return _at(typed, lookup, now)


def moments_like(
    words: str, lookup: Lookup | None, now: datetime, limit: int
) -> tuple[Moment, ...]:
    """Return what `words` may mean, the likeliest first; without any, what is usual."""
    typed = " ".join(words.split())
    if lookup is None:
        return (AtOnce(),)
    found: list[Moment] = [AtOnce()] if begins_now(fold(typed)) else []
    before = _typed_before(typed)
    starts: list[Moment] = [
        At(at=start)
        for start in (_starts(typed, lookup, now) if before is None else ())
        if start.timestamp() > now.timestamp()
    ]
    span, wanted = (USUAL_SPAN, typed) if before is None else before
    span = min(span, LONGEST_SPAN)
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


def _starts(typed: str, lookup: Lookup, now: datetime) -> tuple[datetime, ...]:
    folded = fold(typed)
    in_figures = in_numbers(folded)
    return starts_on_any_day(typed if in_figures == folded else in_figures, lookup.timetable, now)


def _at(typed: str, lookup: Lookup, now: datetime) -> At:
    starts = _starts(typed, lookup, now)
    if not starts:
        raise AnnouncementError(
            said(
                "“{words}” can't be read as a time. Write it like `14:30`, `Thu 14:30`, "
                "`1 Dec 9:00`, `in 20 minutes` or `10 minutes before Rivers`.",
                words=typed,
            )
        )
    to_come = [one for one in starts if one.timestamp() > now.timestamp()]
    if not to_come:
        local = now.astimezone(ZoneInfo(lookup.program.zone))
        raise AnnouncementError(
            said(
                "{start} is past: at the event it is {now} now. Give a time to come, or `now`.",
                start=start_label(starts[0]),
                now=start_label(local),
            )
        )
    return At(at=to_come[0])


def _before(span: timedelta, typed: str, lookup: Lookup, now: datetime) -> Before:
    if span > LONGEST_SPAN:
        raise AnnouncementError(said("That is more than a week before it: give a day and a time."))
    session = meant_session(lookup, typed, now, _is_to_come(now))
    if session.start.timestamp() <= now.timestamp():
        raise AnnouncementError(
            said(
                "“{session}” has started already: give a time to come, or `now`.",
                session=lookup.timetable.title_of(session),
            )
        )
    return Before(session=session.id, span=span)


def _typed_before(typed: str) -> tuple[timedelta, str] | None:
    """Return how long before which session was typed, None if something else was.

    A title may begin like "before Rivers" does, so that is meant only where nothing says how long.
    """
    without: tuple[timedelta, str] | None = None
    for span, session in parted_by_before(typed):
        found = _span_pattern().fullmatch(span)
        if found is None:
            continue
        if any(found.groupdict().values()):
            return _span(found), session
        without = without or (USUAL_SPAN, session)
    return without


@cache
def _span_pattern() -> re.Pattern[str]:
    """Return how a span is typed in any language, folded: "2 days 1.5 hours", "10"; or nothing."""
    typed, words = typed_words(), moment_words()
    return re.compile(
        rf"(?:(?P<weeks>\d{{1,2}})\s*{one_of(words.weeks)})?\s*"
        rf"(?:(?P<days>\d{{1,3}})\s*{one_of(words.days)})?\s*"
        rf"(?:(?P<hours>\d{{1,3}}(?:[.,]\d)?)\s*{one_of(typed.hours)})?\s*"
        rf"(?:(?P<minutes>\d{{1,5}})\s*(?:{one_of(typed.minutes)})?)?"
    )


def _span(found: re.Match[str]) -> timedelta:
    return timedelta(
        weeks=int(found["weeks"] or 0),
        days=int(found["days"] or 0),
        hours=float((found["hours"] or "0").replace(",", ".")),
        minutes=int(found["minutes"] or 0),
    )


def _is_to_come(now: datetime) -> Fits:
    instant = now.timestamp()
    return lambda session: session.start.timestamp() > instant
