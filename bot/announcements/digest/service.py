"""Plans every guild's digests, and says what a message of one tells when it is sent."""

from collections import ChainMap
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from bot.announcements.digest.days import Days
from bot.announcements.digest.model import LATE_AFTER, MISSED_FOR, Digest
from bot.announcements.digest.plan import Scene, is_called_for, is_wanted, plan_digests
from bot.announcements.digest.subject import digest_of, read
from bot.clock import in_slices
from bot.delivery.ledger import Ledger
from bot.delivery.life import OPEN
from bot.delivery.model import Delivery, Plan, Record, State
from bot.delivery.planning import held_among, logged
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.guilds.timetables import Timetables
from bot.program.timetable import Timetable

# How many guilds are planned before all else gets its turn: some milliseconds, even where each has
# a program of its own.
GUILDS_AT_ONCE = 10


class Digests:
    """The digests of all guilds: a Planner for dispatch, and the subjects for the postman.

    Of several processes each plans for the guilds that it `owns`. What was posted the ledger is
    asked once, and for all of them.
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
        # Those that were asked for since the last plans began, and before.
        self._days: dict[Timetable, Days] = {}
        self._earlier_days: dict[Timetable, Days] = {}
        # By key, those of the ledger's records that nothing more becomes of.
        self._settled: dict[str, Record] = {}

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return the plan of each own guild that has digests to come, or late ones.

        One that can't be made is logged and left out. Whatever else is ready runs in between.
        """
        self._tidy(now)
        own = [one for one in self._guilds.all() if is_wanted(one) and self._owns(one.guild_id)]
        plans: dict[int, Plan] = {}
        async for choices in in_slices(own, GUILDS_AT_ONCE):
            with logged("digests", choices.guild_id):
                plans[choices.guild_id] = self._plan(choices, self._settled, now)
        keys = [key for plan in plans.values() for key in _keys(plan)]
        held = await held_among(self._ledger, keys)
        for guild_id, plan in tuple(plans.items()):
            with logged("digests", guild_id):
                plans[guild_id] = await self._going_on(guild_id, plan, held, now)
        return [plan for plan in plans.values() if plan != Plan()]

    def _tidy(self, now: datetime) -> None:
        """Forget what is over by now, and the days of timetables that nobody follows any more."""
        self._days, self._earlier_days = {}, self._days
        before = now - LATE_AFTER - MISSED_FOR
        self._settled = {
            key: one for key, one in self._settled.items() if one.delivery.due > before
        }

    def _plan(self, choices: Choices, records: Mapping[str, Record], now: datetime) -> Plan:
        scene = self._scene(choices)
        return Plan() if scene is None else plan_digests(scene, records, now)

    async def _going_on(
        self, guild_id: int, plan: Plan, held: Collection[str], now: datetime
    ) -> Plan:
        """Return a guild's plan without those keys that are `held`, and with what follows them."""
        records = dict[str, Record]()
        while known := [one for one in _named(plan) if one.key in held]:
            for delivery in known:
                record = await self._ledger.find(delivery.digest)
                if record is not None and record.state is not State.WITHDRAWN:
                    records[delivery.key] = record
            before = set(_keys(plan))
            choices = self._guilds.for_guild(guild_id)
            plan = self._plan(choices, ChainMap(records, self._settled), now)
            # What is named again was withdrawn in between.
            anew = [key for key in _keys(plan) if key not in before]
            held = await held_among(self._ledger, anew)
        self._settled |= {key: one for key, one in records.items() if _is_settled(one, now)}
        return plan

    def _scene(self, choices: Choices) -> Scene | None:
        """Return what is so for a guild; None if its program is not loaded."""
        timetable = self._timetables.timetable_for(choices)
        if timetable is None:
            return None
        days = self._days.get(timetable)
        if days is None:
            days = self._earlier_days.get(timetable) or Days(timetable)
            self._days[timetable] = days
        return Scene(choices=choices, days=days, since=choices.digest_since)

    def subject(self, delivery: Delivery, now: datetime) -> Digest | None:
        """Return what a delivery tells, with what is not as it was when that was claimed.

        None if it is not called for any more: the guild chose otherwise, paused or was left, it is
        too late, or all of it was called off. What still holds is planned anew.
        """
        scene = self._scene(self._guilds.for_guild(delivery.guild_id))
        if scene is None or not is_called_for(scene, delivery, now):
            self._settled.pop(delivery.key, None)
            return None
        return digest_of(read(delivery.subject), scene.days.timetable, delivery)

    def standing(self, delivery: Delivery) -> Digest | None:
        """Return what a posted delivery should tell by now, with what is not as it was listed.

        None if nothing can be said of it: the program is not loaded, or the guild has another.
        """
        choices = self._guilds.for_guild(delivery.guild_id)
        timetable = self._timetables.timetable_for(choices)
        subject = read(delivery.subject)
        if timetable is None or timetable.program.id != subject.program:
            return None
        return digest_of(subject, timetable, delivery)


def _named(plan: Plan) -> Sequence[Delivery]:
    return (*plan.due, *plan.upcoming, *plan.missed, *plan.held)


def _keys(plan: Plan) -> Sequence[str]:
    return [delivery.key for delivery in _named(plan)]


def _is_settled(record: Record, now: datetime) -> bool:
    """Tell whether nothing more becomes of a message; people may have others tried again."""
    if record.state is State.SENT:
        return True
    return record.state not in OPEN and now >= record.delivery.due + LATE_AFTER
