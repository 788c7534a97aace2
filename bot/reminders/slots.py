"""When which sessions are told: worked out once for all guilds that follow one timetable."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import groupby, islice, takewhile, tee

from bot.guilds.model import Lead
from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.reminders.message import Message, messages

# What was missed longer ago than this is not even recorded: a bot that comes back after a week has
# nothing to say about it.
MISSED_FOR = timedelta(hours=24)

# An instant, and what starts at it.
Start = tuple[datetime, Sequence[Session]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The sessions that start at one instant (UTC), as told `before` it."""

    timetable: Timetable
    start: datetime
    before: timedelta
    sessions: Sequence[Session]
    # What was made, by the sessions' ids; by None for all of them, since most guilds ask for that.
    _made: dict[tuple[str, ...] | None, Sequence[Message]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def due(self) -> datetime:
        """When they are told."""
        return self.start - self.before

    def messages_of(self, sessions: Sequence[Session]) -> Sequence[Message]:
        """Return the messages that tell of some of them, or all; made once for the same ones."""
        is_all = len(sessions) == len(self.sessions)
        which = None if is_all else tuple(session.id for session in sessions)
        if which not in self._made:
            made = messages(self.timetable, self.start, self.before, sessions)
            self._made[which] = tuple(made)
        return self._made[which]


class Slots:
    """One timetable's slots around `now`; what starts at `back_to` or earlier is not looked at.

    Guilds may have different leads: what several of them ask for is worked out once.
    """

    def __init__(self, timetable: Timetable, now: datetime, back_to: datetime) -> None:
        self.timetable = timetable
        self.now = now
        self._back_to = back_to
        self._slots: dict[tuple[datetime, timedelta], Slot] = {}
        self._begun: dict[timedelta, Sequence[Start]] = {}
        self._coming: dict[tuple[timedelta, ...], Iterator[Slot]] = {}

    def late(self, leads: Sequence[Lead]) -> Sequence[Slot]:
        """Return what should have been told by now, in due order, by the shortest overdue lead."""
        longest = max((lead.before for lead in leads), default=timedelta())
        late = []
        for start, sessions in self._starts_by(longest):
            lead = shortest_overdue(start, leads, self.now)
            if lead is not None:
                late.append(self._slot(start, lead.before, sessions))
        return sorted(late, key=_due)

    def coming(self, leads: Sequence[Lead]) -> Iterator[Slot]:
        """Yield what the leads will tell of after now, in due order; made as far as asked for."""
        befores = tuple(lead.before for lead in leads)
        if befores not in self._coming:
            self._coming[befores] = merge(*(self._coming_at(one) for one in befores), key=_due)
        # The one that stays here is at the beginning still, and shares what the other makes.
        self._coming[befores], coming = tee(self._coming[befores])
        return coming

    def _starts_by(self, longest: timedelta) -> Sequence[Start]:
        """Return the starts that a lead as long as `longest` tells of by now, passed ones too."""
        if longest not in self._begun:
            starts = _starts(self.timetable, self._back_to)
            last = self.now + longest
            self._begun[longest] = tuple(takewhile(lambda one: one[0] <= last, starts))
        return self._begun[longest]

    def _coming_at(self, before: timedelta) -> Iterator[Slot]:
        for start, sessions in _starts(self.timetable, self.now + before):
            yield self._slot(start, before, sessions)

    def _slot(self, start: datetime, before: timedelta, sessions: Sequence[Session]) -> Slot:
        made = self._slots.get((start, before))
        if made is None:
            made = Slot(timetable=self.timetable, start=start, before=before, sessions=sessions)
            self._slots[start, before] = made
        return made


def shortest_overdue(start: datetime, leads: Sequence[Lead], now: datetime) -> Lead | None:
    """Return the shortest lead that is due; one that was due before it was chosen is not."""
    overdue = [lead for lead in leads if lead.since <= start - lead.before <= now]
    return min(overdue, key=lambda lead: lead.before, default=None)


def start_of(session: Session) -> datetime:
    """Return when a session starts, in UTC.

    In a zone's repeated hour, two wall times neither sort nor compare as instants do.
    """
    return session.start.astimezone(UTC)


def _starts(timetable: Timetable, after: datetime) -> Iterator[Start]:
    """Yield each instant after `after` at which something but a break starts, with what starts."""
    first = bisect_right(timetable.sessions, after, key=start_of)
    following = islice(timetable.sessions, first, None)
    presented = (session for session in following if not session.is_break)
    for start, together in groupby(presented, key=start_of):
        yield start, tuple(together)


def _due(slot: Slot) -> datetime:
    return slot.due
