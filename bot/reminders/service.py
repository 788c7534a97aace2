"""Plans every guild's reminders, and says what a planned one is about when it is sent."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.clock import in_slices
from bot.delivery.ledger import Ledger
from bot.delivery.model import Delivery, Plan, Told
from bot.delivery.planning import logged
from bot.guilds.routing import rooms_elsewhere
from bot.guilds.service import Guilds
from bot.guilds.timetables import Timetables
from bot.program.timetable import Timetable
from bot.reminders.lookback import Lookback, World
from bot.reminders.model import Reminder
from bot.reminders.plan import is_called_for, plan_reminders
from bot.reminders.slots import Slots
from bot.reminders.subject import read, reminder_of

# How many guilds are planned, and how many told items sorted, before all else gets its turn: less
# than ten milliseconds' work, even where each has a program of its own.
GUILDS_AT_ONCE = 10
ITEMS_AT_ONCE = 2_000


class Reminders:
    """The reminders of all guilds: a Planner for dispatch, and the subjects for the postman.

    Of several processes each plans for the guilds that it `owns`.
    """

    def __init__(
        self,
        timetables: Timetables,
        guilds: Guilds,
        ledger: Ledger,
        owns: Callable[[int], bool],
    ) -> None:
        self._timetables = timetables
        self._guilds = guilds
        self._ledger = ledger
        self._owns = owns
        self._lookback = Lookback()

    def owns(self, guild_id: int) -> bool:
        """Tell whether a guild's posts are this process's to plan."""
        return self._owns(guild_id)

    def is_paused(self, guild_id: int) -> bool:
        """Tell whether a guild's organizers want nothing posted now."""
        return self._guilds.for_guild(guild_id).paused_at is not None

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return each own guild's plan; one that can't be made is logged and left out.

        The ledger is asked once for all guilds, since this is done every few seconds. Whatever else
        is ready runs in between: if a guild chooses otherwise meanwhile, `subject` knows it.
        """
        world = self._world()
        back_to = self._lookback.back_to(world, now)
        told = await self._told(back_to)
        slots: dict[Timetable, Slots] = {}
        plans = []
        async for choices, timetable in in_slices(world, GUILDS_AT_ONCE):
            with logged("plan", choices.guild_id):
                shared = slots.get(timetable) or Slots(timetable, now, back_to)
                slots[timetable] = shared
                plans.append(plan_reminders(shared, choices, told.get(choices.guild_id, ())))
        if len(plans) == len(world) and not any(plan.missed for plan in plans):
            self._lookback.nothing_missed(world, now)
        return plans

    def _world(self) -> World:
        """Return the own guilds' choices, each with its timetable, as far as that is loaded."""
        world = []
        for choices in self._guilds.all():
            with logged("plan", choices.guild_id):
                timetable = self._timetables.timetable_for(choices)
                if timetable is not None and self._owns(choices.guild_id):
                    world.append((choices, timetable))
        return world

    async def _told(self, since: datetime) -> Mapping[int, Sequence[Told]]:
        """Return what the ledger holds for starts at `since` or later, by guild."""
        told = defaultdict[int, list[Told]](list)
        async for one in in_slices(await self._ledger.told(since), ITEMS_AT_ONCE):
            told[one.guild_id].append(one)
        return told

    def subject(self, delivery: Delivery, now: datetime) -> Reminder | None:
        """Return what a delivery tells.

        None if it is not called for any more: a session moved or is gone, the program is not
        loaded, or the guild chose otherwise or paused meanwhile. What still holds is planned anew.
        """
        choices = self._guilds.for_guild(delivery.guild_id)
        timetable = self._timetables.timetable_for(choices)
        if timetable is None or not is_called_for(timetable, choices, delivery, now):
            return None
        return self.standing(delivery)

    def standing(self, delivery: Delivery) -> Reminder | None:
        """Return what a posted delivery should tell by now, with what is not as it was told.

        None if nothing can be said of it: the program is not loaded, or the guild has another.
        """
        choices = self._guilds.for_guild(delivery.guild_id)
        timetable = self._timetables.timetable_for(choices)
        subject = read(delivery.subject)
        if timetable is None or timetable.program.id != subject.program:
            return None
        reminder = reminder_of(subject, timetable, delivery.digest)
        return replace(
            reminder,
            # One start pings once in a channel, however many messages tell of it.
            role=choices.mention_role if subject.is_first else None,
            room_channels=rooms_elsewhere(choices, delivery.place),
            shows_streams=not choices.streams_at_start,
        )
