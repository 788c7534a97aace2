"""A process that saves sessions for one person as fast as it can, and ends."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from bot.agenda.model import Saved, Seen
from bot.storage.agendas import SqlAgendaStore
from bot.storage.database import open_database

START = datetime(2022, 11, 30, 17, 0, tzinfo=UTC)


async def main(place, user_id, name, count):
    database = await open_database(place)
    store = SqlAgendaStore(database)
    for number in range(count):
        seen = Seen(title=name, start=START)
        at = START - timedelta(days=1, seconds=-number)
        session = f"{name}-{number}"
        await store.save(user_id, Saved(program="conf-22", session=session, at=at, seen=seen))
        await store.save(user_id, Saved(program="conf-22", session="both", at=at, seen=seen))
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
