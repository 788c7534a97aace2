"""People who saved sessions before Marquee starts, and what they are to be sent."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.agenda.model import Saved, Seen
from bot.program.model import Program
from bot.storage.agendas import SqlAgendaStore
from bot.storage.database import open_database
from tests.wire.loopback import Loopback
from tests.wire.marquee.event import LEAD
from tests.wire.marquee.tally import Planned, reminders

LONG_AGO = timedelta(days=1)
OPENING = "/users/@me/channels"


class Attendees:
    """Some people, by their ids, with the channels of their direct messages."""

    def __init__(self, loopback: Loopback, channels: dict[int, int]) -> None:
        self._loopback = loopback
        self.channels = channels

    @classmethod
    async def made(cls, loopback: Loopback, number: int) -> "Attendees":
        """Make so many people."""
        people = await loopback.stage.create_users(number)
        return cls(loopback, {one: await loopback.stage.open_dm(one) for one in people})

    @property
    def ids(self) -> list[int]:
        """Who they are."""
        return list(self.channels)

    async def save(self, store: Path, event: Program, guild_id: int) -> None:
        """Have them all have saved all of an event's sessions in a guild, since long ago."""
        database = await open_database(store)
        agendas = SqlAgendaStore(database)
        now = datetime.now(UTC)
        for user_id in self.channels:
            for session in event.sessions:
                seen = Seen(title="A title", start=session.start.astimezone(UTC))
                saved = Saved(
                    program=event.id,
                    session=session.id,
                    at=now - LONG_AGO,
                    seen=seen,
                    guild_id=guild_id,
                )
                await agendas.save(user_id, saved)
        await database.close()

    def plan(
        self, event: Program, place: int, *, without: tuple[int, ...] = ()
    ) -> tuple[Planned, ...]:
        """What is to be posted: to all in a place, and to each of them, but a few."""
        theirs = [channel for one, channel in self.channels.items() if one not in without]
        return reminders(event, [place, *theirs], lead=LEAD)

    async def until_sent(self, number: int) -> None:
        """Wait until so many of them have got something."""
        await self._loopback.witness.until_posted(number + 1)


async def openings(loopback: Loopback) -> list[int]:
    """What each request for a person's channel was answered."""
    return [one["status"] for one in await loopback.witness.requests() if one["route"] == OPENING]
