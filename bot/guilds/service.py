"""Every guild's choices at hand, and kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime
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
    """What every guild chose, in memory; `load` fills it once, before anybody asks."""

    def __init__(self, store: GuildStore) -> None:
        self._store = store
        self._choices: Mapping[int, Choices] = {}

    async def load(self, tables: Iterable[GuildTable], now: datetime) -> None:
        """Read what is stored, take over what config.toml says, and keep that."""
        stored = await self._store.all()
        adopted = adopt(tables, stored, now)
        changed = [choices for choices in adopted if choices not in stored]
        await self._store.save(changed)
        self._choices = {choices.guild_id: choices for choices in adopted}

    def for_guild(self, guild_id: int) -> Choices:
        """Return a guild's choices; one that set nothing has empty ones. Never fails."""
        return self._choices.get(guild_id) or Choices(guild_id=guild_id)

    def all(self) -> tuple[Choices, ...]:
        """Return the choices of every known guild, by guild id."""
        return tuple(self._choices.values())
