"""What organizers did, in SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update

from bot.organizers.actions import Action
from bot.storage.counters import next_number
from bot.storage.database import Database
from bot.storage.tables import actions


class SqlActions:
    """An ActionStore in a database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine

    async def add(self, guild_id: int, user_id: int | None, what: str, at: datetime) -> None:
        """Keep one action."""
        async with self._engine.begin() as connection:
            number = await next_number(connection, "actions")
            row = {"id": number, "guild_id": guild_id, "user_id": user_id, "at": at, "what": what}
            await connection.execute(insert(actions).values(row))

    async def recent(self, guild_id: int, limit: int) -> tuple[Action, ...]:
        """Return a guild's actions, the latest first."""
        query = select(actions).where(actions.c.guild_id == guild_id)
        return await self._read(query.order_by(actions.c.id.desc()).limit(limit))

    async def since(self, at: datetime) -> tuple[Action, ...]:
        """Return every guild's actions at `at` or later, in their order."""
        return await self._read(select(actions).where(actions.c.at >= at).order_by(actions.c.id))

    async def forget_before(self, guild_id: int, before: datetime) -> int:
        """Remove a guild's actions before an instant; return how many there were."""
        is_over = (actions.c.guild_id == guild_id) & (actions.c.at < before)
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(actions).where(is_over))).rowcount

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(actions).where(actions.c.guild_id == guild_id))

    async def forget_user(self, user_id: int) -> int:
        """Take a person's id out of all actions; return in how many it stood."""
        theirs = update(actions).where(actions.c.user_id == user_id).values(user_id=None)
        async with self._engine.begin() as connection:
            return (await connection.execute(theirs)).rowcount

    async def _read(self, query: Select[Any]) -> tuple[Action, ...]:
        async with self._engine.connect() as connection:
            return tuple(_action(row) for row in await connection.execute(query))


def _action(row: Row[Any]) -> Action:
    return Action(id=row.id, guild_id=row.guild_id, user_id=row.user_id, at=row.at, what=row.what)
