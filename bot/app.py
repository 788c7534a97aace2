"""One running Marquee: how it begins, what it hears of while it runs, and how it ends."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from bot import parts
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.connection import HANG_UP_LIMIT, connect, held_until
from bot.delivery.alarm import Alarm, SchedulerAlarm
from bot.delivery.dispatch import SWEEP
from bot.errors import NoProgramError
from bot.guilds.model import GuildTable
from bot.letterbox import obstacle
from bot.mirrors import boards, events, interest
from bot.program.model import Program
from bot.sources.by_hand import take_over
from bot.stopping import ended, stop_signals
from bot.storage.bell import Bell
from bot.storage.database import Database, open_database
from bot.storage.news import Topic

log = logging.getLogger(__name__)

# Whoever stops a process kills it after ten seconds (docker stop). A send's own limit is longer.
FINISH_LIMIT = timedelta(seconds=5)
# By then all of that is over, unless a library doesn't let itself be cut off: aiosqlite and asyncpg
# can wait for ever for a database that is locked or silent, and asyncio with them.
LAST_LIMIT = timedelta(seconds=8.5)

# How often it is looked what may not be kept any longer.
RETENTION = timedelta(hours=1)


class App:
    """All the parts of one running Marquee, put together on an open database."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        *,
        clock: Clock,
        alarm: Alarm,
        paced: bool = True,
    ) -> None:
        self._database = database
        self._shards = settings.shards
        self._clock = clock
        self._alarm = alarm
        self._beginning: asyncio.Task[None] | None = None
        self._tables: tuple[GuildTable, ...] = ()
        memory = parts.remember(settings, database, clock)
        self._memory = memory
        self.shelf, self.guilds, self._programs = memory.shelf, memory.guilds, memory.programs
        self._following = Bell(self._programs.follow, why="a program changed under an overlay")
        self.client = parts.connect(memory, self._begin)
        posting = parts.post(memory, self.client, alarm, self._look_after_posts, paced=paced)
        self._dispatch, self._corrections = posting.dispatch, posting.corrections
        self._direct, self._crossposts = posting.direct, posting.crossposts
        self._boards, self._events = posting.boards, posting.events
        self._interest = posting.interest
        parts.furnish(self.client, memory, posting, settings)

    async def adopt(self, tables: Sequence[GuildTable]) -> None:
        """Take over the guilds' tables of config.toml; before the client starts."""
        await self.guilds.load(tables, self._clock.now())
        self._tables = tuple(table for table in tables if self._shards.owns(table.id))
        await self._reload_overlays()
        await self._memory.agendas.reload()
        self.shelf.on_change(self._following.ring)

    async def take_over(self, program: Program, *, instead_of: Program | None = None) -> None:
        """Let a program stand as if a source had brought it, `instead_of` the one before."""
        versions, now = self._memory.versions, self._clock.now()
        await take_over(program, self.shelf, versions, now, instead_of=instead_of)

    async def keep_up(self, every: timedelta) -> None:
        """Load the programs, and from now on take over what changes in files and elsewhere.

        The files are looked at `every` so often; other processes are heard of at once.
        """
        news = self._database.news
        news.on(Topic.PROGRAMS, self._memory.refresh.load)
        news.on(Topic.GUILDS, self._reload_guilds)
        news.on(Topic.OVERLAYS, self._reload_overlays)
        news.on(Topic.AGENDAS, self._memory.agendas.reload)
        news.on(Topic.DELIVERIES, self._look_what_is_due)
        news.on(Topic.PROCESSES, self._count_processes)
        await news.start()
        await self._memory.refresh.start()
        self._alarm.every(SWEEP, news.look)
        often = (outlet.table.every for outlet in self._memory.refresh.outlets.by_program.values())
        self._alarm.every(min([every, *often]), self._memory.refresh.look)

    async def close(self) -> None:
        """Claim nothing more, let what is under way end, and let go of Discord and the database.

        It takes ten seconds at most: a claim whose send is cut off then is resolved by the next
        start, like a crash's.
        """
        self._dispatch.stop()
        self._corrections.stop()
        self._memory.refresh.stop()
        self._boards.stop()
        self._events.stop()
        self._interest.stop()
        beginning = () if self._beginning is None else (self._beginning,)
        hearing = (self._database.news.stop(), self._following.stop())
        sending = (self._alarm.stop(), self._direct.stop())
        if not await ended(*sending, *hearing, *beginning, within=FINISH_LIMIT):
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
        await self._crossposts.start()
        self._alarm.every(SWEEP, self._crossposts.sweep)
        self._alarm.every(boards.LOOK, self._boards.look)
        self._alarm.every(events.LOOK, self._events.look)
        self._alarm.every(interest.LOOK, self._interest.look)
        self._alarm.every(RETENTION, self._memory.retention.sweep)
        if self._shards.owns_direct_messages:
            self._alarm.every(SWEEP, self._open_missing)
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

    async def look(self) -> None:
        """Look at once what is due and what comes next, as the sweep does every few seconds."""
        await self._dispatch.wake()

    async def _open_missing(self) -> None:
        """Have the channels of those opened who saved something, before a reminder is due."""
        for one in self._memory.agendas.all():
            if one.saved and one.channel is None and one.wishes.direct and one.closed_at is None:
                self._direct.open_soon(one.user_id)

    def _look_after_posts(self) -> None:
        """Have what is posted looked at, and edited where it is no longer true."""
        self._corrections.program_changed()

    async def _reload_guilds(self) -> None:
        await self.guilds.reload()
        self._dispatch.wake_soon()

    async def _reload_overlays(self) -> None:
        await self._memory.overlays.reload()
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


async def assemble(settings: Settings, *, clock: Clock, alarm: Alarm, paced: bool = True) -> App:
    """Open the store and put the parts together; the shelf is empty yet.

    Only on a stage need it not be `paced`.

    Raises:
        StoreError: the database can't be opened.
    """
    database = await open_database(settings.database)
    return App(settings, database, clock=clock, alarm=alarm, paced=paced)


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
