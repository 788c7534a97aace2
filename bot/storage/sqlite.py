"""A SQLite file as the place where Marquee remembers: one process, no server."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.storage.news import FileNews, News
from bot.storage.processes import Alone, Processes

PRAGMAS = (
    # First of all, since setting the others can meet a lock too. In milliseconds.
    "PRAGMA busy_timeout = 5000",
    # `marquee doctor` and a backup can read while the bot writes.
    "PRAGMA journal_mode = WAL",
    # WAL's usual NORMAL can lose the last commits in a power cut, and a lost claim is a doubled
    # post. The bot writes a few rows a minute, so it can wait for the disk each time.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)

# What SQLite says, by the beginning of its error's name.
WORDS = {
    "SQLITE_NOTADB": "is not a Marquee database. Move the file away, or set another path.",
    "SQLITE_CORRUPT": "is damaged. Put back a copy of it, or move it away to begin anew.",
    "SQLITE_CANTOPEN": "can't be opened. Set the path of a file in a folder that can be written.",
    "SQLITE_READONLY": "can't be written. Allow it, or set another path.",
    "SQLITE_BUSY": "is in use by another program that doesn't let go of it. Stop that one first.",
    "SQLITE_FULL": "can't grow, since the disk is full. Make room.",
    "SQLITE_IOERR": "can't be read or written: the disk fails.",
}


class SqliteFile:
    """The file at `path`, made if missing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = str(path)

    def engine(self) -> AsyncEngine:
        """Return the engine; nothing is opened yet."""
        # SQLite takes one writer at a time, and those who wait poll for their turn. With one
        # connection they queue here instead, in order.
        url = URL.create("sqlite+aiosqlite", database=self.name)
        # What is written is somebody's, and errors go into the log.
        engine = create_async_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
        event.listen(engine.sync_engine, "connect", _set_up)
        return engine

    def processes(self, _: AsyncEngine) -> Processes:
        """Return what knows who else is alive: nobody, since a file is for one process."""
        return Alone()

    def turns(self, _engine: AsyncEngine) -> None:
        """Return nothing: nobody else connects, and discord.py sees to its own shards."""

    def news(self, engine: AsyncEngine, own: int) -> News:
        """Return what sees that another process wrote, as `marquee deliveries pause` does."""
        del own
        return FileNews(engine)

    def try_to_open(self) -> None:
        """Raise what SQLite has against the file; aiosqlite would leave a thread behind each time.

        Raises:
            StoreError: its folder is missing.
            sqlite3.Error: it can't be opened.
        """
        folder = self._path.absolute().parent
        if not folder.is_dir():
            raise StoreError(
                f"The database {self.name} has no folder to be in. "
                f"Make the folder {folder}, or set another path."
            )
        with closing(sqlite3.connect(self._path)) as connection:
            connection.execute("PRAGMA schema_version")

    def begin_alone(self, connection: Connection) -> None:
        """Begin the migrations' transaction, while nobody else can."""
        # Python's driver begins no transaction before CREATE TABLE; without one, a crash would
        # leave half a migration, and two processes could both begin it.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def words(self, cause: BaseException) -> str:
        """Say what is wrong and what to do; the words follow the database's name."""
        name = getattr(cause, "sqlite_errorname", "")
        for beginning, words in WORDS.items():
            if name.startswith(beginning):
                return words
        return f"can't be used: {cause}"


def _set_up(connection: Any, _: object) -> None:
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma).close()
    except BaseException:
        # The pool forgets a connection that it could not set up; its thread would outlive the loop.
        connection.close()
        raise
