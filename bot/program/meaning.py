"""Turns what a person typed into the one thing on the program that they meant."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from difflib import get_close_matches

from bot.errors import NotOnProgramError
from bot.program.lookup import Lookup
from bot.program.model import Room
from bot.program.search import HitKind
from bot.program.timetable import Timetable
from bot.program.typed_day import TypedDay, days_near_in_figures, typed_days
from bot.program.typed_words import nth_day, typed_words
from bot.program.words import fold

# How much better than the second the first must match to be meant (of 100).
CLEARLY_BETTER = 5.0


def meant(lookup: Lookup, kind: HitKind, words: str, now: datetime) -> str | None:
    """Return the id of the talk, speaker or track that `words` mean; None when several may be.

    `words` may be an id, as a chosen suggestion is, or anything that a person typed.

    Raises:
        NotOnProgramError: nothing matches.
    """
    timetable = lookup.timetable
    by_id: dict[HitKind, Callable[[str], object | None]] = {
        HitKind.TALK: timetable.talk,
        HitKind.SPEAKER: timetable.speaker,
        HitKind.TRACK: timetable.track,
    }
    if by_id[kind](words) is not None:
        return words
    hits = lookup.search.find(words, now, kinds=frozenset({kind}), limit=2) if words.strip() else ()
    if not hits:
        raise NotOnProgramError(kind.value, words)
    if len(hits) > 1 and hits[0].score - hits[1].score < CLEARLY_BETTER:
        return None
    return hits[0].id


def meant_day(timetable: Timetable, words: str, now: datetime) -> date:
    """Return the program day that `words` mean: "2022-11-30", "Wed", "30 Nov", "today", "day 2".

    They may be in any language that Marquee speaks, or in figures: "30.11.". In "12/1" the day
    comes first, unless only the other way round it is one of the program.

    Raises:
        NotOnProgramError: no day of the program reads like that.
    """
    typed = _folded(words)
    near = _near(typed, timetable.day_of(now))
    named = [*near, *typed_days(words), *days_near_in_figures(typed)]
    for number, day in enumerate(timetable.days, start=1):
        if typed == day.isoformat() or typed in nth_day(number):
            return day
    for one in named:
        for day in timetable.days:
            if one.fits(day):
                return day
    raise NotOnProgramError("day", words)


def meant_room(timetable: Timetable, words: str) -> Room:
    """Return the room that `words` mean: its id, its name, a part of it, or nearly so.

    Raises:
        NotOnProgramError: no room reads like that.
    """
    rooms = timetable.program.rooms
    typed = _folded(words)
    same = (room for room in rooms if typed in (room.id, _folded(room.name)))
    begins = (room for room in rooms if _folded(room.name).startswith(typed))
    within = (room for room in rooms if typed in _folded(room.name))
    near = get_close_matches(typed, [_folded(room.name) for room in rooms], n=1)
    alike = (room for room in rooms if _folded(room.name) in near)
    for room in _chain(same, begins, within, alike):
        return room
    raise NotOnProgramError("room", words)


def _near(typed: str, today: date) -> Iterator[TypedDay]:
    """Give the day that lies so near to today that it has a word of its own."""
    words = typed_words()
    for near, days in ((words.today, 0), (words.tomorrow, 1)):
        if typed in near:
            one = today + timedelta(days=days)
            yield TypedDay(day=one.day, month=one.month, year=one.year)


def _folded(text: str) -> str:
    return " ".join(fold(text).replace(",", " ").split())


def _chain(*groups: Iterable[Room]) -> Iterable[Room]:
    for group in groups:
        yield from group
