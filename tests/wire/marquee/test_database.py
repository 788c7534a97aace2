"""The database is locked, its disk is full, or its server is gone: each is posted once, later."""

import asyncio
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager

import pytest
from pydantic import SecretStr

from tests.storage.databases import a_place
from tests.wire.marquee.cable import Cable
from tests.wire.marquee.event import LEAD, an_event
from tests.wire.marquee.process import STORE, Running, settle_in, until_settled
from tests.wire.marquee.running import Home
from tests.wire.marquee.tally import FINE, Trouble, reminders

# SQLite's busy timeout is five.
LONGER_THAN_IT_WAITS = 8
SECONDS_TO_STOP = 10
A_WHILE = 6

pytestmark = pytest.mark.trouble


@pytest.fixture
async def channels(loopback):
    made = await loopback.stage.create_guilds(40)
    return {guild.id: guild.channels["general"] for guild in made}


@pytest.fixture
def event():
    return an_event(Rivers=4)


@pytest.fixture
def plan(event, channels):
    return reminders(event, channels.values(), lead=LEAD)


@pytest.fixture
def folder(tmp_path, event, channels):
    settle_in(tmp_path, event, channels)
    return tmp_path


@pytest.fixture
def small_disk(tmp_path):
    """A folder that little fits on; what SQLite gathers before it tidies up takes half of it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"NOT TESTED ON A FULL DISK: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


async def test_locked_when_it_falls_due_it_is_posted_after(loopback, tmp_path, channels, count):
    # So late that a slow start is over by then, and the lock is held before.
    event = an_event(Rivers=20)
    plan = reminders(event, channels.values(), lead=LEAD)
    settle_in(tmp_path, event, channels)
    with Running(tmp_path, loopback.address) as marquee:
        await loopback.witness.until_connected()
        with locked(tmp_path):
            await asyncio.sleep(plan[0].due - time.time())
            await asyncio.sleep(LONGER_THAN_IT_WAITS)
            before = len(await loopback.witness.posted())
        await until_settled(tmp_path / STORE, len(channels))

    assert "database is locked" in marquee.log
    assert before == 0
    assert await count(Trouble.LOCKED, plan) == FINE


async def test_locked_amid_many_posts_it_posts_the_rest_after(
    loopback, folder, channels, plan, count
):
    with Running(folder, loopback.address) as marquee:
        await loopback.witness.until_posted(5)
        with locked(folder):
            await asyncio.sleep(LONGER_THAN_IT_WAITS)
        await until_settled(folder / STORE, len(channels))

    assert "database is locked" in marquee.log
    assert await count(Trouble.LOCKED, plan) == FINE


async def test_told_to_stop_while_it_is_locked_it_ends_in_time(
    loopback, folder, channels, plan, count
):
    with Running(folder, loopback.address) as marquee:
        await loopback.witness.until_posted(5)
        with locked(folder):
            ended = await asyncio.to_thread(marquee.stop)
    with Running(folder, loopback.address):
        await until_settled(folder / STORE, len(channels))

    assert await count(Trouble.LOCKED, plan) == FINE
    assert (ended.code, ended.seconds < SECONDS_TO_STOP) == (0, True)


async def test_on_a_full_disk_it_posts_once_there_is_room(
    loopback, tmp_path, small_disk, event, channels, plan, count
):
    settle_in(tmp_path, event, channels, store=str(small_disk / STORE))
    with Running(tmp_path, loopback.address) as marquee:
        await loopback.witness.until_posted(5)
        filling = small_disk / "filling"
        fill_up(filling)
        await asyncio.sleep(A_WHILE)
        filling.unlink()
        await until_settled(small_disk / STORE, len(channels))

    assert "disk is full" in marquee.log
    assert await count(Trouble.FULL, plan) == FINE


async def test_where_a_file_may_not_grow_it_posts_once_it_may(
    loopback, home, event, channels, plan, count, caplog
):
    home.serve(channels)
    async with home.running(event) as marquee:
        await limit_pages(marquee, 1)
        await asyncio.sleep(plan[0].due - time.time() + A_WHILE)
        await limit_pages(marquee, 1 << 30)
        await loopback.witness.until_posted(len(channels))
        await marquee.settled()

    assert "disk is full" in caplog.text
    assert await count(Trouble.FULL, plan) == FINE


@pytest.fixture
async def cable(tmp_path):
    async with a_place("postgresql", tmp_path) as url, Cable(url) as cable:
        yield cable


@pytest.fixture
def far_home(cable, channels):
    home = Home(SecretStr(cable.url))
    home.serve(channels)
    return home


async def test_postgres_connections_that_are_killed_lose_and_double_nothing(
    loopback, far_home, cable, event, channels, plan, count
):
    async with far_home.running(event) as marquee:
        for posted in (5, 15, 25):
            await loopback.witness.until_posted(posted)
            await cable.kill()
        await loopback.witness.until_posted(len(channels))
        await marquee.settled()

    assert await count(Trouble.POSTGRES_KILLED, plan) == FINE


async def test_postgres_out_of_reach_amid_many_posts_loses_and_doubles_nothing(
    loopback, far_home, cable, event, channels, plan, count
):
    async with far_home.running(event) as marquee:
        await loopback.witness.until_posted(5)
        await cable.cut()
        await asyncio.sleep(A_WHILE)
        await cable.mend()
        await loopback.witness.until_posted(len(channels))
        await marquee.settled()

    assert await count(Trouble.POSTGRES_GONE, plan) == FINE


async def test_postgres_out_of_reach_when_it_falls_due_is_waited_for(
    loopback, far_home, cable, event, channels, plan, count
):
    async with far_home.running(event) as marquee:
        await loopback.witness.until_connected()
        await cable.cut()
        await asyncio.sleep(plan[0].due - time.time() + A_WHILE)
        before = len(await loopback.witness.posted())
        await cable.mend()
        await loopback.witness.until_posted(len(channels))
        await marquee.settled()

    assert before == 0
    assert await count(Trouble.POSTGRES_GONE, plan) == FINE


async def test_postgres_that_falls_silent_for_a_while_loses_and_doubles_nothing(
    loopback, far_home, cable, event, channels, plan, count
):
    async with far_home.running(event) as marquee:
        await loopback.witness.until_posted(5)
        cable.silence()
        await asyncio.sleep(A_WHILE)
        await cable.mend()
        await loopback.witness.until_posted(len(channels))
        await marquee.settled()

    assert await count(Trouble.POSTGRES_GONE, plan) == FINE


async def test_told_to_stop_while_postgres_is_silent_it_ends_in_time(
    loopback, tmp_path, cable, event, channels, plan, count
):
    settle_in(tmp_path, event, channels, store=cable.url)
    with Running(tmp_path, loopback.address) as marquee:
        await loopback.witness.until_posted(5)
        cable.silence()
        # By then its next look waits for an answer.
        await asyncio.sleep(A_WHILE)
        ended = await asyncio.to_thread(marquee.stop)
    await cable.mend()
    with Running(tmp_path, loopback.address) as marquee:
        await loopback.witness.until_posted(len(channels))
        stopped = await asyncio.to_thread(marquee.stop)

    assert (ended.code, ended.seconds < SECONDS_TO_STOP) == (0, True)
    assert stopped.code == 0
    assert await count(Trouble.POSTGRES_GONE, plan) == FINE


@contextmanager
def locked(folder):
    """Hold the right to write, as a backup that hangs would."""
    with closing(sqlite3.connect(folder / STORE, timeout=5)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


def fill_up(file):
    """Write until there is no room."""
    with file.open("wb", buffering=0) as full:
        for size in (1 << 16, 1 << 12):
            try:
                while full.write(bytes(size)):
                    pass
            except OSError:
                continue


async def limit_pages(marquee, most):
    """Let the database have so many pages at most, or those that it has."""
    async with marquee.database.engine.connect() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")
