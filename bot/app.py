"""Puts the parts together; the only file that names every concrete class."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import discord

from bot.client import MarqueeClient, apologise
from bot.clock import Clock, SystemClock
from bot.cogs.deliveries import DeliveriesCog
from bot.cogs.desk import Desk
from bot.cogs.help import HelpCog
from bot.cogs.lookup import LookupCog
from bot.cogs.orders import OrderDesk
from bot.cogs.presses import presses
from bot.cogs.schedule import ScheduleCog
from bot.config import Settings, token_error
from bot.delivery.alarm import Alarm, SchedulerAlarm
from bot.delivery.corrections import Corrections
from bot.delivery.dispatch import SWEEP, Dispatch
from bot.delivery.model import Kind
from bot.delivery.overview import Deliveries
from bot.delivery.planners import Planners
from bot.errors import DiscordUnreachableError, NoProgramError
from bot.finding import Finding, ok, warning, wrong
from bot.guilds.effective import EffectivePrograms
from bot.guilds.model import GuildTable
from bot.guilds.service import Guilds
from bot.letterbox import obstacle
from bot.organizers.service import Tellings
from bot.pace import Pace
from bot.postman import Letters, Postman
from bot.program.shipped import shipped_programs
from bot.reminders.service import Reminders
from bot.sources.folder import ProgramFiles
from bot.sources.refresh import Refresh
from bot.sources.shelf import Shelf
from bot.storage.database import Database, open_database
from bot.storage.guilds import SqlGuildStore
from bot.storage.interactions import SqlInteractionClaims
from bot.storage.ledger import SqlLedger
from bot.storage.news import Topic
from bot.storage.notes import SqlNotes
from bot.storage.programs import SqlVersions
from bot.ui.reminder_post import reminder_post
from bot.ui.telling_post import telling_post

log = logging.getLogger(__name__)

# The gateway's close code for a token that was reset.
AUTHENTICATION_FAILED = 4004

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)

# Whoever stops a process kills it after ten seconds (docker stop). A send's own limit is longer.
FINISH_LIMIT = timedelta(seconds=5)
HANG_UP_LIMIT = timedelta(seconds=1)


class App:
    """All the parts of one running Marquee, put together on an open database."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        clock: Clock,
        alarm: Alarm,
    ) -> None:
        self._database = database
        self._shards = settings.shards
        self._clock = clock
        self._beginning: asyncio.Task[None] | None = None
        self._tables: tuple[GuildTable, ...] = ()
        self._alarm = alarm
        self.shelf = Shelf(settings.default_program)
        self._refresh = _refresh(settings, self.shelf, database, clock)
        self.guilds = Guilds(SqlGuildStore(database))
        programs = EffectivePrograms(self.shelf, self.guilds)
        ledger = SqlLedger(database)
        reminders = Reminders(programs, self.guilds, ledger, owns=self._shards.owns)
        self.client = MarqueeClient(
            SqlNotes(database),
            ready_to_post=self._begin,
            pace=_pace(database),
            shards=self._shards,
            turns=database.turns,
        )
        tellings = Tellings(
            programs, self.guilds, ledger, self._refresh.troubles, owns=self._shards.owns
        )
        letters: dict[Kind, Letters[Any]] = {
            Kind.REMINDER: Letters(
                subject=reminders.subject, post=reminder_post, standing=reminders.standing
            ),
            Kind.TELLING: Letters(subject=tellings.subject, post=telling_post),
        }
        postman = Postman(self.client, letters, clock, on_found=self._look_after_posts)
        self._corrections = Corrections(ledger, postman, clock, owns=self._shards.owns)
        planning = Planners([reminders, tellings], reminders)
        self._dispatch = Dispatch(planning, ledger, postman, alarm, clock)
        desk = Desk(programs, self.guilds, clock)
        orders = OrderDesk(
            Deliveries(planning, ledger, self._dispatch.wake_soon),
            self.guilds,
            programs,
            SqlInteractionClaims(database),
            clock,
        )
        self.client.furnish(
            [
                LookupCog(desk),
                ScheduleCog(desk),
                HelpCog(desk, self.guilds),
                DeliveriesCog(orders),
            ],
            presses(desk, orders, apologise),
        )

    async def adopt(self, tables: Sequence[GuildTable]) -> None:
        """Take over the guilds' tables of config.toml; before the client starts."""
        await self.guilds.load(tables, self._clock.now())
        self._tables = tuple(table for table in tables if self._shards.owns(table.id))

    async def keep_up(self, every: timedelta) -> None:
        """Load the programs, and from now on take over what changes in files and elsewhere.

        The files are looked at `every` so often; other processes are heard of at once.
        """
        news = self._database.news
        news.on(Topic.PROGRAMS, self._refresh.load)
        news.on(Topic.GUILDS, self._reload_guilds)
        news.on(Topic.DELIVERIES, self._look_what_is_due)
        news.on(Topic.PROCESSES, self._count_processes)
        await news.start()
        await self._refresh.start()
        self._alarm.every(SWEEP, news.look)
        self._alarm.every(every, self._refresh.look)

    async def close(self) -> None:
        """Claim nothing more, let what is under way end, and let go of Discord and the database.

        It takes ten seconds at most: a claim whose send is cut off then is resolved by the next
        start, like a crash's.
        """
        self._dispatch.stop()
        self._corrections.stop()
        beginning = () if self._beginning is None else (self._beginning,)
        hearing = self._database.news.stop()
        if not await _ended(self._alarm.stop(), hearing, *beginning, within=FINISH_LIMIT):
            log.warning("What was still being posted is cut off; the next start looks after it")
        await _ended(self.client.close(), within=HANG_UP_LIMIT)
        await self._database.close()

    async def _begin(self) -> None:
        # Beside the client's own start, so that commands are answered while much is being posted.
        self._alarm.start()
        self._beginning = asyncio.create_task(self._begin_to_post())

    async def _begin_to_post(self) -> None:
        """Post what is due, then look whether all that was chosen is there. Never fails."""
        await self._dispatch.start()
        # The program may have changed while nobody was here to see it.
        self._look_after_posts()
        await self._corrections.sweep()
        self._alarm.every(SWEEP, self._corrections.sweep)
        self.shelf.on_change(self._look_after_posts)
        self.shelf.on_change(self._dispatch.wake_soon)
        self._warn_of_program(None, "The default program")
        for table in self._tables:
            self._warn_of_program(table.program, f"The program of server {table.id}")
            try:
                fault = await obstacle(self.client, table.id, table.reminder_channel)
            except Exception as error:  # noqa: BLE001 - a look that fails must end nothing
                fault = f"Whether it can be posted there could not be seen: {error}"
            if fault:
                log.warning("Server %d gets no reminders. %s", table.id, fault)

    def _look_after_posts(self) -> None:
        """Have what is posted looked at, and edited where it is no longer true."""
        self._corrections.program_changed()

    async def _reload_guilds(self) -> None:
        await self.guilds.reload()
        self._dispatch.wake_soon()

    async def _look_what_is_due(self) -> None:
        self._dispatch.wake_soon()

    async def _count_processes(self) -> None:
        # Whoever watches them is told.
        await self._database.processes.others()

    def _warn_of_program(self, program: str | None, whose: str) -> None:
        try:
            self.shelf.lookup(program)
        except NoProgramError as error:
            log.warning("%s is not there. %s", whose, error)


async def assemble(settings: Settings, *, clock: Clock, alarm: Alarm) -> App:
    """Open the store and put the parts together; the shelf is empty yet.

    Raises:
        StoreError: the database can't be opened.
    """
    database = await open_database(settings.database)
    return App(settings, database, clock=clock, alarm=alarm)


def _refresh(settings: Settings, shelf: Shelf, database: Database, clock: Clock) -> Refresh:
    """Return what keeps the programs of the operator's folder and of ours on the shelf."""
    files = ProgramFiles((settings.programs, shipped_programs()))
    return Refresh(shelf, files, SqlVersions(database), database.processes, clock)


def _pace(database: Database) -> Pace:
    """Return the pace of the requests, shared with the living processes at any time."""
    pace = Pace()
    if database.processes.watch(pace.share) > 1:
        pace.begin_beside_others()
    return pace


async def run(settings: Settings) -> None:
    """Run Marquee on Discord until it is told to stop (SIGINT, SIGTERM).

    Raises:
        SettingsError: there is no token, or Discord doesn't take it.
        StoreError: the database can't be opened.
        DiscordUnreachableError: Discord can't be reached to log in.
    """
    token = settings.bot_token()
    with _stop_signals() as asked:
        app = await assemble(settings, clock=SystemClock(), alarm=SchedulerAlarm())
        try:
            await app.keep_up(settings.refresh)
            await app.adopt(settings.guilds)
            await _until(asked, _connect(app.client, token, settings))
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
        if not settings.shards.owns(guild.id):
            continue
        try:
            fault = await obstacle(client, guild.id, guild.reminder_channel)
        except discord.HTTPException as error:
            yield warning(f"Discord did not tell about server {guild.id}.", str(error))
            continue
        if fault:
            yield wrong(f"Server {guild.id} is not as it should be.", fault)
        elif guild.reminder_channel is not None:
            yield ok(f"Reminders can be posted in channel {guild.reminder_channel}.")


async def _connect(client: discord.Client, token: str, settings: Settings) -> None:
    try:
        await client.start(token)
    except discord.LoginFailure:
        raise token_error("Discord does not take the token.", settings) from None
    except discord.ConnectionClosed as error:
        if error.code == AUTHENTICATION_FAILED:
            raise token_error("Discord no longer takes the token.", settings) from None
        raise DiscordUnreachableError(str(error)) from error
    except (
        discord.GatewayNotFound,
        discord.HTTPException,
        aiohttp.ClientConnectionError,
        OSError,
    ) as error:
        raise DiscordUnreachableError(str(error)) from error


@contextmanager
def _stop_signals() -> Iterator[asyncio.Event]:
    """Give what is set once the process is asked to stop, as often as it is asked."""
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()

    def stop() -> None:
        log.info("Asked to stop")
        asked.set()

    for name in STOP_SIGNALS:
        loop.add_signal_handler(name, stop)
    try:
        yield asked
    finally:
        for name in STOP_SIGNALS:
            loop.remove_signal_handler(name)


async def _until(asked: asyncio.Event, connection: Coroutine[Any, Any, None]) -> None:
    """Hold the connection until it ends or somebody asks to stop; raise what ended it.

    It is cut off then: discord.py would try to reach a gateway for ever, even when it is closed.
    """
    connecting, asking = asyncio.create_task(connection), asyncio.create_task(asked.wait())
    await asyncio.wait({connecting, asking}, return_when=asyncio.FIRST_COMPLETED)
    for task in (connecting, asking):
        task.cancel()
    # Before Python 3.12, `asyncio.wait_for` can swallow that. The connection then goes on until the
    # client is closed, so it is not waited for without a limit.
    done, _ = await asyncio.wait({connecting}, timeout=HANG_UP_LIMIT.total_seconds())
    if done and not connecting.cancelled():
        connecting.result()


async def _ended(*under_way: Awaitable[None], within: timedelta) -> bool:
    """Wait for what is under way, and cut off what takes longer; tell whether nothing did."""
    tasks = [asyncio.ensure_future(one) for one in under_way]
    _, slow = await asyncio.wait(tasks, timeout=within.total_seconds())
    for task in slow:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            log.error("Something failed while Marquee stopped", exc_info=outcome)
    return not slow
