import asyncio
import sqlite3

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.errors import StoreError
from bot.storage.database import MIGRATIONS, open_database
from bot.storage.notes import SqlNotes
from bot.storage.tables import metadata
from tests.storage.databases import DATABASES, a_database, a_place


@pytest.fixture(params=DATABASES)
async def database(request, tmp_path):
    async with a_database(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture(params=DATABASES)
async def place(request, tmp_path):
    async with a_place(request.param, tmp_path) as found:
        yield found


@pytest.fixture
def path(tmp_path):
    return tmp_path / "marquee.db"


async def _refusal(where):
    with pytest.raises(StoreError) as refusal:
        await open_database(where)
    return str(refusal.value)


async def test_the_migrations_make_the_tables_that_a_new_database_has(database):
    def by_steps(connection):
        metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, metadata)

    async with database.engine.begin() as connection:
        assert await connection.run_sync(by_steps) == []


async def test_a_new_database_is_as_new_as_the_last_step(database):
    async with database.engine.connect() as connection:
        stamped = await connection.run_sync(
            lambda sync: MigrationContext.configure(sync).get_current_heads()
        )

    assert stamped == tuple(ScriptDirectory(str(MIGRATIONS)).get_heads())


async def test_what_was_kept_is_there_when_it_is_opened_again(place):
    database = await open_database(place)
    await SqlNotes(database).set("greeting", "hello")
    await database.close()

    database = await open_database(place)
    kept = await SqlNotes(database).get("greeting")
    await database.close()

    assert kept == "hello"


async def test_it_is_kept_safe_from_crashes_and_waits_for_locks(path):
    database = await open_database(path)
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    async with database.engine.connect() as connection:
        settings = {name: await connection.scalar(text(f"PRAGMA {name}")) for name in names}
    await database.close()

    full, on, milliseconds = 2, 1, 5000
    assert settings == dict(zip(names, ("wal", full, on, milliseconds), strict=True))


async def test_several_that_open_a_new_database_at_once_all_get_it(place):
    databases = await asyncio.gather(*(open_database(place) for _ in range(4)))

    notes = [await SqlNotes(database).get("nothing") for database in databases]
    for database in databases:
        await database.close()

    assert notes == [None] * 4


async def test_a_folder_that_is_missing_is_told(tmp_path):
    refusal = await _refusal(tmp_path / "nowhere" / "marquee.db")

    assert f"Make the folder {tmp_path / 'nowhere'}" in refusal


async def test_a_folder_in_place_of_the_file_is_told(tmp_path):
    refusal = await _refusal(tmp_path)

    assert refusal.startswith(f"The database {tmp_path} can't be opened.")


async def test_a_file_that_is_no_database_is_told_and_left_alone(path):
    path.write_text("These are minutes of a meeting, and they matter to somebody. " * 20)
    before = path.read_bytes()

    refusal = await _refusal(path)

    assert refusal.startswith(f"The database {path} is not a Marquee database.")
    assert path.read_bytes() == before


async def test_a_database_of_another_program_is_told_and_left_alone(path):
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE guilds (name TEXT)")
    other.close()

    refusal = await _refusal(path)

    with sqlite3.connect(path) as other:
        tables = other.execute("SELECT name FROM sqlite_master").fetchall()
    other.close()
    assert str(path) in refusal
    assert tables == [("guilds",)]


async def test_a_database_of_a_newer_marquee_is_told_and_left_alone(path):
    await (await open_database(path)).close()
    with sqlite3.connect(path) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()

    refusal = await _refusal(path)

    assert refusal == (
        f"The database {path} was written by a newer Marquee. "
        "Install that version, or set another path."
    )


async def test_a_migration_that_fails_leaves_no_half_of_it(path, monkeypatch):
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE notes (something TEXT)")  # the last one to be made
    other.close()

    await _refusal(path)

    with sqlite3.connect(path) as other:
        tables = other.execute("SELECT name FROM sqlite_master").fetchall()
    other.close()
    assert tables == [("notes",)]
