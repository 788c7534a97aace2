import asyncio
import logging
import sys
from contextlib import asynccontextmanager
from dataclasses import replace
from time import perf_counter

import pytest

from bot.delivery.model import State
from bot.guilds.model import Choices
from bot.storage.database import open_database
from bot.storage.guilds import SqlGuildStore
from bot.storage.ledger import SqlLedger
from bot.storage.news import LOOK_WITHIN, Topic
from tests.delivery.deliveries import DUE, a_delivery
from tests.guilds.keeping import keep
from tests.house import ROOT
from tests.storage.databases import DATABASES, a_place, run

pytestmark = pytest.mark.slow

WITHIN = 1
SOON = 0.1


@pytest.fixture(params=DATABASES)
async def place(request, tmp_path):
    async with a_place(request.param, tmp_path) as found:
        yield found


@pytest.fixture
async def url(tmp_path):
    async with a_place("postgresql", tmp_path) as found:
        yield found


class Heard:
    """The topics that rang in one process, in order, and a way to wait for one"""

    def __init__(self, news):
        self.topics = []
        self._rang = asyncio.Condition()
        for topic in Topic:
            news.on(topic, self._call(topic))

    def _call(self, topic):
        async def call():
            async with self._rang:
                self.topics.append(topic)
                self._rang.notify_all()

        return call

    async def wait(self, *topics):
        async with asyncio.timeout(WITHIN), self._rang:
            await self._rang.wait_for(lambda: set(topics) <= set(self.topics))

    async def nothing(self):
        """What is heard in a moment in which nothing should be"""
        await asyncio.sleep(SOON)
        return self.topics


@asynccontextmanager
async def _opened(place):
    database = await open_database(place)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def _listening(place):
    """An open database and what it hears; who joins from now on is heard too"""
    async with _opened(place) as database:
        heard = Heard(database.news)
        await database.news.start()
        yield database, heard


@asynccontextmanager
async def _two(url):
    """One that listens, and another that opened the same database"""
    async with _listening(url) as (database, heard), _opened(url) as other:
        await heard.wait(Topic.PROCESSES)
        heard.topics.clear()
        yield database, heard, other


async def _connection_number(database):
    return await database.news._connection.fetchval("SELECT pg_backend_pid()")


async def test_what_one_process_committed_the_other_hears_within_a_second(url, capsys):
    async with _two(url) as (_, heard, other):
        took = []
        for number in range(20):
            heard.topics.clear()
            began = perf_counter()
            await keep(SqlGuildStore(other), Choices(guild_id=number))
            await heard.wait(Topic.GUILDS)
            took.append(perf_counter() - began)

    with capsys.disabled():
        median, slowest = sorted(took)[len(took) // 2], max(took)
        sys.stdout.write(f"\nnews: {median * 1000:.1f} ms, slowest of 20 {slowest * 1000:.1f} ms\n")
    assert max(took) < WITHIN


async def test_of_what_was_rolled_back_nobody_hears(url):
    async with _two(url) as (_, heard, other):
        async with other.engine.connect() as connection:
            await other.news.tell(connection, Topic.GUILDS)
            await connection.rollback()

        assert await heard.nothing() == []


async def test_of_its_own_changes_a_process_does_not_hear(url):
    async with _two(url) as (database, heard, _):
        await keep(SqlGuildStore(database), Choices(guild_id=1))

        assert await heard.nothing() == []


async def test_what_one_forgets_drops_or_reopens_by_hand_the_other_hears(url):
    async with _two(url) as (_, heard, other):
        ledger = SqlLedger(other)
        record = await ledger.claim(a_delivery("keynote"), DUE)
        quiet = await heard.nothing()

        assert quiet == []
        failed = await _failed(ledger, record)
        dropped = await ledger.drop(failed, DUE)
        await heard.wait(Topic.DELIVERIES)
        heard.topics.clear()
        await ledger.reopen(dropped, DUE)
        await heard.wait(Topic.DELIVERIES)
        await SqlGuildStore(other).forget(1)
        await heard.wait(Topic.GUILDS)


async def test_who_joins_and_who_leaves_is_heard_at_once(url):
    async with _listening(url) as (database, heard):
        async with _opened(url) as other:
            await heard.wait(Topic.PROCESSES)
            there = await database.processes.others()
            heard.topics.clear()
            own = other.processes.own
        await heard.wait(Topic.PROCESSES)

        assert there == {own}
        assert await database.processes.others() == frozenset()


async def test_another_schema_of_the_same_database_hears_and_counts_nothing(tmp_path):
    async with (
        a_place("postgresql", tmp_path / "one") as one,
        a_place("postgresql", tmp_path / "two") as two,
        _listening(one) as (database, heard),
        _opened(two) as other,
    ):
        await keep(SqlGuildStore(other), Choices(guild_id=1))

        assert await heard.nothing() == []
        assert other.processes.own not in await database.processes.others()
        assert [await one.processes.holds("refresh") for one in (database, other)] == [True, True]


async def test_after_its_connection_broke_the_next_look_rings_every_topic(url, caplog):
    async with _two(url) as (database, heard, other):
        broken = await _connection_number(database)
        await run(f"SELECT pg_terminate_backend({broken})")
        await keep(SqlGuildStore(other), Choices(guild_id=1))
        missed = list(await heard.nothing())

        await database.news.look()
        await heard.wait(*Topic)
        heard.topics.clear()
        await keep(SqlGuildStore(other), Choices(guild_id=2))
        await heard.wait(Topic.GUILDS)

    assert missed == []
    assert "The connection for news of other processes broke" in caplog.text


async def test_a_look_at_a_sound_connection_rings_nothing(url):
    async with _two(url) as (database, heard, _):
        for _ in range(3):
            await database.news.look()

        assert await heard.nothing() == []


async def test_a_server_that_is_away_is_told_once_and_found_again(url, caplog):
    caplog.set_level(logging.INFO)
    async with _two(url) as (database, heard, _):
        news = database.news
        connect, broken = news._connect, await _connection_number(database)
        await run(f"SELECT pg_terminate_backend({broken})")
        news._connect = _refused

        for _ in range(3):
            await news.look()
        quiet = list(heard.topics)
        news._connect = connect
        await news.look()
        await heard.wait(*Topic)

    told = [record.getMessage() for record in caplog.records if "hears" in record.getMessage()]
    assert quiet == []
    assert (len(told), "Hears news of other processes again" in caplog.text) == (1, True)


async def test_a_server_that_is_silent_holds_up_no_look(url, monkeypatch):
    monkeypatch.setattr("bot.storage.news.LOOK_WITHIN", SOON)
    async with _two(url) as (database, _, _):
        news = database.news
        await run(f"SELECT pg_terminate_backend({await _connection_number(database)})")
        news._connect = asyncio.Event().wait  # never answers

        async with asyncio.timeout(LOOK_WITHIN):
            await asyncio.gather(*(news.look() for _ in range(5)))


async def test_what_another_process_wrote_to_a_file_the_next_look_sees(tmp_path):
    async with _listening(tmp_path / "marquee.db") as (database, heard):
        await keep(SqlGuildStore(database), Choices(guild_id=1))
        await database.news.look()
        own = list(await heard.nothing())

        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.storage.claimant", str(tmp_path / "marquee.db")),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        await process.stdout.readline()
        process.kill()
        await process.wait()
        await database.news.look()
        await heard.wait(*Topic)
        heard.topics.clear()
        await database.news.look()

        assert (own, await heard.nothing()) == ([], [])


async def test_who_only_opens_and_reads_a_file_is_no_news(tmp_path):
    async with _listening(tmp_path / "marquee.db") as (database, heard):
        async with _opened(tmp_path / "marquee.db") as other:
            await SqlGuildStore(other).all()
        await database.news.look()

        assert await heard.nothing() == []


async def test_after_its_end_nothing_is_heard(place):
    async with _opened(place) as other:
        database = await open_database(place)
        heard = Heard(database.news)
        await database.news.start()
        await database.close()

        await keep(SqlGuildStore(other), Choices(guild_id=1))

        assert await heard.nothing() == []


async def _refused():
    raise ConnectionRefusedError


async def _failed(ledger, record):
    failed = replace(record, state=State.FAILED, next_try=DUE)
    await ledger.settle(failed)
    return failed
