"""The presses and commands that changed something, each done once whichever process gets it."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.exc import IntegrityError

from bot.storage.database import Database
from bot.storage.tables import interactions

# Discord lets an interaction be answered for 15 minutes.
KEPT = timedelta(hours=1)
CLEANED_EVERY = timedelta(minutes=10)


class SqlInteractionClaims:
    """Interactions that were claimed, in a database; nothing is held of who made them."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._cleaned: datetime | None = None

    async def claim(self, interaction_id: int, now: datetime) -> bool:
        """Claim an interaction by Discord's id; False if it was claimed before, by anybody.

        Raises what the database raises; then nothing is claimed.
        """
        await self._clean(now)
        try:
            async with self._engine.begin() as connection:
                await connection.execute(insert(interactions).values(id=interaction_id, at=now))
        except IntegrityError:
            return False
        return True

    async def _clean(self, now: datetime) -> None:
        """Remove what is long over, now and then."""
        if self._cleaned is not None and abs(now - self._cleaned) < CLEANED_EVERY:
            return
        async with self._engine.begin() as connection:
            await connection.execute(delete(interactions).where(interactions.c.at < now - KEPT))
        self._cleaned = now
