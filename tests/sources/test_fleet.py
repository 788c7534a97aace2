"""Several processes on one PostgreSQL database, with a program file that is edited meanwhile."""

import asyncio
import sys
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from time import perf_counter

import pytest

from bot.program import yaml_file
from bot.rehearsal.time import HeldClock
from bot.sources.folder import ProgramFiles
from bot.sources.refresh import LEASE, Refresh
from bot.sources.shelf import Shelf
from bot.storage.database import open_database
from bot.storage.news import Topic
from bot.storage.programs import SqlVersions
from tests.factories import a_program
from tests.house import ROOT
from tests.storage.databases import a_place

pytestmark = pytest.mark.slow

NOW = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
WITHIN = 1


class Counted(ProgramFiles):
    """Program files that count how often they are looked at"""

    looks = 0

    def look(self, now):
        self.looks += 1
        return super().look(now)


class Process:
    def __init__(self, database, folder):
        self.database = database
        self.files = Counted([folder])
        self.shelf = Shelf(default="conf-22")
        self.refresh = Refresh(
            self.shelf, self.files, SqlVersions(database), database.processes, HeldClock(NOW)
        )
        self._changed = asyncio.Event()
        self.shelf.on_change(self._changed.set)
        database.news.on(Topic.PROGRAMS, self.refresh.load)

    async def start(self):
        await self.database.news.start()
        await self.refresh.start()

    @property
    def name(self):
        return self.shelf.lookup(None).program.name

    async def has(self, name):
        async with asyncio.timeout(WITHIN):
            while self.name != name:
                self._changed.clear()
                await self._changed.wait()


@pytest.fixture
async def url(tmp_path):
    async with a_place("postgresql", tmp_path) as found:
        yield found


@asynccontextmanager
async def _running(url, folder):
    database = await open_database(url)
    try:
        process = Process(database, folder)
        await process.start()
        yield process
    finally:
        await database.close()


def _write(folder, name):
    (folder / "conf.yaml").write_text(yaml_file.write(a_program(name=name)), encoding="utf-8")


async def test_one_reads_the_files_and_the_other_has_them_within_a_second(url, tmp_path, capsys):
    _write(tmp_path, "Old")
    async with _running(url, tmp_path) as one, _running(url, tmp_path) as two:
        one.files.looks = two.files.looks = 0
        took = []
        for number in range(10):
            _write(tmp_path, f"New {number}")
            await two.refresh.look()
            began = perf_counter()
            await one.refresh.look()
            await two.has(f"New {number}")
            took.append(perf_counter() - began)

    with capsys.disabled():
        median, slowest = sorted(took)[len(took) // 2], max(took)
        sys.stdout.write(
            f"\na changed program in the other process: {median * 1000:.0f} ms from the look on, "
            f"slowest of 10 {slowest * 1000:.0f} ms\n"
        )
    assert (one.files.looks, two.files.looks) == (10, 0)


async def test_what_broke_for_the_one_is_known_to_the_other(url, tmp_path):
    _write(tmp_path, "Good")
    async with _running(url, tmp_path) as one, _running(url, tmp_path) as two:
        (tmp_path / "conf.yaml").write_text("program:\n  id: conf-22\n", encoding="utf-8")
        await one.refresh.look()
        async with asyncio.timeout(WITHIN):
            while not two.refresh.troubles.all():  # noqa: ASYNC110 - nothing rings for it
                await asyncio.sleep(0.01)

        assert (two.name, dict(two.refresh.troubles.all())) == (
            "Good",
            dict(one.refresh.troubles.all()),
        )


async def test_when_the_holder_is_killed_the_other_reads_the_files(url, tmp_path):
    _write(tmp_path, "Old")
    holder = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.storage.holder", url),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert await holder.stdout.readline() == b"holds\n"
        async with _running(url, tmp_path) as two:
            _write(tmp_path, "New")
            await two.refresh.look()
            before = two.name
            holder.kill()
            await holder.wait()
            async with asyncio.timeout(2):
                while not await two.database.processes.holds(LEASE):  # noqa: ASYNC110 - as above
                    await asyncio.sleep(0.01)
            await two.refresh.look()

            assert (before, two.name) == ("Old", "New")
    finally:
        if holder.returncode is None:
            holder.kill()
            await holder.wait()
