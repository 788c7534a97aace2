"""A process that claims a delivery, says whether it won, and waits to be killed."""

import asyncio
import sys

from bot.storage.database import open_database
from bot.storage.ledger import SqlLedger
from tests.delivery.deliveries import DUE, a_delivery


async def main(place):
    ledger = SqlLedger(await open_database(place))
    claim = await ledger.claim(a_delivery("keynote", key="left-behind"), DUE)
    sys.stdout.write("claimed\n" if claim else "refused\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
