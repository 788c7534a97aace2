"""Plans which changes attendees are told of by direct message, and says what one of these tells."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.agenda.followers import Followers
from bot.agenda.model import Attendee
from bot.agenda.quiet import is_quiet
from bot.announcements.kept import KeptChanges
from bot.announcements.model import Part, PersonalPart
from bot.announcements.personal_plan import (
    Asking,
    Audience,
    guild_of,
    personal_changes,
    still_told,
)
from bot.announcements.steps import Ground
from bot.announcements.store import ChangeStore
from bot.announcements.subject import read
from bot.clock import in_slices
from bot.delivery.held import HeldKeys
from bot.delivery.ledger import Ledger
from bot.delivery.model import NO_GUILD, Delivery, Plan
from bot.guilds.timetables import NamedPrograms, timetable_named
from bot.program.overlay import NOTHING, Overlay

# How many steps of a plan are gone through before all else gets its turn: a few milliseconds' work.
STEPS_AT_ONCE = 250

NEVER = datetime.max.replace(tzinfo=UTC)


class Agendas(Protocol):
    """Where agendas stand; what it gives out stays as it is, whatever comes after."""

    def of(self, user_id: int) -> Attendee:
        """Return what is held of a person; an attendee with nothing if that is nothing."""
        ...

    def all(self) -> Collection[Attendee]:
        """Return everybody of whom something is held."""
        ...

    def followers(self) -> Followers:
        """Return who saved what: by program and guild followed, by session, by user id."""
        ...

    @property
    def openings(self) -> int:
        """How often anybody's direct messages were found to be open again, so far."""
        ...

    def on_change(self, call: Callable[[], None]) -> None:
        """Have `call` made after each change of what anybody saved or chose."""
        ...


class Programs(NamedPrograms, Protocol):
    """Where programs stand, as guilds see them."""

    def overlay_of(self, guild_id: int, program: str) -> Overlay:
        """Return what a guild changed of a program, by the program's id. Never fails."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """Until when (UTC) nobody is to be told anything whose number is still the one in `numbers`.

    These are by user id. The greatest of them would not do: what several people change at once is
    not known here in the order of its numbers. It holds for this `world`: what is stored, how much
    was withdrawn, and what each audience sees. A clock that was set back to before `at` undoes it.
    """

    world: Hashable
    numbers: Mapping[int, int]
    at: datetime
    until: datetime


class PersonalChanges:
    """What attendees are told of changes: a Planner for dispatch, the subjects for the postman.

    Direct messages are planned by the process that `owns` what belongs to no guild. Most of the
    time nothing has changed: then the store is asked for its stamp, and nothing else is done. Who
    changes their agenda meanwhile is looked at alone.
    """

    def __init__(
        self,
        programs: Programs,
        agendas: Agendas,
        ledger: Ledger,
        store: ChangeStore,
        owns: Callable[[int], bool],
    ) -> None:
        self._programs = programs
        self._agendas = agendas
        self._kept = KeptChanges(store)
        self._held = HeldKeys(ledger)
        self._owns = owns
        # Keys that the last plan named: by now they may be held.
        self._named: frozenset[str] = frozenset()
        self._done: _Done | None = None
        # How many were withdrawn: each may have to be planned anew.
        self._withdrawn = 0
        # How often agendas changed, and at which of these times people were last looked for.
        self._version = 0
        self._seen = -1
        # Everybody's number by user id when people were last looked for, and the openings by then.
        self._numbers: Mapping[int, int] = {}
        self._openings = 0
        agendas.on_change(self._agendas_changed)

    def _agendas_changed(self) -> None:
        self._version += 1

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return what is due, and the instants at which more is; whatever else is ready runs too.

        Raises what the ledger and the store raise.
        """
        if not self._owns(NO_GUILD):
            # Whose it is now knows what was told, and this process will not.
            self._held.forget()
            self._done = None
            return ()
        if not self._agendas.followers():
            return ()
        if await self._kept.refresh(now):
            self._forget_what_is_over()
        if not self._kept.batches:
            return ()
        version = self._version
        audiences = self._audiences()
        seen = tuple((one.guild_id, one.ground) for one in audiences)
        world = (self._kept.stamp, self._withdrawn, seen)
        wakes = tuple(sorted({one.due for one in self._kept.batches if one.due > now}))
        done = self._done
        if done is None or done.world != world or not done.at <= now < done.until:
            done = None
        if done is not None and self._seen == version:
            return _planned((), wakes)
        # Taken before the plan: who changes while it is made is looked at again.
        numbers = {one.user_id: one.number for one in self._agendas.all()}
        only = None if done is None else _changed(done.numbers, numbers)
        self._follow_people(numbers)
        due = await self._due(audiences, only, now)
        if not due and self._held.is_certain:
            until = min(wakes, default=NEVER)
            self._done = _Done(world=world, numbers=numbers, at=now, until=until)
            self._seen = version
        return _planned(due, wakes)

    def _forget_what_is_over(self) -> None:
        ids = {batch.id for batch in self._kept.batches}
        self._held.forget(lambda key: key.split(":")[2] not in ids)

    def _follow_people(self, numbers: Mapping[int, int]) -> None:
        """Forget who is gone, and doubt what is held of those who may be open again."""
        earlier, self._numbers = self._numbers, numbers
        if earlier.keys() - numbers.keys():
            self._held.forget(lambda key: not self._agendas.of(_person(key)).saved)
        if self._agendas.openings != self._openings:
            self._openings = self._agendas.openings
            changed = _changed(earlier, numbers)
            self._held.ask_again(lambda key: _person(key) in changed)

    def _audiences(self) -> Sequence[Audience]:
        """Return who is concerned by what is kept; a program that is not loaded is left out."""
        changed = {batch.program for batch in self._kept.batches}
        audiences = []
        for (program, guild_id), savers in self._agendas.followers().items():
            if program not in changed:
                continue
            timetable = timetable_named(self._programs, program, guild_id)
            if timetable is None:
                continue
            overlay = NOTHING if guild_id is None else self._programs.overlay_of(guild_id, program)
            ground = Ground(timetable=timetable, overlay=overlay)
            audiences.append(Audience(ground=ground, savers=savers, guild_id=guild_id))
        return audiences

    async def _due(
        self, audiences: Iterable[Audience], only: frozenset[int] | None, now: datetime
    ) -> tuple[Delivery, ...]:
        asked: set[str] = set()

        def is_held(key: str) -> bool:
            asked.add(key)
            return key in self._held

        asking = Asking(attendee=self._agendas.of, is_held=is_held, only=only)
        await self._held.learn(self._named)
        due = await self._deliveries(audiences, asking, now)
        if await self._held.learn(asked):
            due = await self._deliveries(audiences, asking, now)
        self._named = frozenset(one.key for one in due)
        self._held.named(self._named)
        return due

    async def _deliveries(
        self, audiences: Iterable[Audience], asking: Asking, now: datetime
    ) -> tuple[Delivery, ...]:
        steps = personal_changes(self._kept.batches, audiences, asking, now)
        found = [one async for one in in_slices(steps, STEPS_AT_ONCE) if one is not None]
        return tuple(sorted(found, key=lambda one: one.due))

    def subject(self, delivery: Delivery, now: datetime) -> PersonalPart | None:
        """Return what a delivery tells, silently in its person's quiet hours.

        Of its changes these are the ones whose sessions are still saved and have not started, and
        of which nothing else was told since. None if nothing is left, the program is not loaded, or
        the person takes no direct messages. What still holds is planned anew.
        """
        part = self._part(delivery, now)
        if part is None:
            self._withdrawn += 1
            self._held.give_back(delivery.key)
        return part

    def _is_held(self, key: str) -> bool:
        return key in self._held

    def _part(self, delivery: Delivery, now: datetime) -> PersonalPart | None:
        assert delivery.user_id is not None
        attendee = self._agendas.of(delivery.user_id)
        batches = self._kept.batches
        changes = still_told(delivery, attendee, batches, self._is_held, now)
        if not changes:
            return None
        program = read(delivery.subject).program
        guild_id = guild_of(attendee, program, changes[0].session)
        timetable = timetable_named(self._programs, program, guild_id)
        if timetable is None:
            return None
        part = Part(
            timetable=timetable,
            guild_id=NO_GUILD,
            place=delivery.place,
            changes=changes,
            mark=delivery.digest,
        )
        quiet = attendee.wishes.quiet
        return PersonalPart(part=part, silent=is_quiet(quiet, now, timetable.program.zone))


def _changed(before: Mapping[int, int], after: Mapping[int, int]) -> frozenset[int]:
    """Return who has another number after than before, or had none."""
    return frozenset(one for one, number in after.items() if before.get(one) != number)


def _person(key: str) -> int:
    return int(key.split(":")[1])


def _planned(due: tuple[Delivery, ...], wakes: tuple[datetime, ...]) -> Sequence[Plan]:
    return (Plan(due=due, wakes=wakes),) if due or wakes else ()
