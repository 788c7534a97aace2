"""An AgendaStore and a CalendarStore in memory; they keep the contracts."""

from dataclasses import replace
from datetime import timedelta

from bot.agenda.model import Attendee, Forgotten, Wishes
from bot.delivery.model import Cause, State

# As in a database: how long who never saved anything is kept after they were first seen idle.
IDLE = timedelta(days=30)


class MemoryAgendas:
    """`deliveries` is how many a person has in the ledger, by user id, if there is no `ledger`."""

    def __init__(self, *attendees, deliveries=(), ledger=None):
        self.attendees = {one.user_id: one for one in attendees}
        self.number = max((one.number for one in attendees), default=0)
        self.deliveries = dict(deliveries)
        self.ledger = ledger
        self._active = {
            one.user_id: max((saved.at for saved in one.saved), default=None) for one in attendees
        }

    async def stamp(self):
        return self.number, len(self.attendees)

    async def all(self, after=0):
        newer = (one for one in self.attendees.values() if one.number > after)
        return tuple(sorted(newer, key=lambda one: (one.number, one.user_id)))

    async def people(self):
        return frozenset(self.attendees)

    async def one(self, user_id):
        return self.attendees.get(user_id)

    async def save(self, user_id, saved):
        attendee = self._of(user_id)
        if any(_key(one) == _key(saved) for one in attendee.saved):
            return False
        self._active[user_id] = saved.at
        self._put(
            replace(
                attendee,
                saved=tuple(sorted((*attendee.saved, saved), key=_by_time)),
                last_guild=saved.guild_id or attendee.last_guild,
            )
        )
        return True

    async def drop(self, user_id, program, sessions):
        attendee = self._of(user_id)
        kept = tuple(
            one
            for one in attendee.saved
            if one.program != program or one.session not in frozenset(sessions)
        )
        self._put_if_there(replace(attendee, saved=kept))
        return len(attendee.saved) - len(kept)

    async def look(self, user_id, program, seen):
        attendee = self._of(user_id)
        saved = tuple(
            replace(one, seen=seen.get(one.session, one.seen)) if one.program == program else one
            for one in attendee.saved
        )
        self._put_if_there(replace(attendee, saved=saved))

    async def wish(self, user_id, wishes):
        self._note_activity(user_id)
        self._put(replace(self._of(user_id), wishes=wishes))

    async def close(self, user_id, at):
        attendee = self._of(user_id)
        if (attendee.closed_at is None) != (at is None):
            self._put_if_there(replace(attendee, closed_at=at, is_told_closed=False))
            if at is None and self.ledger is not None:
                self._let_be_told(user_id)

    async def told_closed(self, user_id):
        self._put_if_there(replace(self._of(user_id), is_told_closed=True))

    async def open(self, user_id, channel):
        self._put_if_there(replace(self._of(user_id), channel=channel))

    async def speak(self, user_id, language):
        self._put_if_there(replace(self._of(user_id), language=language))

    async def show_to(self, user_id, other):
        attendee = self._of(user_id)
        if other not in attendee.shown_to:
            self._note_activity(user_id)
            self._put(replace(attendee, shown_to=attendee.shown_to | {other}))

    async def hide_from(self, user_id, other):
        attendee = self._of(user_id)
        self._put_if_there(replace(attendee, shown_to=attendee.shown_to - {other}))

    async def forget(self, user_id):
        deliveries = self.deliveries.pop(user_id, 0)
        attendee = self.attendees.pop(user_id, None)
        self.number += attendee is not None
        self._active.pop(user_id, None)
        agreements = 0
        for other in tuple(self.attendees.values()):
            agreements += user_id in other.shown_to
            self._put_if_there(replace(other, shown_to=other.shown_to - {user_id}))
        if attendee is None:
            return Forgotten(agreements=agreements, deliveries=deliveries)
        others = (attendee.wishes, attendee.channel, attendee.closed_at, attendee.language)
        is_more = others != (Wishes(), None, None, None)
        return Forgotten(
            sessions=len(attendee.saved),
            agreements=agreements + len(attendee.shown_to),
            deliveries=deliveries,
            settings=is_more or not (attendee.saved or attendee.shown_to),
        )

    async def forget_guild(self, guild_id):
        for attendee in tuple(self.attendees.values()):
            saved = tuple(
                replace(one, guild_id=None) if one.guild_id == guild_id else one
                for one in attendee.saved
            )
            last = None if attendee.last_guild == guild_id else attendee.last_guild
            self._put_if_there(replace(attendee, saved=saved, last_guild=last))

    async def end(self, programs, before, loaded):
        removed = 0
        for attendee in tuple(self.attendees.values()):
            kept = tuple(
                one
                for one in attendee.saved
                if one.program not in frozenset(programs)
                and (one.program in frozenset(loaded) or one.seen.start >= before)
            )
            removed += len(attendee.saved) - len(kept)
            self._put_if_there(replace(attendee, saved=kept))
        for attendee in tuple(self.attendees.values()):
            if not attendee.saved:
                active = self._active.get(attendee.user_id)
                if active is None:
                    self._active[attendee.user_id] = before + IDLE
                elif active < before:
                    await self.forget(attendee.user_id)
        return removed

    def _let_be_told(self, user_id):
        self.ledger.records = {
            key: one
            for key, one in self.ledger.records.items()
            if (one.delivery.user_id, one.state, one.cause)
            != (user_id, State.DROPPED, Cause.CLOSED)
        }

    def _of(self, user_id):
        return self.attendees.get(user_id, Attendee(user_id=user_id))

    def _put_if_there(self, attendee):
        if self.attendees.get(attendee.user_id) not in (None, attendee):
            self._put(attendee)

    def _put(self, attendee):
        self.number += 1
        self.attendees[attendee.user_id] = replace(attendee, number=self.number)

    def _note_activity(self, user_id):
        """When that was is not known here; the next `end` takes it for its own time"""
        if not self._of(user_id).saved:
            self._active[user_id] = None


class MemoryCalendar:
    def __init__(self):
        self.entries = {}

    async def sequences(self, program, digests):
        for session, digest in digests.items():
            known, sequence = self.entries.get((program, session), (digest, 0))
            self.entries[program, session] = (digest, sequence + (known != digest))
        return {session: self.entries[program, session][1] for session in digests}


def _key(saved):
    return saved.program, saved.session


def _by_time(saved):
    return saved.at, saved.program, saved.session
