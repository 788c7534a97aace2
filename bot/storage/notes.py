"""Short texts that Marquee leaves for its next start, in SQL."""

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.storage.database import Database
from bot.storage.tables import notes


class SqlNotes:
    """Texts by key, in a database; none of them belongs to a guild or a person."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine

    async def get(self, key: str) -> str | None:
        """Return what was last set, None if nothing was."""
        async with self._engine.connect() as connection:
            return await connection.scalar(select(notes.c.value).where(notes.c.key == key))

    async def set(self, key: str, value: str) -> None:
        """Remember `value`."""
        if await self._overwrite(key, value):
            return
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(notes).values(key=key, value=value))
        except IntegrityError:  # another process set it first
            await self._overwrite(key, value)

    async def _overwrite(self, key: str, value: str) -> bool:
        async with self._engine.begin() as connection:
            written = await connection.execute(
                update(notes).where(notes.c.key == key).values(value=value)
            )
        return bool(written.rowcount)
