"""Every guild's choices at hand, and kept."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from bot.guilds.adopt import adopt
from bot.guilds.model import Choices, GuildTable


class GuildStore(Protocol):
    """Keeps what guilds chose, over restarts. Any method raises what its database raises."""

    async def all(self) -> tuple[Choices, ...]:
        """Return the choices of every known guild, by guild id; leads from the longest."""
        ...

    async def save(self, choices: Iterable[Choices]) -> None:
        """Keep these guilds' choices in place of their earlier ones, all of them or none."""
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
        self._one_at_a_time = asyncio.Lock()

    async def load(self, tables: Iterable[GuildTable], now: datetime) -> None:
        """Read what is stored, take over what config.toml says, and keep that."""
        async with self._one_at_a_time:
            stored = await self._store.all()
            adopted = adopt(tables, stored, now)
            changed = [choices for choices in adopted if choices not in stored]
            await self._store.save(changed)
            self._choices = _by_id(adopted)

    async def reload(self) -> None:
        """Read what is stored, since another process may have changed it; nothing is saved."""
        async with self._one_at_a_time:
            self._choices = _by_id(await self._store.all())

    async def pause(self, guild_id: int, now: datetime) -> datetime:
        """Post nothing for a guild from `now` on; return since when (UTC) that is so.

        A guild that was not known is from then on. One that is paused stays so since it was.
        """
        async with self._one_at_a_time:
            choices = await self._stored(guild_id)
            since = choices.paused_at or now.astimezone(UTC)
            if choices.paused_at is None:
                await self._keep(replace(choices, paused_at=since))
            return since

    async def resume(self, guild_id: int) -> datetime | None:
        """Post for a guild again; return since when (UTC) it was paused, None if it was not."""
        async with self._one_at_a_time:
            choices = await self._stored(guild_id)
            if choices.paused_at is not None:
                await self._keep(replace(choices, paused_at=None))
            return choices.paused_at

    def for_guild(self, guild_id: int) -> Choices:
        """Return a guild's choices; one that set nothing has empty ones. Never fails."""
        return self._choices.get(guild_id) or Choices(guild_id=guild_id)

    def all(self) -> tuple[Choices, ...]:
        """Return the choices of every known guild, by guild id."""
        return tuple(self._choices.values())

    async def _stored(self, guild_id: int) -> Choices:
        self._choices = _by_id(await self._store.all())
        return self.for_guild(guild_id)

    async def _keep(self, choices: Choices) -> None:
        await self._store.save([choices])
        others = [one for one in self.all() if one.guild_id != choices.guild_id]
        self._choices = _by_id([*others, choices])


def _by_id(choices: Iterable[Choices]) -> Mapping[int, Choices]:
    return {one.guild_id: one for one in sorted(choices, key=lambda one: one.guild_id)}
