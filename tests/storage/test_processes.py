import asyncio
import sys
from contextlib import asynccontextmanager

import pytest
from sqlalchemy.exc import DBAPIError

from bot.storage.database import open_database
from bot.storage.ledger import SqlLedger
from bot.storage.processes import LockHolders
from tests.delivery.deliveries import DUE, a_delivery, an_item
from tests.house import ROOT
from tests.storage.databases import DATABASES, a_place, run

pytestmark = pytest.mark.slow


@pytest.fixture(params=DATABASES)
async def place(request, tmp_path):
    async with a_place(request.param, tmp_path) as found:
        yield found


@pytest.fixture
async def two(place):
    """Two that opened the same database, as two processes do"""
    async with _opened(place) as one, _opened(place) as other:
        yield one, other


@pytest.fixture
async def url(tmp_path):
    async with a_place("postgresql", tmp_path) as found:
        yield found


@asynccontextmanager
async def _opened(place):
    database = await open_database(place)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def _claimant(place, what="claimant"):
    """A process that opened the database and claimed, and what it said of that"""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"tests.storage.{what}", str(place)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process, await process.stdout.readline()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _unsettled(ledger):
    return [record.delivery.key for record in await ledger.unsettled()]


async def _end_of_lock(database):
    """Take the connection from it that shows that it is alive, as a broken network does"""
    await run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks"
        f" WHERE locktype = 'advisory' AND objid = {database.processes.own}"
    )


async def test_of_two_that_claim_the_same_delivery_one_wins(two):
    ledgers = [SqlLedger(database) for database in two]

    for number in range(20):
        delivery = a_delivery(f"talk-{number}")
        claims = await asyncio.gather(*(ledger.claim(delivery, DUE) for ledger in ledgers))
        assert [claim is None for claim in claims].count(True) == 1


async def test_of_processes_that_start_at_once_on_an_empty_database_one_wins(place):
    async def said():
        async with _claimant(place) as (_, line):
            return line

    lines = await asyncio.gather(*(said() for _ in range(3)))

    assert sorted(lines) == [b"claimed\n", b"refused\n", b"refused\n"]


async def test_of_two_that_claim_deliveries_that_overlap_one_wins(two):
    ledgers = [SqlLedger(database) for database in two]

    for number in range(20):
        ahead = tuple(an_item(f"{letter}-{number}") for letter in "abcdefgh")
        rivals = a_delivery(items=ahead), a_delivery(items=ahead[::-1])
        claims = await asyncio.gather(
            *(ledger.claim(rival, DUE) for ledger, rival in zip(ledgers, rivals, strict=True))
        )
        assert [claim is None for claim in claims].count(True) == 1


async def test_of_two_that_claim_a_failed_one_again_one_wins(two):
    one, other = (SqlLedger(database) for database in two)
    record = await one.claim(a_delivery("keynote"), DUE)

    claims = await asyncio.gather(one.claim_again(record), other.claim_again(record))

    assert [claim is None for claim in claims].count(True) == 1


async def test_a_living_process_keeps_its_claim_and_leaves_it_at_its_end(url):
    async with _opened(url) as database:
        ledger = SqlLedger(database)
        async with _opened(url) as other:
            delivery = a_delivery("keynote")
            await SqlLedger(other).claim(delivery, DUE)

            meanwhile = await _unsettled(ledger), await _unsettled(SqlLedger(other))
        afterwards = await _unsettled(ledger)

    assert (meanwhile, afterwards) == (([], [delivery.key]), [delivery.key])


async def test_a_claim_made_again_is_of_the_process_that_made_it(url):
    async with _opened(url) as database:
        ledger = SqlLedger(database)
        async with _opened(url) as other:
            record = await SqlLedger(other).claim(a_delivery("keynote"), DUE)
            await ledger.claim_again(record)

            seen_by_other = await _unsettled(SqlLedger(other))
        seen_by_us = await _unsettled(ledger)

    assert (seen_by_other, seen_by_us) == ([], [record.delivery.key])


async def test_a_killed_process_leaves_its_claim_at_once(url):
    async with _opened(url) as database:
        ledger = SqlLedger(database)
        async with _claimant(url) as (claimant, said):
            before = await _unsettled(ledger)
            claimant.kill()
            await claimant.wait()
            async with asyncio.timeout(2):
                while not (after := await _unsettled(ledger)):  # noqa: ASYNC110 - nothing tells us
                    await asyncio.sleep(0.01)

    assert (said, before, after) == (b"claimed\n", [], ["left-behind"])


async def test_a_process_whose_connection_broke_comes_back(url):
    async with _opened(url) as database, _opened(url) as other:
        await _end_of_lock(other)

        with pytest.raises(DBAPIError):
            await other.processes.others()
        gone = await database.processes.others()
        await other.processes.others()
        back = await database.processes.others()

    own = other.processes.own
    assert (own in gone, own in back) == (False, True)


async def test_a_lock_that_lingers_with_a_broken_connection_is_taken_again(url):
    async with _opened(url) as database, _opened(url) as other:
        await _end_of_lock(other)
        with pytest.raises(DBAPIError):
            await other.processes.others()
        lingering = LockHolders(database.engine)
        lingering.own = other.processes.own
        await lingering.others()
        await other.processes.others()

        await lingering.leave()
        gone = await database.processes.others()
        await other.processes.others()
        back = await database.processes.others()

    assert (gone, back) == (frozenset(), {lingering.own})


async def test_whoever_watches_is_told_how_many_live_at_each_asking(url):
    told = []
    async with _opened(url) as database:
        at_first = database.processes.watch(told.append)
        async with _opened(url) as other:
            await database.processes.others()
            joined = other.processes.watch(lambda _living: None)
        await database.processes.others()

    assert (at_first, joined, told) == (1, 2, [1, 2, 1])


async def test_one_holds_a_lease_at_a_time_and_leaves_it_at_its_end(url):
    async with _opened(url) as database:
        async with _opened(url) as other:
            first = [await one.processes.holds("refresh") for one in (other, database, other)]
            another_lease = await database.processes.holds("something else")
        afterwards = await database.processes.holds("refresh")

    assert (first, another_lease, afterwards) == ([True, False, True], True, True)


async def test_a_file_is_for_one_process_which_holds_every_lease(tmp_path):
    async with _opened(tmp_path / "marquee.db") as database:
        assert await database.processes.holds("refresh")


async def test_a_lease_is_no_process(url):
    async with _opened(url) as database, _opened(url) as other:
        await other.processes.holds("refresh")

        assert await database.processes.others() == {other.processes.own}


async def test_a_killed_processs_lease_passes_on(url):
    async with _opened(url) as database, _claimant(url, "holder") as (holder, said):
        before = await database.processes.holds("refresh")
        holder.kill()
        await holder.wait()
        async with asyncio.timeout(2):
            while not await database.processes.holds("refresh"):  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)

    assert (said, before) == (b"holds\n", False)


async def test_a_lease_goes_with_a_connection_that_broke_and_must_be_taken_again(url):
    async with _opened(url) as database, _opened(url) as other:
        await other.processes.holds("refresh")
        await _end_of_lock(other)

        taken = await database.processes.holds("refresh")
        with pytest.raises(DBAPIError):
            await other.processes.holds("refresh")
        again = await other.processes.holds("refresh")

    assert (taken, again) == (True, False)
