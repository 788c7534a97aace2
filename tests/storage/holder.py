"""A process that takes a lease, says whether it got it, and waits to be killed."""

import asyncio
import sys

from bot.storage.database import open_database


async def main(place):
    database = await open_database(place)
    sys.stdout.write("holds\n" if await database.processes.holds("refresh") else "waits\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
