"""Changes until they are told everywhere, in SQL."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from json import loads
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.announcements.model import Batch, batch_id, kept_until
from bot.announcements.subject import change_text, from_json
from bot.program.diff import Change, reinstated
from bot.sources.version import KeptChange
from bot.storage.database import Database
from bot.storage.news import Topic
from bot.storage.tables import changes

# A source that said the same before and took it back may well do so again: two servers behind one
# address, of which one is behind the other. It is told once it stands for so long.
CALM = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where Changes came from: two versions of a program, or one guild's organizers."""

    program: str
    earlier: str = ""
    later: str = ""
    guild_id: int | None = None


class SqlChanges:
    """A ChangeStore in a database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._news = database.news

    async def stamp(self) -> tuple[object, ...]:
        """Return what is another value once anything was added or removed."""
        query = select(func.max(changes.c.number), func.max(changes.c.due), func.count())
        async with self._engine.connect() as connection:
            return tuple((await connection.execute(query)).one())

    async def all(self) -> tuple[Batch, ...]:
        """Return all that is kept, in the order in which it came, or last came again."""
        order = (changes.c.number, changes.c.batch, changes.c.place, changes.c.session)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(select(changes).order_by(*order))).all()
        return tuple(_batch(list(some)) for _, some in groupby(rows, attrgetter("batch", "times")))

    async def record(
        self, guild_id: int, program: str, changed: Sequence[Change], now: datetime
    ) -> None:
        """Keep what a guild's organizers changed at once, and tell the other processes."""
        async with self._engine.begin() as connection:
            await _clear(connection, now)
            await keep(connection, Origin(program=program, guild_id=guild_id), changed, now)
            await self._news.tell(connection, Topic.PROGRAMS)

    async def clear(self, now: datetime) -> None:
        """Remove what is over for a day."""
        async with self._engine.begin() as connection:
            await _clear(connection, now)

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(changes).where(changes.c.guild_id == guild_id))


async def keep(
    connection: AsyncConnection, origin: Origin, changed: Sequence[Change], now: datetime
) -> None:
    """Keep Changes within a transaction that has written already.

    What a source said before, and took back, comes again: it is told once it has stood for a while.
    A session that a source adds after it was cancelled is kept as reinstated.
    """
    if not changed:
        return
    if origin.guild_id is None:
        changed = await _with_reinstated(connection, origin.program, changed)
    number = (await connection.scalar(select(func.max(changes.c.number))) or 0) + 1
    batch = _id(origin, number, now)
    before = await _times(connection, batch, now)
    until = kept_until(changed)
    # A thousand take a while, in which nobody is to wait.
    texts = await asyncio.to_thread(lambda: list(map(change_text, changed)))
    rows = [
        {
            "batch": batch,
            "times": before + 1,
            "session": one.session,
            "program": origin.program,
            "guild_id": origin.guild_id,
            "earlier": origin.earlier,
            "later": origin.later,
            "number": number,
            "place": place,
            "at": now,
            "due": now + CALM if before else now,
            "until": until,
            "change": text,
        }
        for place, (one, text) in enumerate(zip(changed, texts, strict=True))
    ]
    await connection.execute(insert(changes), rows)


async def newest(connection: AsyncConnection, program: str, limit: int) -> tuple[KeptChange, ...]:
    """Return the newest Changes of a program's source, the last version's first."""
    order = (changes.c.number.desc(), changes.c.place, changes.c.session)
    is_meant = (
        (changes.c.program == program) & changes.c.guild_id.is_(None) & (changes.c.times == 1)
    )
    rows = await connection.execute(select(changes).where(is_meant).order_by(*order).limit(limit))
    return tuple(
        KeptChange(
            program=row.program,
            earlier=row.earlier,
            later=row.later,
            at=row.at,
            change=from_json(loads(row.change)),
        )
        for row in rows
    )


async def _with_reinstated(
    connection: AsyncConnection, program: str, changed: Sequence[Change]
) -> Sequence[Change]:
    """Return the Changes with those of sessions that come back as such, if that is still known."""
    added = [one.session for one in changed if one.before is None]
    if not added:
        return changed
    is_one = (
        (changes.c.program == program) & changes.c.guild_id.is_(None) & changes.c.session.in_(added)
    )
    query = select(changes.c.session, changes.c.change).where(is_one).order_by(changes.c.number)
    texts = {row.session: row.change for row in await connection.execute(query)}
    last = await asyncio.to_thread(
        lambda: {session: from_json(loads(text)) for session, text in texts.items()}
    )
    return [reinstated(one, last.get(one.session)) for one in changed]


async def _clear(connection: AsyncConnection, now: datetime) -> None:
    await connection.execute(delete(changes).where(changes.c.until <= now))


async def _times(connection: AsyncConnection, batch: str, now: datetime) -> int:
    """Return how often these Changes came before, and forget when it was not told for that."""
    same = changes.c.batch == batch
    await connection.execute(delete(changes).where(same, changes.c.due > now))
    return await connection.scalar(select(func.max(changes.c.times)).where(same)) or 0


def _id(origin: Origin, number: int, now: datetime) -> str:
    """Return a batch's id: of its two versions, or of when organizers changed something."""
    if origin.guild_id is None:
        return batch_id(origin.program, origin.earlier, origin.later)
    return batch_id(origin.program, origin.guild_id, now.timestamp(), number)


def _batch(rows: Sequence[Row[Any]]) -> Batch:
    first = rows[0]
    return Batch(
        id=first.batch,
        program=first.program,
        guild_id=first.guild_id,
        due=first.due,
        times=first.times,
        changes=tuple(from_json(loads(row.change)) for row in rows),
    )
