"""What guilds' organizers changed of their programs, in SQL."""

import logging
from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.guilds.overlays import GuildOverlay, ToTell
from bot.program.overlay import AtSource, Cancelled, Moved, Overlay, Override
from bot.storage.changes import Origin, keep
from bot.storage.database import Database
from bot.storage.news import Topic
from bot.storage.tables import overlays

log = logging.getLogger(__name__)

MOVED, CANCELLED = "moved", "cancelled"


class SqlOverlayStore:
    """An OverlayStore in a database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._news = database.news

    async def all(self) -> tuple[GuildOverlay, ...]:
        """Return the overlays of every guild, by guild and program; none is empty.

        What a newer Marquee changed in a way that is not known here is left out.
        """
        found = defaultdict[tuple[int, str], list[Override]](list)
        key = (overlays.c.guild_id, overlays.c.program, overlays.c.session)
        async with self._engine.connect() as connection:
            for row in await connection.execute(select(overlays).order_by(*key)):
                override = _override(row)
                if override is not None:
                    found[row.guild_id, row.program].append(override)
        return tuple(
            GuildOverlay(
                guild_id=guild_id,
                program=program,
                # Databases sort texts each in their own way.
                overlay=Overlay(overrides=tuple(sorted(some, key=lambda one: one.session))),
            )
            for (guild_id, program), some in sorted(found.items())
        )

    async def put(
        self, guild_id: int, program: str, override: Override, to_tell: ToTell | None = None
    ) -> None:
        """Keep what was changed of a session, in place of an earlier override of it."""
        try:
            await self._write(guild_id, program, override, to_tell)
        except IntegrityError:  # another process changed the same session just now
            await self._write(guild_id, program, override, to_tell)

    async def take(
        self, guild_id: int, program: str, session: str, to_tell: ToTell | None = None
    ) -> None:
        """Remove what was changed of a session, if anything was."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(overlays).where(_is(guild_id, program, session)))
            await _keep(connection, guild_id, program, to_tell)
            await self._news.tell(connection, Topic.OVERLAYS)

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(overlays).where(overlays.c.guild_id == guild_id))
            await self._news.tell(connection, Topic.OVERLAYS)

    async def _write(
        self, guild_id: int, program: str, override: Override, to_tell: ToTell | None
    ) -> None:
        values = _values(override)
        row = _is(guild_id, program, override.session)
        async with self._engine.begin() as connection:
            written = await connection.execute(update(overlays).where(row).values(values))
            if not written.rowcount:
                key = {"guild_id": guild_id, "program": program, "session": override.session}
                await connection.execute(insert(overlays).values({**key, **values}))
            await _keep(connection, guild_id, program, to_tell)
            await self._news.tell(connection, Topic.OVERLAYS)


async def _keep(
    connection: AsyncConnection, guild_id: int, program: str, to_tell: ToTell | None
) -> None:
    if to_tell is not None:
        origin = Origin(program=program, guild_id=guild_id)
        await keep(connection, origin, to_tell.changes, to_tell.at)


def _is(guild_id: int, program: str, session: str) -> ColumnElement[bool]:
    return and_(
        overlays.c.guild_id == guild_id,
        overlays.c.program == program,
        overlays.c.session == session,
    )


def _values(override: Override) -> dict[str, Any]:
    moved = override if isinstance(override, Moved) else None
    return {
        "kind": CANCELLED if moved is None else MOVED,
        "start": None if moved is None else moved.start,
        "room": None if moved is None else moved.room,
        "source_start": override.source.start,
        "source_room": override.source.room,
        "at": override.at,
    }


def _override(row: Any) -> Override | None:
    source = AtSource(start=row.source_start, room=row.source_room)
    if row.kind == CANCELLED:
        return Cancelled(session=row.session, source=source, at=row.at)
    if row.kind == MOVED:
        return Moved(session=row.session, source=source, at=row.at, start=row.start, room=row.room)
    log.warning(
        "Guild %d: what was changed of the session %s of %s is left out: %r is not known here",
        row.guild_id,
        row.session,
        row.program,
        row.kind,
    )
    return None
