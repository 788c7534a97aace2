"""What every guild's organizers changed of its program: at hand, and kept."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.program.diff import Change
from bot.program.model import Program
from bot.program.overlay import NOTHING, Overlay, Override, settled


@dataclass(frozen=True, slots=True, kw_only=True)
class GuildOverlay:
    """One guild's overlay of one program, by the program's id."""

    guild_id: int
    program: str
    overlay: Overlay


@dataclass(frozen=True, slots=True, kw_only=True)
class ToTell:
    """What a guild's people are to be told of a change that its organizers made `at` (UTC)."""

    changes: tuple[Change, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """The `later` override of a session instead of the `earlier` one; None is none."""

    session: str
    earlier: Override | None
    later: Override | None
    to_tell: ToTell | None = None


class OverlayStore(Protocol):
    """Keeps overlays, over restarts. Any method raises what its database raises.

    What is `to_tell` of a change is kept with it, in one transaction, so that both or none stand.
    """

    async def all(self) -> tuple[GuildOverlay, ...]:
        """Return the overlays of every guild, by guild and program; none is empty."""
        ...

    async def put(
        self, guild_id: int, program: str, override: Override, to_tell: ToTell | None = None
    ) -> None:
        """Keep what was changed of a session, in place of an earlier override of it."""
        ...

    async def take(
        self, guild_id: int, program: str, session: str, to_tell: ToTell | None = None
    ) -> None:
        """Remove what was changed of a session, if anything was."""
        ...

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        ...


class Overlays:
    """Every guild's overlays, in memory; `reload` fills it, before anybody asks.

    Other processes may share the store, so a change is made to what stands there by now. One thing
    at a time is read or written: what was read before a change never takes its place in memory.
    """

    def __init__(self, store: OverlayStore) -> None:
        self._store = store
        self._overlays: Mapping[tuple[int, str], Overlay] = {}
        self._one_at_a_time = asyncio.Lock()

    async def reload(self) -> None:
        """Read what is stored, at the start and when another process may have changed it."""
        async with self._one_at_a_time:
            await self._read()

    def of(self, guild_id: int, program: str) -> Overlay:
        """Return what a guild changed of a program, by the program's id. Never fails."""
        return self._overlays.get((guild_id, program), NOTHING)

    def all(self) -> tuple[GuildOverlay, ...]:
        """Return the overlays of every guild, by guild and program; none is empty."""
        return tuple(
            GuildOverlay(guild_id=guild_id, program=program, overlay=overlay)
            for (guild_id, program), overlay in sorted(
                self._overlays.items(), key=lambda one: one[0]
            )
        )

    async def swap(self, guild_id: int, program: str, swap: Swap) -> bool:
        """Lay one override over a session instead of another; it stands at once and is kept.

        False, with nothing changed, if another one than the swap says stands there by now.
        """
        async with self._one_at_a_time:
            await self._read()
            if self.of(guild_id, program).of(swap.session) != swap.earlier:
                return False
            if swap.later is None:
                await self._store.take(guild_id, program, swap.session, swap.to_tell)
            else:
                await self._store.put(guild_id, program, swap.later, swap.to_tell)
            await self._read()
            return True

    async def settle(self, program: Program) -> None:
        """Drop what the program's source says by now itself, and what is of sessions it lost."""
        if all(one.overlay == settled(program, one.overlay) for one in self._over(program)):
            return
        async with self._one_at_a_time:
            await self._read()
            for one in self._over(program):
                await self._settle(one, settled(program, one.overlay))
            await self._read()

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        async with self._one_at_a_time:
            await self._store.forget(guild_id)
            await self._read()

    def _over(self, program: Program) -> Iterable[GuildOverlay]:
        return [one for one in self.all() if one.program == program.id]

    async def _settle(self, one: GuildOverlay, left: Overlay) -> None:
        for override in one.overlay.overrides:
            still = left.of(override.session)
            if still is None:
                await self._store.take(one.guild_id, one.program, override.session)
            elif still != override:
                await self._store.put(one.guild_id, one.program, still)

    async def _read(self) -> None:
        found = await self._store.all()
        self._overlays = {(one.guild_id, one.program): one.overlay for one in found}
