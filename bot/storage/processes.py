"""Which processes share a database and are alive, so that no fresh claim is taken for stale."""

import asyncio
import secrets
from collections.abc import Callable
from typing import Protocol

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.news import TABLES, Topic, tell

# A lock's name has two halves. The first says what it is for, and on which tables; the second is a
# process's number, or comes from a lease's name.
_PROCESSES = f"hashtext('marquee processes ' || {TABLES})"
_LEASES = f"hashtext('marquee leases ' || {TABLES})"
_HOLD = text(f"SELECT pg_try_advisory_lock({_PROCESSES}, :own)")
_LEASE = text(f"SELECT pg_try_advisory_lock({_LEASES}, hashtext(:name))")
_HELD = text(
    "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND granted"  # noqa: S608 - our words
    f" AND classid = CAST({_PROCESSES} AS oid) AND objsubid = 2"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_LET_GO = text("SELECT pg_advisory_unlock_all()")

# In seconds: nobody waits for long when Marquee ends.
GOODBYE_WITHIN = 2


class Processes(Protocol):
    """Knows the living processes by their numbers; `own` is ours."""

    own: int

    async def others(self) -> frozenset[int]:
        """Return the numbers of those others that are alive, and let them know that we are."""
        ...

    def watch(self, tell: Callable[[int], None]) -> int:
        """Return how many live, ourselves included, and tell it now and at each asking."""
        ...

    async def holds(self, lease: str) -> bool:
        """Tell whether we hold the lease of this name, and take it if nobody does.

        One process holds it at a time, until it leaves or dies. Ask each time before doing what it
        is for, since it goes with a connection that breaks.
        """
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

    def watch(self, tell: Callable[[int], None]) -> int:
        """Tell of ourselves alone, once: it will never be otherwise."""
        tell(1)
        return 1

    async def holds(self, lease: str) -> bool:
        """Return True, since nobody else could."""
        del lease
        return True

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
        self._is_locked = False
        self._one_at_a_time = asyncio.Lock()
        self._living = 1
        self._watcher: Callable[[int], None] = _to_nobody

    async def others(self) -> frozenset[int]:
        """Return the others that are alive, and hold our own lock, anew if the connection broke.

        Raises what the database raises when it can't be asked; the next call connects again.
        """
        async with self._one_at_a_time:
            try:
                held = await (await self._joined()).scalars(_HELD)
            except BaseException:
                await self._let_go()
                raise
        others = frozenset(held) - {self.own}
        self._living = 1 + len(others)
        self._watcher(self._living)
        return others

    def watch(self, tell: Callable[[int], None]) -> int:
        """Return how many live, ourselves included, and tell it now and at each asking."""
        self._watcher = tell
        tell(self._living)
        return self._living

    async def holds(self, lease: str) -> bool:
        """Tell whether we hold the lease of this name, and take it if nobody does.

        Raises what the database raises when it can't be asked; the next call connects again.
        """
        async with self._one_at_a_time:
            try:
                # Taken once more by who holds it, it is only counted. On a connection made anew, it
                # is really asked for.
                return bool(await (await self._joined()).scalar(_LEASE, {"name": lease}))
            except BaseException:
                await self._let_go()
                raise

    async def leave(self) -> None:
        """Let go of our locks, and with them of what we claimed and did not settle."""
        async with self._one_at_a_time:
            if self._connection is not None:
                try:
                    async with asyncio.timeout(GOODBYE_WITHIN):
                        await self._connection.execute(_LET_GO)
                        await tell(self._connection, Topic.PROCESSES, self.own)
                except (DBAPIError, OSError):
                    pass  # the server sees the connection's end, and others their next sweep
            await self._let_go()

    async def _joined(self) -> AsyncConnection:
        """Return the connection that holds our lock; the others hear of us when it is made."""
        if self._connection is None:
            connection = await self._engine.connect()
            # The lock is the session's. An open transaction would keep the server from cleaning up.
            self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        if not self._is_locked:
            # The server keeps our lock for a connection that broke until it sees that.
            held = await self._connection.scalar(_HOLD, {"own": self.own})
            self._is_locked = bool(held)
            await tell(self._connection, Topic.PROCESSES, self.own)
        return self._connection

    async def _let_go(self) -> None:
        self._is_locked = False
        connection, self._connection = self._connection, None
        if connection is not None:
            # Back in the pool it would go on holding the lock.
            await connection.invalidate()
            await connection.close()


def _to_nobody(living: int) -> None:
    """Be told before anybody watches."""
