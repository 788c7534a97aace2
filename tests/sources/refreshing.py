"""A process that refreshes one published program again and again, until it is killed."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.sources.child import Children
from bot.sources.folder import ProgramFiles
from bot.sources.refresh import Refresh
from bot.sources.shelf import Shelf
from bot.sources.table import SourceTable
from bot.storage.database import open_database
from bot.storage.programs import SqlVersions


async def refreshing(store, url):
    database = await open_database(Path(store))
    children = Children()
    refresh = Refresh(
        Shelf(default="conf"),
        ProgramFiles([], children.read),
        SqlVersions(database),
        database.processes,
        SystemClock(),
        tables=[SourceTable(id="conf", source=url, every=timedelta(), allow_private=True)],
        reader=children,
    )
    await refresh.start()
    sys.stdout.write("started\n")
    sys.stdout.flush()
    while True:
        await refresh.look()


if __name__ == "__main__":
    asyncio.run(refreshing(*sys.argv[1:]))
