"""Opens the database, brings its tables up to date, and says in words why it can't."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StoreError
from bot.storage.postgres import SCHEMES, PostgresDatabase
from bot.storage.processes import Processes
from bot.storage.sqlite import SqliteFile

MIGRATIONS = Path(__file__).with_name("migrations")


class Place(Protocol):
    """Where a database is, and what is particular to its kind; `name` is what people are told."""

    name: str

    def engine(self) -> AsyncEngine:
        """Return the engine; nothing is opened yet."""
        ...

    def processes(self, engine: AsyncEngine) -> Processes:
        """Return what knows which processes share the database."""
        ...

    def try_to_open(self) -> None:
        """Raise what stands against opening it, if that is known without the engine."""
        ...

    def begin_alone(self, connection: Connection) -> None:
        """Wait until nobody else brings the tables up to date, and keep others from it."""
        ...

    def words(self, cause: BaseException) -> str:
        """Say what is wrong and what to do; the words follow the database's name."""
        ...


class Database:
    """An open database, its tables up to date. `close` it in the end."""

    def __init__(self, engine: AsyncEngine, processes: Processes) -> None:
        self.engine = engine
        self.processes = processes

    async def close(self) -> None:
        """Let go of the database; what was committed stays."""
        await self.processes.leave()
        await self.engine.dispose()


async def open_database(where: Path | str) -> Database:
    """Open a database and apply the migrations that it lacks.

    `where` is the path of a SQLite file, made if missing, or the URL of a PostgreSQL database.

    Raises:
        StoreError: it can't be opened or written, is no database, or a newer Marquee wrote it.
    """
    place = _place(where)
    async with _opened(place) as database:
        async with database.engine.begin() as connection:
            await connection.run_sync(_migrate, place)
        await database.processes.others()
    return database


async def try_database(url: str) -> str:
    """Try on a PostgreSQL database all that opening it does, take it back, and return its name.

    Raises:
        StoreError: as `open_database`.
    """
    place = PostgresDatabase(url)
    async with _opened(place) as database:
        async with database.engine.connect() as connection:
            await connection.run_sync(_migrate, place)
            await connection.rollback()
        await database.close()
    return place.name


def _place(where: Path | str) -> Place:
    if isinstance(where, str) and where.startswith(SCHEMES):
        return PostgresDatabase(where)
    return SqliteFile(Path(where))


@asynccontextmanager
async def _opened(place: Place) -> AsyncIterator[Database]:
    """Give the database at a place; what goes wrong with it closes it and is told in words."""
    engine = place.engine()
    database = Database(engine, place.processes(engine))
    try:
        await asyncio.to_thread(place.try_to_open)
        yield database
    except (DBAPIError, sqlite3.Error, OSError) as error:
        await database.close()
        cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
        raise StoreError(f"The database {place.name} {place.words(cause)}") from error
    except BaseException:
        await database.close()
        raise


def _migrate(connection: Connection, place: Place) -> None:
    place.begin_alone(connection)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if not known.issuperset(MigrationContext.configure(connection).get_current_heads()):
        raise StoreError(
            f"The database {place.name} was written by a newer Marquee. "
            "Install that version, or set another path."
        )
    command.upgrade(config, "head")
