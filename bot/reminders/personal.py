"""Plans what attendees are reminded of by direct message, and says what such a message tells."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.agenda.quiet import is_quiet
from bot.clock import give_way, in_slices
from bot.delivery.held import HeldKeys
from bot.delivery.ledger import Ledger
from bot.delivery.log_lines import new_reference
from bot.delivery.model import Delivery, Plan
from bot.guilds.timetables import NamedPrograms
from bot.reminders.heard import DirectlyTold
from bot.reminders.model import PersonalReminder
from bot.reminders.personal_plan import (
    SavedStart,
    Scene,
    is_called_for,
    personal_deliveries,
    saved_starts,
)
from bot.reminders.personal_world import (
    Agendas,
    Everybody,
    KnownGuilds,
    PersonalWorld,
    Surroundings,
)
from bot.reminders.subject import read, reminder_with

log = logging.getLogger(__name__)

# How many timetables and steps of a plan are gone through before all else gets its turn: a few
# milliseconds' work.
TIMETABLES_AT_ONCE = 20
STEPS_AT_ONCE = 250

# How far ahead the instants are named at which something falls due, and for how long a plan that
# names them is good.
AHEAD = timedelta(hours=1)
GOOD_FOR = AHEAD / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A plan with nothing due, what it was made of, and from when until when (UTC) it is right."""

    world: PersonalWorld
    withdrawn: int
    plan: Plan
    at: datetime
    until: datetime


class PersonalReminders:
    """What attendees are reminded of: a Planner for dispatch, and the subjects for the postman.

    Direct messages are planned by the process that `owns` what belongs to no guild, and what stands
    in for them by the one that owns the guild. Nothing missed is named: records of what is for one
    person are not kept.
    """

    def __init__(
        self,
        programs: NamedPrograms,
        agendas: Agendas,
        guilds: KnownGuilds,
        ledger: Ledger,
        owns: Callable[[int], bool],
    ) -> None:
        self._around = Surroundings(programs, agendas, guilds, owns)
        self._told = DirectlyTold(ledger)
        self._held = HeldKeys(ledger)
        self._everybody = Everybody()
        self._made: _Made | None = None
        # How many were withdrawn: each may have to be planned anew.
        self._withdrawn = 0

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return what is due, and the instants within the next hour at which more is.

        A start that can't be planned is logged and left out. Whatever else is ready runs in
        between. As long as nothing changes and nothing falls due, hardly anything is done.
        """
        world, withdrawn = self._around.world(), self._withdrawn
        if not world.following:
            return ()
        made = self._made
        is_right = made is not None and (made.world, made.withdrawn) == (world, withdrawn)
        if made is not None and is_right and made.at <= now < made.until:
            return (made.plan,)
        await self._learn(now)
        longest = self._everybody.longest
        starts = await _starts(world, now, now + longest + AHEAD)
        begun = [one for one in starts if one.start - longest <= now]
        due, is_whole = await self._due(world, begun, now)
        plan = Plan(due=due, wakes=_wakes(starts, self._everybody.befores, now))
        self._made = None
        is_certain = is_whole and self._told.is_certain and self._held.is_certain
        if is_certain and not due:
            until = min([now + GOOD_FOR, *plan.wakes])
            self._made = _Made(world=world, withdrawn=withdrawn, plan=plan, at=now, until=until)
        return (plan,)

    async def _learn(self, now: datetime) -> None:
        """Learn what everybody chose, and what the ledger holds of them."""
        everybody, earlier = await self._around.everybody(), self._everybody
        if everybody is not earlier:
            if everybody.openings != earlier.openings or not everybody.closed <= earlier.closed:
                # What was being sent to them when it was read may have been refused since; and what
                # was refused is held no more once they are open.
                self._told.read_all_anew()
            if everybody.people < earlier.people:
                self._told.forget(self._is_gone)
                self._held.forget(lambda key: self._is_gone(int(key.split(":")[1])))
            self._everybody = everybody
        await self._told.read(now)

    def _is_gone(self, user_id: int) -> bool:
        return not self._around.attendee(user_id).saved

    async def _due(
        self, world: PersonalWorld, starts: Sequence[SavedStart], now: datetime
    ) -> tuple[tuple[Delivery, ...], bool]:
        """Return what is due, in due order, and whether all of it could be planned."""
        asked: set[str] = set()

        def is_held(key: str) -> bool:
            asked.add(key)
            return key in self._held

        scene = Scene(
            attendee=self._around.attendee,
            heard=self._told.of,
            fallbacks=world.fallbacks,
            is_held=is_held,
        )
        found, is_whole = await _deliveries(starts, scene, now)
        if await self._held.learn(asked):
            found, is_whole = await _deliveries(starts, scene, now)
        # Those that are not ours, another process may be at.
        self._held.named([one.key for one in found if not one.is_direct])
        own = (one for one in found if one.guild_id in world.owned)
        return tuple(sorted(own, key=lambda one: (one.due, one.key))), is_whole

    def subject(self, delivery: Delivery, now: datetime) -> PersonalReminder | None:
        """Return what a delivery tells, silently in its person's quiet hours.

        None if it is not called for any more: a session moved, is gone or isn't saved any more, the
        program is not loaded, the person chose otherwise, or their direct messages were closed or
        opened meanwhile. What still holds is planned anew.
        """
        assert delivery.user_id is not None
        around = self._around
        attendee, choices = around.attendee(delivery.user_id), around.choices(delivery.guild_id)
        if is_called_for(delivery, attendee, around.timetable, choices, now):
            reminder = self._reminder(delivery)
            if reminder is not None:
                zone = reminder.reminder.timetable.program.zone
                return replace(reminder, silent=is_quiet(attendee.wishes.quiet, now, zone))
        self._withdrawn += 1
        if delivery.is_direct:
            self._told.withdrawn(now)
        else:
            self._held.give_back(delivery.key)
        return None

    def standing(self, delivery: Delivery) -> PersonalReminder | None:
        """Return what a posted delivery should tell by now, with what is not as it was told.

        None if nothing can be said of it: the program is not loaded.
        """
        return self._reminder(delivery)

    def _reminder(self, delivery: Delivery) -> PersonalReminder | None:
        subject = read(delivery.subject)
        found = [self._around.timetable(subject.program, one) for one in subject.guilds]
        timetables = [one for one in found if one is not None]
        if len(timetables) != len(subject.sessions):
            return None
        sessions = [
            timetable.session(told.id)
            for told, timetable in zip(subject.sessions, timetables, strict=True)
        ]
        reminder = reminder_with(subject, sessions, timetables[0], delivery.digest)
        followed = [self._around.choices(one) for one in subject.guilds if one is not None]
        shows_streams = not any(one.streams_at_start for one in followed)
        return PersonalReminder(
            reminder=replace(reminder, shows_streams=shows_streams),
            mention=None if delivery.is_direct else delivery.user_id,
        )


async def _starts(world: PersonalWorld, after: datetime, until: datetime) -> list[SavedStart]:
    """Return what was saved and starts by `until`, by time."""
    searched = in_slices(world.following, TIMETABLES_AT_ONCE)
    found = [one async for one in searched if saved_starts([one], after, until)]
    return saved_starts(found, after, until)


async def _deliveries(
    starts: Iterable[SavedStart], scene: Scene, now: datetime
) -> tuple[list[Delivery], bool]:
    """Return what is due of these starts, and whether all of it could be planned."""
    found: list[Delivery] = []
    is_whole = True
    for one in starts:
        steps = in_slices(personal_deliveries(one, scene, now, now), STEPS_AT_ONCE)
        try:
            found += [delivery async for delivery in steps if delivery is not None]
        except Exception:
            is_whole = False
            log.exception(
                "Reference %s: no personal reminders of program %s for %s",
                new_reference(),
                one.program,
                one.start,
            )
        await give_way()
    return found, is_whole


def _wakes(
    starts: Iterable[SavedStart], befores: Iterable[timedelta], now: datetime
) -> tuple[datetime, ...]:
    """Return when something may fall due within the next hour; it costs little if nothing does."""
    dues = {one.start - before for one in starts for before in befores}
    return tuple(sorted(due for due in dues if now < due <= now + AHEAD))
