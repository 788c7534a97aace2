"""The process is killed while it takes a new version over: the last good one stands, whole."""

import asyncio
import hashlib
import sys

import pytest

from bot.program import yaml_file
from bot.storage.database import open_database
from bot.storage.programs import SqlVersions
from tests.house import ROOT
from tests.sources.feed import Feed, talks
from tests.wire.marquee.event import until

WITHIN = 60


async def _started(store, url):
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.sources.refreshing", str(store), url),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(WITHIN):
        assert await process.stdout.readline() == b"started\n"
    return process


async def _kept(store):
    """How many sessions and changes the store has, with the digests checked"""
    database = await open_database(store)
    try:
        versions = SqlVersions(database)
        version = await versions.get("conf")
        changes = await versions.changes("conf", 1000)
    finally:
        await database.close()
    assert hashlib.sha256(version.text.encode()).hexdigest() == version.digest
    program = yaml_file.read(version.text.encode(), file="stored").program
    assert all(one.later == version.digest for one in changes[:1])
    return len(program.sessions), len(changes)


async def _has(store, wanted):
    return await _kept(store) == wanted


async def _is_so(truth):
    return truth


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.0, 0.3, 0.8, 1.5])
async def test_a_kill_leaves_the_old_version_or_the_new_one_with_its_changes(tmp_path, after):
    store = tmp_path / "marquee.db"
    async with Feed() as feed:
        process = await _started(store, feed.url)
        feed.text = talks(*range(11))
        before = feed.answers.count(200)
        await until(lambda: _is_so(feed.answers.count(200) > before), WITHIN)
        await asyncio.sleep(after)
        process.kill()
        await process.wait()

        sessions, changes = await _kept(store)
        again = await _started(store, feed.url)
        await until(lambda: _has(store, (11, 1)), WITHIN)
        again.kill()
        await again.wait()

    assert (sessions, changes) in [(10, 0), (11, 1)]
