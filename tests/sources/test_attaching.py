"""A guild's own program on its way: read, confirmed, known to the other process, removed."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import ProgramOrderError
from bot.program.attached_id import is_attached
from bot.rehearsal.time import HeldClock
from bot.sources.attached import MOST_TRIES, Source
from bot.sources.attaching import Attaching
from bot.sources.folder import ProgramFiles
from bot.sources.refresh import Refresh
from bot.sources.shelf import Shelf
from bot.storage.attached import SqlAttachedStore
from bot.storage.programs import SqlVersions
from tests.sources.feed import Feed, talks
from tests.storage.databases import a_database

pytestmark = pytest.mark.slow

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
GUILD, OTHER = 1, 2
FILE = Source(origin="schedule.ics")


class Lease:
    def __init__(self, holds):
        self._holds = holds

    async def holds(self, _):
        return self._holds


class Process:
    """One that shares a store with others; the lease is held or not"""

    def __init__(self, database, *, holds=True):
        self.clock = HeldClock(NOW)
        self.store, self.versions = SqlAttachedStore(database), SqlVersions(database)
        self.shelf = Shelf("conf-22")
        self.refresh = Refresh(
            self.shelf,
            ProgramFiles([]),
            self.versions,
            Lease(holds),
            self.clock,
            attachments=self.store,
        )
        self.attaching = Attaching(self.store, self.versions, self.refresh, self.clock)

    @property
    def programs(self):
        return [one.id for one in self.shelf.programs]

    async def bring(self, *numbers, guild=GUILD, order=1, **moved):
        files = {"schedule.ics": talks(*numbers, **moved).encode()}
        return await self.attaching.bring(guild, order, FILE, files)

    async def attach(self, *numbers, guild=GUILD, order=1, followed=None, **moved):
        preview = await self.bring(*numbers, guild=guild, order=order, **moved)
        confirmed = await self.attaching.confirm(guild, preview.key, followed)
        await self.attaching.settled(guild, preview.key, confirmed.program.id)
        return confirmed


@pytest.fixture
async def database(tmp_path):
    async with a_database("sqlite", tmp_path) as opened:
        yield opened


@pytest.fixture
def one(database):
    return Process(database)


@pytest.fixture
def other(database):
    return Process(database, holds=False)


async def test_what_is_only_read_stands_nowhere(one):
    await one.bring(1, 2)

    assert one.programs == []
    assert await one.versions.digests() == {}


async def test_what_is_confirmed_stands_here_and_in_other_processes(one, other):
    confirmed = await one.attach(1, 2)
    await other.refresh.load()

    assert confirmed.is_new
    assert one.programs == other.programs == [confirmed.program.id]
    assert (await one.attaching.of(GUILD)).before is None


async def test_it_stands_after_a_restart(database, one):
    confirmed = await one.attach(1, 2)
    anew = Process(database)

    await anew.refresh.start()

    assert anew.programs == [confirmed.program.id]
    assert anew.refresh.troubles.all() == {}


async def test_a_press_that_came_to_nothing_can_be_pressed_again(one):
    preview = await one.bring(1, 2)
    await one.attaching.confirm(GUILD, preview.key, "conf-22")

    again = await one.attaching.confirm(GUILD, preview.key, "conf-22")

    assert again.program == preview.found.program
    assert again.changes == ()
    assert (await one.attaching.of(GUILD)).before == "conf-22"


async def test_what_is_settled_can_not_be_confirmed_again(one):
    await one.attach(1, 2)
    preview = await one.bring(1, 2, order=2)
    await one.attaching.confirm(GUILD, preview.key, None)
    await one.attaching.settled(GUILD, preview.key, preview.found.program.id)

    with pytest.raises(ProgramOrderError, match="does not wait any more"):
        await one.attaching.confirm(GUILD, preview.key, None)


async def test_another_guild_can_not_confirm_it(one):
    preview = await one.bring(1, 2)

    with pytest.raises(ProgramOrderError, match="does not wait any more"):
        await one.attaching.confirm(OTHER, preview.key, None)

    assert one.programs == []


async def test_what_was_read_against_an_earlier_version_is_refused(one):
    await one.attach(1, 2, 3)
    preview = await one.bring(1, 2, 3, order=2, t1=20)
    read_before = await one.store.pending(GUILD, preview.key)
    await one.attach(1, 2, 3, order=3, t1=21)
    await one.store.wait(read_before)

    with pytest.raises(ProgramOrderError, match="became another one"):
        await one.attaching.confirm(GUILD, preview.key, None)


async def test_two_guilds_with_the_same_file_have_two_programs(one):
    mine = await one.attach(1, 2)
    theirs = await one.attach(1, 2, guild=OTHER, order=2)

    assert mine.program.id != theirs.program.id
    assert one.programs == sorted([mine.program.id, theirs.program.id])
    assert [p.id for p in one.shelf.programs_for(GUILD)] == [mine.program.id]


async def test_detached_it_is_gone_here_and_in_other_processes(one, other):
    await one.attach(1, 2)
    await other.refresh.load()

    await one.attaching.detach(GUILD)
    await other.refresh.load()

    assert one.programs == other.programs == []
    assert await one.versions.digests() == {}
    with pytest.raises(ProgramOrderError, match="No program is attached here"):
        await one.attaching.of(GUILD)


async def test_attached_again_after_that_it_has_the_same_ids(one):
    before = await one.attach(1, 2)
    await one.attaching.detach(GUILD)

    again = await one.attach(1, 2, order=2)

    assert again.program == before.program


async def test_what_a_guild_followed_before_stays_known_over_versions(one):
    first = await one.attach(1, 2, followed="conf-22")
    await one.attach(1, 2, order=2, followed=first.program.id, t1=20)

    assert (await one.attaching.of(GUILD)).before == "conf-22"


@pytest.mark.slow
async def test_a_guild_that_hands_in_too_much_has_to_wait(one):
    for order in range(MOST_TRIES):
        await one.store.begin(GUILD, f"{order:024x}", NOW)

    with pytest.raises(ProgramOrderError, match="Try again in an hour"):
        await one.bring(1, order=99)
    one.clock.move_to(NOW + timedelta(minutes=61))
    await one.bring(1, order=100)


async def test_an_address_is_looked_at_by_who_holds_the_lease_and_no_more_once_detached(
    monkeypatch, one, other
):
    monkeypatch.setattr("bot.sources.fetch.is_public", lambda _: True)
    async with Feed() as feed:
        source = Source(origin="the feed", address=feed.url)
        preview = await one.attaching.bring(GUILD, 1, source, None)
        confirmed = await one.attaching.confirm(GUILD, preview.key, None)
        feed.text = talks(*range(11))
        for process in (one, other):
            process.clock.move_to(NOW + timedelta(minutes=10))
            await process.refresh.look()
        sessions = [len(p.shelf.programs[0].sessions) for p in (one, other)]
        asked = len(feed.answers)
        await one.attaching.detach(GUILD)
        for process in (one, other):
            process.clock.move_to(NOW + timedelta(minutes=20))
            await process.refresh.look()

        assert is_attached(confirmed.program.id)
        assert sessions == [11, 11]
        assert len(feed.answers) == asked
        assert one.programs == other.programs == []


async def test_an_address_that_fails_leaves_what_stands_and_is_told(monkeypatch, one):
    monkeypatch.setattr("bot.sources.fetch.is_public", lambda _: True)
    async with Feed() as feed:
        source = Source(origin="the feed", address=feed.url)
        preview = await one.attaching.bring(GUILD, 1, source, None)
        confirmed = await one.attaching.confirm(GUILD, preview.key, None)
        feed.status = 503
        for minutes in (10, 20):
            one.clock.move_to(NOW + timedelta(minutes=minutes))
            await one.refresh.look()

    assert one.programs == [confirmed.program.id]
    assert "can't be fetched" in one.refresh.troubles.all()[confirmed.program.id].words
