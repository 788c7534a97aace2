"""What organizers wrote to be posted, in SQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, insert, or_, select, update

from bot.announcements.written.model import (
    Announcement,
    AnnouncementState,
    At,
    AtOnce,
    Before,
    Moment,
    Words,
)
from bot.announcements.written.store import Latest, Stamp
from bot.storage.counters import next_number
from bot.storage.database import Database
from bot.storage.tables import announcements, counters

WRITTEN, REMOVED = "announcements", "announcements removed"


class SqlAnnouncements:
    """An AnnouncementStore in a database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine

    async def stamp(self) -> Stamp:
        """Return how much was written by now."""
        query = select(counters.c.name, counters.c.value)
        async with self._engine.connect() as connection:
            found = await connection.execute(query.where(counters.c.name.in_((WRITTEN, REMOVED))))
            values = {row.name: row.value for row in found}
        return Stamp(written=values.get(WRITTEN, 0), removed=values.get(REMOVED, 0))

    async def since(self, number: int, limit: int) -> tuple[Latest, ...]:
        """Return what was written with a greater number, of every guild, by number."""
        query = select(announcements).where(announcements.c.number > number)
        query = query.order_by(announcements.c.number).limit(limit)
        async with self._engine.connect() as connection:
            return tuple(_latest(row) for row in await connection.execute(query))

    async def of_guild(self, guild_id: int, limit: int) -> tuple[Announcement, ...]:
        """Return a guild's newest announcements and drafts that have a title, the newest first."""
        order = (announcements.c.created_at.desc(), announcements.c.id)
        is_meant = (announcements.c.guild_id == guild_id) & (announcements.c.title != "")
        return await self._read(select(announcements).where(is_meant).order_by(*order).limit(limit))

    async def find(self, guild_id: int, key: str) -> Announcement | None:
        """Return a guild's announcement by its id; None if that guild has none such."""
        is_meant = (announcements.c.guild_id == guild_id) & (announcements.c.id == key)
        found = await self._read(select(announcements).where(is_meant))
        return found[0] if found else None

    async def add(self, announcement: Announcement) -> None:
        """Keep a new one."""
        row = {"id": announcement.id, "guild_id": announcement.guild_id, **_columns(announcement)}
        async with self._engine.begin() as connection:
            number = await next_number(connection, WRITTEN)
            await connection.execute(insert(announcements).values(number=number, **row))

    async def change(self, earlier: Announcement, later: Announcement) -> bool:
        """Keep `later` in place of `earlier`; False if that isn't as it was."""
        is_as_it_was = (
            (announcements.c.guild_id == earlier.guild_id)
            & (announcements.c.id == earlier.id)
            & (announcements.c.revision == earlier.revision)
        )
        changing = update(announcements).where(is_as_it_was)
        async with self._engine.begin() as connection:
            number = await next_number(connection, WRITTEN)
            values = {"number": number, **_columns(later)}
            return bool((await connection.execute(changing.values(values))).rowcount)

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
        return await self._remove(is_over)

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        await self._remove(announcements.c.guild_id == guild_id)

    async def _remove(self, is_meant: ColumnElement[bool]) -> int:
        """Remove what is meant, and have everything read anew if anything was; return how many."""
        some = select(announcements.c.id).where(is_meant).limit(1)
        async with self._engine.connect() as connection:
            if await connection.scalar(some) is None:
                return 0
        async with self._engine.begin() as connection:
            await next_number(connection, REMOVED)
            return (await connection.execute(delete(announcements).where(is_meant))).rowcount

    async def _read(self, query: Select[Any]) -> tuple[Announcement, ...]:
        # What another version wrote in words that this one does not know is left to that one.
        query = query.where(announcements.c.state.in_(tuple(AnnouncementState)))
        async with self._engine.connect() as connection:
            return tuple(_announcement(row) for row in await connection.execute(query))


def _columns(one: Announcement) -> dict[str, Any]:
    moment = one.moment
    return {
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


def _latest(row: Row[Any]) -> Latest:
    waits = row.state == AnnouncementState.WAITING
    return Latest(
        number=row.number,
        guild_id=row.guild_id,
        id=row.id,
        waits=_announcement(row) if waits else None,
    )


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
