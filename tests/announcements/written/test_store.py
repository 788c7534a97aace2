"""The contract of every AnnouncementStore."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.announcements.written.model import AnnouncementState, AtOnce, Words
from bot.announcements.written.store import Stamp
from bot.storage.announcements import SqlAnnouncements
from tests.announcements.written.announcements import HOUR, NOON, an_announcement, before
from tests.announcements.written.memory_announcements import MemoryAnnouncements
from tests.storage.databases import DATABASES, a_database

GUILD, OTHER = 2**63 - 1, 5
DRAFT, CANCELLED = AnnouncementState.DRAFT, AnnouncementState.CANCELLED
LONGEST = an_announcement(
    guild_id=GUILD,
    channel=2**63 - 2,
    role=2**63 - 3,
    moment=before("s" * 32, 10_080),
    words=Words(title="🎤" * 200, text="🎤\n" * 2_000, picture="https://e.org/" + "a" * 900),
)


@pytest.fixture(params=["memory", *DATABASES])
async def store(request, tmp_path):
    if request.param == "memory":
        yield MemoryAnnouncements()
        return
    async with a_database(request.param, tmp_path) as database:
        yield SqlAnnouncements(database)


def changed(announcement, **fields):
    return replace(announcement, revision=announcement.revision + 1, **fields)


async def test_a_new_store_knows_nothing(store):
    assert (await store.since(0, 9), await store.of_guild(GUILD, 9)) == ((), ())
    assert await store.stamp() == Stamp()
    assert await store.find(GUILD, "0" * 16) is None


@pytest.mark.parametrize(
    "one",
    [
        LONGEST,
        an_announcement(),
        an_announcement(moment=AtOnce(), state=DRAFT, words=Words()),
        an_announcement(moment=before("rivers", 0)),
    ],
)
async def test_what_was_written_comes_back_as_it_was(store, one):
    await store.add(one)

    assert await store.find(one.guild_id, one.id) == one


async def test_what_was_written_is_read_by_number_for_all_guilds_with_what_waits(store):
    first, last = an_announcement(), an_announcement(guild_id=OTHER, created_at=NOON)
    draft, cancelled = an_announcement(state=DRAFT), an_announcement(state=CANCELLED)
    for one in (last, draft, cancelled, first):
        await store.add(one)

    some = await store.since(0, 3)
    others = await store.since(some[-1].number, 3)

    assert [(one.guild_id, one.id, one.waits) for one in (*some, *others)] == [
        (OTHER, last.id, last),
        (1, draft.id, None),
        (1, cancelled.id, None),
        (1, first.id, first),
    ]
    assert (await store.stamp()).written == others[-1].number


async def test_what_was_changed_is_read_again_and_nothing_else(store):
    one, other = an_announcement(), an_announcement()
    for each in (one, other):
        await store.add(each)
    before = await store.stamp()

    later = changed(one, channel=11)
    assert await store.change(one, later)

    assert [each.waits for each in await store.since(before.written, 9)] == [later]
    assert (await store.stamp()).removed == before.removed


async def test_a_guild_is_given_its_own_that_have_a_title_the_newest_first(store):
    old, new = an_announcement(), an_announcement(created_at=NOON, state=DRAFT)
    middle = an_announcement(created_at=NOON - HOUR)
    untitled = an_announcement(created_at=NOON, words=Words(), state=DRAFT)
    for one in (old, an_announcement(guild_id=OTHER), new, middle, untitled):
        await store.add(one)

    assert await store.of_guild(1, 2) == (new, middle)


async def test_another_guilds_announcement_is_neither_found_nor_changed(store):
    one = an_announcement(guild_id=OTHER)
    await store.add(one)

    theirs = replace(one, guild_id=GUILD)
    done = await store.change(theirs, changed(theirs, channel=666))

    assert (await store.find(GUILD, one.id), done) == (None, False)
    assert await store.find(OTHER, one.id) == one


async def test_of_several_that_change_the_same_one_at_once_one_wins(store):
    one = an_announcement()
    await store.add(one)

    later = [changed(one, channel=channel) for channel in range(1, 6)]
    won = await asyncio.gather(*(store.change(one, other) for other in later))

    assert sorted(won) == [False] * 4 + [True]
    assert await store.find(1, one.id) == later[won.index(True)]


async def test_a_change_keeps_all_that_it_says(store):
    one = an_announcement()
    await store.add(one)
    later = changed(
        one,
        role=7,
        moment=before("rivers"),
        words=Words(title="A", text="B", picture="https://c.org"),
        state=CANCELLED,
    )

    assert await store.change(one, later)

    assert await store.find(1, one.id) == later


async def test_its_stamp_is_another_one_once_anything_was_written(store):
    one = an_announcement()
    stamps = [await store.stamp(), await store.stamp()]
    await store.add(one)
    stamps.append(await store.stamp())
    await store.change(one, changed(one, channel=11))
    stamps.append(await store.stamp())
    await store.forget(1)
    stamps.append(await store.stamp())

    assert stamps[0] == stamps[1]
    assert len(set(stamps)) == 4


async def test_old_drafts_are_removed_and_nothing_else(store):
    new = an_announcement(state=DRAFT, created_at=NOON)
    waiting, cancelled = an_announcement(), an_announcement(state=CANCELLED)
    for one in (new, waiting, cancelled, an_announcement(state=DRAFT)):
        await store.add(one)

    removed = await store.clear_drafts(NOON)

    assert removed == 1
    assert {one.id for one in await store.of_guild(1, 9)} == {new.id, waiting.id, cancelled.id}


async def test_what_was_made_before_then_goes_unless_its_time_is_to_come(store):
    day = timedelta(days=1)
    coming = an_announcement(NOON + day)
    recent = an_announcement(created_at=NOON)
    others = an_announcement(guild_id=OTHER)
    for one in (coming, recent, others, an_announcement(NOON - HOUR)):
        await store.add(one)
    await store.add(an_announcement(moment=before("rivers")))

    removed = await store.forget_before(1, NOON)

    assert removed == 2
    assert {one.id for one in await store.of_guild(1, 9)} == {coming.id, recent.id}
    assert await store.find(OTHER, others.id) == others


async def test_only_if_anything_is_gone_everything_has_to_be_read_again(store):
    await store.add(an_announcement(NOON - HOUR))
    stamps = [await store.stamp()]
    await store.forget_before(OTHER, NOON)
    await store.forget(OTHER)
    await store.clear_drafts(NOON)
    stamps.append(await store.stamp())
    await store.forget_before(1, NOON)
    stamps.append(await store.stamp())

    assert stamps[0] == stamps[1]
    assert stamps[1].removed != stamps[2].removed


async def test_forgetting_a_guild_removes_all_of_it_and_nothing_else(store):
    one, other = an_announcement(), an_announcement(guild_id=OTHER)
    await store.add(one)
    await store.add(other)

    await store.forget(1)
    await store.forget(404)

    assert [one.waits for one in await store.since(0, 9)] == [other]
