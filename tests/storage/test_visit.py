"""A database is visited beside the bot that uses it."""

import pytest

from bot.errors import StoreError
from bot.storage.database import open_database, visit_database
from bot.storage.notes import SqlNotes
from tests.storage.databases import DATABASES, a_place


@pytest.fixture(params=DATABASES)
async def place(request, tmp_path):
    async with a_place(request.param, tmp_path) as it:
        yield it


async def test_a_visitor_reads_and_writes_beside_the_bot_and_is_no_process(place):
    host = await open_database(place)
    visitor = await visit_database(place)
    try:
        await SqlNotes(visitor).set("said", "by a visitor")

        assert await SqlNotes(host).get("said") == "by a visitor"
        assert await host.processes.others() == frozenset()
    finally:
        await visitor.close()
        await host.close()


async def test_where_no_bot_has_been_a_visitor_makes_nothing(place, tmp_path):
    with pytest.raises(StoreError, match="yet: "):
        await visit_database(place)

    assert list(tmp_path.iterdir()) == []
