"""The real Marquee in this process, on the real clock and a loopback Discord."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import discord

from bot.app import App, _until, assemble
from bot.clock import SystemClock
from bot.config import Settings
from bot.delivery.alarm import Call, SchedulerAlarm
from bot.delivery.model import Record
from bot.guilds.model import GuildTable
from bot.program.lookup import Lookup
from bot.program.model import Program
from bot.storage.ledger import SqlLedger
from tests.wire.marquee.event import until
from tests.wire.raw import TOKEN

LEAD = timedelta(seconds=30)
CLOSE_SECONDS = 10
READY_SECONDS = 9


class QuickAlarm(SchedulerAlarm):
    """The alarm of `marquee run`, but it sweeps ten times as often: no test waits for a sweep."""

    def every(self, interval: timedelta, call: Call) -> None:
        super().every(interval / 10, call)


class Marquee:
    """A running Marquee; `client` is discord.py's."""

    def __init__(self, app: App) -> None:
        self.client = app.client
        self.ledger = SqlLedger(app._database)
        self._dispatch = app._dispatch

    async def wake(self) -> None:
        """Sweep now."""
        await self._dispatch.wake()

    async def settled(self, within: float = 8.0) -> None:
        """Wait until all that is due has come to an end, and one more sweep found nothing to do."""
        await self._dispatch.wake()
        await until(self._is_settled, within)
        await self._dispatch.wake()

    async def _is_settled(self) -> bool:
        return not await self.ledger.unsettled()

    async def records(self, guild_id: int) -> tuple[Record, ...]:
        """What the ledger says of a guild's deliveries, in due order."""
        return tuple(reversed(await self.ledger.recent(guild_id)))


class Readies:
    """Waits for discord.py's word that it is ready, each time that it says so."""

    def __init__(self, client: discord.Client) -> None:
        self._said = asyncio.Queue[None]()
        client.event(self.on_ready)

    async def on_ready(self) -> None:
        """Hear it; the name is discord.py's."""
        self._said.put_nowait(None)

    async def next(self, within: float = READY_SECONDS) -> None:
        """Wait until it is said the next time."""
        async with asyncio.timeout(within):
            await self._said.get()


class Home:
    """Where one Marquee lives: its store, and the guilds that it serves, over restarts."""

    def __init__(self, folder: Path) -> None:
        self._settings = Settings(store=folder / "marquee.db", default_program="conf-22")

    def serve(self, channels: dict[int, int], lead: timedelta = LEAD) -> None:
        """Post reminders in these channels (by guild)."""
        tables = (
            GuildTable(id=guild_id, reminder_channel=channel, leads=(lead,))
            for guild_id, channel in channels.items()
        )
        self._settings = replace(self._settings, guilds=tuple(tables))

    @asynccontextmanager
    async def running(self, program: Program) -> AsyncIterator[Marquee]:
        """Start Marquee, and stop it orderly when the block ends."""
        app = await assemble(self._settings, clock=SystemClock(), alarm=QuickAlarm())
        # discord.py would wait two seconds for more guilds before it says that it is ready.
        app.client._connection.guild_ready_timeout = 0.1
        app.shelf.put(Lookup(program))
        await app.adopt(self._settings.guilds)
        stop = asyncio.Event()
        connection = asyncio.create_task(_until(stop, app.client.start(TOKEN)))
        try:
            yield Marquee(app)
        finally:
            stop.set()
            async with asyncio.timeout(CLOSE_SECONDS):
                await connection
                await app.close()
