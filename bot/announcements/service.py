"""Plans what guilds are told of their programs' changes, and says what a message of it tells."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.announcements.kept import KeptChanges
from bot.announcements.model import Part, last_start
from bot.announcements.plan import Scene, keys_of, overtaken, places_of, plan_changes
from bot.announcements.store import ChangeStore
from bot.announcements.subject import read
from bot.clock import in_slices
from bot.delivery.ledger import Ledger
from bot.delivery.model import Delivery, Plan
from bot.delivery.planning import held_among, logged
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.guilds.timetables import Timetables
from bot.program.overlay import Overlay

# How many guilds are planned before all else gets its turn.
GUILDS_AT_ONCE = 3

NEVER = datetime.max.replace(tzinfo=UTC)


class Programs(Timetables, Protocol):
    """Where a guild's program comes from."""

    def overlay_of(self, guild_id: int, program: str) -> Overlay:
        """Return what a guild changed of a program, by the program's id. Never fails."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _World:
    """All that a guild's plan follows from, but the time and the ledger."""

    choices: Choices
    program: str
    overlay: Overlay
    stamp: Hashable


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A guild's plan, what it was made of, and until when (UTC) nothing else follows from that."""

    world: _World
    held: frozenset[str]
    plan: Plan
    until: datetime


class ChangeNews:
    """What guilds are told of changes: a Planner for dispatch, and the subjects for the postman.

    Of several processes each plans for the guilds that it `owns`. Most of the time nothing has
    changed: then the store is asked for its stamp, and nothing else is done.
    """

    def __init__(
        self,
        programs: Programs,
        guilds: Guilds,
        ledger: Ledger,
        store: ChangeStore,
        owns: Callable[[int], bool],
    ) -> None:
        self._programs = programs
        self._guilds = guilds
        self._ledger = ledger
        self._kept = KeptChanges(store)
        self._owns = owns
        # Keys that the ledger holds. It gives them back only where `subject` says that it is to.
        self._held: set[str] = set()
        # Each guild's last plan: many messages are posted while it stays what it is.
        self._made: dict[int, _Made] = {}

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return the plan of each own guild that has something to be told.

        One that can't be made is logged and left out. Whatever else is ready runs in between.
        """
        own = [
            choices
            for choices in self._guilds.all()
            if places_of(choices) and self._owns(choices.guild_id)
        ]
        if not own:
            return ()
        await self._refresh(now)
        plans = []
        async for choices in in_slices(own if self._kept.batches else (), GUILDS_AT_ONCE):
            with logged("changes", choices.guild_id):
                plan = await self._plan(choices, now)
                if plan != Plan():
                    plans.append(plan)
        return plans

    async def _refresh(self, now: datetime) -> None:
        """Read what is stored if it is another than before, and remove what is over for a day."""
        if not await self._kept.refresh(now):
            return
        ids = {batch.id for batch in self._kept.batches}
        self._held = {key for key in self._held if ids & set(key.split(":"))}

    async def _plan(self, choices: Choices, now: datetime) -> Plan:
        timetable = self._programs.timetable_for(choices)
        if timetable is None:
            return Plan()
        program, guild_id = timetable.program.id, choices.guild_id
        overlay = self._programs.overlay_of(guild_id, program)
        world = _World(choices=choices, program=program, overlay=overlay, stamp=self._kept.stamp)
        made = self._made.get(guild_id)
        is_same = made is not None and made.world == world
        if made is not None and is_same and made.plan == Plan():
            return made.plan
        batches = [
            batch
            for batch in self._kept.batches
            if batch.program == program and batch.guild_id in (None, guild_id)
        ]
        keys = frozenset(keys_of(batches, choices))
        if not is_same:
            # What was claimed may have been withdrawn since, here or by another process.
            self._held -= keys
        await self._ask_for(keys)
        held = keys & self._held
        if made is not None and is_same and made.held == held and now < made.until:
            return made.plan
        scene = Scene(choices=choices, timetable=timetable, overlay=overlay)
        plan = plan_changes(batches, scene, held, now)
        # What expires in a pause is still to be written down, and what was claimed when it began is
        # withdrawn only then.
        if choices.paused_at is None:
            self._made[guild_id] = _Made(world=world, held=held, plan=plan, until=_until(plan))
        else:
            self._made.pop(guild_id, None)
        return plan

    async def _ask_for(self, keys: Iterable[str]) -> None:
        """Learn which of the keys the ledger holds by now."""
        unknown = [key for key in keys if key not in self._held]
        self._held |= await held_among(self._ledger, unknown)

    def subject(self, delivery: Delivery, now: datetime) -> Part | None:
        """Return what a delivery tells: of its changes, those whose sessions have not started.

        What was told of a session since is left out, too. None if nothing is left, the guild chose
        otherwise or paused, or follows another program. What still holds is planned anew.
        """
        part = self._part(delivery, now)
        if part is None:
            self._made.pop(delivery.guild_id, None)
            self._held.discard(delivery.key)
        return part

    def _part(self, delivery: Delivery, now: datetime) -> Part | None:
        choices = self._guilds.for_guild(delivery.guild_id)
        timetable = self._programs.timetable_for(choices)
        if delivery.place not in places_of(choices) or choices.paused_at is not None:
            return None
        subject = read(delivery.subject)
        told_since = overtaken(delivery, self._kept.batches, choices, self._held)
        changes = tuple(
            one
            for one in subject.changes
            if last_start(one) > now and one.session not in told_since
        )
        if timetable is None or timetable.program.id != subject.program or not changes:
            return None
        return Part(
            timetable=timetable,
            guild_id=delivery.guild_id,
            place=delivery.place,
            changes=changes,
            mark=delivery.digest,
            number=subject.number,
            of=subject.of,
        )


def _until(plan: Plan) -> datetime:
    """Return when a plan is another one just because time has passed."""
    open_ones = [*plan.due, *plan.upcoming]
    instants = [one.expires for one in open_ones] + [one.due for one in plan.upcoming]
    return min(instants, default=NEVER)
