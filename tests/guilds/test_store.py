import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.guilds.model import LONG_AGO, Choices, Lead
from bot.storage.guilds import SqlGuildStore
from tests.guilds.memory_store import MemoryGuildStore
from tests.storage.databases import DATABASES, a_database

MINUTE = timedelta(minutes=1)
NOON = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)

EVERYTHING = Choices(
    guild_id=2**63 - 1,
    program="qcon-plus-2022",
    reminder_channel=2**62,
    leads=(Lead(before=60 * MINUTE, since=NOON), Lead(before=10 * MINUTE, since=LONG_AGO)),
    public_answers=True,
    organizer_channel=2**61,
    paused_at=NOON,
    change_channel=2**60,
    changes_since=NOON,
)
NOTHING = Choices(guild_id=5)


@pytest.fixture(params=["memory", *DATABASES])
async def store(request, tmp_path):
    if request.param == "memory":
        yield MemoryGuildStore()
        return
    async with a_database(request.param, tmp_path) as database:
        yield SqlGuildStore(database)


async def test_a_new_store_knows_no_guild(store):
    assert await store.all() == ()


async def test_what_was_saved_comes_back_by_guild(store):
    await store.save([EVERYTHING, NOTHING])

    assert await store.all() == (NOTHING, EVERYTHING)


async def test_saving_replaces_a_guilds_choices_and_no_other_guilds(store):
    await store.save([EVERYTHING, NOTHING])
    fewer = Choices(guild_id=EVERYTHING.guild_id, leads=(Lead(before=MINUTE, since=NOON),))

    await store.save([fewer])

    assert await store.all() == (NOTHING, fewer)


async def test_saving_nothing_changes_nothing(store):
    await store.save([NOTHING])

    await store.save([])

    assert await store.all() == (NOTHING,)


async def test_several_at_once_may_save_the_same_guilds(store):
    await asyncio.gather(*(store.save([EVERYTHING, NOTHING]) for _ in range(5)))

    assert await store.all() == (NOTHING, EVERYTHING)


async def test_forgetting_a_guild_removes_all_of_it_and_nothing_else(store):
    await store.save([EVERYTHING, NOTHING])

    await store.forget(EVERYTHING.guild_id)
    await store.forget(404)

    assert await store.all() == (NOTHING,)
