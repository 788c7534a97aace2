"""Puts the parts together; the only file that names every concrete class."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
import discord

from bot.client import MarqueeClient, apologise
from bot.clock import Clock, SystemClock
from bot.cogs.desk import Desk
from bot.cogs.help import HelpCog
from bot.cogs.lookup import LookupCog
from bot.cogs.presses import presses
from bot.cogs.schedule import ScheduleCog
from bot.config import Settings, token_error
from bot.delivery.alarm import Alarm, SchedulerAlarm
from bot.delivery.dispatch import Dispatch
from bot.delivery.model import Kind
from bot.errors import DiscordUnreachableError
from bot.finding import Finding, ok, wrong
from bot.guilds.effective import EffectivePrograms
from bot.guilds.model import GuildTable
from bot.guilds.service import Guilds
from bot.letterbox import obstacle
from bot.postman import Postman
from bot.program.shipped import shipped_programs
from bot.reminders.service import Reminders
from bot.sources.shelf import Shelf, fill
from bot.storage.database import Database, open_database
from bot.storage.guilds import SqlGuildStore
from bot.storage.ledger import SqlLedger
from bot.storage.notes import SqlNotes

log = logging.getLogger(__name__)


class App:
    """All the parts of one running Marquee, put together on an open database."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        clock: Clock,
        alarm: Alarm,
        shard_count: int | None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._beginning: asyncio.Task[None] | None = None
        self._alarm = alarm
        self.shelf = Shelf(settings.default_program)
        self.guilds = Guilds(SqlGuildStore(database))
        programs = EffectivePrograms(self.shelf, self.guilds)
        ledger = SqlLedger(database)
        reminders = Reminders(programs, self.guilds, ledger)
        self.client = MarqueeClient(
            SqlNotes(database), ready_to_post=self._begin, shard_count=shard_count
        )
        postman = Postman(self.client, {Kind.REMINDER: reminders}, clock)
        self._dispatch = Dispatch(reminders, ledger, postman, alarm, clock)
        desk = Desk(programs, self.guilds, clock)
        self.client.furnish(
            [LookupCog(desk), ScheduleCog(desk), HelpCog(desk, self.guilds)],
            presses(desk, apologise),
        )

    async def adopt(self, tables: Sequence[GuildTable]) -> None:
        """Take over the guilds' tables of config.toml; before the client starts."""
        await self.guilds.load(tables, self._clock.now())

    async def close(self) -> None:
        """Claim nothing more, let what is under way end, and let go of Discord and the database."""
        self._dispatch.stop()
        await self._alarm.stop()
        if self._beginning is not None:
            await self._beginning
        await self.client.close()
        await self._database.close()

    async def _begin(self) -> None:
        # Beside the client's own start, so that commands are answered while much is being posted.
        self._alarm.start()
        self._beginning = asyncio.create_task(self._begin_to_post())

    async def _begin_to_post(self) -> None:
        """Post what is due, then look whether all chosen places can be posted to. Never fails."""
        await self._dispatch.start()
        for guild_id, channel in self._places():
            try:
                fault = await obstacle(self.client, guild_id, channel)
            except Exception as error:  # noqa: BLE001 - a look that fails must end nothing
                fault = f"whether {channel} can be posted to could not be seen: {error}"
            if fault:
                log.warning("No reminders for guild %d: %s", guild_id, fault)

    def _places(self) -> list[tuple[int, int]]:
        return [
            (choices.guild_id, choices.reminder_channel)
            for choices in self.guilds.all()
            if choices.reminder_channel is not None
        ]


async def assemble(
    settings: Settings, *, clock: Clock, alarm: Alarm, shard_count: int | None = None
) -> App:
    """Open the store and put the parts together; the shelf is empty yet.

    Raises:
        StoreError: the database can't be opened.
    """
    database = await open_database(settings.store)
    return App(settings, database, clock=clock, alarm=alarm, shard_count=shard_count)


async def run(settings: Settings) -> None:
    """Run Marquee on Discord until it is told to stop (SIGINT, SIGTERM).

    Raises:
        SettingsError: there is no token, or Discord doesn't take it.
        StoreError: the database can't be opened.
        DiscordUnreachableError: Discord can't be reached to log in.
    """
    token = settings.bot_token()
    app = await assemble(settings, clock=SystemClock(), alarm=SchedulerAlarm())
    try:
        await fill(app.shelf, (settings.programs, shipped_programs()))
        await app.adopt(settings.guilds)
        async with _stopped_by_signals(app):
            await _connect(app.client, token, settings)
    finally:
        await app.close()


async def inspect(settings: Settings) -> tuple[Finding, ...]:
    """Ask Discord whether it takes the token and whether each guild's channel can be posted to.

    Raises:
        DiscordUnreachableError: Discord did not answer.
    """
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            await client.login(settings.bot_token())
            return tuple([finding async for finding in _seen_by(client, settings)])
        except discord.LoginFailure:
            fix = "Copy it anew from the Bot page of the Discord developer portal."
            return (wrong("Discord does not take the token.", fix),)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise DiscordUnreachableError(str(error)) from error


async def _seen_by(client: discord.Client, settings: Settings) -> AsyncIterator[Finding]:
    yield ok(f"Discord takes the token: it is {client.user}'s.")
    for guild in settings.guilds:
        if guild.reminder_channel is None:
            continue
        fault = await obstacle(client, guild.id, guild.reminder_channel)
        if fault:
            yield wrong(f"Server {guild.id} gets no reminders.", fault)
        else:
            yield ok(f"Reminders can be posted in channel {guild.reminder_channel}.")


async def _connect(client: discord.Client, token: str, settings: Settings) -> None:
    try:
        await client.start(token)
    except discord.LoginFailure:
        raise token_error("Discord does not take the token.", settings) from None
    except (aiohttp.ClientConnectionError, OSError) as error:
        raise DiscordUnreachableError(str(error)) from error


@asynccontextmanager
async def _stopped_by_signals(app: App) -> AsyncIterator[None]:
    """Close `app` when the process is asked to stop, which ends its client's `start`."""
    loop = asyncio.get_running_loop()
    closing: set[asyncio.Task[None]] = set()

    def stop() -> None:
        log.info("Asked to stop")
        closing.add(loop.create_task(app.close()))

    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop)
    try:
        yield
    finally:
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(name)
        await asyncio.gather(*closing)
