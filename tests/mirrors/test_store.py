"""The contract of every MirrorStore."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.mirrors.model import PENDING, MirrorKind
from bot.storage.mirrors import SqlMirrorStore
from tests.mirrors.memory_mirrors import MemoryMirrorStore
from tests.mirrors.mirrors import NOON, a_mirror
from tests.storage.databases import DATABASES, a_database

LARGEST = 2**63 - 1
INSTANT = NOON + timedelta(microseconds=7)
BOARD = a_mirror(guild_id=LARGEST, discord_id=LARGEST - 1, channel=LARGEST, edited_at=INSTANT)
EVENT = a_mirror(kind=MirrorKind.EVENT, subject="s" * 64, channel=None, digest="d" * 64)


@pytest.fixture(params=["memory", *DATABASES])
async def store(request, tmp_path):
    if request.param == "memory":
        yield MemoryMirrorStore()
        return
    async with a_database(request.param, tmp_path) as database:
        yield SqlMirrorStore(database)


async def test_a_new_store_knows_no_mirror(store):
    assert await store.all(MirrorKind.BOARD) == ()


async def test_mirrors_come_back_as_they_were_by_kind_guild_and_subject(store):
    later, earlier = replace(EVENT, subject="ab"), replace(EVENT, subject="a-b")
    for one in (BOARD, later, EVENT, earlier):
        assert await store.swap(None, one)

    assert await store.all(MirrorKind.BOARD) == (BOARD,)
    assert await store.all(MirrorKind.EVENT) == (earlier, later, EVENT)


async def test_the_same_thing_is_claimed_once(store):
    assert await store.swap(None, BOARD)

    assert not await store.swap(None, replace(BOARD, discord_id=1))

    assert await store.all(MirrorKind.BOARD) == (BOARD,)


async def test_what_stands_there_is_changed_and_removed(store):
    await store.swap(None, BOARD)
    after = replace(BOARD, discord_id=7, digest="new", channel=8)

    assert await store.swap(BOARD, after)
    changed = await store.all(MirrorKind.BOARD)
    assert await store.swap(after, None)

    assert (changed, await store.all(MirrorKind.BOARD)) == ((after,), ())


@pytest.mark.parametrize(
    "other",
    [
        {"digest": "another"},
        {"discord_id": PENDING},
        {"edited_at": INSTANT + timedelta(microseconds=1)},
        {"created_at": NOON + timedelta(seconds=1)},
        {"guild_id": 5},
    ],
)
async def test_what_is_not_so_any_more_is_neither_changed_nor_removed(store, other):
    await store.swap(None, BOARD)
    wrong = replace(BOARD, **other)

    swapped = [
        await store.swap(wrong, replace(wrong, digest="mine")),
        await store.swap(wrong, None),
    ]

    assert swapped == [False, False]
    assert await store.all(MirrorKind.BOARD) == (BOARD,)


async def test_of_many_that_change_it_at_once_one_wins(store):
    await store.swap(None, BOARD)

    won = await asyncio.gather(
        *(store.swap(BOARD, replace(BOARD, digest=str(number))) for number in range(8))
    )

    assert won.count(True) == 1


async def test_a_guild_is_forgotten_with_all_its_mirrors_and_no_other(store):
    other = replace(BOARD, guild_id=5)
    for one in (BOARD, other, replace(EVENT, guild_id=LARGEST)):
        await store.swap(None, one)

    await store.forget(LARGEST)

    assert await store.all(MirrorKind.BOARD) == (other,)
    assert await store.all(MirrorKind.EVENT) == ()
