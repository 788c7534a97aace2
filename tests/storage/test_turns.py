import asyncio
import time
from contextlib import asynccontextmanager

import pytest
from sqlalchemy.exc import DBAPIError

from bot.storage import turns
from bot.storage.database import open_database
from tests.storage.databases import a_place, run

pytestmark = pytest.mark.slow

BETWEEN = 0.4
AT_ONCE = BETWEEN / 2


@pytest.fixture(autouse=True)
def short_turns(monkeypatch):
    monkeypatch.setattr(turns, "BETWEEN", BETWEEN)


@pytest.fixture
async def url(tmp_path):
    async with a_place("postgresql", tmp_path) as found:
        yield found


@asynccontextmanager
async def a_process(url):
    """The turns of a process that opened the database"""
    database = await open_database(url)
    try:
        yield database.turns
    finally:
        await database.close()


async def seconds(taking):
    began = time.monotonic()
    await taking
    return time.monotonic() - began


async def test_processes_take_turns_with_time_between(url):
    async with a_process(url) as one, a_process(url) as other:
        first = await seconds(one.take())
        second, third = await asyncio.gather(seconds(other.take()), seconds(one.take()))

    assert first < AT_ONCE
    sooner, later = sorted([second, third])
    assert sooner > BETWEEN - 0.1
    assert later > 2 * BETWEEN - 0.1


async def test_a_process_that_ends_gives_its_turn_to_the_next(url):
    async with a_process(url) as other:
        async with a_process(url) as one:
            await one.take()

        assert await seconds(other.take()) < AT_ONCE


async def test_one_that_no_longer_waits_keeps_no_turn(url):
    async with a_process(url) as one, a_process(url) as other:
        await one.take()
        waiting = asyncio.create_task(other.take())
        await asyncio.sleep(BETWEEN / 4)
        waiting.cancel()
        await asyncio.sleep(BETWEEN)

        assert await seconds(one.take()) < AT_ONCE


async def test_a_turn_that_the_database_can_not_give_is_an_error(url):
    async with a_process(url) as one:
        schema = url.partition("search_path=")[2]
        await run(f"DROP SCHEMA {schema} CASCADE")
        try:
            with pytest.raises(DBAPIError):
                await one.take()
        finally:
            await run(f"CREATE SCHEMA {schema}")


async def test_a_file_is_for_one_process_and_has_no_turns(tmp_path):
    async with a_process(tmp_path / "marquee.db") as none:
        assert none is None
