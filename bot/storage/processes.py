"""Which processes share a database and are alive, so that no fresh claim is taken for stale."""

import asyncio
import secrets
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

# The first half of all our locks' names: "MARQ" in ASCII. The second half is a process's number,
# or 0 while the tables are being brought up to date.
LOCKS = 0x4D415251
MIGRATION = 0

_HOLD = text("SELECT pg_try_advisory_lock(:locks, :own)")
_HELD = text(
    "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND classid = :locks AND objsubid = 2"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class Processes(Protocol):
    """Knows the living processes by their numbers; `own` is ours."""

    own: int

    async def others(self) -> frozenset[int]:
        """Return the numbers of those others that are alive, and let them know that we are."""
        ...

    async def leave(self) -> None:
        """Be alive no more."""
        ...


class Alone:
    """The only process: whatever another one claimed, it left behind."""

    own = 0

    async def others(self) -> frozenset[int]:
        """Return nobody."""
        return frozenset()

    async def leave(self) -> None:
        """Do nothing, since nobody looks."""


class LockHolders:
    """The processes that each hold a lock of their own in one PostgreSQL database.

    The lock stands for as long as its connection does, so it goes at once when a process dies. A
    heartbeat would need clocks that agree, and a time to wait after each crash.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.own = 1 + secrets.randbelow(2**31 - 1)
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._one_at_a_time = asyncio.Lock()

    async def others(self) -> frozenset[int]:
        """Return the others that are alive, and hold our own lock, anew if the connection broke.

        Raises what the database raises when it can't be asked; the next call connects again.
        """
        async with self._one_at_a_time:
            try:
                return await self._ask()
            except BaseException:
                await self._let_go()
                raise

    async def leave(self) -> None:
        """Let go of our lock, and with it of what we claimed and did not settle."""
        async with self._one_at_a_time:
            await self._let_go()

    async def _ask(self) -> frozenset[int]:
        if self._connection is None:
            connection = await self._engine.connect()
            # The lock is the session's. An open transaction would keep the server from cleaning up.
            self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await self._connection.execute(_HOLD, {"locks": LOCKS, "own": self.own})
        held = await self._connection.scalars(_HELD, {"locks": LOCKS})
        return frozenset(held) - {self.own, MIGRATION}

    async def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            # Back in the pool it would go on holding the lock.
            await connection.invalidate()
            await connection.close()
