"""Opens the database, brings its tables up to date, and says in words why it can't."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StoreError

MIGRATIONS = Path(__file__).with_name("migrations")

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


class Database:
    """An open database, its tables up to date. `close` it in the end."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    async def close(self) -> None:
        """Let go of the database; what was committed stays."""
        await self.engine.dispose()


async def open_database(where: Path | str) -> Database:
    """Open a database and apply the migrations that it lacks.

    `where` is the path of a SQLite file, made if missing, or an SQLAlchemy URL.

    Raises:
        StoreError: it can't be opened or written, is no database, or a newer Marquee wrote it.
    """
    url = _url(where)
    _refuse_missing_folder(url)
    engine = _engine(url)
    try:
        await asyncio.to_thread(_try_to_open, url)
        async with engine.begin() as connection:
            await connection.run_sync(_migrate, url)
    except (DBAPIError, sqlite3.Error, OSError) as error:
        await engine.dispose()
        raise StoreError(f"The database {_named(url)} {_words(error)}") from error
    except BaseException:
        await engine.dispose()
        raise
    return Database(engine)


def _url(where: Path | str) -> URL:
    if isinstance(where, str) and "://" in where:
        return make_url(where)
    return URL.create("sqlite+aiosqlite", database=str(where))


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _named(url: URL) -> str:
    return str(url.database) if _is_sqlite(url) else url.render_as_string(hide_password=True)


def _refuse_missing_folder(url: URL) -> None:
    if not _is_sqlite(url):
        return
    folder = Path(url.database or "").absolute().parent
    if not folder.is_dir():
        raise StoreError(
            f"The database {url.database} has no folder to be in. "
            f"Make the folder {folder}, or set another path."
        )


def _try_to_open(url: URL) -> None:
    """Raise what SQLite has against the file; aiosqlite would leave a thread behind each time."""
    if _is_sqlite(url):
        with closing(sqlite3.connect(url.database or "")) as connection:
            connection.execute("PRAGMA schema_version")


def _engine(url: URL) -> AsyncEngine:
    if not _is_sqlite(url):
        return create_async_engine(url)
    # SQLite takes one writer at a time, and those who wait poll for their turn. With one
    # connection they queue here instead, in order.
    engine = create_async_engine(url, pool_size=1, max_overflow=0)
    event.listen(engine.sync_engine, "connect", _set_up)
    return engine


def _set_up(connection: Any, _: object) -> None:
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma).close()
    except BaseException:
        # The pool forgets a connection that it could not set up; its thread would outlive the loop.
        connection.close()
        raise


def _migrate(connection: Connection, url: URL) -> None:
    if _is_sqlite(url):
        # Python's driver begins no transaction before CREATE TABLE; without one, a crash would
        # leave half a migration, and two processes could both begin it.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if not known.issuperset(MigrationContext.configure(connection).get_current_heads()):
        raise StoreError(
            f"The database {_named(url)} was written by a newer Marquee. "
            "Install that version, or set another path."
        )
    command.upgrade(config, "head")


def _words(error: Exception) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    name = getattr(cause, "sqlite_errorname", "")
    for beginning, words in WORDS.items():
        if name.startswith(beginning):
            return words
    return f"can't be used: {cause}"
