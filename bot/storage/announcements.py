"""What organizers wrote to be posted, in SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.announcements.written.model import (
    Announcement,
    AnnouncementState,
    At,
    AtOnce,
    Before,
    Moment,
    Words,
)
from bot.storage.counters import next_number
from bot.storage.database import Database
from bot.storage.tables import announcements, counters

COUNTER = "announcements"


class SqlAnnouncements:
    """An AnnouncementStore in a database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine

    async def stamp(self) -> int:
        """Return the number of the last change."""
        query = select(counters.c.value).where(counters.c.name == COUNTER)
        async with self._engine.connect() as connection:
            return await connection.scalar(query) or 0

    async def waiting(self) -> tuple[Announcement, ...]:
        """Return what is waiting or was posted, of every guild, in the order it was made."""
        query = select(announcements).where(announcements.c.state == AnnouncementState.WAITING)
        return await self._read(query.order_by(announcements.c.created_at, announcements.c.id))

    async def of_guild(self, guild_id: int, limit: int) -> tuple[Announcement, ...]:
        """Return a guild's newest announcements and drafts, the newest first."""
        order = (announcements.c.created_at.desc(), announcements.c.id)
        query = select(announcements).where(announcements.c.guild_id == guild_id)
        return await self._read(query.order_by(*order).limit(limit))

    async def find(self, guild_id: int, key: str) -> Announcement | None:
        """Return a guild's announcement by its id; None if that guild has none such."""
        is_meant = (announcements.c.guild_id == guild_id) & (announcements.c.id == key)
        found = await self._read(select(announcements).where(is_meant))
        return found[0] if found else None

    async def add(self, announcement: Announcement) -> None:
        """Keep a new one."""
        row = {"guild_id": announcement.guild_id, **_columns(announcement)}
        async with self._engine.begin() as connection:
            await _count(connection)
            await connection.execute(insert(announcements).values(row))

    async def change(self, earlier: Announcement, later: Announcement) -> bool:
        """Keep `later` in place of `earlier`; False if that isn't as it was."""
        is_as_it_was = (
            (announcements.c.guild_id == earlier.guild_id)
            & (announcements.c.id == earlier.id)
            & (announcements.c.revision == earlier.revision)
        )
        changing = update(announcements).where(is_as_it_was).values(_columns(later))
        async with self._engine.begin() as connection:
            await _count(connection)
            return bool((await connection.execute(changing)).rowcount)

    async def clear_drafts(self, before: datetime) -> int:
        """Remove the drafts that were made before an instant; return how many."""
        is_over = (announcements.c.state == AnnouncementState.DRAFT) & (
            announcements.c.created_at < before
        )
        async with self._engine.begin() as connection:
            return (await connection.execute(delete(announcements).where(is_over))).rowcount

    async def forget_before(self, guild_id: int, before: datetime) -> int:
        """Remove what a guild's organizers made before then; return how many."""
        is_over = (
            (announcements.c.guild_id == guild_id)
            & (announcements.c.created_at < before)
            & or_(announcements.c.at.is_(None), announcements.c.at < before)
        )
        async with self._engine.begin() as connection:
            await _count(connection)
            return (await connection.execute(delete(announcements).where(is_over))).rowcount

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        is_theirs = announcements.c.guild_id == guild_id
        async with self._engine.begin() as connection:
            await _count(connection)
            await connection.execute(delete(announcements).where(is_theirs))

    async def _read(self, query: Select[Any]) -> tuple[Announcement, ...]:
        # What another version wrote in words that this one does not know is left to that one.
        query = query.where(announcements.c.state.in_(tuple(AnnouncementState)))
        async with self._engine.connect() as connection:
            return tuple(_announcement(row) for row in await connection.execute(query))


async def _count(connection: AsyncConnection) -> None:
    await next_number(connection, COUNTER)


def _columns(one: Announcement) -> dict[str, Any]:
    moment = one.moment
    return {
        "id": one.id,
        "channel": one.channel,
        "title": one.words.title,
        "text": one.words.text,
        "picture": one.words.picture,
        "role": one.role,
        "at": moment.at if isinstance(moment, At) else None,
        "session": moment.session if isinstance(moment, Before) else None,
        "before": moment.span if isinstance(moment, Before) else None,
        "state": one.state,
        "created_at": one.created_at,
        "revision": one.revision,
    }


def _announcement(row: Row[Any]) -> Announcement:
    return Announcement(
        id=row.id,
        guild_id=row.guild_id,
        channel=row.channel,
        created_at=row.created_at,
        words=Words(title=row.title, text=row.text, picture=row.picture),
        role=row.role,
        moment=_moment(row),
        state=AnnouncementState(row.state),
        revision=row.revision,
    )


def _moment(row: Row[Any]) -> Moment:
    if row.session is not None:
        return Before(session=row.session, span=row.before)
    return AtOnce() if row.at is None else At(at=row.at)
