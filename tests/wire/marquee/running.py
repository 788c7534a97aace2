"""The real Marquee in this process, on the real clock and a loopback Discord."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import discord
from pydantic import SecretStr

from bot.app import App, assemble
from bot.clock import SystemClock
from bot.config import Settings
from bot.connection import held_until
from bot.delivery.alarm import Call, SchedulerAlarm
from bot.delivery.model import Record
from bot.guilds.model import GuildTable
from bot.program.lookup import Lookup
from bot.program.model import Program
from bot.storage.ledger import SqlLedger
from bot.translation import Language
from tests.wire.marquee.event import LEAD, PATIENCE, until
from tests.wire.raw import TOKEN


class QuickAlarm(SchedulerAlarm):
    """The alarm of `marquee run`, but it sweeps ten times as often: no test waits for a sweep."""

    def every(self, interval: timedelta, call: Call) -> None:
        super().every(interval / 10, call)


class Marquee:
    """A running Marquee; `client` is discord.py's."""

    def __init__(self, app: App) -> None:
        self.client = app.client
        self.database = app._database
        self.ledger = SqlLedger(self.database)
        self._dispatch = app._dispatch

    async def wake(self) -> None:
        """Sweep now."""
        await self._dispatch.wake()

    async def settled(self) -> None:
        """Wait until all that is due has come to an end, and one more sweep found nothing to do."""
        await self._dispatch.wake()
        await until(self._is_settled)
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

    async def next(self) -> None:
        """Wait until it is said the next time."""
        async with asyncio.timeout(PATIENCE):
            await self._said.get()


class Home:
    """Where one Marquee lives: its store, and the guilds that it serves, over restarts."""

    def __init__(self, store: Path | SecretStr) -> None:
        self._settings = Settings(store=store, default_program="conf-22")

    def serve(
        self,
        channels: dict[int, int],
        lead: timedelta = LEAD,
        *,
        language: Language | None = None,
    ) -> None:
        """Post reminders in these channels (by guild), in a language."""
        tables = (
            GuildTable(id=guild_id, reminder_channel=channel, leads=(lead,), language=language)
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
        connection = asyncio.create_task(held_until(stop, app.client.start(TOKEN)))
        try:
            yield Marquee(app)
        finally:
            stop.set()
            async with asyncio.timeout(PATIENCE):
                await connection
                await app.close()
