"""Which reminders one guild's choices call for: a pure function of program, choices and ledger."""

import hashlib
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import groupby, islice

from bot.delivery.model import Delivery, Item, Kind, Plan, State, Told
from bot.guilds.model import Choices, Lead
from bot.program.model import Session
from bot.program.timetable import Timetable

# One message stays readable, and its pickers within what Discord takes.
MOST_SESSIONS = 10
MOST_TALKS = 20

# What was missed longer ago than this is not even recorded: a bot that comes back after a week has
# nothing to say about it.
MISSED_FOR = timedelta(hours=24)

# How many coming deliveries a plan names. The alarms need the next one only, since a plan is made
# again whenever one of them rings; and naming them is most of a plan's cost.
UPCOMING = 5

# States in which people have read the post, or may have.
_POSTED = frozenset({State.CLAIMED, State.SENT, State.UNSURE})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slot:
    """The sessions that start at one instant (UTC), as one lead tells of them."""

    start: datetime
    lead: Lead
    sessions: Sequence[Session]

    @property
    def due(self) -> datetime:
        return self.start - self.lead.before


def plan_reminders(
    timetable: Timetable, choices: Choices, told: Collection[Told], now: datetime
) -> Plan:
    """Return what is due, coming and missed for one guild; each in due order.

    `told` is what the ledger holds of this guild for sessions that start within the last
    `MISSED_FOR` or later. Of several overdue leads only the shortest is due, the longer ones are
    over for good. Nothing is due from the start on: it is missed then, if it should have been told.
    """
    if choices.reminder_channel is None:
        return Plan()
    messages = _Messages(timetable, choices, choices.reminder_channel, told)
    late = sorted(_late(timetable, choices.leads, now), key=_due)
    coming = merge(*(_coming(timetable, lead, now) for lead in choices.leads), key=_due)
    return Plan(
        due=tuple(messages.of(slot for slot in late if slot.start > now)),
        upcoming=tuple(islice(messages.of(coming), UPCOMING)),
        missed=tuple(messages.of(slot for slot in late if slot.start <= now)),
    )


def is_called_for(
    timetable: Timetable, choices: Choices, delivery: Delivery, now: datetime
) -> bool:
    """Tell whether a planned delivery is still wanted as it is.

    It is not once one of its sessions has moved, is gone or became a break, once the guild chose
    another channel or gave up the lead, or once a shorter lead is due.
    """
    return choices.reminder_channel == delivery.place and all(
        _is_called_for(timetable, choices, item, now) for item in delivery.items
    )


def _is_called_for(timetable: Timetable, choices: Choices, item: Item, now: datetime) -> bool:
    session = timetable.session(item.session)
    if session is None or session.is_break or _start(session) != item.start:
        return False
    lead = _shortest_overdue(item.start, choices.leads, now)
    return lead is not None and lead.before == item.lead


def _late(timetable: Timetable, leads: Sequence[Lead], now: datetime) -> Iterator[_Slot]:
    """Yield what should have been told by `now`, back to `MISSED_FOR` after its start."""
    longest = max((lead.before for lead in leads), default=timedelta())
    for start, sessions in _starts(timetable, now - MISSED_FOR):
        if start - longest > now:
            return
        lead = _shortest_overdue(start, leads, now)
        if lead is not None:
            yield _Slot(start=start, lead=lead, sessions=sessions)


def _coming(timetable: Timetable, lead: Lead, now: datetime) -> Iterator[_Slot]:
    """Yield what one lead will tell of after `now`, in due order."""
    for start, sessions in _starts(timetable, now + lead.before):
        yield _Slot(start=start, lead=lead, sessions=sessions)


def _shortest_overdue(start: datetime, leads: Iterable[Lead], now: datetime) -> Lead | None:
    """Return the shortest lead that is due; one that was due before it was chosen is not."""
    overdue = [lead for lead in leads if lead.since <= start - lead.before <= now]
    return min(overdue, key=lambda lead: lead.before, default=None)


def _starts(timetable: Timetable, after: datetime) -> Iterator[tuple[datetime, Sequence[Session]]]:
    """Yield each instant after `after` at which something but a break starts, with what starts."""
    first = bisect_right(timetable.sessions, after, key=_start)
    following = islice(timetable.sessions, first, None)
    presented = (session for session in following if not session.is_break)
    for start, together in groupby(presented, key=_start):
        yield start, tuple(together)


def _start(session: Session) -> datetime:
    # In UTC: in a zone's repeated hour, two wall times neither sort nor compare as instants do.
    return session.start.astimezone(UTC)


def _due(slot: _Slot) -> datetime:
    return slot.due


class _Messages:
    """Makes deliveries of slots, for one guild, without what the ledger has already."""

    def __init__(
        self, timetable: Timetable, choices: Choices, place: int, told: Collection[Told]
    ) -> None:
        self._timetable = timetable
        self._guild_id = choices.guild_id
        self._place = place
        self._held = {one.item for one in told}
        self._leads = {lead.before for lead in choices.leads}
        self._posted = defaultdict[tuple[str, datetime], list[Told]](list)
        for one in told:
            if one.state in _POSTED:
                self._posted[one.item.session, one.item.start].append(one)

    def of(self, slots: Iterable[_Slot]) -> Iterator[Delivery]:
        """Yield the deliveries of each slot in turn; one that doesn't fit a message is several."""
        for slot in slots:
            untold = (session for session in slot.sessions if not self._is_told(slot, session))
            for part in self._parts(untold):
                yield self._delivery(slot, part)

    def _is_told(self, slot: _Slot, session: Session) -> bool:
        if _item(slot, session) in self._held:
            return True
        return any(self._replaces(slot.lead, one) for one in self._posted[session.id, slot.start])

    def _replaces(self, lead: Lead, earlier: Told) -> bool:
        """Tell whether a lead was chosen instead of one that was already told.

        People have read of the start then, and the new choice holds from the next session on. A
        longer lead that is still chosen is no reason: it was never meant to be the last word.
        """
        longer_and_kept = earlier.item.lead > lead.before and earlier.item.lead in self._leads
        return earlier.at < lead.since and not longer_and_kept

    def _parts(self, sessions: Iterable[Session]) -> Iterator[Sequence[Session]]:
        """Yield as many sessions together as a message can hold; one alone is always taken."""
        part: list[Session] = []
        talks = 0
        for session in sessions:
            more = len(self._timetable.talks_of(session))
            if part and (len(part) == MOST_SESSIONS or talks + more > MOST_TALKS):
                yield part
                part, talks = [], 0
            part.append(session)
            talks += more
        if part:
            yield part

    def _delivery(self, slot: _Slot, sessions: Sequence[Session]) -> Delivery:
        ids = [session.id for session in sessions]
        subject = {
            "program": self._timetable.program.id,
            "start": slot.start.isoformat(),
            "sessions": ids,
        }
        return Delivery(
            key=_key(slot, ids, guild_id=self._guild_id, place=self._place),
            guild_id=self._guild_id,
            place=self._place,
            kind=Kind.REMINDER,
            due=slot.due,
            expires=slot.start,
            subject=json.dumps(subject),
            items=tuple(
                sorted((_item(slot, session) for session in sessions), key=lambda one: one.session)
            ),
        )


def _item(slot: _Slot, session: Session) -> Item:
    return Item(session=session.id, start=slot.start, lead=slot.lead.before)


def _key(slot: _Slot, ids: Iterable[str], *, guild_id: int, place: int) -> str:
    """Return the same key for the same slot and sessions, whoever plans it and whenever."""
    covered = hashlib.sha256(" ".join(sorted(ids)).encode()).hexdigest()[:16]
    seconds = round(slot.lead.before.total_seconds())
    return f"{Kind.REMINDER}:{guild_id}:{place}:{slot.start:%Y%m%dT%H%M%SZ}:{seconds}:{covered}"
