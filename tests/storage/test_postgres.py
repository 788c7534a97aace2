import socket

import asyncpg
import pytest

from bot.errors import StoreError
from bot.storage.database import open_database, try_database
from bot.storage.postgres import PostgresDatabase
from tests.storage.databases import a_place, postgres, run

SECRET = "hush-hush"


@pytest.fixture
async def url(tmp_path):
    async with a_place("postgresql", tmp_path) as found:
        yield found


@pytest.fixture
def schema(url):
    return url.rpartition("=")[2]


async def _refusal(url, opens=open_database):
    with pytest.raises(StoreError) as refusal:
        await opens(url)
    return str(refusal.value)


async def _tables(schema):
    rows = await run(f"SELECT tablename FROM pg_tables WHERE schemaname = '{schema}'")
    return sorted(row["tablename"] for row in rows)


def _unused_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


async def test_a_server_that_does_not_answer_is_told_without_the_password():
    port = _unused_port()

    refusal = await _refusal(f"postgresql://ann:{SECRET}@127.0.0.1:{port}/fair?password={SECRET}")

    assert refusal.startswith(f"The database fair on 127.0.0.1:{port} can't be reached (")
    assert refusal.endswith("Is the server running, and is the URL right?")
    assert SECRET not in refusal


async def test_a_database_that_is_missing_is_told():
    server = postgres().rpartition("/")[0]

    refusal = await _refusal(f"{server}/no-such-fair")

    assert refusal == (
        f"The database no-such-fair on {server.rpartition('@')[2]} is not there. "
        "Make it with `createdb`, or set another URL."
    )


async def test_a_user_that_the_server_refuses_is_told_without_the_password():
    server = postgres().rpartition("@")[2]

    refusal = await _refusal(f"postgresql://no-such-ann:{SECRET}@{server}")

    where, _, name = server.partition("/")
    assert refusal == (
        f"The database {name} on {where} refuses the user or the password. "
        "Set the right ones in the URL."
    )


def test_a_wrong_password_is_told():
    place = PostgresDatabase("postgresql://ann@host/fair")

    words = place.words(asyncpg.InvalidPasswordError("password authentication failed"))

    assert words == "refuses the user or the password. Set the right ones in the URL."


async def test_a_database_of_a_newer_marquee_is_told_and_left_alone(url, schema):
    await (await open_database(url)).close()
    await run(f"UPDATE {schema}.alembic_version SET version_num = '9999'")

    refusal = await _refusal(url)

    assert refusal.endswith(
        "was written by a newer Marquee. Install that version, or set another path."
    )


async def test_a_migration_that_fails_leaves_no_half_of_it(url, schema):
    await run(f"CREATE TABLE {schema}.notes (something TEXT)")  # the last one to be made

    refusal = await _refusal(url)

    assert "notes" in refusal
    assert await _tables(schema) == ["notes"]


async def test_a_schema_that_is_missing_is_told(url, schema):
    refusal = await _refusal(url.replace(schema, f"{schema}_none"))

    assert refusal.endswith("has no schema to make tables in. Set the user's search_path.")


async def test_trying_it_makes_nothing(url, schema):
    await try_database(url)

    assert await _tables(schema) == []


async def test_trying_it_says_what_opening_it_would(url, schema):
    await run(f"CREATE TABLE {schema}.notes (something TEXT)")

    assert await _refusal(url, try_database) == await _refusal(url)
