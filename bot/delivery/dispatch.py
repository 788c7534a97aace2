"""Finds out what is due and has it sent: guilds beside each other, each in due order."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock
from bot.delivery.alarm import Alarm
from bot.delivery.carrier import Carrier, Sender, named, new_reference
from bot.delivery.ledger import Ledger
from bot.delivery.model import Delivery, Plan, Record

log = logging.getLogger(__name__)

# How late a post can be when an alarm didn't ring, as after a clock's jump or a failed try.
SWEEP = timedelta(seconds=5)

# Sends under way at one time, over all guilds. More would only wait inside discord.py for the 50
# requests a second, and there the time limit of each send is already running.
AT_ONCE = 25

Job = Delivery | Record


class Planner(Protocol):
    """Knows what is to be posted."""

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return what is due, coming and missed at `now`, over all guilds.

        One guild whose plan fails doesn't spoil the others'. Raises only if the store fails.
        """
        ...


class Dispatch:
    """Carries out every guild's plan, at the alarms' ring and by a sweep every few seconds.

    Whatever one delivery raises is logged with a reference, and the next one goes on.
    """

    def __init__(
        self,
        planner: Planner,
        ledger: Ledger,
        sender: Sender,
        alarm: Alarm,
        clock: Clock,
    ) -> None:
        self._planner = planner
        self._ledger = ledger
        self._carrier = Carrier(ledger, sender, clock)
        self._alarm = alarm
        self._clock = clock
        self._armed: frozenset[datetime] = frozenset()
        # The guilds that are being worked on, each with what is to be done after that.
        self._busy: dict[int, Sequence[Job]] = {}
        self._slots = asyncio.Semaphore(AT_ONCE)
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
        unsettled = await self._ledger.unsettled()
        plans = await self._planner.plans(now)
        self._arm(now, (delivery.due for plan in plans for delivery in plan.upcoming))
        live: list[Job] = [record for record in unsettled if _is_to_be_tried(record, now)]
        live += [delivery for plan in plans for delivery in plan.due]
        # What is over is only written down, and may take its time.
        over = [delivery for plan in plans for delivery in plan.missed]
        by_guild = defaultdict[int, list[Job]](list)
        for job in (*sorted(live, key=_due), *sorted(over, key=_due)):
            by_guild[_delivery(job).guild_id].append(job)
        return by_guild

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
        try:
            while (jobs := self._busy[guild_id]) and not self._stopped:
                self._busy[guild_id] = ()
                for job in jobs:
                    await self._do(job)
        finally:
            del self._busy[guild_id]

    async def _do(self, job: Job) -> None:
        async with self._slots:
            if self._stopped:
                return
            try:
                if isinstance(job, Delivery):
                    await self._carrier.carry(job)
                else:
                    await self._carrier.carry_again(job)
            except Exception:
                log.exception("Reference %s: %s broke", new_reference(), named(_delivery(job)))


def _is_to_be_tried(record: Record, now: datetime) -> bool:
    """Tell whether a try is due; a claim's is, since nobody but us could be at work on it."""
    return record.next_try is None or record.next_try <= now


def _delivery(job: Job) -> Delivery:
    return job if isinstance(job, Delivery) else job.delivery


def _due(job: Job) -> datetime:
    return _delivery(job).due
