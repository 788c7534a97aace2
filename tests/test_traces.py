"""Whatever table holds something of a guild: once the guild is forgotten, none does."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.parts import traces_in
from bot.storage.tables import metadata
from tests.storage.databases import DATABASES, a_database
from tests.storage.everything import places_of

GUILD, OTHER = 812_345_678_901_234_567, 823_456_789_012_345_678
NOON = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)


@pytest.fixture(params=DATABASES)
async def database(request, tmp_path):
    async with a_database(request.param, tmp_path) as opened:
        yield opened


async def test_of_a_forgotten_guild_no_table_holds_anything(database):
    of_guilds = [table for table in metadata.sorted_tables if "guild_id" in table.c]
    async with database.engine.begin() as connection:
        for guild in (GUILD, OTHER):
            # An attendee's own, to whom a saved session belongs.
            person = {"user_id": guild - 1, "last_guild": guild}
            for table in metadata.sorted_tables:
                if table in of_guilds or table.name == "attendees":
                    await connection.execute(
                        insert(table).values(
                            _row(table, guild)
                            | {name: value for name, value in person.items() if name in table.c}
                        )
                    )

    await traces_in(database).forget(GUILD)

    assert await places_of(database, GUILD) == []
    kept = {place.split(".")[0] for place in await places_of(database, OTHER)}
    assert kept == {table.name for table in of_guilds} | {"attendees"}


def _row(table, guild):
    """A row with something in every column that must have it"""
    return {
        column.name: _value(column, guild)
        for column in table.c
        if column.name == "guild_id" or not column.nullable or column.primary_key
    }


def _value(column, guild):
    if column.name == "guild_id":
        return guild
    values = {
        "BigInteger": guild % 1_000,
        "Integer": guild % 1_000,
        "Span": timedelta(minutes=10),
        "Boolean": True,
        "Instant": NOON,
    }
    # Keys are to be different in the two guilds.
    return values.get(type(column.type).__name__, f"{guild % 1_000}")
