"""Numbers that only grow, in the order in which what was written with them is committed."""

from sqlalchemy import bindparam, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import counters

# Whoever has the next number holds up all who want one until they committed. So of two numbers the
# smaller one is never seen later than the greater, and what is read by number misses nothing.
_NEXT = (
    update(counters)
    .where(counters.c.name == bindparam("counter"))
    .values(value=counters.c.value + 1)
    .returning(counters.c.value)
)
_FIRST = text("INSERT INTO counters (name, value) VALUES (:counter, 0) ON CONFLICT DO NOTHING")


async def next_number(connection: AsyncConnection, name: str) -> int:
    """Return the next number of a counter, from 1; to be the first write of its transaction."""
    which = {"counter": name}
    number = await connection.scalar(_NEXT, which)
    if number is None:
        await connection.execute(_FIRST, which)
        number = await connection.scalar(_NEXT, which)
    return int(number)
