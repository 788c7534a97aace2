from dataclasses import replace

import pytest

from bot.guilds.overlays import Overlays, Swap
from bot.program.overlay import Overlay
from tests.factories import NINE, a_program, a_session
from tests.guilds.memory_overlays import MemoryOverlayStore
from tests.program.overlays import MINUTE, an_overlay, cancelled, moved

SESSION, OTHER = a_session(NINE), a_session(NINE)
PROGRAM = a_program(SESSION, OTHER)
A, B = 1, 2
DELAY = moved(SESSION, 20 * MINUTE)


@pytest.fixture
def store():
    return MemoryOverlayStore()


@pytest.fixture
async def overlays(store):
    it = Overlays(store)
    await it.reload()
    return it


async def change(overlays, override, *, guild=A, instead_of=None, session=SESSION):
    swap = Swap(session=session.id, earlier=instead_of, later=override)
    return await overlays.swap(guild, PROGRAM.id, swap)


async def test_a_change_stands_at_once_for_its_guild_alone_and_is_kept(overlays, store):
    assert await change(overlays, DELAY)

    assert overlays.of(A, PROGRAM.id) == an_overlay(DELAY)
    assert overlays.of(B, PROGRAM.id) == Overlay()
    again = Overlays(store)
    await again.reload()
    assert again.all() == overlays.all()


async def test_no_override_takes_away_what_stands(overlays):
    await change(overlays, DELAY)

    assert await change(overlays, None, instead_of=DELAY)

    assert overlays.all() == ()


async def test_what_another_process_changed_is_not_overwritten_and_is_known_then(overlays, store):
    await change(Overlays(store), cancelled(SESSION))

    assert not await change(overlays, DELAY)

    assert overlays.of(A, PROGRAM.id) == an_overlay(cancelled(SESSION))


async def test_what_the_source_says_by_now_is_dropped_for_every_guild(overlays, store):
    await change(overlays, DELAY)
    await change(overlays, moved(SESSION, 20 * MINUTE, room="loft"), guild=B)
    await change(overlays, cancelled(OTHER), guild=B, session=OTHER)
    later = replace(SESSION, start=NINE + 20 * MINUTE, room="loft")

    await overlays.settle(replace(PROGRAM, sessions=(later, OTHER)))

    assert overlays.all() == await store.all()
    assert (overlays.of(A, PROGRAM.id), overlays.of(B, PROGRAM.id)) == (
        Overlay(),
        an_overlay(cancelled(OTHER)),
    )


async def test_another_programs_overlays_are_left_alone(overlays):
    await change(overlays, DELAY)

    await overlays.settle(a_program(id="other"))

    assert overlays.of(A, PROGRAM.id) == an_overlay(DELAY)


async def test_a_forgotten_guild_has_no_overlay(overlays):
    await change(overlays, DELAY)
    await change(overlays, DELAY, guild=B)

    await overlays.forget(A)

    assert [one.guild_id for one in overlays.all()] == [B]
