"""Which reminders one guild's choices call for: a pure function of program, choices and ledger."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from bot.delivery.model import Delivery, Item, Plan, State, Told
from bot.guilds.model import Choices
from bot.guilds.routing import Routing, routing_of
from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.reminders.message import Message, messages
from bot.reminders.slots import Slot, Slots, shortest_overdue, start_of

# How many coming deliveries a plan names. The alarms need the next one only, since a plan is made
# again whenever one of them rings.
UPCOMING = 5

# States in which people have read the post, or may have.
_POSTED = frozenset({State.CLAIMED, State.SENT, State.UNSURE})

# States in which nobody has read it, nor will.
_NEVER_POSTED = frozenset({State.DROPPED, State.EXPIRED})


def plan_reminders(slots: Slots, choices: Choices, told: Collection[Told]) -> Plan:
    """Return what is due, coming, missed and held for one guild; each in due order.

    `told` is what the ledger holds of this guild for the sessions that the slots look at, in
    whatever channel that was: nobody is told of a start in a second one, once its track or room has
    a channel of its own. Of several overdue leads only the shortest is due, the longer ones are
    over for good. Nothing is due from the start on: it is missed then, if it should have been told.
    Nothing is due while the guild is paused: it is held then.
    """
    routing = routing_of(choices)
    if routing.leads_nowhere:
        return Plan()
    untold = _Untold(choices, routing, told)
    late = slots.late(choices.leads)
    due = tuple(untold.of(slot for slot in late if slot.start > slots.now))
    is_paused = choices.paused_at is not None
    return Plan(
        due=() if is_paused else due,
        held=due if is_paused else (),
        upcoming=tuple(islice(untold.of(slots.coming(choices.leads)), UPCOMING)),
        missed=tuple(untold.of(slot for slot in late if slot.start <= slots.now)),
    )


def is_called_for(
    timetable: Timetable, choices: Choices, delivery: Delivery, now: datetime
) -> bool:
    """Tell whether a planned delivery is still wanted as it is.

    It is not once one of its sessions has moved, is gone, became a break or is told in another
    channel, once the guild gave up the lead or paused, or once a shorter lead is due.
    """
    if choices.paused_at is not None:
        return False
    routing = routing_of(choices)
    for item in delivery.items:
        session = timetable.session(item.session)
        if session is None or routing.place_of(session) != delivery.place:
            return False
        if not _is_called_for(session, choices, item, now):
            return False
    return True


def _is_called_for(session: Session, choices: Choices, item: Item, now: datetime) -> bool:
    if session.is_break or start_of(session) != item.start:
        return False
    lead = shortest_overdue(item.start, choices.leads, now)
    return lead is not None and lead.before == item.lead


class _Untold:
    """Makes deliveries of slots, for one guild, without what the ledger has already."""

    def __init__(self, choices: Choices, routing: Routing, told: Collection[Told]) -> None:
        self._guild_id = choices.guild_id
        self._routing = routing
        self._since = {lead.before: lead.since for lead in choices.leads}
        self._told = defaultdict[datetime, list[Told]](list)
        for one in told:
            self._told[one.item.start].append(one)

    def of(self, slots: Iterable[Slot]) -> Iterator[Delivery]:
        """Yield the deliveries of each slot in turn; one that doesn't fit a message is several."""
        for slot in slots:
            for place, sessions in self._by_place(slot):
                for message in self._messages(slot, place, sessions):
                    yield message.delivery(self._guild_id, place)

    def _by_place(self, slot: Slot) -> Iterable[tuple[int, Sequence[Session]]]:
        """Return each channel with what is told there, in the order of the timetable."""
        usual = self._routing.usual
        if usual is not None and not self._routing.routes:
            return ((usual, slot.sessions),)
        by_place = defaultdict[int, list[Session]](list)
        for session in slot.sessions:
            place = self._routing.place_of(session)
            if place is not None:
                by_place[place].append(session)
        return by_place.items()

    def _messages(self, slot: Slot, place: int, sessions: Sequence[Session]) -> Iterable[Message]:
        told = self._told.get(slot.start)
        if told is None:
            return slot.messages_of(sessions)
        over = {one.item.session for one in told if self._is_over(slot, one)}
        untold = [session for session in sessions if session.id not in over]
        follows = any(
            (one.place, one.item.lead) == (place, slot.before) and one.state not in _NEVER_POSTED
            for one in told
        )
        return messages(slot.timetable, slot.start, slot.before, untold, follows=follows)

    def _is_over(self, slot: Slot, earlier: Told) -> bool:
        """Tell whether a session that was told of needs no telling by this slot's lead.

        It was told by this very lead, or by one that this lead was chosen instead of: people have
        read of the start then, and the new choice holds from the next session on. A longer lead
        that is still chosen is no reason: it was never meant to be the last word.
        """
        if earlier.item.lead == slot.before:
            return True
        longer_and_kept = earlier.item.lead > slot.before and earlier.item.lead in self._since
        is_posted = earlier.state in _POSTED
        return is_posted and earlier.at < self._since[slot.before] and not longer_and_kept
