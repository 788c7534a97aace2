"""What each guild's organizers chose, in SQL."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import delete, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.guilds.model import LONG_AGO, Choices, Lead
from bot.storage.database import Database
from bot.storage.news import Topic
from bot.storage.tables import guild_leads, guilds

# Two processes that start at once both keep what config.toml says. A SQLite file does it by itself.
_ONE_AT_A_TIME = text("LOCK TABLE guilds IN SHARE ROW EXCLUSIVE MODE")


class SqlGuildStore:
    """A GuildStore in a database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._news = database.news

    async def all(self) -> tuple[Choices, ...]:
        """Return every guild's choices, by guild id; leads from the longest."""
        leads = defaultdict[int, tuple[Lead, ...]](tuple)
        async with self._engine.connect() as connection:
            for row in await connection.execute(
                select(guild_leads).order_by(guild_leads.c.lead.desc())
            ):
                leads[row.guild_id] += (Lead(before=row.lead, since=row.since),)
            rows = await connection.execute(select(guilds).order_by(guilds.c.guild_id))
            return tuple(
                Choices(
                    guild_id=row.guild_id,
                    program=row.program,
                    reminder_channel=row.reminder_channel,
                    leads=leads[row.guild_id],
                    public_answers=row.public_answers,
                    organizer_channel=row.organizer_channel,
                    paused_at=row.paused_at,
                    change_channel=row.change_channel,
                    changes_since=row.changes_since or LONG_AGO,
                )
                for row in rows
            )

    async def save(self, choices: Iterable[Choices]) -> None:
        """Keep these guilds' choices in place of their earlier ones, all of them or none."""
        changed = tuple(choices)
        if not changed:
            return
        ids = [one.guild_id for one in changed]
        async with self._engine.begin() as connection:
            await _alone(connection)
            await connection.execute(delete(guild_leads).where(guild_leads.c.guild_id.in_(ids)))
            await connection.execute(delete(guilds).where(guilds.c.guild_id.in_(ids)))
            await connection.execute(
                insert(guilds),
                [
                    {
                        "guild_id": one.guild_id,
                        "program": one.program,
                        "reminder_channel": one.reminder_channel,
                        "public_answers": one.public_answers,
                        "organizer_channel": one.organizer_channel,
                        "paused_at": one.paused_at,
                        "change_channel": one.change_channel,
                        "changes_since": one.changes_since,
                    }
                    for one in changed
                ],
            )
            leads = [
                {"guild_id": one.guild_id, "lead": lead.before, "since": lead.since}
                for one in changed
                for lead in one.leads
            ]
            if leads:
                await connection.execute(insert(guild_leads), leads)
            await self._news.tell(connection, Topic.GUILDS)

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        async with self._engine.begin() as connection:
            await _alone(connection)
            await connection.execute(delete(guild_leads).where(guild_leads.c.guild_id == guild_id))
            await connection.execute(delete(guilds).where(guilds.c.guild_id == guild_id))
            await self._news.tell(connection, Topic.GUILDS)


async def _alone(connection: AsyncConnection) -> None:
    """Let nobody else write choices until the transaction's end."""
    if connection.dialect.name == "postgresql":
        await connection.execute(_ONE_AT_A_TIME)
