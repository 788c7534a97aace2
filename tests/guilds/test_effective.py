from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import NoProgramError
from bot.guilds.effective import EffectivePrograms
from bot.guilds.model import Choices
from bot.guilds.overlays import Overlays, ToTell
from bot.program.attached_id import attached_id
from bot.program.lookup import Lookup
from bot.program.overlay import Conflict, apply, at_source, change_of
from bot.sources.shelf import Shelf
from tests.factories import NINE, a_program_with_talks
from tests.guilds.memory_overlays import MemoryOverlayStore
from tests.program.overlays import AT, MINUTE, an_overlay, cancelled, moved
from tests.reminders.memory import FixedGuilds

PROGRAM = a_program_with_talks("Rivers", "Lakes")
RIVERS, LAKES = PROGRAM.sessions
A, B = Choices(guild_id=1), Choices(guild_id=2, program=PROGRAM.id)
ELSEWHERE = Choices(guild_id=3, program="other")
DELAY = moved(RIVERS, 20 * MINUTE)
END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@pytest.fixture
def shelf():
    shelf = Shelf(PROGRAM.id)
    shelf.put(Lookup(PROGRAM))
    return shelf


@pytest.fixture
def store():
    return MemoryOverlayStore()


@pytest.fixture
def programs(shelf, store):
    return EffectivePrograms(shelf, FixedGuilds(A, B, ELSEWHERE), Overlays(store))


async def delay(programs, guild=A):
    return await programs.change(guild.guild_id, RIVERS.id, override=DELAY, instead_of=None, now=AT)


def start(lookup):
    return lookup.timetable.session(RIVERS.id).start - NINE


async def test_a_change_stands_at_once_wherever_its_guild_asks_and_nowhere_else(programs):
    assert await delay(programs)

    later, on_time = 20 * MINUTE, timedelta()
    assert [start(programs.lookup_for(guild)) for guild in (A.guild_id, B.guild_id, None)] == [
        later,
        on_time,
        on_time,
    ]
    assert [
        start(programs.lookup_named(PROGRAM.id, guild)) for guild in (A.guild_id, B.guild_id, None)
    ] == [later, on_time, on_time]
    assert programs.timetable_for(A) is programs.lookup_for(A.guild_id).timetable
    assert programs.timetable_for(B) is programs.lookup_for(None).timetable
    assert programs.source_for(A.guild_id) is programs.lookup_for(None)


async def test_what_stands_is_made_once_and_not_per_question(programs):
    await delay(programs)
    stood = programs.lookup_for(A.guild_id)

    await programs.follow()

    assert programs.lookup_for(A.guild_id) is stood


async def test_a_new_version_of_the_program_is_overlaid_once_it_is_followed(programs, shelf):
    await delay(programs)
    before = programs.lookup_for(A.guild_id)
    later = replace(PROGRAM, name="Conf, anew")
    shelf.put(Lookup(later))

    meanwhile = programs.lookup_for(A.guild_id)
    await programs.follow()

    assert meanwhile is before
    assert programs.lookup_for(A.guild_id).program == apply(later, an_overlay(DELAY))


async def test_what_the_new_version_says_itself_is_no_overlay_any_more(programs, shelf, store):
    await delay(programs)
    later = replace(RIVERS, start=NINE + 20 * MINUTE, end=NINE + 50 * MINUTE)
    shelf.put(Lookup(replace(PROGRAM, sessions=(later, LAKES))))

    await programs.follow()

    assert await store.all() == ()
    assert programs.lookup_for(A.guild_id) is shelf.lookup(None)


async def test_restoring_gives_the_source_back(programs, shelf):
    await delay(programs)

    await programs.change(A.guild_id, RIVERS.id, override=None, instead_of=DELAY, now=AT)

    assert programs.lookup_for(A.guild_id) is shelf.lookup(None)


async def test_an_overlay_that_breaks_leaves_its_guild_the_source_and_the_others_theirs(
    programs, store, caplog
):
    await store.put(A.guild_id, PROGRAM.id, replace(DELAY, start=END_OF_TIME))

    assert await delay(programs, B)

    assert start(programs.lookup_for(A.guild_id)) == timedelta()
    assert start(programs.lookup_for(B.guild_id)) == 20 * MINUTE
    assert "no overlay for guild 1" in caplog.text


async def test_who_listens_hears_of_each_change_and_of_nothing_else(programs):
    heard = []
    programs.on_change(lambda: heard.append(start(programs.lookup_for(A.guild_id))))

    await programs.follow()
    await delay(programs)
    await programs.follow()
    await delay(programs)  # another one stands there by now
    await programs.change(A.guild_id, RIVERS.id, override=None, instead_of=DELAY, now=AT)

    assert heard == [20 * MINUTE, timedelta()]


async def test_an_overlay_of_a_program_that_is_not_loaded_waits_for_it(programs, shelf, store):
    other = replace(PROGRAM, id="other")
    await store.put(ELSEWHERE.guild_id, "other", DELAY)

    with pytest.raises(NoProgramError):
        await delay(programs, ELSEWHERE)
    await programs._overlays.reload()
    await programs.follow()
    missing = programs.timetable_for(ELSEWHERE)
    shelf.put(Lookup(other))
    await programs.follow()

    assert missing is None
    assert start(programs.lookup_for(ELSEWHERE.guild_id)) == 20 * MINUTE


async def test_a_store_that_fails_leaves_what_is_right_standing(programs, shelf, store):
    await delay(programs)
    broken = replace(PROGRAM, sessions=(LAKES,))
    shelf.put(Lookup(broken))

    async def fail(*_):
        raise OSError("the disk is full")

    store.take = fail
    with pytest.raises(OSError, match="disk"):
        await programs.follow()

    assert programs.lookup_for(A.guild_id).program == broken


async def test_the_overview_tells_what_was_changed_and_where_the_source_differs(programs, shelf):
    await delay(programs)
    await programs.change(A.guild_id, LAKES.id, override=cancelled(LAKES), instead_of=None, now=AT)
    later = replace(RIVERS, start=NINE + 5 * MINUTE)
    shelf.put(Lookup(replace(PROGRAM, sessions=(later, LAKES))))

    overview = programs.overview(A.guild_id)

    assert overview.timetable is shelf.lookup(None).timetable
    assert overview.overlay == an_overlay(DELAY, cancelled(LAKES))
    assert overview.conflicts == (Conflict(override=DELAY, now=at_source(later)),)


async def test_what_is_to_be_told_is_kept_with_the_change(programs, store):
    await delay(programs)
    await programs.change(A.guild_id, RIVERS.id, override=None, instead_of=DELAY, now=AT)

    assert store.to_tell == [
        ToTell(changes=change_of(PROGRAM, RIVERS.id, None, DELAY), at=AT),
        ToTell(changes=change_of(PROGRAM, RIVERS.id, DELAY, None), at=AT),
    ]


OWN = attached_id(A.guild_id, "Own", 2022)
FORGED = Choices(guild_id=4, program=OWN)


@pytest.fixture
def with_own(shelf, store):
    shelf.put(Lookup(replace(PROGRAM, id=OWN)))
    owner = replace(A, program=OWN)
    return EffectivePrograms(shelf, FixedGuilds(owner, B, FORGED), Overlays(store))


def test_what_a_guild_attached_stands_for_it(with_own):
    assert with_own.lookup_for(A.guild_id).program.id == OWN
    assert with_own.lookup_named(OWN, A.guild_id).program.id == OWN
    assert with_own.timetable_for(replace(A, program=OWN)).program.id == OWN


@pytest.mark.parametrize("guild", [B.guild_id, FORGED.guild_id, None])
def test_what_a_guild_attached_is_for_all_others_as_if_not_loaded(with_own, guild):
    with pytest.raises(NoProgramError):
        with_own.lookup_named(OWN, guild)


def test_who_names_what_another_guild_attached_follows_nothing(with_own):
    for asked in (with_own.lookup_for, with_own.source_for, with_own.overview):
        with pytest.raises(NoProgramError):
            asked(FORGED.guild_id)
    assert with_own.timetable_for(FORGED) is None
