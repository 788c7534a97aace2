"""Every guild's choices at hand, and kept."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from bot.guilds.adopt import adopt
from bot.guilds.choosing import come_back
from bot.guilds.model import Choices, GuildTable


class GuildStore(Protocol):
    """Keeps what guilds chose, over restarts. Any method raises what its database raises."""

    async def all(self) -> tuple[Choices, ...]:
        """Return the choices of every known guild, by guild id; leads from the longest."""
        ...

    async def swap(self, before: Sequence[Choices], after: Sequence[Choices]) -> bool:
        """Keep `after` if `before` is what stands there by now; False, with nothing changed, else.

        Both are of the same guilds, all of which are kept or none. A guild that is not known stands
        there as one that set nothing.
        """
        ...

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        ...


class Guilds:
    """What every guild chose, in memory; `load` or `reload` fills it, before anybody asks.

    Other processes may share the store, so a change is made to what stands there by now. One thing
    at a time is read or saved: what was read before a change never takes its place in memory.
    """

    def __init__(self, store: GuildStore) -> None:
        self._store = store
        self._choices: Mapping[int, Choices] = {}
        self._named: frozenset[int] = frozenset()
        self._one_at_a_time = asyncio.Lock()

    async def load(self, tables: Iterable[GuildTable], now: datetime) -> None:
        """Read what is stored, take over what config.toml says, and keep that."""
        tables = tuple(tables)
        async with self._one_at_a_time:
            self._named = frozenset(table.id for table in tables if _says_something(table))
            while True:
                stored = await self._store.all()
                before = _by_id(stored)
                adopted = adopt(tables, stored, now)
                changed = [one for one in adopted if one != before.get(one.guild_id)]
                stood = [
                    before.get(one.guild_id, Choices(guild_id=one.guild_id)) for one in changed
                ]
                # Another process may have changed it in between.
                if await self._store.swap(stood, changed):
                    self._choices = _by_id(adopted)
                    return

    async def reload(self) -> None:
        """Read what is stored, since another process may have changed it; nothing is saved."""
        async with self._one_at_a_time:
            self._choices = _by_id(await self._store.all())

    async def choose(
        self, guild_id: int, change: Callable[[Choices], Choices], now: datetime
    ) -> Choices:
        """Make `change` to what a guild chose by now, and return what stands then.

        From then on the choices are the organizers' own, and config.toml says nothing any more.
        """

        def chosen(before: Choices) -> Choices:
            after = change(before)
            if after == before:
                return before
            return replace(after, chosen_at=before.chosen_at or now.astimezone(UTC))

        _, after = await self._change(guild_id, chosen)
        return after

    async def pause(self, guild_id: int, now: datetime) -> datetime:
        """Post nothing for a guild from `now` on; return since when (UTC) that is so.

        A guild that was not known is from then on. One that is paused stays so since it was.
        """
        since = now.astimezone(UTC)
        _, after = await self._change(
            guild_id, lambda before: replace(before, paused_at=before.paused_at or since)
        )
        return after.paused_at or since

    async def resume(self, guild_id: int) -> datetime | None:
        """Post for a guild again; return since when (UTC) it was paused, None if it was not."""
        before, _ = await self._change(guild_id, lambda one: replace(one, paused_at=None))
        return before.paused_at

    async def know(self, guild_id: int) -> None:
        """Keep that there is something of a guild, so that it is let go of once that is over."""
        if guild_id not in self._choices:
            async with self._one_at_a_time:
                nothing = Choices(guild_id=guild_id)
                # If something stands there by now, the guild is known already.
                await self._store.swap([nothing], [nothing])
                self._choices = _by_id(await self._store.all())

    async def leave(self, guild_id: int, now: datetime) -> None:
        """Keep that Marquee was removed from a guild.

        Its plans stop at once: `all` doesn't name it any more.
        """
        if self.for_guild(guild_id).left_at is None:
            since = now.astimezone(UTC)
            await self._change(guild_id, lambda one: replace(one, left_at=one.left_at or since))

    async def come_back(self, guild_id: int, now: datetime) -> None:
        """Keep that Marquee is in a guild that it was removed from; nothing is caught up there."""
        if self.for_guild(guild_id).left_at is not None:
            await self._change(guild_id, lambda one: come_back(one, now))

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild's choices."""
        async with self._one_at_a_time:
            await self._store.forget(guild_id)
            self._choices = _by_id(await self._store.all())

    def known(self) -> tuple[int, ...]:
        """Return every guild of which something is known, by id, also if it removed Marquee."""
        return tuple(self._choices)

    def left(self, before: datetime) -> tuple[int, ...]:
        """Return the guilds that Marquee was removed from before an instant, by id."""
        return tuple(
            one.guild_id for one in self._choices.values() if one.left_at and one.left_at < before
        )

    def for_guild(self, guild_id: int) -> Choices:
        """Return a guild's choices; one that set nothing has empty ones. Never fails."""
        return self._choices.get(guild_id) or Choices(guild_id=guild_id)

    def is_named(self, guild_id: int) -> bool:
        """Tell whether the operator gave a guild a program or a channel in config.toml."""
        return guild_id in self._named

    def all(self) -> tuple[Choices, ...]:
        """Return the choices of every known guild that Marquee is in, by guild id."""
        return tuple(one for one in self._choices.values() if one.left_at is None)

    async def _change(
        self, guild_id: int, change: Callable[[Choices], Choices]
    ) -> tuple[Choices, Choices]:
        """Make `change` to what is stored by now; return what stood there, and what does now."""
        async with self._one_at_a_time:
            while True:
                self._choices = _by_id(await self._store.all())
                before = self.for_guild(guild_id)
                after = change(before)
                if after == before:
                    return before, after
                # Another process may have changed it in between.
                if await self._store.swap([before], [after]):
                    others = [one for one in self._choices.values() if one.guild_id != guild_id]
                    self._choices = _by_id([*others, after])
                    return before, after


def _says_something(table: GuildTable) -> bool:
    return table.program is not None or bool(table.uses)


def _by_id(choices: Iterable[Choices]) -> Mapping[int, Choices]:
    return {one.guild_id: one for one in sorted(choices, key=lambda one: one.guild_id)}
