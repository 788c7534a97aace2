"""The databases that Marquee claims to run on: every contract test of a store runs on each."""

import hashlib
import os
import socket
from contextlib import asynccontextmanager
from functools import cache
from urllib.parse import urlsplit

import asyncpg
import pytest

from bot.storage.database import open_database

# Each on PostgreSQL takes a third of a second, and there are hundreds: they are of the slow suite.
NAMES = ("sqlite", "postgresql")
DATABASES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.slow))

# A database on this machine that its user may make schemas in.
VARIABLE = "MARQUEE_TEST_POSTGRES"
USUAL = "postgresql://postgres@127.0.0.1:5432/postgres"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@asynccontextmanager
async def a_place(name, folder):
    """Where an empty database of this name can be opened; in one folder it is the same one"""
    if name == "sqlite":
        yield folder / "marquee.db"
        return
    server = postgres()
    schema = "marquee_test_" + hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    await run(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    await run(f"CREATE SCHEMA {schema}")
    try:
        yield f"{server}?search_path={schema}"
    finally:
        await run(f"DROP SCHEMA {schema} CASCADE")


@asynccontextmanager
async def a_database(name, folder):
    """An empty database, open"""
    async with a_place(name, folder) as place:
        database = await open_database(place)
        try:
            yield database
        finally:
            await database.close()


async def run(statement):
    connection = await asyncpg.connect(postgres())
    try:
        return await connection.fetch(statement)
    finally:
        await connection.close()


def postgres():
    """The URL of the server for tests; without one the test is skipped, unless one was promised"""
    url = os.environ.get(VARIABLE, USUAL)
    obstacle = _obstacle(url)
    if obstacle and VARIABLE in os.environ:
        pytest.fail(f"{VARIABLE} names no PostgreSQL server that answers: {obstacle}")
    if obstacle:
        pytest.skip(f"NOT TESTED ON POSTGRESQL: {obstacle}. Start one, or name one in {VARIABLE}")
    return url


@cache
def _obstacle(url):
    parts = urlsplit(url)
    assert parts.hostname in LOOPBACK, f"{VARIABLE} is for a server on this machine"
    try:
        socket.create_connection((parts.hostname, parts.port or 5432), timeout=5).close()
    except OSError as error:
        return str(error)
    return None
