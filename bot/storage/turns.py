"""Lets the processes of one bot connect to Discord one after another."""

import asyncio
import logging

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.news import TABLES

log = logging.getLogger(__name__)

# In seconds. Discord takes one IDENTIFY in five from a bot; they are not under way equally long.
BETWEEN = 5.5

_TAKE = text(f"SELECT pg_advisory_xact_lock(hashtext('marquee turns ' || {TABLES}), 0)")
# The server waits, and gives the turn to the next one when it has, or when our connection ends.
_KEEP = text("SELECT pg_sleep(:seconds)")


class Turns:
    """Turns that the processes on one PostgreSQL database take, each kept for BETWEEN."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._kept: set[asyncio.Task[None]] = set()

    async def take(self) -> None:
        """Wait for a turn; the next one comes after BETWEEN, here and in every other process.

        Raises what the database raises, and a TimeoutError if half a minute was not enough.
        """
        taken = asyncio.get_running_loop().create_future()
        keeping = asyncio.create_task(self._keep(taken))
        self._kept.add(keeping)
        keeping.add_done_callback(self._kept.discard)
        await taken

    async def leave(self) -> None:
        """Give up what turns we have or wait for."""
        kept = tuple(self._kept)
        for one in kept:
            one.cancel()
        await asyncio.gather(*kept, return_exceptions=True)

    async def _keep(self, taken: asyncio.Future[None]) -> None:
        try:
            async with self._engine.begin() as connection:
                await connection.execute(_TAKE)
                if taken.done():
                    return  # nobody waits for it any more
                taken.set_result(None)
                await connection.execute(_KEEP, {"seconds": BETWEEN})
        except asyncio.CancelledError:
            taken.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - whoever waits for the turn is told
            if taken.done():
                log.warning("A turn to connect was lost: %s", error)
            else:
                taken.set_exception(error)
