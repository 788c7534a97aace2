"""The contract of every OverlayStore."""

import asyncio

import pytest
from sqlalchemy import update

from bot.guilds.overlays import GuildOverlay, ToTell
from bot.program.overlay import change_of
from bot.storage.changes import SqlChanges
from bot.storage.overlays import SqlOverlayStore
from bot.storage.tables import overlays
from tests.factories import NINE, a_program, a_session
from tests.guilds.memory_overlays import MemoryOverlayStore
from tests.program.overlays import MINUTE, an_overlay, cancelled, moved
from tests.storage.databases import DATABASES, a_database

GUILD, OTHER = 2**63 - 1, 5
# By their ids, in the order in which a database might not sort them.
RIVERS, LAKES = a_session(NINE, id="a-b", room="hall"), a_session(NINE, id="ab")
LONGEST = a_session(NINE, id="s" * 32, room="r" * 32)


@pytest.fixture(params=["memory", *DATABASES])
async def store(request, tmp_path):
    if request.param == "memory":
        yield MemoryOverlayStore()
        return
    async with a_database(request.param, tmp_path) as database:
        yield SqlOverlayStore(database)


def of(guild_id, *overrides, program="conf-22"):
    return GuildOverlay(guild_id=guild_id, program=program, overlay=an_overlay(*overrides))


async def test_a_new_store_knows_no_overlay(store):
    assert await store.all() == ()


async def test_what_was_changed_comes_back_by_guild_and_program(store):
    longest = moved(LONGEST, 20 * MINUTE, room="r" * 32)
    await store.put(GUILD, "p" * 16, longest)
    await store.put(GUILD, "conf-22", cancelled(LAKES))
    await store.put(GUILD, "conf-22", moved(RIVERS, room="loft"))
    await store.put(OTHER, "conf-22", moved(RIVERS, 5 * MINUTE))

    assert await store.all() == (
        of(OTHER, moved(RIVERS, 5 * MINUTE)),
        of(GUILD, moved(RIVERS, room="loft"), cancelled(LAKES)),
        of(GUILD, longest, program="p" * 16),
    )


async def test_a_later_override_takes_the_earlier_ones_place(store):
    await store.put(GUILD, "conf-22", moved(RIVERS, MINUTE, room="loft"))
    await store.put(GUILD, "conf-22", cancelled(RIVERS))
    first = await store.all()
    await store.put(GUILD, "conf-22", moved(RIVERS, MINUTE))

    assert (first, await store.all()) == (
        (of(GUILD, cancelled(RIVERS)),),
        (of(GUILD, moved(RIVERS, MINUTE)),),
    )


async def test_what_is_taken_is_gone_and_nothing_else(store):
    await store.put(GUILD, "conf-22", cancelled(RIVERS))
    await store.put(GUILD, "conf-23", cancelled(RIVERS))
    await store.put(OTHER, "conf-22", cancelled(RIVERS))

    await store.take(GUILD, "conf-22", RIVERS.id)
    await store.take(GUILD, "conf-22", "never-there")

    assert await store.all() == (
        of(OTHER, cancelled(RIVERS)),
        of(GUILD, cancelled(RIVERS), program="conf-23"),
    )


async def test_several_at_once_may_change_the_same_session(store):
    overrides = [moved(RIVERS, minutes * MINUTE) for minutes in range(1, 6)]

    await asyncio.gather(*(store.put(GUILD, "conf-22", one) for one in overrides))

    (left,) = await store.all()
    assert left.overlay in [an_overlay(one) for one in overrides]


async def test_forgetting_a_guild_removes_all_of_it_and_nothing_else(store):
    await store.put(GUILD, "conf-22", cancelled(RIVERS))
    await store.put(OTHER, "conf-22", cancelled(RIVERS))

    await store.forget(GUILD)
    await store.forget(404)

    assert await store.all() == (of(OTHER, cancelled(RIVERS)),)


@pytest.mark.parametrize("name", DATABASES)
async def test_what_is_to_be_told_is_kept_with_the_change_or_not_at_all(name, tmp_path):
    program = a_program(RIVERS)
    override = cancelled(RIVERS)
    to_tell = ToTell(changes=change_of(program, RIVERS.id, None, override), at=override.at)
    async with a_database(name, tmp_path) as database:
        store, changes = SqlOverlayStore(database), SqlChanges(database)

        await store.put(GUILD, program.id, override, to_tell)
        await store.take(GUILD, program.id, RIVERS.id)

        (batch,) = await changes.all()
        assert (batch.guild_id, batch.program, batch.due, batch.changes) == (
            GUILD,
            program.id,
            override.at,
            to_tell.changes,
        )


@pytest.mark.parametrize("name", DATABASES)
async def test_what_a_newer_version_wrote_is_left_out_and_told_in_the_log(name, tmp_path, caplog):
    async with a_database(name, tmp_path) as database:
        store = SqlOverlayStore(database)
        for session in (RIVERS, LAKES):
            await store.put(GUILD, "conf-22", moved(session, MINUTE))
        newer = update(overlays).where(overlays.c.session == RIVERS.id).values(kind="split")
        async with database.engine.begin() as connection:
            await connection.execute(newer)

        left = await store.all()

        assert left == (of(GUILD, moved(LAKES, MINUTE)),)
        assert caplog.messages == [
            (
                f"Guild {GUILD}: what was changed of the session {RIVERS.id} of conf-22 "
                "is left out: 'split' is not known here"
            )
        ]
