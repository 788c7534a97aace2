import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.guilds.model import LONG_AGO, Choices, Lead, Route, RouteKind
from bot.storage.guilds import SqlGuildStore
from bot.translation import Language
from tests.guilds.keeping import keep
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
    personal_fallback=True,
    announcement_channel=2**59,
    digest_at=time(8, 30),
    digest_since=NOON,
    mention_role=2**58,
    board_channel=2**57,
    log_channel=2**56,
    log_since=NOON,
    has_events=True,
    streams_at_start=True,
    has_room_boards=True,
    language=Language.PORTUGUESE,
    routes=(
        Route(kind=RouteKind.ROOM, id="hall-1", channel=2**55, since=NOON),
        Route(kind=RouteKind.TRACK, id="hall-1", channel=2**54),
    ),
    chosen_at=NOON,
    left_at=NOON,
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


async def test_what_was_kept_comes_back_by_guild(store):
    await keep(store, EVERYTHING, NOTHING)

    assert await store.all() == (NOTHING, EVERYTHING)


async def test_to_swap_nothing_changes_nothing(store):
    await keep(store, NOTHING)

    assert await store.swap([], [])
    assert await store.all() == (NOTHING,)


async def test_of_several_who_keep_the_same_guilds_at_once_one_wins(store):
    none = [Choices(guild_id=EVERYTHING.guild_id), NOTHING]

    won = await asyncio.gather(*(store.swap(none, [EVERYTHING, NOTHING]) for _ in range(5)))

    assert won.count(True) == 1
    assert await store.all() == (NOTHING, EVERYTHING)


async def test_forgetting_a_guild_removes_all_of_it_and_nothing_else(store):
    await keep(store, EVERYTHING, NOTHING)

    await store.forget(EVERYTHING.guild_id)
    await store.forget(404)

    assert await store.all() == (NOTHING,)


async def test_choices_are_swapped_only_for_those_that_stand_there(store):
    await keep(store, EVERYTHING, NOTHING)
    later = replace(EVERYTHING, log_channel=None, leads=EVERYTHING.leads[:1], routes=())

    assert await store.swap([EVERYTHING], [later])
    assert not await store.swap([EVERYTHING], [replace(EVERYTHING, paused_at=None)])
    assert await store.all() == (NOTHING, later)


async def test_of_several_guilds_all_are_swapped_or_none(store):
    await keep(store, EVERYTHING, NOTHING)
    paused = [replace(one, paused_at=LONG_AGO) for one in (EVERYTHING, NOTHING)]

    assert not await store.swap([EVERYTHING, replace(NOTHING, left_at=NOON)], paused)
    assert await store.all() == (NOTHING, EVERYTHING)
    assert await store.swap([EVERYTHING, NOTHING], paused)
    assert await store.all() == (paused[1], paused[0])


async def test_a_guild_that_is_not_known_stands_there_as_one_that_set_nothing(store):
    assert not await store.swap([replace(NOTHING, paused_at=NOON)], [NOTHING])
    assert await store.swap([NOTHING], [replace(NOTHING, paused_at=NOON)])
    assert await store.all() == (replace(NOTHING, paused_at=NOON),)


async def test_of_many_swaps_at_once_each_is_made_to_what_stands_by_then(store):
    await keep(store, NOTHING)

    async def add(channel):
        while True:
            (before,) = await store.all()
            route = Route(kind=RouteKind.ROOM, id=f"room-{channel}", channel=channel)
            if await store.swap([before], [replace(before, routes=(*before.routes, route))]):
                return

    await asyncio.gather(*(add(channel) for channel in range(5)))

    (choices,) = await store.all()
    assert [route.channel for route in choices.routes] == [0, 1, 2, 3, 4]
