"""Finds out what is due and has it sent: guilds and people beside each other, in due order."""

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock, in_slices
from bot.delivery.alarm import Alarm
from bot.delivery.carrier import LATE, PAUSED, Carrier, Sender
from bot.delivery.gate import Gate, Place
from bot.delivery.ledger import Ledger
from bot.delivery.log_lines import named, new_reference
from bot.delivery.model import NO_GUILD, Cause, Delivery, Outcome, Plan, Record
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

# People who are served at one time; the others need no task of their own to wait in. Fifty are let
# through every five seconds even if all hang, for fifteen: so many always keep the gate busy.
PEOPLE_AT_ONCE = 200

# How many jobs are sorted before all else gets its turn.
JOBS_AT_ONCE = 1_000

Lane = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteOff:
    """A planned delivery that is only to be written down as not posted."""

    delivery: Delivery
    outcome: Outcome


Job = Delivery | Record | WriteOff


class Dispatch:
    """Carries out all plans, at the alarms' ring and by a sweep every few seconds.

    Those of one lane are sent one after another: a guild's posts, a person's direct messages.

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
        # The lanes that somebody is at or will come to, each with what is to be done next there.
        self._busy: dict[Lane, Sequence[Job]] = {}
        self._gate = Gate(AT_ONCE, PATIENCE)
        # Which lane comes first of those with something due at one instant. Each process has its
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
        may overlap, and no lane is worked on by two of them.
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
        await self._carry_out(jobs)

    async def _jobs(self, now: datetime) -> Mapping[Lane, Sequence[Job]]:
        """Return what is to be done, by lane, in due order, and set the alarms on the way.

        The lane whose first job has the first place at the gate comes first.
        """
        self._plans += 1
        number = self._plans
        await _reopen_what_is_not_over(self._ledger, self._planning, now)
        unsettled = await self._ledger.unsettled()
        plans = await self._planning.plans(now)
        if number > self._latest:
            self._latest = number
            self._still_due = frozenset(one.key for plan in plans for one in plan.due)
        self._arm(now, _instants(plans))
        live: list[Job] = [record for record in unsettled if _is_to_be_tried(record, now)]
        live += [delivery for plan in plans for delivery in plan.due]
        by_lane = defaultdict[Lane, list[Job]](list)
        # What is over is only written down, and may take its time.
        in_order = (*sorted(live, key=_due), *sorted(_over(plans), key=_due))
        async for job in in_slices(in_order, JOBS_AT_ONCE):
            if self._is_ours(job, now):
                by_lane[_delivery(job).lane].append(job)
        ranks = {lane: self._rank(lane, jobs[0]) for lane, jobs in by_lane.items()}
        return {lane: by_lane[lane] for lane in sorted(ranks, key=ranks.__getitem__)}

    def _rank(self, lane: Lane, first: Job) -> tuple[Place, int]:
        return _place(first), hash((self._order, lane))

    def _is_ours(self, job: Job, now: datetime) -> bool:
        """Tell whether this process is to do a job by now.

        Where posting is paused nothing is tried again before its last moment. From then on nothing
        is posted any more, and it may be looked up what became of it. Direct messages are nobody's
        to pause but the person's.
        """
        delivery = _delivery(job)
        if not self._planning.owns(delivery.guild_id):
            return False
        if isinstance(job, WriteOff) or delivery.is_direct:
            return True
        if not self._planning.is_paused(delivery.guild_id):
            return True
        return isinstance(job, Record) and now >= delivery.expires

    def _arm(self, now: datetime, instants: Iterable[datetime]) -> None:
        upcoming = frozenset(instants)
        for instant in sorted(upcoming - self._armed):
            self._alarm.at(instant, self.wake)
        self._armed = frozenset(instant for instant in upcoming | self._armed if instant > now)

    async def _carry_out(self, jobs: Mapping[Lane, Sequence[Job]]) -> None:
        """Do all lanes' jobs; where somebody is or will be at work, leave them to them."""
        found = [lane for lane in jobs if lane not in self._busy]
        self._busy.update(jobs)
        persons = [lane for lane in found if lane[0] == NO_GUILD]
        people = iter(persons)
        serving = (self._serve(people) for _ in persons[:PEOPLE_AT_ONCE])
        guilds = (self._work(lane) for lane in found if lane[0] != NO_GUILD)
        try:
            await asyncio.gather(*guilds, *serving)
        finally:
            for lane in people:  # it was cut off before they were come to
                del self._busy[lane]

    async def _serve(self, people: Iterator[Lane]) -> None:
        """Do the jobs of one person after the other, as long as there are any."""
        for lane in people:
            await self._work(lane)

    async def _work(self, lane: Lane) -> None:
        """Do one lane's jobs in their order, and those that are found meanwhile."""
        carried: set[str] = set()
        try:
            while (jobs := self._busy[lane]) and not self._stopped:
                self._busy[lane] = ()
                for job in jobs:
                    # A wake finds again what waits here. The ledger would refuse it, but when many
                    # lanes wait, that is as much work for it as all that is posted.
                    if isinstance(job, Delivery) and job.key in carried:
                        continue
                    carried.add(_delivery(job).key)
                    await self._do(job)
        finally:
            del self._busy[lane]

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


def _instants(plans: Iterable[Plan]) -> Iterator[datetime]:
    """Yield when more falls due."""
    for plan in plans:
        yield from (delivery.due for delivery in plan.upcoming)
        yield from plan.wakes


def _over(plans: Iterable[Plan]) -> list[Job]:
    over: list[Job] = []
    for plan in plans:
        over += [WriteOff(delivery=one, outcome=LATE) for one in plan.missed]
        over += [WriteOff(delivery=one, outcome=PAUSED) for one in plan.held]
    return over


def _place(job: Job) -> Place:
    """Return a job's place among those that wait: what is due first, first.

    But what failed before comes after all that is tried for the first time, or many channels that
    are out of order would hold up those that are not. And what is posted for all comes before
    direct messages, which can be thousands.
    """
    is_direct = _delivery(job).is_direct
    match job:
        case Delivery():
            return 1 if is_direct else 0, job.due
        case Record():
            return 3 if is_direct else 2, job.delivery.due
        case WriteOff():
            return 4, job.delivery.due


def _delivery(job: Job) -> Delivery:
    return job if isinstance(job, Delivery) else job.delivery


def _due(job: Job) -> datetime:
    return _delivery(job).due
