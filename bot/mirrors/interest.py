"""Has what people are interested in among a guild's events saved, by looks every few minutes."""

import logging
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.clock import Clock, in_slices
from bot.guilds.timetables import Timetables
from bot.mirrors.guests import Guests, Requests
from bot.mirrors.interest_plan import LOOK, Awaited, Watch
from bot.mirrors.known_guilds import KnownGuilds
from bot.mirrors.model import Result

__all__ = ["LOOK", "Interest"]

log = logging.getLogger(__name__)

# Requests that are made in one look at most, and in one guild. A request names a hundred people,
# and what is left is read on the next time.
REQUESTS, REQUESTS_OF_GUILD = 120, 40

# A guild in which something failed is left alone for so long.
WAIT = timedelta(minutes=5)

# A session that was about to start may be put off: who was interested is known for so long.
KEPT = timedelta(hours=1)

GUILDS_AT_ONCE = 100

Due = Sequence[tuple[Awaited, Watch]]


class Interest:
    """Whoever becomes interested in an event of this process's guilds has its session saved.

    Once: who takes it back has it saved again only after they were not interested for a while. Who
    was interested before this process began is left alone, since nobody knows what they did since
    (docs/decisions/0016-interested.md). Nothing is ever taken out of an agenda.
    """

    def __init__(
        self,
        programs: Timetables,
        guilds: KnownGuilds,
        guests: Guests,
        clock: Clock,
        owns: Callable[[int], bool],
    ) -> None:
        self._programs = programs
        self._guilds = guilds
        self._guests = guests
        self._clock = clock
        self._owns = owns
        self._since = clock.now()
        # By the event's id.
        self._watches: dict[int, Watch] = {}
        # Until when guilds are left alone.
        self._rests: dict[int, datetime] = {}
        self._is_looking = False
        self._stopped = False

    def stop(self) -> None:
        """Begin nothing more; what is under way ends with the guild that it is at."""
        self._stopped = True

    async def look(self) -> None:
        """Save what people became interested in. Never fails.

        To be called every `LOOK`; as long as an earlier call is at it, nothing more is begun.
        """
        if self._stopped or self._is_looking:
            return
        self._is_looking = True
        try:
            await self._look()
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("Reference %s: nobody's interest could be read; tried again", reference)
        finally:
            self._is_looking = False

    async def _look(self) -> None:
        left = REQUESTS
        for guild_id, due in await self._due():
            if self._stopped or not left:
                return
            requests = Requests(min(left, REQUESTS_OF_GUILD))
            left -= requests.left
            await self._serve(guild_id, due, requests)
            left += requests.left

    async def _due(self) -> list[tuple[int, Due]]:
        """Return the guilds with what is to be looked at there by now, soonest first."""
        now = self._clock.now()
        self._watches = {
            event: watch for event, watch in self._watches.items() if now < watch.start + KEPT
        }
        self._rests = {one: until for one, until in self._rests.items() if _waits(until, now)}
        found: list[tuple[int, Due]] = []
        async for choices in in_slices(self._guilds.all(), GUILDS_AT_ONCE):
            guild_id = choices.guild_id
            is_held = choices.paused_at is not None or guild_id in self._rests
            if not choices.has_events or is_held or not self._owns(guild_id):
                continue
            timetable = self._programs.timetable_for(choices)
            if timetable is None:
                continue
            coming = self._guests.awaited(guild_id, timetable, self._since)
            watched = ((one, self._watch(one)) for one in coming)
            due = [(one, watch) for one, watch in watched if watch.is_due(now)]
            if due:
                found.append((guild_id, due))
        return sorted(found, key=lambda one: one[1][0][1].start)

    def _watch(self, one: Awaited) -> Watch:
        """Return what is known of an event's guests, and keep when its session starts by now."""
        watch = self._watches.get(one.event)
        if watch is None:
            watch = Watch(start=one.session.start, seen=set() if one.is_new else None)
            self._watches[one.event] = watch
        watch.start = one.session.start
        return watch

    async def _serve(self, guild_id: int, due: Due, requests: Requests) -> None:
        choices = self._guilds.for_guild(guild_id)
        # Much may have changed since it was found.
        if choices.paused_at is not None or choices.left_at is not None or not choices.has_events:
            return
        try:
            reply = await self._guests.read(guild_id, due, requests)
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("Reference %s: the interest of guild %d broke", reference, guild_id)
        else:
            if reply.result is Result.DONE:
                return
            log.warning("Guild %d: who is interested is not known (%s)", guild_id, reply.reason)
        self._rests[guild_id] = self._clock.now() + WAIT


def _waits(until: datetime, now: datetime) -> bool:
    # A clock that was set back doesn't hold it up.
    return timedelta() < until - now <= WAIT
