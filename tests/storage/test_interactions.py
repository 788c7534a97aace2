import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.storage.database import open_database
from bot.storage.interactions import KEPT, SqlInteractionClaims
from bot.storage.tables import interactions
from tests.storage.databases import DATABASES, a_database, a_place

NOON = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LARGEST = 2**63 - 1


@pytest.fixture(params=DATABASES)
async def database(request, tmp_path):
    async with a_database(request.param, tmp_path) as opened:
        yield opened


async def _kept(database):
    async with database.engine.connect() as connection:
        return list(await connection.scalars(select(interactions.c.id).order_by(interactions.c.id)))


async def test_an_interaction_is_claimed_once(database):
    claims = SqlInteractionClaims(database)

    assert [await claims.claim(LARGEST, NOON) for _ in range(3)] == [True, False, False]


async def test_each_interaction_has_its_own_claim(database):
    claims = SqlInteractionClaims(database)

    assert [await claims.claim(number, NOON) for number in (1, 2, 3)] == [True] * 3


async def test_of_many_that_claim_at_once_one_wins(database):
    claims = [SqlInteractionClaims(database) for _ in range(8)]

    won = await asyncio.gather(*(one.claim(7, NOON) for one in claims))

    assert won.count(True) == 1


async def test_what_is_older_than_an_hour_is_removed_on_the_way(database):
    claims = SqlInteractionClaims(database)
    await claims.claim(1, NOON)
    await claims.claim(2, NOON + 30 * MINUTE)

    await claims.claim(3, NOON + KEPT + MINUTE)

    assert await _kept(database) == [2, 3]


async def test_of_two_processes_one_gets_each_interaction(tmp_path):
    async with a_place("postgresql", tmp_path) as url:
        databases = [await open_database(url) for _ in range(2)]
        claims = [SqlInteractionClaims(database) for database in databases]

        won = [
            await asyncio.gather(*(one.claim(number, NOON) for one in claims))
            for number in range(20)
        ]

        for database in databases:
            await database.close()
    assert [pair.count(True) for pair in won] == [1] * 20
