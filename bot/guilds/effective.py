"""Which program stands for a guild, with what its organizers changed laid over it."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.errors import NoProgramError
from bot.guilds.model import Choices
from bot.guilds.overlays import Overlays, Swap, ToTell
from bot.program.attached_id import is_visible
from bot.program.lookup import Lookup
from bot.program.overlay import Conflict, Overlay, Override, apply, change_of, conflicts
from bot.program.timetable import Timetable

log = logging.getLogger(__name__)


class Programs(Protocol):
    """Where loaded programs stand."""

    def lookup(self, program: str | None) -> Lookup:
        """Return a program by id, None for the default; NoProgramError if it is not loaded."""
        ...


class KnownGuilds(Protocol):
    """Where guilds' choices stand."""

    def for_guild(self, guild_id: int) -> Choices:
        """Return a guild's choices; one that set nothing has empty ones. Never fails."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayOverview:
    """What a guild changed of its program, and where the source changed the same since.

    `timetable` is the source's, without the overlay.
    """

    timetable: Timetable
    overlay: Overlay
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A guild's effective program, and what it was made of."""

    source: Lookup
    overlay: Overlay
    lookup: Lookup


class EffectivePrograms:
    """Gives each guild its program, and everyone without a guild the default one.

    A guild's program under its overlay is made by `follow`, and not when somebody asks: until it is
    made anew, the one before stands, like an earlier version of the source.
    """

    def __init__(self, programs: Programs, guilds: KnownGuilds, overlays: Overlays) -> None:
        self._programs = programs
        self._guilds = guilds
        self._overlays = overlays
        self._made: Mapping[tuple[int, str], _Made] = {}
        self._one_at_a_time = asyncio.Lock()
        self._listeners: list[Callable[[], None]] = []

    def lookup_for(self, guild_id: int | None) -> Lookup:
        """Return what is said in and for a guild; NoProgramError if its program is not loaded."""
        if guild_id is None:
            return self._programs.lookup(None)
        return self._effective(self.source_for(guild_id), guild_id)

    def lookup_named(self, program: str, guild_id: int | None) -> Lookup:
        """Return a program by id as a guild sees it; NoProgramError if it is not loaded.

        A button remembers the program only: what is shown is what stands where it is pressed. What
        another guild attached is nowhere else.
        """
        source = self._shown(program, guild_id)
        return source if guild_id is None else self._effective(source, guild_id)

    def timetable_for(self, choices: Choices) -> Timetable | None:
        """Return the timetable that a guild's posts follow; None if its program is not loaded."""
        try:
            source = self._shown(choices.program, choices.guild_id)
        except NoProgramError:
            return None
        return self._effective(source, choices.guild_id).timetable

    def overlay_of(self, guild_id: int, program: str) -> Overlay:
        """Return what a guild changed of a program, by the program's id. Never fails."""
        return self._overlays.of(guild_id, program)

    def source_for(self, guild_id: int) -> Lookup:
        """Return a guild's program as its source says; NoProgramError if it is not loaded."""
        return self._shown(self._guilds.for_guild(guild_id).program, guild_id)

    def overview(self, guild_id: int) -> OverlayOverview:
        """Return what a guild changed of its program; NoProgramError if that is not loaded."""
        timetable = self.source_for(guild_id).timetable
        overlay = self._overlays.of(guild_id, timetable.program.id)
        return OverlayOverview(
            timetable=timetable,
            overlay=overlay,
            conflicts=conflicts(timetable.program, overlay),
        )

    async def change(
        self,
        guild_id: int,
        session: str,
        *,
        override: Override | None,
        instead_of: Override | None,
        now: datetime,
    ) -> bool:
        """Lay an override over a session of a guild's program, or none; it stands at once.

        With it is kept what the guild's people are to be told of it.
        False, with nothing changed, if not `instead_of` stands there by now, since somebody else
        changed it. Raises NoProgramError if the program is not loaded, or what the store raises.
        """
        program = self.source_for(guild_id).program
        changes = change_of(program, session, instead_of, override)
        swap = Swap(
            session=session,
            earlier=instead_of,
            later=override,
            to_tell=ToTell(changes=changes, at=now),
        )
        is_done = await self._overlays.swap(guild_id, program.id, swap)
        await self.follow()
        return is_done

    def on_change(self, call: Callable[[], None]) -> None:
        """Have `call` made after each `follow` that changed what stands for a guild.

        It must not fail or take long: what takes long is only to be set going.
        """
        self._listeners.append(call)

    async def follow(self) -> None:
        """Make anew what overlays or programs changed, and drop what the sources say by now.

        To be awaited once the overlays are read, and after each change of them or of a program.
        Raises what the store raises; what stands then is right all the same.
        """
        try:
            await self._settle()
        finally:
            await self.make()

    async def make(self) -> None:
        """Make anew what overlays or programs changed, and write nothing, as a visitor may want."""
        async with self._one_at_a_time:
            before = self._made
            self._made = await self._make_all(before)
        if self._made != before:
            for call in self._listeners:
                call()

    async def _settle(self) -> None:
        for program in sorted({one.program for one in self._overlays.all()}):
            source = self._source(program)
            if source is not None:
                await self._overlays.settle(source.program)

    async def _make_all(
        self, before: Mapping[tuple[int, str], _Made]
    ) -> Mapping[tuple[int, str], _Made]:
        made: dict[tuple[int, str], _Made] = {}
        for one in self._overlays.all():
            source = self._source(one.program)
            if source is None:
                continue
            key = (one.guild_id, one.program)
            try:
                made[key] = await _made(source, one.overlay, before.get(key))
            except Exception:
                # It has the source as it is, and all others have theirs.
                reference = secrets.token_hex(4)
                log.exception("Reference %s: no overlay for guild %d", reference, one.guild_id)
        return made

    def _shown(self, program: str | None, guild_id: int | None) -> Lookup:
        """Return a program as its source says; NoProgramError if it is not loaded for a guild."""
        if program is not None and not is_visible(program, guild_id):
            raise NoProgramError(program)
        return self._programs.lookup(program)

    def _source(self, program: str) -> Lookup | None:
        try:
            return self._programs.lookup(program)
        except NoProgramError:
            return None

    def _effective(self, source: Lookup, guild_id: int) -> Lookup:
        made = self._made.get((guild_id, source.program.id))
        return source if made is None else made.lookup


async def _made(source: Lookup, overlay: Overlay, last: _Made | None) -> _Made:
    """Return a program under an overlay: the `last` one made, if that is right."""
    if last is not None and last.source is source and last.overlay == overlay:
        return last
    # A big program takes a tenth of a second.
    lookup = await asyncio.to_thread(_lookup, source, overlay)
    return _Made(source=source, overlay=overlay, lookup=lookup)


def _lookup(source: Lookup, overlay: Overlay) -> Lookup:
    return Lookup(apply(source.program, overlay), like=source)
