"""Finds out what is due and has it sent: guilds beside each other, each in due order."""

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.delivery.alarm import Alarm
from bot.delivery.carrier import LATE, PAUSED, Carrier, Sender
from bot.delivery.gate import Gate, Place
from bot.delivery.ledger import Ledger
from bot.delivery.log_lines import named, new_reference
from bot.delivery.model import Cause, Delivery, Outcome, Plan, Record
from bot.delivery.planners import Planning

log = logging.getLogger(__name__)

# How late a post can be when an alarm didn't ring, as after a clock's jump or a failed try.
SWEEP = timedelta(seconds=5)

# Sends under way at one time, over all guilds. Discord takes 50 requests a second. Each of them
# counts for its own length and a second more (`pace.py`), and it answers in about a tenth of one:
# so fifty keep that pace, and wait for it for a second. More would only wait, while the time limit
# of each send is running, and leave so many claims to be cleared up if the process died.
AT_ONCE = 50

# A send that takes longer doesn't wait for the pace, but for Discord or for its own channel, and
# nobody need wait with it: fifty guilds that hang hold up the others for so long, once, and not for
# the 15 seconds of a send's limit. Where five processes share the pace, fifty wait five seconds for
# it; were this shorter, more and more would come to wait there.
PATIENCE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOff:
    """A planned delivery that is only to be written down as not posted."""

    delivery: Delivery
    outcome: Outcome


Job = Delivery | Record | WriteOff


class Dispatch:
    """Carries out every guild's plan, at the alarms' ring and by a sweep every few seconds.

    Whatever one delivery raises is logged with a reference, and the next one goes on.
    """

    def __init__(
        self,
        planning: Planning,
        ledger: Ledger,
        sender: Sender,
        alarm: Alarm,
        clock: Clock,
    ) -> None:
        self._planning = planning
        self._ledger = ledger
        self._carrier = Carrier(ledger, sender, clock)
        self._alarm = alarm
        self._clock = clock
        self._armed: frozenset[datetime] = frozenset()
        # The guilds that are being worked on, each with what is to be done after that.
        self._busy: dict[int, Sequence[Job]] = {}
        self._gate = Gate(AT_ONCE, PATIENCE)
        # Which guild comes first of those with something due at one instant. Each process has its
        # own order, so that two that share the guilds don't try for the same ones side by side.
        self._order = secrets.randbits(64)
        # How often it was planned, and which deliveries the latest plan found due.
        self._plans = 0
        self._latest = 0
        self._still_due: frozenset[str] = frozenset()
        self._stopped = False

    async def start(self) -> None:
        """Clear up what a crash left, post what is due, and set the alarms; call it once.

        The store must be open and Discord's REST ready; the gateway need not be.
        """
        self._alarm.every(SWEEP, self.wake)
        await self.wake()

    def stop(self) -> None:
        """Claim nothing more. What is under way ends with the `wake` that began it."""
        self._stopped = True

    def wake_soon(self) -> None:
        """Have `wake` called by the alarm, at once, and don't wait for it. Never fails."""
        if not self._stopped:
            self._alarm.at(self._clock.now(), self.wake)

    async def wake(self) -> None:
        """Post what is due by now and set the alarms for what follows. Never fails.

        Returns when all that it found is settled, or is in the hands of an earlier call: any number
        may overlap, and no guild is worked on by two of them.
        """
        if self._stopped:
            return
        try:
            jobs = await self._jobs(self._clock.now())
        except Exception:
            log.exception(
                "Reference %s: could not plan; the next sweep tries again", new_reference()
            )
            return
        await asyncio.gather(*(self._work(guild_id, found) for guild_id, found in jobs.items()))

    async def _jobs(self, now: datetime) -> Mapping[int, Sequence[Job]]:
        """Return what is to be done, by guild, in due order, and set the alarms on the way."""
        self._plans += 1
        number = self._plans
        await _reopen_what_is_not_over(self._ledger, self._planning, now)
        unsettled = await self._ledger.unsettled()
        plans = await self._planning.plans(now)
        if number > self._latest:
            self._latest = number
            self._still_due = frozenset(one.key for plan in plans for one in plan.due)
        self._arm(now, (delivery.due for plan in plans for delivery in plan.upcoming))
        live: list[Job] = [record for record in unsettled if _is_to_be_tried(record, now)]
        live += [delivery for plan in plans for delivery in plan.due]
        by_guild = defaultdict[int, list[Job]](list)
        # What is over is only written down, and may take its time.
        for job in (*sorted(live, key=self._rank), *sorted(_over(plans), key=_due)):
            if self._is_ours(job, now):
                by_guild[_delivery(job).guild_id].append(job)
        return by_guild

    def _rank(self, job: Job) -> tuple[datetime, int]:
        return _due(job), hash((self._order, _delivery(job).guild_id))

    def _is_ours(self, job: Job, now: datetime) -> bool:
        """Tell whether this process is to do a job by now.

        Where posting is paused nothing is tried again before its last moment. From then on nothing
        is posted any more, and it may be looked up what became of it.
        """
        delivery = _delivery(job)
        if not self._planning.owns(delivery.guild_id):
            return False
        if isinstance(job, WriteOff) or not self._planning.is_paused(delivery.guild_id):
            return True
        return isinstance(job, Record) and now >= delivery.expires

    def _arm(self, now: datetime, instants: Iterable[datetime]) -> None:
        upcoming = frozenset(instants)
        for instant in sorted(upcoming - self._armed):
            self._alarm.at(instant, self.wake)
        self._armed = frozenset(instant for instant in upcoming | self._armed if instant > now)

    async def _work(self, guild_id: int, jobs: Sequence[Job]) -> None:
        """Do one guild's jobs in their order; if somebody is at it already, leave them to them."""
        at_work = guild_id in self._busy
        self._busy[guild_id] = jobs
        if at_work:
            return
        carried: set[str] = set()
        try:
            while (jobs := self._busy[guild_id]) and not self._stopped:
                self._busy[guild_id] = ()
                for job in jobs:
                    # A wake finds again what waits here. The ledger would refuse it, but when many
                    # guilds wait, that is as much work for it as all that is posted.
                    if isinstance(job, Delivery) and job.key in carried:
                        continue
                    carried.add(_delivery(job).key)
                    await self._do(job)
        finally:
            del self._busy[guild_id]

    async def _do(self, job: Job) -> None:
        async with self._gate.through(_place(job)):
            # Much may have changed while it waited: posting was paused, Marquee is to stop, another
            # process has taken it, or it is no longer called for.
            if self._stopped or not self._is_ours(job, self._clock.now()):
                return
            if isinstance(job, Delivery) and job.key not in self._still_due:
                return
            try:
                match job:
                    case Delivery():
                        await self._carrier.carry(job)
                    case Record():
                        await self._carrier.carry_again(job)
                    case WriteOff():
                        await self._carrier.write_off(job.delivery, job.outcome)
            except Exception:
                log.exception("Reference %s: %s broke", new_reference(), named(_delivery(job)))


async def _reopen_what_is_not_over(ledger: Ledger, planning: Planning, now: datetime) -> None:
    """Try again what was taken for over by a clock that was ahead and has been set right."""
    for record in await ledger.troubles(since=now):
        delivery = record.delivery
        is_open = delivery.due <= now < delivery.expires
        if record.cause is Cause.LATE and is_open and planning.owns(delivery.guild_id):
            await ledger.reopen(record, now)


def _is_to_be_tried(record: Record, now: datetime) -> bool:
    """Tell whether a try is due; a claim's is, since nobody but us could be at work on it."""
    return record.next_try is None or record.next_try <= now


def _over(plans: Iterable[Plan]) -> list[Job]:
    over: list[Job] = []
    for plan in plans:
        over += [WriteOff(delivery=one, outcome=LATE) for one in plan.missed]
        over += [WriteOff(delivery=one, outcome=PAUSED) for one in plan.held]
    return over


def _place(job: Job) -> Place:
    """Return a job's place among those that wait: what is due first, first.

    But what failed before comes after all that is tried for the first time, or many channels that
    are out of order would hold up those that are not.
    """
    match job:
        case Delivery():
            return 0, job.due
        case Record():
            return 1, job.delivery.due
        case WriteOff():
            return 2, job.delivery.due


def _delivery(job: Job) -> Delivery:
    return job if isinstance(job, Delivery) else job.delivery


def _due(job: Job) -> datetime:
    return _delivery(job).due
