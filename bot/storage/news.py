"""News of what another process changed, so that it holds in this one within a second too."""

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.bell import Bell, Call

log = logging.getLogger(__name__)

# In seconds. A look that takes longer found no server, and the next one tries again.
LOOK_WITHIN = 5
END_WITHIN = 1

# The number of a table, in PostgreSQL. It stands in all our names, so that two Marquees in two
# schemas of one database have nothing to do with each other.
TABLES = "CAST(CAST('guilds' AS regclass) AS oid)"

_CHANNEL = f"SELECT 'marquee_' || {TABLES}"
_TELL = text(f"SELECT pg_notify('marquee_' || {TABLES}, :news)")
_DATA_VERSION = text("PRAGMA data_version")


class Topic(StrEnum):
    """What one process changed and others know of; what it is now, they read from the store."""

    GUILDS = "guilds"
    PROGRAMS = "programs"
    DELIVERIES = "deliveries"
    PROCESSES = "processes"
    AGENDAS = "agendas"
    OVERLAYS = "overlays"


_TOPICS = frozenset(topic.value for topic in Topic)


class News(Protocol):
    """Tells the other processes on a database of changes, and hears of theirs, never of our own."""

    def on(self, topic: Topic, call: Call) -> None:
        """Have `call` made whenever another process changed something of the topic.

        Also when news may have been missed. A call never overlaps with itself, and several news at
        once are one call; what it raises is logged.
        """
        ...

    async def tell(self, connection: AsyncConnection, topic: Topic) -> None:
        """Let the others hear of a change when the connection's transaction is committed.

        Raises what the database raises.
        """
        ...

    async def start(self) -> None:
        """Begin to hear. Before what is told of is read, or a change in between is missed.

        Never fails: if the database can't be asked, the next look begins.
        """
        ...

    async def look(self) -> None:
        """See whether we still hear; at each sweep. Never fails, and takes seconds at most."""
        ...

    async def stop(self) -> None:
        """Hear no more, and return when the calls that are under way have ended."""
        ...


class Bells:
    """The calls that hang on each topic."""

    def __init__(self) -> None:
        self._bells = defaultdict[Topic, list[Bell]](list)

    def hang(self, topic: Topic, call: Call) -> None:
        """Have `call` made when the topic is rung."""
        self._bells[topic].append(Bell(call, why=f"another process changed {topic}"))

    def ring(self, topic: Topic) -> None:
        """Have a topic's calls made soon."""
        for bell in self._bells.get(topic, ()):
            bell.ring()

    def ring_all(self) -> None:
        """Have every topic's calls made soon."""
        for topic in Topic:
            self.ring(topic)

    async def stop(self) -> None:
        """Ring no more, and return when the calls that are under way have ended."""
        await asyncio.gather(*(bell.stop() for bells in self._bells.values() for bell in bells))


class FileNews:
    """News of a SQLite file: whether somebody else wrote to it is seen at each look, not what."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._bells = Bells()

    def on(self, topic: Topic, call: Call) -> None:
        """Have `call` made whenever another process wrote anything."""
        self._bells.hang(topic, call)

    async def tell(self, connection: AsyncConnection, topic: Topic) -> None:
        """Do nothing: the file itself tells that it was written."""

    async def start(self) -> None:
        """Remember how the file is now."""
        await self._is_written()

    async def look(self) -> None:
        """Ring every topic if another process wrote since the last look."""
        if await self._is_written():
            self._bells.ring_all()

    async def stop(self) -> None:
        """Hear no more, and return when the calls that are under way have ended."""
        await self._bells.stop()

    async def _is_written(self) -> bool:
        try:
            async with self._engine.connect() as connection:
                version = await connection.scalar(_DATA_VERSION)
                # The number means something only to the connection that was asked before.
                known = (await connection.get_raw_connection()).info
                before, known["data_version"] = known.get("data_version"), version
        except Exception:
            log.exception("Reference %s: could not look for news", secrets.token_hex(4))
            return False
        return bool(before != version)


class ServerNews:
    """News by PostgreSQL's NOTIFY, heard on a connection of its own.

    If that breaks, it is made anew at the next look, and then every topic rings. `connect` gives a
    connection of asyncpg's, `own` is this process's number.
    """

    def __init__(self, connect: Callable[[], Awaitable[Any]], own: int) -> None:
        self._connect = connect
        self._own = own
        self._bells = Bells()
        self._connection: Any = None
        self._looking = asyncio.Lock()
        self._is_deaf = False
        self._stopped = False

    def on(self, topic: Topic, call: Call) -> None:
        """Have `call` made whenever another process told of the topic."""
        self._bells.hang(topic, call)

    async def tell(self, connection: AsyncConnection, topic: Topic) -> None:
        """Let the others hear of a change when the connection's transaction is committed."""
        await tell(connection, topic, self._own)

    async def start(self) -> None:
        """Begin to hear."""
        await self._listen_anew_if_deaf()

    async def look(self) -> None:
        """Listen anew if the connection broke; then every topic rings."""
        # An earlier look may still wait for the server. It needs no company.
        if not self._looking.locked() and await self._listen_anew_if_deaf():
            self._bells.ring_all()

    async def stop(self) -> None:
        """Hear no more, and return when the calls that are under way have ended."""
        self._stopped = True
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                await connection.close(timeout=END_WITHIN)
            except Exception:  # noqa: BLE001 - it is gone, which is what was wanted
                connection.terminate()
        await self._bells.stop()

    async def _listen_anew_if_deaf(self) -> bool:
        """Tell whether we listen on a new connection now; a failure is logged and none is kept."""
        async with self._looking:
            try:
                async with asyncio.timeout(LOOK_WITHIN):
                    if self._stopped or await self._hears():
                        return False
                    await self._listen()
            except Exception:
                self._hang_up()
                if not self._is_deaf:
                    reference = secrets.token_hex(4)
                    log.exception("Reference %s: hears no news of other processes", reference)
                self._is_deaf = True
                return False
        if self._is_deaf:
            log.info("Hears news of other processes again")
        self._is_deaf = False
        return True

    async def _hears(self) -> bool:
        """Ask the server, since a connection that only listens doesn't see that its end is gone."""
        if self._connection is None:
            return False
        try:
            await self._connection.execute("SELECT 1")
        except Exception as error:  # noqa: BLE001 - whatever it is, the connection is no good
            log.warning("The connection for news of other processes broke: %r", error)
            self._hang_up()
            return False
        return True

    async def _listen(self) -> None:
        connection = await self._connect()
        try:
            channel = await connection.fetchval(_CHANNEL)
            await connection.add_listener(channel, self._heard)
        except BaseException:
            connection.terminate()
            raise
        self._connection = connection
        if self._stopped:  # meanwhile
            self._hang_up()

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.terminate()

    def _heard(self, _connection: object, _sender: int, _channel: str, news: str) -> None:
        topic, _, teller = news.partition(":")
        # A newer Marquee may tell of what this one doesn't know.
        if teller != str(self._own) and topic in _TOPICS:
            self._bells.ring(Topic(topic))


async def tell(connection: AsyncConnection, topic: Topic, own: int) -> None:
    """Let the others on a PostgreSQL database hear of a change when the transaction is committed.

    `own` is the number of the process that made it. Raises what the database raises.
    """
    await connection.execute(_TELL, {"news": f"{topic}:{own}"})
