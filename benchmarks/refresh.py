"""How long a refresh of a big program holds the event loop up: `python -m benchmarks.refresh`.

The program is as big as FOSDEM's. It is published on this machine, fetched, read and compared in a
child process, written into a SQLite file and put on the shelf with its index, as the bot does it.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

from aiohttp import web
from aiohttp.test_utils import TestServer

from benchmarks.programs import big_program
from bot.clock import SystemClock
from bot.program import yaml_file
from bot.program.model import Program
from bot.sources.child import Children
from bot.sources.folder import ProgramFiles
from bot.sources.refresh import Refresh
from bot.sources.shelf import Shelf
from bot.sources.table import SourceTable
from bot.storage.database import open_database
from bot.storage.programs import SqlVersions

TALKS = 1_400
SPEAKERS = 1_100
LONGEST = 0.050
TURN = 0.001


class Held:
    """Takes a turn every millisecond, and remembers how late the latest one came, in seconds.

    `worked` is the most that this process worked meanwhile: less than `longest` where the machine
    had something else to do.
    """

    def __init__(self) -> None:
        self.longest = 0.0
        self.worked = 0.0

    async def watch(self, work: Awaitable[None]) -> float:
        """Return how many seconds the work took."""
        began = perf_counter()
        watching = asyncio.create_task(self._turns())
        await work
        took = perf_counter() - began
        watching.cancel()
        return took

    async def _turns(self) -> None:
        before, worked_before = perf_counter(), process_time()
        while True:
            await asyncio.sleep(TURN)
            now, worked = perf_counter(), process_time()
            self.longest = max(self.longest, now - before - TURN)
            self.worked = max(self.worked, worked - worked_before)
            before, worked_before = now, worked


async def refreshed(talks: int, folder: Path) -> None:
    """Publish a program, move some of its sessions, then all, and print how each refresh went."""
    program = big_program(talks=talks, speakers=SPEAKERS)
    pages = {
        "first version": yaml_file.write(program),
        "a tenth moved": yaml_file.write(_moved(program, 10)),
        "all moved on": yaml_file.write(_moved(_moved(program, 10), 1)),
    }
    published = [""]

    async def page(_: web.Request) -> web.Response:
        return web.Response(body=published[-1].encode())

    app = web.Application()
    app.router.add_get("/program.yaml", page)
    async with TestServer(app) as server:
        table = SourceTable(
            id="big", source=str(server.make_url("/program.yaml")), allow_private=True
        )
        database = await open_database(folder / "marquee.db")
        try:
            shelf = Shelf(default="big")
            children = Children()
            refresh = Refresh(
                shelf,
                ProgramFiles([folder], children.read),
                SqlVersions(database),
                database.processes,
                SystemClock(),
                tables=[table],
                reader=children,
            )
            for what, text in pages.items():
                published.append(text)
                done = refresh.reload("big") if shelf.programs else refresh.start()
                _tell(what, text, *await _measured(done))
            changes = await SqlVersions(database).changes("big", 10 * talks)
            print(f"{len(changes)} changes are kept")
        finally:
            await database.close()


def _moved(program: Program, every: int) -> Program:
    """Return the program with every so many-th session five minutes later."""
    sessions = tuple(
        replace(one, start=one.start + timedelta(minutes=5), end=None)
        if place % every == 0
        else one
        for place, one in enumerate(program.sessions)
    )
    return replace(program, sessions=sessions)


async def _measured(work: Awaitable[None]) -> tuple[float, Held]:
    held = Held()
    return await held.watch(work), held


def _tell(what: str, text: str, took: float, held: Held) -> None:
    verdict = "fine" if held.worked <= LONGEST else f"more than {LONGEST * 1000:.0f} ms"
    print(
        f"{what}: {len(text) / 1024**2:.1f} MB, {took:.1f} s in all, the loop was held for "
        f"{held.longest * 1000:.0f} ms at most, {held.worked * 1000:.0f} ms by our own work: "
        f"{verdict}"
    )


def main() -> None:
    """Measure once, or as often as is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--talks", type=int, default=TALKS)
    parser.add_argument("--times", type=int, default=1)
    asked = parser.parse_args()
    for _ in range(asked.times):
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(refreshed(asked.talks, Path(folder)))


if __name__ == "__main__":
    main()
