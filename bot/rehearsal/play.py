"""A whole event played offline: the real bot on the stage, with time held in the hand."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import App, assemble
from bot.config import Settings
from bot.errors import StageTooEarlyError
from bot.guilds.model import GuildTable
from bot.program.model import Program
from bot.program.timetable import Timetable
from bot.rehearsal.stage import Posted, Stage
from bot.rehearsal.time import HeldAlarm, HeldClock

BEFORE_FIRST = timedelta(minutes=20)

# Discord's ids count from 2015 on; the stage's server, people and channels need some of them, too.
FIRST_DAY = datetime(2015, 1, 2, tzinfo=UTC)


class Rehearsal:
    """The real bot on the stage; time moves only when told to.

    What plans, claims, sends and renders is the same code as in `marquee run`.
    """

    def __init__(self, program: Program, settings: Settings, clock: HeldClock) -> None:
        self.program = program
        self._settings = settings
        self._clock = clock
        self._alarm = HeldAlarm(clock)
        self.app: App
        self.stage: Stage

    async def open(self) -> None:
        """Assemble the bot and set the stage around it; the caller enters the stage."""
        self.app = await self._assembled()
        self.stage = Stage(self.app.client, self.now)
        await self.app.adopt((self.table(),))

    def table(self) -> GuildTable:
        """Return the stage's `[[guild]]` table: posts in #announcements, trouble backstage."""
        return GuildTable(
            id=self.stage.guild_id,
            program=self.program.id,
            reminder_channel=self.stage.announcements.id,
            organizer_channel=self.stage.backstage.id,
            change_channel=self.stage.announcements.id,
            leads=self._settings.leads,
        )

    @property
    def now(self) -> datetime:
        """Return the instant on the stage, in UTC."""
        return self._clock.now()

    @property
    def next_instant(self) -> datetime | None:
        """Return when something is due next, None if nothing is."""
        return self._alarm.next_instant

    async def look(self) -> None:
        """Learn what is due next, since somebody may have saved a session meanwhile."""
        with self.stage.time():
            await self.app.look()

    async def move(self, span: timedelta) -> tuple[Posted, ...]:
        """Let `span` pass, stopping wherever something is due; return what came of it meanwhile.

        That is what was posted for all, and what was sent to the attendee.
        """
        await self.look()
        posted, sent = len(self.stage.posted()), len(self.stage.sent())
        target = self.now + span
        while (instant := self.next_instant) is not None and instant <= target:
            await self._stop_at(max(instant, self.now))
        await self._stop_at(target)
        await self.stage.show()
        new = (*self.stage.posted()[posted:], *self.stage.sent()[sent:])
        return tuple(sorted(new, key=lambda post: (post.at, post.message.id)))

    async def next(self) -> tuple[Posted, ...]:
        """Move to the next thing that is due; return what was posted, nothing if nothing is due."""
        await self.look()
        instant = self.next_instant
        if instant is None:
            return ()
        return await self.move(max(instant - self.now, timedelta()))

    async def restart(
        self,
        *,
        after: timedelta = timedelta(),
        table: GuildTable | None = None,
        program: Program | None = None,
    ) -> None:
        """Stop the bot, let `after` pass without it, and start it anew on the same store.

        `table` and `program` are what it finds in its settings and files then.
        """
        await self.app.close()
        await self._pass(after)
        before, self.program = self.program, program or self.program
        self._alarm = HeldAlarm(self._clock)
        self.app = await self._assembled(instead_of=before)
        await self.app.adopt((table or self.table(),))
        await self.stage.restart(self.app.client)
        await self.stage.pass_time(timedelta())
        await self.stage.show()

    async def refresh(self, program: Program) -> None:
        """Let the program be another one by now, as its source does while the bot runs.

        What has changed is told when time moves on.
        """
        before, self.program = self.program, program
        await self.app.take_over(program, instead_of=before)

    async def _assembled(self, *, instead_of: Program | None = None) -> App:
        app = await assemble(self._settings, clock=self._clock, alarm=self._alarm, paced=False)
        await app.take_over(self.program, instead_of=instead_of)
        return app

    async def _stop_at(self, instant: datetime) -> None:
        await self._pass(instant - self.now)
        with self.stage.time():
            await self._alarm.ring()

    async def _pass(self, span: timedelta) -> None:
        await self.stage.pass_time(span)
        self._clock.move_to(self.now + span)


@asynccontextmanager
async def rehearse(
    program: Program, settings: Settings, *, opens: datetime | None = None
) -> AsyncIterator[Rehearsal]:
    """Set the stage for `program`, by default 20 minutes before its first session.

    Nothing outlives it: the store is a file of its own that goes when the rehearsal ends.

    Raises:
        StageTooEarlyError: it would open before 2015.
    """
    clock = HeldClock((opens or first_start(program) - BEFORE_FIRST).astimezone(UTC))
    if clock.now() < FIRST_DAY:
        raise StageTooEarlyError
    with tempfile.TemporaryDirectory(prefix="marquee-rehearsal-") as folder:
        store = Path(folder) / "rehearsal.db"
        private = replace(
            settings,
            shard_count=1,
            shard_ids=(),
            store=store,
            default_program=program.id,
            guilds=(),
        )
        rehearsal = Rehearsal(program, private, clock)
        await rehearsal.open()
        try:
            async with rehearsal.stage:
                yield rehearsal
        finally:
            await rehearsal.app.close()


def first_start(program: Program) -> datetime:
    """Return when the program's first session starts; its first midnight if it has none."""
    sessions = Timetable(program).sessions
    if sessions:
        return sessions[0].start.astimezone(UTC)
    return datetime.combine(program.first_day, time(), ZoneInfo(program.zone)).astimezone(UTC)
