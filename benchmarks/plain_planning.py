"""Plans reminders the plain way: each guild for itself, all of them in one go."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import groupby, islice

from bot.delivery.model import Delivery, Item, Plan, Told
from bot.guilds.model import Choices, Lead
from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.reminders.message import messages
from bot.reminders.plan import UPCOMING
from bot.reminders.slots import MISSED_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainSlot:
    """The sessions that start at one instant (UTC), as one lead tells of them."""

    start: datetime
    lead: Lead
    sessions: Sequence[Session]

    @property
    def due(self) -> datetime:
        """When they are told."""
        return self.start - self.lead.before


def plain_plans(
    timetable: Timetable, guilds: Iterable[Choices], told: Iterable[Told], now: datetime
) -> list[Plan]:
    """Return each guild's plan, as `Reminders.plans` does."""
    by_guild = defaultdict[int, list[Told]](list)
    for one in told:
        by_guild[one.guild_id].append(one)
    return [_plan(timetable, choices, by_guild[choices.guild_id], now) for choices in guilds]


def _plan(timetable: Timetable, choices: Choices, told: Collection[Told], now: datetime) -> Plan:
    held = {one.item for one in told}
    late = sorted(_late(timetable, choices.leads, now), key=_due)
    coming = merge(*(_coming(timetable, lead, now) for lead in choices.leads), key=_due)
    made = _Made(timetable, choices, held)
    return Plan(
        due=tuple(made.of(slot for slot in late if slot.start > now)),
        upcoming=tuple(islice(made.of(coming), UPCOMING)),
        missed=tuple(made.of(slot for slot in late if slot.start <= now)),
    )


class _Made:
    def __init__(self, timetable: Timetable, choices: Choices, held: Collection[Item]) -> None:
        self._timetable = timetable
        self._choices = choices
        self._held = held

    def of(self, slots: Iterable[PlainSlot]) -> Iterator[Delivery]:
        assert self._choices.reminder_channel is not None
        for slot in slots:
            before = slot.lead.before
            untold = [
                session
                for session in slot.sessions
                if Item(session=session.id, start=slot.start, lead=before) not in self._held
            ]
            for message in messages(self._timetable, slot.start, before, untold):
                yield message.delivery(self._choices.guild_id, self._choices.reminder_channel)


def _late(timetable: Timetable, leads: Sequence[Lead], now: datetime) -> Iterator[PlainSlot]:
    longest = max((lead.before for lead in leads), default=timedelta())
    for start, sessions in _starts(timetable, now - MISSED_FOR):
        if start - longest > now:
            return
        overdue = [lead for lead in leads if lead.since <= start - lead.before <= now]
        if overdue:
            lead = min(overdue, key=lambda lead: lead.before)
            yield PlainSlot(start=start, lead=lead, sessions=sessions)


def _coming(timetable: Timetable, lead: Lead, now: datetime) -> Iterator[PlainSlot]:
    for start, sessions in _starts(timetable, now + lead.before):
        yield PlainSlot(start=start, lead=lead, sessions=sessions)


def _starts(timetable: Timetable, after: datetime) -> Iterator[tuple[datetime, Sequence[Session]]]:
    first = bisect_right(timetable.sessions, after, key=_start)
    following = islice(timetable.sessions, first, None)
    presented = (session for session in following if not session.is_break)
    for start, together in groupby(presented, key=_start):
        yield start, tuple(together)


def _start(session: Session) -> datetime:
    return session.start.astimezone(UTC)


def _due(slot: PlainSlot) -> datetime:
    return slot.due
