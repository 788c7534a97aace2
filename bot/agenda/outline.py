"""One attendee's agenda of a program as a value: day by day, with what clashes and what changed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.agenda.clashes import LONG, Placed, TimetableOf, all_clashes, placed
from bot.agenda.followers import followed_guild
from bot.agenda.model import Attendee, Saved, Seen
from bot.program.model import Session
from bot.program.timetable import Timetable


class News(StrEnum):
    """In which respect a saved session is not as its attendee last saw it in their agenda."""

    MOVED = "moved"
    ROOM = "room"
    RETITLED = "retitled"
    CANCELLED = "cancelled"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEntry:
    """One saved session as it stands now.

    `session` is None if it does not take place any more, or if nobody knows now: then `timetable`
    is None too, since its program is not loaded. `now` says what there is to say of it, in any
    case. `start` and `end` are in the program's zone if that is known, else in UTC; `end` is the
    assumed one where none is declared, and None without a `session`.

    `clashes` are the other saved sessions that it clashes with, those of other programs too, by
    time. `gap` is how long nothing saved was on before it on that day; None for the first of a day,
    where there is none, and for what takes four hours or more, which also ends no gap. `news` is
    what changed since the last look, in the order of News. A long one is on for its first hour, as
    in `Timetable.on_now`; next is all that starts first after now.
    """

    saved: Saved
    timetable: Timetable | None
    session: Session | None
    now: Seen
    start: datetime
    end: datetime | None = None
    clashes: tuple[Saved, ...] = ()
    gap: timedelta | None = None
    news: tuple[News, ...] = ()
    is_on: bool = False
    is_next: bool = False
    is_over: bool = False

    @property
    def is_gone(self) -> bool:
        """Whether it is known not to take place."""
        return self.now.is_cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaDay:
    """What is saved on one day in the program's zone, by start."""

    day: date
    entries: tuple[AgendaEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A person's agenda of one program: its days in order, and how much is saved of others.

    `timetable` is one that what they saved follows, else the one that the person follows by now,
    for the program's name and zone; None if the program is not loaded. `elsewhere` counts the saved
    sessions of other programs, by id.
    """

    program: str
    timetable: Timetable | None
    days: tuple[AgendaDay, ...] = ()
    elsewhere: Mapping[str, int]

    @property
    def entries(self) -> tuple[AgendaEntry, ...]:
        """Every entry, by start."""
        return tuple(entry for day in self.days for entry in day.entries)

    @property
    def on(self) -> tuple[AgendaEntry, ...]:
        """What is on now, by start."""
        return tuple(entry for entry in self.entries if entry.is_on)

    @property
    def next(self) -> tuple[AgendaEntry, ...]:
        """What starts next: all that starts at that instant."""
        return tuple(entry for entry in self.entries if entry.is_next)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A saved session, and where it stands now."""

    saved: Saved
    timetable: Timetable | None
    placed: Placed | None

    @property
    def start(self) -> datetime:
        """When it starts, or would have, in UTC."""
        return self.saved.seen.start.astimezone(UTC) if self.placed is None else self.placed.start


def outline(attendee: Attendee, program: str, timetable_of: TimetableOf, now: datetime) -> Outline:
    """Return a person's agenda of a program as it stands at `now`.

    Every saved session of the program is in it once, whatever became of it.
    """
    found = [_found(saved, attendee, timetable_of) for saved in attendee.saved]
    ours = sorted(
        (one for one in found if one.saved.program == program),
        key=lambda one: (one.start, one.saved.session),
    )
    # Another guild may know nothing of what one of them attached.
    loaded = (one.timetable for one in ours if one.timetable is not None)
    timetable = next(loaded, None) or timetable_of(program, attendee.last_guild)
    zone = UTC if timetable is None else ZoneInfo(timetable.program.zone)
    clashing = _clashing(found)
    entries = _entries(ours, zone, now)
    return Outline(
        program=program,
        timetable=timetable,
        days=tuple(
            _days(replace(one, clashes=clashing.get(_key(one.saved), ())) for one in entries)
        ),
        elsewhere=Counter(one.program for one in attendee.saved if one.program != program),
    )


def seen_of(session: Session, timetable: Timetable) -> Seen:
    """Return a session as it is seen now."""
    room = timetable.room(session.room) if session.room else None
    return Seen(
        title=timetable.title_of(session),
        start=session.start.astimezone(UTC),
        room=room.name if room else None,
    )


def seen_now(entries: Iterable[AgendaEntry]) -> Mapping[str, Seen]:
    """Return by session what is to be kept once these entries were shown: only what is new."""
    return {entry.saved.session: entry.now for entry in entries if entry.now != entry.saved.seen}


def news_of(seen: Seen, now: Seen) -> tuple[News, ...]:
    """Return in which respects a session is not as it was seen; of a cancelled one, only that."""
    if now.is_cancelled:
        return () if seen.is_cancelled else (News.CANCELLED,)
    respects = (
        (News.MOVED, seen.start != now.start),
        (News.ROOM, seen.room != now.room),
        (News.RETITLED, seen.title != now.title),
        (News.BACK, seen.is_cancelled),
    )
    return tuple(news for news, is_so in respects if is_so)


def _found(saved: Saved, attendee: Attendee, timetable_of: TimetableOf) -> _Found:
    timetable = timetable_of(saved.program, followed_guild(attendee, saved))
    session = None if timetable is None else timetable.session(saved.session)
    stands = None if timetable is None or session is None else placed(session, timetable)
    return _Found(saved=saved, timetable=timetable, placed=stands)


def _key(saved: Saved) -> tuple[str, str]:
    return (saved.program, saved.session)


def _clashing(found: Sequence[_Found]) -> Mapping[tuple[str, str], tuple[Saved, ...]]:
    """Return by program and session what each clashes with."""
    saved = {_key(one.saved): one.saved for one in found}
    clashing = all_clashes(one.placed for one in found if one.placed is not None)
    return {key: tuple(saved[one.key] for one in those) for key, those in clashing.items()}


def _entries(found: Sequence[_Found], zone: tzinfo, now: datetime) -> Iterator[AgendaEntry]:
    """Yield what was found as entries without their clashes."""
    coming = (one.start for one in found if one.placed is not None and one.start > now)
    next_start = min(coming, default=None)
    on_now = _on_now(found, now)
    for one, gap in zip(found, _gaps(found, zone), strict=True):
        end = None if one.placed is None else one.placed.end
        seen = _now(one)
        yield AgendaEntry(
            saved=one.saved,
            timetable=one.timetable,
            session=None if one.placed is None else one.placed.session,
            now=seen,
            start=one.start.astimezone(zone),
            end=None if end is None else end.astimezone(zone),
            gap=gap,
            news=news_of(one.saved.seen, seen),
            is_on=one.saved.session in on_now,
            is_next=one.placed is not None and one.start == next_start,
            is_over=(end or one.start) <= now,
        )


def _now(found: _Found) -> Seen:
    if found.placed is not None:
        return seen_of(found.placed.session, found.placed.timetable)
    if found.timetable is None:
        # That a program is not loaded says nothing of what takes place.
        return found.saved.seen
    return replace(found.saved.seen, is_cancelled=True)


def _on_now(found: Iterable[_Found], now: datetime) -> frozenset[str]:
    timetables = {id(one.timetable): one.timetable for one in found if one.timetable is not None}
    on = {key: {one.id for one in each.on_now(now)} for key, each in timetables.items()}
    return frozenset(
        one.saved.session for one in found if one.saved.session in on.get(id(one.timetable), ())
    )


def _gaps(found: Iterable[_Found], zone: tzinfo) -> Iterator[timedelta | None]:
    """Yield how long nothing was on before each of them, which are by start, on its day."""
    ends: dict[date, datetime] = {}
    for one in found:
        if one.placed is None or one.placed.end - one.placed.start >= LONG:
            yield None
            continue
        day = one.start.astimezone(zone).date()
        last = ends.get(day)
        yield one.start - last if last is not None and one.start > last else None
        ends[day] = max(one.placed.end, last or one.placed.end)


def _days(entries: Iterable[AgendaEntry]) -> Iterator[AgendaDay]:
    by_day: defaultdict[date, list[AgendaEntry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.start.date()].append(entry)
    for day in sorted(by_day):
        yield AgendaDay(day=day, entries=tuple(by_day[day]))
