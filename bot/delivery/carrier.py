"""Carries one delivery to its end: claim, send, settle, and clear up what an earlier try left."""

import logging
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock
from bot.delivery.ledger import Ledger
from bot.delivery.life import claimed, settled
from bot.delivery.log_lines import named, new_reference, tell
from bot.delivery.model import Cause, Delivery, Outcome, Record, Seen, Sighting, State
from bot.translation import said

log = logging.getLogger(__name__)

# Discord remembers a nonce for "the past few minutes"; we trust it for one.
NONCE_TRUSTED = timedelta(minutes=1)

TOO_LATE = said("its last moment was over before it could be posted")

LATE = Outcome(state=State.EXPIRED, cause=Cause.LATE, reason=TOO_LATE)
PAUSED = Outcome(
    state=State.DROPPED, cause=Cause.PAUSED, reason=said("posting was paused when it fell due")
)


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


class Carrier:
    """Sends deliveries that are due, and writes in the ledger what became of them.

    Raises what the ledger raises; the delivery is then resolved by a later try.
    """

    def __init__(self, ledger: Ledger, sender: Sender, clock: Clock) -> None:
        self._ledger = ledger
        self._sender = sender
        self._clock = clock

    async def carry(self, delivery: Delivery) -> None:
        """Claim and post a planned delivery; nothing happens if somebody else holds it."""
        if self._clock.now() >= delivery.expires:
            await self.write_off(delivery, LATE)
            return
        record = await self._ledger.claim(delivery, self._clock.now())
        if record is None:
            return
        # The claim may have taken its time.
        late = self._clock.now() >= delivery.expires
        await self._settle(record, LATE if late else await self._send(delivery))

    async def write_off(self, delivery: Delivery, outcome: Outcome) -> None:
        """Write a planned delivery down as not posted; nothing happens if somebody holds it."""
        now = self._clock.now()
        record = settled(claimed(delivery, now), outcome, now)
        if await self._ledger.write_off(record):
            tell(record)

    async def carry_again(self, record: Record) -> None:
        """Try a failed one again, or resolve a claim that was never settled."""
        again = await self._ledger.claim_again(record)
        if again is not None:
            asked_for = record.cause is not None
            await self._settle(again, await self._resolve(again, asked_for=asked_for))

    async def _resolve(self, record: Record, *, asked_for: bool) -> Outcome:
        """Post what an earlier try did not post.

        Even a failed try may have posted: an answer can be lost. So the history is asked first,
        and after the last moment too, since then it is the ledger that must not be wrong. Where it
        can't be read, only a person can know: what they asked for is posted.
        """
        delivery = record.delivery
        sighting = await self._look(record)
        now = self._clock.now()
        expired = now >= delivery.expires
        unreadable = Outcome(state=State.UNSURE, cause=Cause.UNREADABLE, reason=sighting.reason)
        match sighting.seen:
            case Seen.FOUND:
                # What the message shows is not known, only that it is there.
                return Outcome(state=State.SENT, message_id=sighting.message_id)
            case Seen.UNKNOWN if expired:
                return unreadable
            case Seen.UNKNOWN:
                return Outcome(state=State.FAILED, reason=sighting.reason)
            case Seen.HIDDEN if expired or not (asked_for or _nonce_is_remembered(record, now)):
                return unreadable
        if expired:
            return Outcome(state=State.EXPIRED, cause=Cause.LATE, reason=record.reason or TOO_LATE)
        return await self._send(delivery)

    async def _send(self, delivery: Delivery) -> Outcome:
        try:
            return await self._sender.send(delivery)
        except Exception:
            reference = new_reference()
            log.exception("Reference %s: posting failed: %s", reference, named(delivery))
            return Outcome(state=State.FAILED, reason=_bug(reference))

    async def _look(self, record: Record) -> Sighting:
        try:
            return await self._sender.find(record.delivery, record.claimed_at)
        except Exception:
            reference = new_reference()
            log.exception("Reference %s: look-up failed: %s", reference, named(record.delivery))
            return Sighting(seen=Seen.UNKNOWN, reason=_bug(reference))

    async def _settle(self, record: Record, outcome: Outcome) -> None:
        after = settled(record, outcome, self._clock.now())
        await self._ledger.settle(after)
        tell(after)


def _nonce_is_remembered(record: Record, now: datetime) -> bool:
    # abs, since a clock that was set back tells nothing about a claim from its future.
    return abs(now - record.claimed_at) <= NONCE_TRUSTED


def _bug(reference: str) -> str:
    return said("an unexpected error, in the log under {reference}", reference=reference)
