"""Reads who is interested in one guild's events, and saves their sessions in people's agendas."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.agenda.model import Saved
from bot.agenda.outline import seen_of
from bot.clock import Clock
from bot.mirrors.interest_plan import Awaited, Watch, awaited
from bot.mirrors.model import Mirror, Reply, Result
from bot.program.timetable import Timetable

log = logging.getLogger(__name__)

DONE = Reply(result=Result.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many are interested in each of a guild's events, by its id, or why that is not known.

    None where Discord doesn't say.
    """

    reply: Reply
    counts: Mapping[int, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of those who are interested in an event, by their ids, or why that is not known.

    `last_id` is the highest id on the page, a bot's too; None if it was empty.
    """

    reply: Reply
    people: Sequence[int] = ()
    last_id: int | None = None
    is_last: bool = True


class GuestBook(Protocol):
    """Who is interested in a guild's events.

    Each request takes seconds at most, and says what came of it; none fails.
    """

    async def counted(self, guild_id: int) -> Counted:
        """Return how many are interested in each of the events that are not over."""
        ...

    async def interested(self, guild_id: int, event: int, after: int) -> Page:
        """Return the people with the next ids after one; gone if there is no such event."""
        ...


class Standing(Protocol):
    """Where it is known which of a guild's events are Marquee's."""

    def standing(self, guild_id: int) -> Mapping[str, Mirror]:
        """Return a guild's events by subject. Never fails."""
        ...


class Saving(Protocol):
    """Where people's agendas are kept."""

    async def save(self, user_id: int, saved: Saved) -> bool:
        """Add a session; False, with nothing changed, if it is there already."""
        ...


class Requests:
    """How many requests may still be made."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self) -> bool:
        """Tell whether there was one left, and take it."""
        if self.left <= 0:
            return False
        self.left -= 1
        return True


class Guests:
    """Who is interested in events, read list by list. Its methods raise what the store raises."""

    def __init__(self, book: GuestBook, events: Standing, agendas: Saving, clock: Clock) -> None:
        self._book = book
        self._events = events
        self._agendas = agendas
        self._clock = clock

    def awaited(self, guild_id: int, timetable: Timetable, since: datetime) -> tuple[Awaited, ...]:
        """Return a guild's events of sessions that have not started, soonest first.

        `since` is when this process began (UTC).
        """
        return awaited(timetable, self._events.standing(guild_id), since, self._clock.now())

    async def read(
        self, guild_id: int, due: Sequence[tuple[Awaited, Watch]], requests: Requests
    ) -> Reply:
        """Read the lists of one guild's events that changed; return what stopped it, if anything.

        What is not read to its end, since no requests are left, is read on the next time.
        """
        if not requests.take():
            return DONE
        counted = await self._book.counted(guild_id)
        if counted.reply.result is not Result.DONE:
            return counted.reply
        for one, watch in due:
            now = self._clock.now()
            # An event that is not there has nobody to read, and nothing is known of it.
            count = counted.counts.get(one.event, watch.count)
            if count == 0:
                watch.nobody()
            elif watch.must_read(count, now):
                if not requests.left:
                    continue
                watch.begin(count)
                reply = await self._read_on(guild_id, one, watch, requests)
                if reply.result is not Result.DONE:
                    return reply
            watch.looked_at = now
        return DONE

    async def _read_on(
        self, guild_id: int, one: Awaited, watch: Watch, requests: Requests
    ) -> Reply:
        """Read a list on from where it was left."""
        while requests.take():
            page = await self._book.interested(guild_id, one.event, watch.after)
            if page.reply.result is Result.GONE:
                watch.is_reading = False
                return DONE
            if page.reply.result is not Result.DONE:
                return page.reply
            await self._save(guild_id, one, watch, page.people)
            watch.found.update(page.people)
            if page.is_last or page.last_id is None or page.last_id <= watch.after:
                watch.end()
                return DONE
            watch.after = page.last_id
        return DONE

    async def _save(self, guild_id: int, one: Awaited, watch: Watch, people: Sequence[int]) -> None:
        """Save a session for those who were not interested in it before."""
        if watch.seen is None:
            return
        number = 0
        for user_id in people:
            if user_id in watch.seen:
                continue
            saved = Saved(
                program=one.timetable.program.id,
                session=one.session.id,
                at=self._clock.now(),
                seen=seen_of(one.session, one.timetable),
                guild_id=guild_id,
            )
            number += await self._agendas.save(user_id, saved)
            watch.seen.add(user_id)
        if number:
            log.info("Guild %d: %d saved a session by its event", guild_id, number)
