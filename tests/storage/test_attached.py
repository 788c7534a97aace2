"""What guilds attached, kept in a database: the contract of an AttachedStore."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.guilds.model import Choices
from bot.program.attached_id import attached_id
from bot.sources.attached import WAITS, Attached, Pending, Source
from bot.sources.version import Version
from bot.storage.attached import SqlAttachedStore
from bot.storage.guilds import SqlGuildStore
from bot.storage.programs import SqlVersions
from tests.guilds.keeping import keep
from tests.storage.databases import DATABASES, a_database
from tests.storage.everything import places_of

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
GUILD, OTHER = 812_345_678_901_234_567, 823_456_789_012_345_678
FIRST, SECOND = "a" * 24, "b" * 24
FILE = Source(origin="schedule.ics", zone="Europe/Berlin")
ADDRESS = Source(origin="https://example.org/x?…", address="https://example.org/x?key=1")
PROGRAM = attached_id(GUILD, "Conf", 2026)
ATTACHED = Attached(guild_id=GUILD, program=PROGRAM, source=FILE, before="conf-22", at=NOW)
PENDING = Pending(
    key=FIRST,
    guild_id=GUILD,
    source=ADDRESS,
    program=PROGRAM,
    text="program:",
    digest="d" * 64,
    earlier="e" * 64,
)


@pytest.fixture(params=DATABASES)
async def database(request, tmp_path):
    async with a_database(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture
def store(database):
    return SqlAttachedStore(database)


def another(**fields):
    program = attached_id(OTHER, "Conf", 2026)
    return replace(ATTACHED, guild_id=OTHER, program=program, **fields)


async def test_what_is_attached_is_read_back(store):
    await store.attach(ATTACHED)
    await store.attach(another(source=ADDRESS, before=None))

    assert await store.of(GUILD) == ATTACHED
    assert await store.all() == (ATTACHED, another(source=ADDRESS, before=None))


async def test_a_guild_has_one_at_most(store):
    later = replace(ATTACHED, source=ADDRESS, at=NOW + WAITS)
    await store.attach(ATTACHED)

    await store.attach(later)

    assert await store.all() == (later,)


async def test_a_guild_that_attached_nothing_has_none(store):
    assert await store.of(GUILD) is None


async def test_what_a_guild_attached_that_removed_marquee_is_not_looked_after(database, store):
    await store.attach(ATTACHED)
    await keep(SqlGuildStore(database), Choices(guild_id=GUILD, left_at=NOW))

    assert await store.all() == ()
    assert await store.of(GUILD) == ATTACHED


async def test_what_waits_is_read_back_by_its_guild_alone(store):
    await store.begin(GUILD, FIRST, NOW)

    await store.wait(PENDING)

    assert await store.pending(GUILD, FIRST) == PENDING
    assert await store.pending(OTHER, FIRST) is None


async def test_what_was_only_begun_does_not_wait(store):
    await store.begin(GUILD, FIRST, NOW)

    assert await store.pending(GUILD, FIRST) is None


async def test_what_was_read_last_waits_alone_and_all_count(store):
    await store.begin(GUILD, FIRST, NOW)
    await store.wait(PENDING)
    count = await store.begin(GUILD, SECOND, NOW)
    await store.wait(replace(PENDING, key=SECOND))

    assert count == 2
    assert await store.pending(GUILD, FIRST) is None
    assert await store.pending(GUILD, SECOND) == replace(PENDING, key=SECOND)


async def test_only_what_was_read_of_late_by_the_same_guild_counts(store):
    await store.begin(GUILD, FIRST, NOW)
    await store.begin(OTHER, "c" * 24, NOW)

    assert await store.begin(GUILD, SECOND, NOW + timedelta(minutes=61)) == 1


async def test_what_is_not_wanted_does_not_wait_and_counts(store):
    await store.begin(GUILD, FIRST, NOW)
    await store.wait(PENDING)

    await store.stop_waiting(OTHER, FIRST)
    before = await store.pending(GUILD, FIRST)
    await store.stop_waiting(GUILD, FIRST)

    assert before == PENDING
    assert await store.pending(GUILD, FIRST) is None
    assert await store.begin(GUILD, SECOND, NOW) == 2


async def test_what_waited_for_too_long_goes(store):
    await store.begin(GUILD, FIRST, NOW)
    await store.wait(PENDING)

    early = await store.clear(NOW + WAITS)
    late = await store.clear(NOW + WAITS + timedelta(seconds=1))

    assert (early, late) == (0, 1)
    assert await store.pending(GUILD, FIRST) is None


async def test_what_is_removed_goes_with_all_its_versions(database, store):
    versions = SqlVersions(database)
    for program in (PROGRAM, another().program, "conf-22"):
        await versions.accept(_version(program))
        await versions.refuse(_version(program))
    for one in (ATTACHED, another()):
        await store.attach(one)

    await store.remove(GUILD)

    assert await store.all() == (another(),)
    assert list(await versions.digests()) == sorted([another().program, "conf-22"])
    assert await versions.refused(PROGRAM) is None


async def test_what_is_to_stay_stays(database, store):
    versions, later = SqlVersions(database), attached_id(GUILD, "Conf", 2027)
    for program in (PROGRAM, later):
        await versions.accept(_version(program))
    await store.attach(replace(ATTACHED, program=later))

    await store.remove(GUILD, but=later)

    assert await store.of(GUILD) == replace(ATTACHED, program=later)
    assert list(await versions.digests()) == [later]


async def test_of_a_forgotten_guild_nothing_is_left(database, store):
    await SqlVersions(database).accept(_version(PROGRAM))
    await store.attach(ATTACHED)
    await store.begin(GUILD, FIRST, NOW)
    await store.wait(PENDING)

    await store.forget(GUILD)

    assert await places_of(database, GUILD) == []
    assert await places_of(database, PROGRAM) == []


def _version(program):
    return Version(program=program, digest="d" * 64, accepted_at=NOW, text="program:")
