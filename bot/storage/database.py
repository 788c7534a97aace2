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
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StoreError
from bot.storage.news import News
from bot.storage.postgres import SCHEMES, PostgresDatabase
from bot.storage.processes import Processes
from bot.storage.sqlite import SqliteFile
from bot.storage.tables import metadata
from bot.storage.turns import Turns

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

    def news(self, engine: AsyncEngine, own: int) -> News:
        """Return what hears of the changes that other processes make; `own` is our number."""
        ...

    def turns(self, engine: AsyncEngine) -> Turns | None:
        """Return the turns that processes take to connect to Discord, None for a single one."""
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

    def __init__(
        self,
        engine: AsyncEngine,
        processes: Processes,
        news: News,
        turns: Turns | None,
    ) -> None:
        self.engine = engine
        self.processes = processes
        self.news = news
        self.turns = turns

    async def close(self) -> None:
        """Let go of the database; what was committed stays."""
        await self.news.stop()
        if self.turns is not None:
            await self.turns.leave()
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


async def visit_database(where: Path | str) -> Database:
    """Open a database beside the bot that uses it, as it is.

    Nothing is made or brought up to date, and we don't count among the living processes.

    Raises:
        StoreError: it is not there, can't be used, or is of another version.
    """
    place = _place(where)
    if isinstance(where, Path) and not await asyncio.to_thread(where.exists):
        raise StoreError(
            f"There is no database {place.name} yet: the first `marquee run` makes it."
        )
    async with _opened(place) as database, database.engine.connect() as connection:
        await connection.run_sync(_look_at_version, place)
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
    processes = place.processes(engine)
    news, turns = place.news(engine, processes.own), place.turns(engine)
    database = Database(engine, processes, news, turns)
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
    config = _migrations()
    steps = ScriptDirectory.from_config(config)
    if not inspect(connection).get_table_names():
        # A new one needs no history; what the steps would make of it is the same.
        metadata.create_all(connection, checkfirst=False)
        MigrationContext.configure(connection).stamp(steps, "head")
        return
    _refuse_newer(connection, place, steps)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _look_at_version(connection: Connection, place: Place) -> None:
    steps = ScriptDirectory.from_config(_migrations())
    _refuse_newer(connection, place, steps)
    if MigrationContext.configure(connection).get_current_heads() != (steps.get_current_head(),):
        raise StoreError(
            f"The database {place.name} is not of this version yet: "
            "start Marquee once, which brings it up to date."
        )


def _refuse_newer(connection: Connection, place: Place, steps: ScriptDirectory) -> None:
    known = {step.revision for step in steps.walk_revisions()}
    if not known.issuperset(MigrationContext.configure(connection).get_current_heads()):
        raise StoreError(
            f"The database {place.name} was written by a newer Marquee. "
            "Install that version, or set another path."
        )


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config
