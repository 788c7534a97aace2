"""What each guild's organizers chose, in SQL."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import time
from typing import Any

from sqlalchemy import Select, Table, delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.guilds.model import LONG_AGO, Choices, Lead, Route, RouteKind
from bot.storage.database import Database
from bot.storage.news import Topic
from bot.storage.tables import guild_leads, guild_routes, guilds
from bot.translation import Language

# Two processes that start at once both keep what config.toml says. A SQLite file does it by itself.
_ONE_AT_A_TIME = text("LOCK TABLE guilds IN SHARE ROW EXCLUSIVE MODE")


# The choices that stand in the table as they are.
_AS_THEY_ARE = (
    "guild_id",
    "program",
    "reminder_channel",
    "public_answers",
    "organizer_channel",
    "paused_at",
    "change_channel",
    "personal_fallback",
    "announcement_channel",
    "mention_role",
    "board_channel",
    "log_channel",
    "has_events",
    "streams_at_start",
    "has_room_boards",
    "chosen_at",
    "left_at",
)


class SqlGuildStore:
    """A GuildStore in a database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._news = database.news

    async def all(self) -> tuple[Choices, ...]:
        """Return every guild's choices, by guild id; leads from the longest."""
        async with self._engine.connect() as connection:
            return await _read(connection)

    async def swap(self, before: Sequence[Choices], after: Sequence[Choices]) -> bool:
        """Keep `after` if `before` is what stands there by now; False, with nothing changed, else.

        Both are of the same guilds, all of which are kept or none. A guild that is not known stands
        there as one that set nothing.
        """
        if not after:
            return True
        ids = [one.guild_id for one in before]
        # A write first, since a SQLite transaction that reads first may not write any more.
        own = update(guilds).where(guilds.c.guild_id.in_(ids))
        async with self._engine.begin() as connection:
            await _alone(connection)
            await connection.execute(own.values(guild_id=guilds.c.guild_id))
            found = {one.guild_id: one for one in await _read(connection, ids)}
            if any(
                found.get(one.guild_id, Choices(guild_id=one.guild_id)) != one for one in before
            ):
                return False
            await _write(connection, after)
            await self._news.tell(connection, Topic.GUILDS)
        return True

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        async with self._engine.begin() as connection:
            await _alone(connection)
            await _remove(connection, [guild_id])
            await self._news.tell(connection, Topic.GUILDS)


async def _read(
    connection: AsyncConnection, guild_ids: Sequence[int] | None = None
) -> tuple[Choices, ...]:
    """Return the choices of every guild, or of some, by guild id."""
    leads = defaultdict[int, tuple[Lead, ...]](tuple)
    of_leads = select(guild_leads).order_by(guild_leads.c.lead.desc())
    for row in await connection.execute(_of(guild_leads, of_leads, guild_ids)):
        leads[row.guild_id] += (Lead(before=row.lead, since=row.since),)
    routes = defaultdict[int, tuple[Route, ...]](tuple)
    of_routes = select(guild_routes).where(guild_routes.c.kind.in_(tuple(RouteKind)))
    in_order = of_routes.order_by(guild_routes.c.kind, guild_routes.c.id)
    for row in await connection.execute(_of(guild_routes, in_order, guild_ids)):
        routes[row.guild_id] += (
            Route(kind=RouteKind(row.kind), id=row.id, channel=row.channel, since=row.since),
        )
    of_guilds = _of(guilds, select(guilds).order_by(guilds.c.guild_id), guild_ids)
    return tuple(
        Choices(
            leads=leads[row.guild_id],
            routes=tuple(sorted(routes[row.guild_id], key=lambda one: (one.kind, one.id))),
            changes_since=row.changes_since or LONG_AGO,
            digest_since=row.digest_since or LONG_AGO,
            log_since=row.log_since or LONG_AGO,
            digest_at=None if row.digest_at is None else time.fromisoformat(row.digest_at),
            language=Language.known(row.language),
            **{name: getattr(row, name) for name in _AS_THEY_ARE},
        )
        for row in await connection.execute(of_guilds)
    )


def _of(table: Table, query: Select[Any], guild_ids: Sequence[int] | None) -> Select[Any]:
    return query if guild_ids is None else query.where(table.c.guild_id.in_(guild_ids))


async def _write(connection: AsyncConnection, changed: Sequence[Choices]) -> None:
    """Write guilds' choices in place of what stood there, within a transaction of its own."""
    await _remove(connection, [one.guild_id for one in changed])
    await connection.execute(insert(guilds), [_row(one) for one in changed])
    leads = [
        {"guild_id": one.guild_id, "lead": lead.before, "since": lead.since}
        for one in changed
        for lead in one.leads
    ]
    if leads:
        await connection.execute(insert(guild_leads), leads)
    routes = [
        {
            "guild_id": one.guild_id,
            "kind": route.kind,
            "id": route.id,
            "channel": route.channel,
            "since": route.since,
        }
        for one in changed
        for route in one.routes
    ]
    if routes:
        await connection.execute(insert(guild_routes), routes)


def _row(choices: Choices) -> dict[str, object]:
    digest_at = choices.digest_at
    return {
        "changes_since": choices.changes_since,
        "digest_since": choices.digest_since,
        "log_since": choices.log_since,
        "digest_at": None if digest_at is None else digest_at.isoformat("minutes"),
        "language": choices.language,
        **{name: getattr(choices, name) for name in _AS_THEY_ARE},
    }


async def _remove(connection: AsyncConnection, guild_ids: Sequence[int]) -> None:
    for table in (guild_leads, guild_routes, guilds):
        await connection.execute(delete(table).where(table.c.guild_id.in_(guild_ids)))


async def _alone(connection: AsyncConnection) -> None:
    """Let nobody else write choices until the transaction's end."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_ONE_AT_A_TIME)
