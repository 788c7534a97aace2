"""Lets go of what is not needed any more, above all of what is held of people."""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.clock import Clock, give_way
from bot.delivery.log_lines import new_reference
from bot.errors import NoProgramError
from bot.guilds.model import Choices
from bot.program.lookup import Lookup
from bot.program.model import Program

log = logging.getLogger(__name__)

# How long after a program's end what was saved of it and posted for it is kept.
KEPT = timedelta(days=30)


class Traces(Protocol):
    """Where that is removed which guilds leave behind. Any method raises what the store raises."""

    async def clear(self, now: datetime) -> int:
        """Remove what is for a person alone and may not be kept any longer; return how many."""
        ...

    async def forget_before(self, guild_id: int, before: datetime) -> int:
        """Remove what was posted and done in a guild before then; return how much that was."""
        ...

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        ...


class Agendas(Protocol):
    """Where saved sessions are removed. It raises what the store raises."""

    async def end(
        self, programs: Collection[str], before: datetime, loaded: Collection[str]
    ) -> int:
        """Remove all saved of these programs, and of those that are not loaded what started before.

        That is when it was last seen to start. Return how many.
        """
        ...


class Programs(Protocol):
    """Where loaded programs stand."""

    @property
    def programs(self) -> Sequence[Program]:
        """Return all of them."""
        ...

    def lookup(self, program: str | None) -> Lookup:
        """Return a program by id, None for the default; NoProgramError if it is not loaded."""
        ...


class Guilds(Protocol):
    """Where guilds' choices stand."""

    def all(self) -> Iterable[Choices]:
        """Return the choices of every known guild."""
        ...

    def left(self, before: datetime) -> Iterable[int]:
        """Return the ids of the guilds that Marquee was removed from before an instant."""
        ...


class Retention:
    """Removes what is held of people once it is over, and what was posted a month after the end.

    A direct message goes when its sessions have ended. A saved session goes a month after the end
    of its program, which may have been put off since it was saved; if that is not loaded, a month
    after the session was last seen to start. A guild's deliveries, and what its organizers did, go
    a month after the end of what it follows; all of it goes a month after Marquee was removed from
    there.
    """

    def __init__(
        self, traces: Traces, agendas: Agendas, programs: Programs, guilds: Guilds, clock: Clock
    ) -> None:
        self._traces = traces
        self._agendas = agendas
        self._programs = programs
        self._guilds = guilds
        self._clock = clock
        # The day in UTC on which all guilds were last gone through: they are many.
        self._last_day: date | None = None

    async def sweep(self) -> None:
        """Remove what is due to go by now; to be awaited every hour or so.

        Never fails: what can't be removed is logged with a reference, and goes with a later sweep.
        """
        now = self._clock.now()
        before = now - KEPT
        programs = self._programs.programs
        loaded = frozenset(one.id for one in programs)
        over = frozenset(one.id for one in programs if is_over(one, before))
        await _removing("direct messages", partial(self._traces.clear, now))
        await _removing("saved sessions", partial(self._agendas.end, over, before, loaded))
        today = now.astimezone(UTC).date()
        if today != self._last_day:
            self._last_day = today
            await self._forget_posts(over, before)
            for guild_id in tuple(self._guilds.left(before)):
                await _removing(f"all of server {guild_id}", partial(self._forget, guild_id))

    async def _forget(self, guild_id: int) -> int:
        await self._traces.forget(guild_id)
        return 1

    async def _forget_posts(self, over: Collection[str], before: datetime) -> None:
        for choices in tuple(self._guilds.all()):
            if self._followed(choices) in over:
                forget = partial(self._traces.forget_before, choices.guild_id, before)
                await _removing(f"posts and actions of server {choices.guild_id}", forget)

    def _followed(self, choices: Choices) -> str | None:
        try:
            return self._programs.lookup(choices.program).program.id
        except NoProgramError:
            return None


def is_over(program: Program, at: datetime) -> bool:
    """Tell whether a program's last day was over at an instant, and its last session too."""
    today = at.astimezone(ZoneInfo(program.zone)).date()
    return program.last_day < today and all(
        (session.end or session.start).astimezone(UTC) <= at for session in program.sessions
    )


async def _removing(what: str, remove: Callable[[], Awaitable[int]]) -> None:
    """Remove something; others have their turn afterwards, and a failure spoils nothing else."""
    try:
        removed = await remove()
    except Exception:
        reference = new_reference()
        log.exception("Reference %s: %s stay for now; a later sweep tries again", reference, what)
    else:
        if removed:
            log.info("Removed what is over: %d %s", removed, what)
    await give_way()
