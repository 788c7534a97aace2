"""Which sessions one person can't attend both of, since they take place at the same time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.agenda.followers import followed_guild
from bot.agenda.model import Attendee, Saved
from bot.agenda.walk_in import is_walk_in
from bot.program.model import Session
from bot.program.timetable import Timetable

# What takes as long as this is left for something else in between: a sprint, an expo, a day trip.
LONG = timedelta(hours=4)

# A program's timetable as a guild sees it (None is the source's); None if it is not loaded.
TimetableOf = Callable[[str, int | None], Timetable | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A session with the timetable that it stands on: people may follow those of several guilds.

    `start` and `end` are in UTC; the end is the assumed one where none is declared. A `loose` one
    clashes with nothing: people walk in and out, or it takes four hours or more.
    """

    session: Session
    timetable: Timetable
    start: datetime
    end: datetime
    is_loose: bool

    @property
    def key(self) -> tuple[str, str]:
        """Which session it is: its program's id and its own."""
        return (self.timetable.program.id, self.session.id)

    @property
    def title(self) -> str:
        """What the session is called; never empty."""
        return self.timetable.title_of(self.session)


def placed(session: Session, timetable: Timetable) -> Placed:
    """Return a session as it stands on a timetable."""
    # Two wall times of one zone compare without their offsets, hence in UTC.
    start = session.start.astimezone(UTC)
    end = timetable.end_of(session).astimezone(UTC)
    return Placed(
        session=session,
        timetable=timetable,
        start=start,
        end=end,
        is_loose=end - start >= LONG or is_walk_in(session, timetable),
    )


def placed_if(saved: Saved, attendee: Attendee, timetable_of: TimetableOf) -> Placed | None:
    """Return a saved session as it stands on the timetable that it follows.

    None if it does not take place there, or if the program is not loaded.
    """
    timetable = timetable_of(saved.program, followed_guild(attendee, saved))
    session = None if timetable is None else timetable.session(saved.session)
    if timetable is None or session is None:
        return None
    return placed(session, timetable)


def all_placed(attendee: Attendee, timetable_of: TimetableOf) -> tuple[Placed, ...]:
    """Return all that a person saved, of any program, and that takes place; by time."""
    found = (placed_if(saved, attendee, timetable_of) for saved in attendee.saved)
    return by_time(one for one in found if one is not None)


def by_time(ones: Iterable[Placed]) -> tuple[Placed, ...]:
    """Return sessions by start, then by program and id."""
    return tuple(sorted(ones, key=lambda one: (one.start, one.key)))


def clashes(one: Placed, others: Iterable[Placed]) -> tuple[Placed, ...]:
    """Return which of the others a session clashes with, by time; never with itself.

    Two clash that take place at the same time. One that starts when the other ends does not, nor
    does any that is loose.
    """
    return by_time(other for other in others if _clash(one, other))


def all_clashes(ones: Iterable[Placed]) -> Mapping[tuple[str, str], tuple[Placed, ...]]:
    """Return by key what each of the sessions clashes with among them, by time; if anything."""
    found: defaultdict[tuple[str, str], list[Placed]] = defaultdict(list)
    still_on: list[Placed] = []
    for later in by_time(one for one in ones if not one.is_loose):
        still_on = [one for one in still_on if one.end > later.start]
        for earlier in still_on:
            if _clash(earlier, later):
                found[earlier.key].append(later)
                found[later.key].append(earlier)
        still_on.append(later)
    return {key: by_time(those) for key, those in found.items()}


def _clash(one: Placed, other: Placed) -> bool:
    return (
        one.start < other.end
        and other.start < one.end
        and not (one.is_loose or other.is_loose)
        and one.key != other.key
    )
