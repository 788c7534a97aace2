from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from bot.guilds.model import Choices, Lead
from bot.storage.guilds import SqlGuildStore
from bot.storage.tables import guild_leads
from tests.guilds.keeping import keep
from tests.storage.databases import DATABASES, a_database

NOON = datetime(2022, 11, 30, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture(params=DATABASES)
async def database(request, tmp_path):
    async with a_database(request.param, tmp_path) as opened:
        yield opened


def _chosen(*instants):
    leads = (
        Lead(before=timedelta(minutes=number), since=since)
        for number, since in enumerate(instants, start=1)
    )
    return Choices(guild_id=1, leads=tuple(leads))


async def _sorted_by_time(database):
    query = select(guild_leads.c.since).order_by(guild_leads.c.since)
    async with database.engine.connect() as connection:
        return list(await connection.scalars(query))


async def test_instants_come_back_in_utc_to_the_microsecond(database):
    india = timezone(timedelta(hours=5, minutes=30))

    await keep(SqlGuildStore(database), _chosen(NOON.astimezone(india)))

    (instant,) = await _sorted_by_time(database)
    assert (instant, instant.tzinfo) == (NOON, UTC)


async def test_instants_sort_by_time_whatever_their_zone_and_fraction(database):
    instants = [
        NOON + timedelta(seconds=1),
        NOON.replace(microsecond=0),
        NOON.astimezone(timezone(timedelta(hours=-8))),
        NOON.replace(year=1970),
    ]

    await keep(SqlGuildStore(database), _chosen(*instants))

    assert await _sorted_by_time(database) == sorted(instants)


async def test_an_instant_without_a_zone_is_refused(database):
    with pytest.raises(StatementError, match="has no zone"):
        await keep(SqlGuildStore(database), _chosen(NOON.replace(tzinfo=None)))
