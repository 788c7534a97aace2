from dataclasses import replace
from datetime import timedelta

import pytest

from bot.announcements.model import Batch
from bot.storage.changes import SqlChanges
from tests.announcements.changes import HOUR, NOON, a_change, a_move, some_facts
from tests.announcements.memory_changes import MemoryChanges
from tests.storage.databases import DATABASES, a_database

NOW = NOON - HOUR
DAY = timedelta(days=1)


@pytest.fixture(params=["memory", *DATABASES])
async def store(request, tmp_path):
    if request.param == "memory":
        yield MemoryChanges()
        return
    async with a_database(request.param, tmp_path) as database:
        yield SqlChanges(database)


def told(batches):
    return [(one.guild_id, one.program, one.due, one.changes) for one in batches]


async def test_a_new_store_keeps_nothing(store):
    assert await store.all() == ()


async def test_what_organizers_changed_comes_back_in_the_order_in_which_it_came(store):
    lunch = a_change(None, some_facts(title="Lunch", is_break=True), "lunch")
    await store.record(5, "conf-22", [a_move(), lunch], NOW)
    await store.record(4, "conf-22", [lunch], NOW)

    assert told(await store.all()) == [
        (5, "conf-22", NOW, (a_move(), lunch)),
        (4, "conf-22", NOW, (lunch,)),
    ]


async def test_the_same_change_at_the_same_instant_is_another_one(store):
    await store.record(5, "conf-22", [a_move()], NOW)
    await store.record(5, "conf-22", [a_move()], NOW)

    first, second = await store.all()
    assert (first.id != second.id, first.due, second.due) == (True, NOW, NOW)


async def test_no_changes_are_nothing_to_keep(store):
    await store.record(5, "conf-22", [], NOW)

    assert await store.all() == ()


async def test_its_stamp_is_another_one_once_something_was_added_or_removed(store):
    stamps = [await store.stamp(), await store.stamp()]
    await store.record(5, "conf-22", [a_move()], NOW)
    stamps.append(await store.stamp())
    await store.record(5, "conf-22", [a_move()], NOW)
    stamps.append(await store.stamp())
    await store.forget(5)
    stamps.append(await store.stamp())

    first, *others = stamps
    assert (others[0], len(set(others[:-1]))) == (first, 3)
    assert stamps[-1] != stamps[-2]


async def test_what_is_over_for_a_day_is_removed_and_nothing_else(store):
    later = a_move(start=NOON + HOUR)
    await store.record(5, "conf-22", [a_move()], NOW)
    await store.record(5, "conf-22", [a_move(session="lakes"), replace(later, session="sea")], NOW)

    await store.clear(NOON + HOUR + DAY)

    assert [changes for *_, changes in told(await store.all())] == [
        (a_move(session="lakes"), replace(later, session="sea"))
    ]


async def test_forgetting_a_guild_removes_what_it_changed_only(store):
    await store.record(4, "conf-22", [a_move()], NOW)
    await store.record(5, "conf-22", [a_move()], NOW)

    await store.forget(4)

    assert [one.guild_id for one in await store.all()] == [5]


def test_a_batch_is_kept_until_a_day_after_its_last_start():
    batch = Batch(
        id="a",
        program="conf-22",
        due=NOW,
        changes=(a_move(), a_change(some_facts(), None, "lakes")),
    )

    assert batch.until == NOON + HOUR + DAY
