"""One contract for every store of what organizers did."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.actions import SqlActions
from tests.organizers.memory_actions import MemoryActions
from tests.storage.databases import DATABASES, a_database

NOON = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LARGEST = 2**63 - 1


@pytest.fixture(params=["memory", *DATABASES])
async def store(request, tmp_path):
    if request.param == "memory":
        yield MemoryActions()
        return
    async with a_database(request.param, tmp_path) as opened:
        yield SqlActions(opened)


def _told(actions):
    return [(one.guild_id, one.user_id, one.what, one.at) for one in actions]


async def test_the_latest_stands_first_and_no_other_guilds(store):
    await store.add(1, LARGEST, "paused", NOON)
    await store.add(2, 7, "moved", NOON)
    await store.add(1, None, "resumed", NOON - MINUTE)

    assert _told(await store.recent(1, 10)) == [
        (1, None, "resumed", NOON - MINUTE),
        (1, LARGEST, "paused", NOON),
    ]
    assert _told(await store.recent(1, 1)) == [(1, None, "resumed", NOON - MINUTE)]


async def test_what_was_done_since_an_instant_comes_in_its_order_over_all_guilds(store):
    await store.add(1, 7, "early", NOON - MINUTE)
    await store.add(1, 7, "now", NOON)
    await store.add(2, 7, "too", NOON + MINUTE)

    assert [one.what for one in await store.since(NOON)] == ["now", "too"]


async def test_each_has_a_number_of_its_own_though_many_come_at_once(store):
    await asyncio.gather(*(store.add(1, 7, f"{number}", NOON) for number in range(10)))

    assert len({one.id for one in await store.recent(1, 50)}) == 10


async def test_what_is_old_is_cleared_for_one_guild(store):
    for guild in (1, 2):
        await store.add(guild, 7, "old", NOON - MINUTE)
        await store.add(guild, 7, "new", NOON)

    assert await store.forget_before(1, NOON) == 1
    assert [one.what for one in await store.recent(1, 9)] == ["new"]
    assert len(await store.recent(2, 9)) == 2


async def test_a_guild_is_forgotten(store):
    await store.add(1, 7, "a", NOON)
    await store.add(2, 7, "b", NOON)

    await store.forget(1)

    assert [one.what for one in await store.since(NOON)] == ["b"]


async def test_a_persons_id_is_taken_out_and_what_they_did_stays(store):
    await store.add(1, 7, "a", NOON)
    await store.add(1, 8, "b", NOON)

    assert (await store.forget_user(7), await store.forget_user(7)) == (1, 0)
    assert _told(await store.recent(1, 9)) == [(1, 8, "b", NOON), (1, None, "a", NOON)]
