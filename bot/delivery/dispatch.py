"""Sends what is due, once: plan, claim, send, settle, and clear up after a crash."""

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock
from bot.delivery.alarm import Alarm
from bot.delivery.ledger import Ledger
from bot.delivery.model import Delivery, Outcome, Plan, Record, Seen, Sighting, State
from bot.delivery.retry import next_try

log = logging.getLogger(__name__)

# How late a post can be when an alarm didn't ring, as after a clock's jump or a failed try.
SWEEP = timedelta(seconds=5)

# Discord remembers a nonce for "the past few minutes"; we trust it for one.
NONCE_TRUSTED = timedelta(minutes=1)

# Sends under way at one time, over all guilds. More would only wait inside discord.py for the 50
# requests a second, and there the time limit of each send is already running.
AT_ONCE = 25

TOO_LATE = "its last moment was over before it could be posted"

Job = Delivery | Record


class Planner(Protocol):
    """Knows what is to be posted."""

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return what is due, coming and missed at `now`, over all guilds.

        One guild whose plan fails doesn't spoil the others'. Raises only if the store fails.
        """
        ...


class Sender(Protocol):
    """Hands a delivery to Discord."""

    async def send(self, delivery: Delivery) -> Outcome:
        """Post it and say what came of it, within seconds.

        Sending again what was posted a moment ago posts nothing new. Raises only on a bug.
        """
        ...

    async def find(self, delivery: Delivery, claimed_at: datetime) -> Sighting:
        """Look in the channel's history whether it was posted since its claim, within seconds.

        Raises only on a bug.
        """
        ...


class Dispatch:
    """Carries out the plan of every guild: guilds beside each other, each in due order.

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
        self._sender = sender
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
            jobs = await self._due(self._clock.now())
        except Exception:
            log.exception("Reference %s: could not plan; the next sweep tries again", _reference())
            return
        await asyncio.gather(*(self._work(guild_id, found) for guild_id, found in jobs.items()))

    async def _due(self, now: datetime) -> Mapping[int, Sequence[Job]]:
        """Return what is to be done, by guild, in due order; set the alarms on the way."""
        unsettled = await self._ledger.unsettled()
        plans = await self._planner.plans(now)
        self._arm(now, (delivery.due for plan in plans for delivery in plan.upcoming))
        jobs: list[Job] = [record for record in unsettled if _is_to_be_tried(record, now)]
        for plan in plans:
            jobs += [*plan.missed, *plan.due]
        by_guild = defaultdict[int, list[Job]](list)
        for job in sorted(jobs, key=lambda job: _delivery(job).due):
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
                    await self._guarded(job)
        finally:
            del self._busy[guild_id]

    async def _guarded(self, job: Job) -> None:
        async with self._slots:
            if self._stopped:
                return
            try:
                await self._do(job)
            except Exception:
                log.exception("Reference %s: %s broke", _reference(), _named(_delivery(job)))

    async def _do(self, job: Job) -> None:
        if isinstance(job, Delivery):
            record = await self._ledger.claim(job, self._clock.now())
            resolve = self._first_try
        else:
            record = await self._ledger.claim_again(job)
            resolve = self._try_again
        if record is not None:
            await self._settle(record, await resolve(record))

    async def _first_try(self, record: Record) -> Outcome:
        if self._clock.now() >= record.delivery.expires:
            return Outcome(state=State.EXPIRED, reason=TOO_LATE)
        return await self._send(record.delivery)

    async def _try_again(self, record: Record) -> Outcome:
        """Resolve a claim that an earlier try left open, and post it if it was not posted.

        Even a failed try may have posted: an answer can be lost. So the history is asked first,
        and after the last moment too, since then it is the ledger that must not be wrong.
        """
        delivery = record.delivery
        sighting = await self._look(record)
        now = self._clock.now()
        if sighting.seen is Seen.FOUND:
            return Outcome(state=State.SENT, message_id=sighting.message_id)
        expired = now >= delivery.expires
        if sighting.seen is Seen.UNKNOWN:
            return Outcome(state=State.UNSURE if expired else State.FAILED, reason=sighting.reason)
        # abs, since a clock that was set back tells nothing about a claim from its future.
        nonce_is_remembered = abs(now - record.claimed_at) <= NONCE_TRUSTED
        if sighting.seen is Seen.HIDDEN and (expired or not nonce_is_remembered):
            return Outcome(state=State.UNSURE, reason=sighting.reason)
        if expired:
            return Outcome(state=State.EXPIRED, reason=record.reason or TOO_LATE)
        return await self._send(delivery)

    async def _send(self, delivery: Delivery) -> Outcome:
        try:
            return await self._sender.send(delivery)
        except Exception:
            reference = _reference()
            log.exception("Reference %s: posting failed: %s", reference, _named(delivery))
            return Outcome(state=State.FAILED, reason=_bug(reference))

    async def _look(self, record: Record) -> Sighting:
        try:
            return await self._sender.find(record.delivery, record.claimed_at)
        except Exception:
            reference = _reference()
            log.exception("Reference %s: look-up failed: %s", reference, _named(record.delivery))
            return Sighting(seen=Seen.UNKNOWN, reason=_bug(reference))

    async def _settle(self, record: Record, outcome: Outcome) -> None:
        now = self._clock.now()
        settled = replace(
            record,
            state=outcome.state,
            settled_at=now,
            next_try=None,
            message_id=outcome.message_id,
            reason=outcome.reason,
        )
        if outcome.state is State.FAILED:
            again = next_try(record.delivery, record.attempts, now, outcome.retry_after)
            settled = replace(settled, settled_at=None, next_try=again)
        await self._ledger.settle(settled)
        _tell(settled)


def _is_to_be_tried(record: Record, now: datetime) -> bool:
    """Tell whether a try is due; a claim is, since nobody but us could be at work on it."""
    return record.next_try is None or record.next_try <= now


def _delivery(job: Job) -> Delivery:
    return job if isinstance(job, Delivery) else job.delivery


def _reference() -> str:
    return secrets.token_hex(4)


def _bug(reference: str) -> str:
    return f"an unexpected error, in the log under {reference}"


def _tell(record: Record) -> None:
    fine = record.state in (State.SENT, State.WITHDRAWN)
    log.log(
        logging.INFO if fine else logging.WARNING,
        "%s: %s%s",
        _named(record.delivery),
        record.state,
        f" ({record.reason})" if record.reason else "",
    )


def _named(delivery: Delivery) -> str:
    what = f"{delivery.kind.capitalize()} to channel {delivery.place} of guild {delivery.guild_id}"
    covered = [f"{item.session} (start {_said(item.start)})" for item in delivery.items]
    return f"{what}, due {_said(delivery.due)}, for {', '.join(covered) or delivery.key}"


def _said(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S}Z"
