"""Puts the parts together; the only file that names every concrete class."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.announcements.service import ChangeNews
from bot.client import MarqueeClient, apologise
from bot.clock import Clock, SystemClock
from bot.cogs.deliveries import DeliveriesCog
from bot.cogs.desk import Desk
from bot.cogs.help import HelpCog
from bot.cogs.lookup import LookupCog
from bot.cogs.orders import OrderDesk
from bot.cogs.presses import presses
from bot.cogs.program import ProgramCog
from bot.cogs.program_desk import ProgramDesk
from bot.cogs.schedule import ScheduleCog
from bot.cogs.session import SessionCog
from bot.cogs.session_desk import SessionDesk
from bot.config import Settings
from bot.connection import HANG_UP_LIMIT, connect, held_until
from bot.delivery.alarm import Alarm, SchedulerAlarm
from bot.delivery.corrections import Corrections
from bot.delivery.dispatch import SWEEP, Dispatch
from bot.delivery.model import Kind
from bot.delivery.overview import Deliveries
from bot.delivery.planners import Planners
from bot.errors import NoProgramError
from bot.guilds.effective import EffectivePrograms
from bot.guilds.model import GuildTable
from bot.guilds.overlays import Overlays
from bot.guilds.service import Guilds
from bot.letterbox import obstacle
from bot.organizers.service import Tellings
from bot.pace import Pace
from bot.postman import Letters, Postman
from bot.program.model import Program
from bot.program.shipped import shipped_programs
from bot.reminders.service import Reminders
from bot.sources.by_hand import take_over
from bot.sources.child import Children
from bot.sources.folder import ProgramFiles
from bot.sources.overview import Overview
from bot.sources.refresh import Refresh
from bot.sources.shelf import Shelf
from bot.stopping import ended, stop_signals
from bot.storage.bell import Bell
from bot.storage.changes import SqlChanges
from bot.storage.database import Database, open_database
from bot.storage.guilds import SqlGuildStore
from bot.storage.interactions import SqlInteractionClaims
from bot.storage.ledger import SqlLedger
from bot.storage.news import Topic
from bot.storage.notes import SqlNotes
from bot.storage.overlays import SqlOverlayStore
from bot.storage.programs import SqlVersions
from bot.ui.change_post import change_post
from bot.ui.reminder_post import reminder_post
from bot.ui.telling_post import telling_post

log = logging.getLogger(__name__)

# Whoever stops a process kills it after ten seconds (docker stop). A send's own limit is longer.
FINISH_LIMIT = timedelta(seconds=5)
# By then all of that is over, unless a library doesn't let itself be cut off: aiosqlite and asyncpg
# can wait for ever for a database that is locked or silent, and asyncio with them.
LAST_LIMIT = timedelta(seconds=8.5)


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
        self._overlays = Overlays(SqlOverlayStore(database))
        programs = EffectivePrograms(self.shelf, self.guilds, self._overlays)
        self._programs = programs
        self._following = Bell(programs.follow, why="a program changed under an overlay")
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
        changes = ChangeNews(
            programs, self.guilds, ledger, SqlChanges(database), owns=self._shards.owns
        )
        letters: dict[Kind, Letters[Any]] = {
            Kind.REMINDER: Letters(
                subject=reminders.subject, post=reminder_post, standing=reminders.standing
            ),
            Kind.TELLING: Letters(subject=tellings.subject, post=telling_post),
            Kind.CHANGE: Letters(subject=changes.subject, post=change_post),
        }
        postman = Postman(self.client, letters, clock, on_found=self._look_after_posts)
        self._corrections = Corrections(ledger, postman, clock, owns=self._shards.owns)
        planning = Planners([reminders, tellings, changes], reminders)
        self._dispatch = Dispatch(planning, ledger, postman, alarm, clock)
        deliveries = Deliveries(planning, ledger, self._dispatch.wake_soon)
        self._furnish(deliveries, ledger, settings.refresh)

    def _furnish(self, deliveries: Deliveries, ledger: SqlLedger, looks: timedelta) -> None:
        """Give the client its commands and what answers presses; files are looked at so often."""
        programs, guilds, clock = self._programs, self.guilds, self._clock
        desk = Desk(programs, guilds, clock)
        claims = SqlInteractionClaims(self._database)
        orders = OrderDesk(deliveries, guilds, programs, claims, clock)
        sessions = SessionDesk(programs, guilds, ledger, claims, clock)
        sources = Overview(self._refresh, self.shelf, SqlVersions(self._database), looks)
        about_program = ProgramDesk(sources, programs, guilds, claims, clock)
        self.client.furnish(
            [
                LookupCog(desk),
                ScheduleCog(desk),
                HelpCog(desk, guilds),
                ProgramCog(about_program),
                SessionCog(sessions, desk),
                DeliveriesCog(orders),
            ],
            presses(desk, orders, sessions, about_program, apologise),
        )

    async def adopt(self, tables: Sequence[GuildTable]) -> None:
        """Take over the guilds' tables of config.toml; before the client starts."""
        await self.guilds.load(tables, self._clock.now())
        self._tables = tuple(table for table in tables if self._shards.owns(table.id))
        await self._reload_overlays()
        self.shelf.on_change(self._following.ring)

    async def take_over(self, program: Program, *, instead_of: Program | None = None) -> None:
        """Let a program stand as if a source had brought it, `instead_of` the one before."""
        versions = SqlVersions(self._database)
        now = self._clock.now()
        await take_over(program, self.shelf, versions, now, instead_of=instead_of)

    async def keep_up(self, every: timedelta) -> None:
        """Load the programs, and from now on take over what changes in files and elsewhere.

        The files are looked at `every` so often; other processes are heard of at once.
        """
        news = self._database.news
        news.on(Topic.PROGRAMS, self._refresh.load)
        news.on(Topic.GUILDS, self._reload_guilds)
        news.on(Topic.OVERLAYS, self._reload_overlays)
        news.on(Topic.DELIVERIES, self._look_what_is_due)
        news.on(Topic.PROCESSES, self._count_processes)
        await news.start()
        await self._refresh.start()
        self._alarm.every(SWEEP, news.look)
        often = (outlet.table.every for outlet in self._refresh.outlets.by_program.values())
        self._alarm.every(min([every, *often]), self._refresh.look)

    async def close(self) -> None:
        """Claim nothing more, let what is under way end, and let go of Discord and the database.

        It takes ten seconds at most: a claim whose send is cut off then is resolved by the next
        start, like a crash's.
        """
        self._dispatch.stop()
        self._corrections.stop()
        self._refresh.stop()
        beginning = () if self._beginning is None else (self._beginning,)
        hearing = (self._database.news.stop(), self._following.stop())
        if not await ended(self._alarm.stop(), *hearing, *beginning, within=FINISH_LIMIT):
            log.warning("What was still being posted is cut off; the next start looks after it")
        await ended(self.client.close(), within=HANG_UP_LIMIT)
        await self._database.close()

    async def _begin(self) -> None:
        # Beside the client's own start, so that commands are answered while much is being posted.
        self._alarm.start()
        self._beginning = asyncio.create_task(self._begin_to_post())

    async def _begin_to_post(self) -> None:
        """Post what is due, then look whether all that was chosen is there. Never fails."""
        # Hung up first, since to post what is due may take long: a slow channel is its guild's own.
        self._alarm.every(SWEEP, self._corrections.sweep)
        for changing in (self.shelf, self._programs):
            changing.on_change(self._look_after_posts)
            changing.on_change(self._dispatch.wake_soon)
        # The program may have changed while nobody was here to see it.
        self._look_after_posts()
        await self._dispatch.start()
        await self._corrections.sweep()
        self._warn_of_program(None, "The default program")
        for table in self._tables:
            self._warn_of_program(table.program, f"The program of server {table.id}")
            await self._warn_of_channel(table.id, table.reminder_channel, "reminders")
            if table.change_channel not in (None, table.reminder_channel):
                await self._warn_of_channel(table.id, table.change_channel, "changes")

    async def _warn_of_channel(self, guild_id: int, channel: int | None, what: str) -> None:
        try:
            fault = await obstacle(self.client, guild_id, channel)
        except Exception as error:  # noqa: BLE001 - a look that fails must end nothing
            fault = f"Whether it can be posted there could not be seen: {error}"
        if fault:
            log.warning("Server %d gets no %s. %s", guild_id, what, fault)

    def _look_after_posts(self) -> None:
        """Have what is posted looked at, and edited where it is no longer true."""
        self._corrections.program_changed()

    async def _reload_guilds(self) -> None:
        await self.guilds.reload()
        self._dispatch.wake_soon()

    async def _reload_overlays(self) -> None:
        await self._overlays.reload()
        await self._programs.follow()

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
    reader = Children()
    files = ProgramFiles((settings.programs, shipped_programs()), reader.read)
    return Refresh(
        shelf,
        files,
        SqlVersions(database),
        database.processes,
        clock,
        tables=settings.sources,
        reader=reader,
    )


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
    with stop_signals(end_within=LAST_LIMIT) as asked:
        app = await assemble(settings, clock=SystemClock(), alarm=SchedulerAlarm())
        try:
            await app.keep_up(settings.refresh)
            await app.adopt(settings.guilds)
            await held_until(asked, connect(app.client, token, settings))
        finally:
            await app.close()
