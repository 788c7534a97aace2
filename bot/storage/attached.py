"""What guilds attached for themselves, and what of it waits to be confirmed, in SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.program.attached_id import ending_of
from bot.sources.attached import TRIES_WITHIN, WAITS, Attached, Pending, Source
from bot.storage.database import Database
from bot.storage.news import Topic
from bot.storage.tables import (
    attached_programs,
    changes,
    guilds,
    pending_programs,
    programs,
    refused_programs,
)


class SqlAttachedStore:
    """An AttachedStore in a database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._news = database.news

    async def all(self) -> tuple[Attached, ...]:
        """Return what is attached in every guild that Marquee is in, by guild id."""
        left = select(guilds.c.guild_id).where(guilds.c.left_at.is_not(None))
        there = attached_programs.c.guild_id.not_in(left)
        query = select(attached_programs).where(there).order_by(attached_programs.c.guild_id)
        async with self._engine.connect() as connection:
            return tuple(_attached(row) for row in await connection.execute(query))

    async def of(self, guild_id: int) -> Attached | None:
        """Return what a guild attached, None if nothing."""
        query = select(attached_programs).where(attached_programs.c.guild_id == guild_id)
        async with self._engine.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else _attached(row)

    async def begin(self, guild_id: int, key: str, at: datetime) -> int:
        """Note that a guild has something read from `at` on; return how often it had of late."""
        of_late = (pending_programs.c.guild_id == guild_id) & (
            pending_programs.c.at > at - TRIES_WITHIN
        )
        async with self._engine.begin() as connection:
            await connection.execute(delete(pending_programs).where(_is_over(at)))
            row = {"key": key, "guild_id": guild_id, "at": at}
            await connection.execute(insert(pending_programs).values(row))
            counted = select(func.count()).select_from(pending_programs).where(of_late)
            return await connection.scalar(counted) or 0

    async def wait(self, pending: Pending) -> None:
        """Keep what was read under the key that was begun, in place of what waits of its guild."""
        async with self._engine.begin() as connection:
            await _empty(connection, pending_programs.c.guild_id == pending.guild_id)
            begun = _is_meant(pending.guild_id, pending.key)
            values = {
                **_columns(pending.source),
                "program": pending.program,
                "text": pending.text,
                "digest": pending.digest,
                "earlier": pending.earlier,
            }
            await connection.execute(update(pending_programs).where(begun).values(values))

    async def pending(self, guild_id: int, key: str) -> Pending | None:
        """Return what waits of a guild under a key; None if nothing does, or not of that guild."""
        waits = _is_meant(guild_id, key) & pending_programs.c.text.is_not(None)
        async with self._engine.connect() as connection:
            found = await connection.execute(select(pending_programs).where(waits))
            row = found.one_or_none()
        return None if row is None else _pending(row)

    async def stop_waiting(self, guild_id: int, key: str) -> None:
        """Let what waits go; that it was read still counts."""
        async with self._engine.begin() as connection:
            await _empty(connection, _is_meant(guild_id, key))

    async def attach(self, attached: Attached) -> None:
        """Keep that this is what its guild attached, in place of what was, and tell the others."""
        try:
            await self._write(attached)
        except IntegrityError:  # another process wrote the guild's first one just now
            await self._write(attached)

    async def remove(self, guild_id: int, but: str | None = None) -> None:
        """Remove what a guild attached, with every version of it, and tell the other processes."""
        async with self._engine.begin() as connection:
            theirs = attached_programs.c.guild_id == guild_id
            if but is not None:
                theirs &= attached_programs.c.program != but
            await connection.execute(delete(attached_programs).where(theirs))
            for column in (programs.c.id, refused_programs.c.id, changes.c.program):
                of_it = column.endswith(ending_of(guild_id), autoescape=True)
                if but is not None:
                    of_it &= column != but
                await connection.execute(delete(column.table).where(of_it))
            await self._news.tell(connection, Topic.PROGRAMS)

    async def clear(self, now: datetime) -> int:
        """Remove what waits for longer than WAITS; return how much that was."""
        async with self._engine.begin() as connection:
            over = delete(pending_programs).where(_is_over(now))
            return (await connection.execute(over)).rowcount

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        await self.remove(guild_id)
        theirs = pending_programs.c.guild_id == guild_id
        async with self._engine.begin() as connection:
            await connection.execute(delete(pending_programs).where(theirs))

    async def _write(self, attached: Attached) -> None:
        row = {
            "guild_id": attached.guild_id,
            "program": attached.program,
            "before": attached.before,
            "at": attached.at,
            **_columns(attached.source),
        }
        theirs = attached_programs.c.guild_id == attached.guild_id
        async with self._engine.begin() as connection:
            await connection.execute(delete(attached_programs).where(theirs))
            await connection.execute(insert(attached_programs).values(row))
            await self._news.tell(connection, Topic.PROGRAMS)


async def _empty(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    # The row stays, since it counts.
    nothing = dict.fromkeys((*_SOURCE, "program", "text", "digest", "earlier"))
    await connection.execute(update(pending_programs).where(which).values(nothing))


_SOURCE = ("origin", "address", "zone")


def _columns(source: Source) -> dict[str, Any]:
    return {name: getattr(source, name) for name in _SOURCE}


def _is_meant(guild_id: int, key: str) -> ColumnElement[bool]:
    return (pending_programs.c.guild_id == guild_id) & (pending_programs.c.key == key)


def _is_over(now: datetime) -> ColumnElement[bool]:
    return pending_programs.c.at < now - WAITS


def _source(row: Row[Any]) -> Source:
    return Source(origin=row.origin, address=row.address, zone=row.zone)


def _attached(row: Row[Any]) -> Attached:
    return Attached(
        guild_id=row.guild_id,
        program=row.program,
        source=_source(row),
        before=row.before,
        at=row.at,
    )


def _pending(row: Row[Any]) -> Pending:
    return Pending(
        key=row.key,
        guild_id=row.guild_id,
        source=_source(row),
        program=row.program,
        text=row.text,
        digest=row.digest,
        earlier=row.earlier,
    )
