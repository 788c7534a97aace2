"""A PostgreSQL database as the place where Marquee remembers: for several processes at once."""

from functools import partial
from urllib.parse import urlsplit

import asyncpg
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.storage.news import News, ServerNews
from bot.storage.processes import LockHolders, Processes
from bot.storage.turns import Turns

# The name of the lock that is held while the tables are brought up to date: "MARQ" in ASCII, 0. The
# other locks' names hold the number of a table, which need not be there by then.
MIGRATION = (0x4D415251, 0)

SCHEMES = ("postgresql://", "postgres://")

# In seconds. Without them, a server that vanished from the network would hold us for hours.
CONNECT_WITHIN = 10
ANSWER_WITHIN = 30

# Connections of one process, kept open. Those that SQLAlchemy opens beyond its pool are closed
# after each use: with many guilds due at once, opening them was most of the time that a claim took.
# A server takes a hundred by default.
CONNECTIONS = 16

SERVER_SETTINGS = {
    "application_name": "marquee",
    # The other way round: a host of ours that vanished is known as dead within half a minute.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}

# What PostgreSQL says, by the beginning of its error's SQLSTATE.
WORDS = {
    "28": "refuses the user or the password. Set the right ones in the URL.",
    "3D000": "is not there. Make it with `createdb`, or set another URL.",
    "3F000": "has no schema to make tables in. Set the user's search_path.",
    "42501": "doesn't let this user make or use tables. Grant CREATE and USAGE on its schema.",
    "25006": "can only be read. Set the URL of the primary server.",
    "53100": "can't grow, since the server's disk is full. Make room.",
    "53300": "has no connection left. Raise max_connections, or stop what else connects.",
    "57P": "is on a server that is starting or stopping. Try again in a moment.",
}


class PostgresDatabase:
    """The database that a URL of libpq's form names; the password is never told."""

    def __init__(self, url: str) -> None:
        # asyncpg reads the URL itself: SQLAlchemy would pass `sslmode` and its like on unread.
        self._connect = partial(
            asyncpg.connect,
            url,
            timeout=CONNECT_WITHIN,
            command_timeout=ANSWER_WITHIN,
            server_settings=SERVER_SETTINGS,
        )
        parts = urlsplit(url)
        where = parts.netloc.rpartition("@")[2]
        self.name = parts.path.strip("/") + (f" on {where}" if where else "")

    def engine(self) -> AsyncEngine:
        """Return the engine; nothing is opened yet."""
        return create_async_engine(
            "postgresql+asyncpg://",
            async_creator=self._connect,
            pool_pre_ping=True,
            pool_size=CONNECTIONS,
            max_overflow=0,
            # What is written is somebody's, and errors go into the log.
            hide_parameters=True,
        )

    def processes(self, engine: AsyncEngine) -> Processes:
        """Return what knows who else is alive on this database."""
        return LockHolders(engine)

    def turns(self, engine: AsyncEngine) -> Turns:
        """Return the turns that processes take to connect to Discord."""
        return Turns(engine)

    def news(self, _: AsyncEngine, own: int) -> News:
        """Return what tells the others of changes and hears of theirs."""
        return ServerNews(self._connect, own)

    def try_to_open(self) -> None:
        """Do nothing: the first connection says all there is to say."""

    def begin_alone(self, connection: Connection) -> None:
        """Wait until nobody else brings the tables up to date; the transaction's end lets go."""
        lock = text("SELECT pg_advisory_xact_lock(:locks, :migration)")
        locks, migration = MIGRATION
        connection.execute(lock, {"locks": locks, "migration": migration})

    def words(self, cause: BaseException) -> str:
        """Say what is wrong and what to do; the words follow the database's name."""
        if isinstance(cause, TimeoutError):
            return "doesn't answer. Is the server well, and is nothing in between in the way?"
        if isinstance(cause, OSError):
            return f"can't be reached ({cause}). Is the server running, and is the URL right?"
        state = str(getattr(cause, "sqlstate", None) or "")
        for beginning, words in WORDS.items():
            if state.startswith(beginning):
                return words
        return f"can't be used: {cause}"
