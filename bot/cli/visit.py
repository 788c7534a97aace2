"""The memory of a bot that may be running, visited from the command line."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.config import Settings
from bot.delivery.model import Plan
from bot.delivery.overview import Deliveries
from bot.delivery.planners import Planning
from bot.errors import DeliveryError
from bot.guilds.effective import EffectivePrograms
from bot.guilds.model import Choices
from bot.guilds.overlays import Overlays
from bot.guilds.service import Guilds
from bot.program.shipped import shipped_programs
from bot.program.timetable import Timetable
from bot.reminders.service import Reminders
from bot.sources.child import Children
from bot.sources.shelf import Shelf, fill
from bot.sources.taking import Taking
from bot.storage.database import visit_database
from bot.storage.guilds import SqlGuildStore
from bot.storage.ledger import SqlLedger
from bot.storage.overlays import SqlOverlayStore
from bot.storage.programs import SqlVersions


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What an operator sees and can change while it lasts; `now` is when it began."""

    deliveries: Deliveries
    guilds: Guilds
    programs: EffectivePrograms
    now: datetime

    def of(self, guild_id: int | None) -> tuple[Choices, ...]:
        """Return the choices of one guild, or with None of every known one.

        Raises:
            DeliveryError: the guild is not known.
        """
        known = self.guilds.all()
        wanted = tuple(one for one in known if guild_id in (None, one.guild_id))
        if guild_id is not None and not wanted:
            ids = ", ".join(str(one.guild_id) for one in known) or "none"
            raise DeliveryError(f"Server {guild_id} is not known here. These are: {ids}.")
        return wanted

    def program(self, choices: Choices) -> Timetable | None:
        """Return what a guild's posts follow, None if its program is not loaded."""
        return self.programs.timetable_for(choices)

    async def meant(self, beginning: str) -> tuple[int, str]:
        """Return the guild and the digest of the one delivery whose digest begins so.

        Raises:
            DeliveryError: there is none, or there are several.
        """
        found = {
            digest: choices.guild_id
            for choices in self.guilds.all()
            for digest in await self._digests(choices.guild_id)
            if digest.startswith(beginning.lower())
        }
        if not found:
            raise DeliveryError(
                f"No delivery begins with “{beginning}”. `marquee deliveries` lists them."
            )
        if len(found) > 1:
            raise DeliveryError(
                f"More than one delivery begins with “{beginning}”: {', '.join(sorted(found))}. "
                "Give more of it."
            )
        ((digest, guild_id),) = found.items()
        return guild_id, digest

    async def _digests(self, guild_id: int) -> tuple[str, ...]:
        overview = await self.deliveries.overview(guild_id, self.now)
        known = (*overview.coming, *(one.delivery for one in overview.lately))
        return tuple(one.digest for one in known)


class PlannedOnce:
    """A Planning of one instant: all guilds are planned together, and each is asked about then."""

    def __init__(self, planning: Planning) -> None:
        self._planning = planning
        self._plans: Sequence[Plan] | None = None

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return what was planned when it was first asked."""
        if self._plans is None:
            self._plans = await self._planning.plans(now)
        return self._plans

    def owns(self, guild_id: int) -> bool:
        """Tell whether it is this process that posts in a guild."""
        return self._planning.owns(guild_id)

    def is_paused(self, guild_id: int) -> bool:
        """Tell whether a guild's organizers want nothing posted until they resume it."""
        return self._planning.is_paused(guild_id)


@asynccontextmanager
async def visit(settings: Settings, now: datetime) -> AsyncIterator[Visit]:
    """Open what the bot remembers, as it is: nothing is made, adopted or brought up to date.

    Raises:
        StoreError: the database is not there, or can't be used.
    """
    database = await visit_database(settings.database)
    try:
        shelf = Shelf(settings.default_program)
        await fill(shelf, (settings.programs, shipped_programs()))
        await _load(SqlVersions(database), shelf)
        guilds = Guilds(SqlGuildStore(database))
        await guilds.reload()
        overlays = Overlays(SqlOverlayStore(database))
        await overlays.reload()
        programs = EffectivePrograms(shelf, guilds, overlays)
        await programs.make()
        ledger = SqlLedger(database)
        reminders = Reminders(programs, guilds, ledger, _every_guild)
        yield Visit(
            deliveries=Deliveries(PlannedOnce(reminders), ledger, wake=_nobody),
            guilds=guilds,
            programs=programs,
            now=now,
        )
    finally:
        await database.close()


async def _load(versions: SqlVersions, shelf: Shelf) -> None:
    """Let stand what the bot took over, from wherever it came."""
    taking = Taking(shelf, versions, Children())
    for program, digest in (await versions.digests()).items():
        await taking.load(program, digest)


def _every_guild(guild_id: int) -> bool:
    """Plan for every guild: an operator sees those of all processes."""
    del guild_id
    return True


def _nobody() -> None:
    """Wake nobody: the bot that runs looks by itself every few seconds."""
