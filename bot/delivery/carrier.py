"""Carries one delivery to its end: claim, send, settle, and clear up what an earlier try left."""

import logging
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.clock import Clock
from bot.delivery.ledger import Ledger
from bot.delivery.model import Delivery, Outcome, Record, Seen, Sighting, State
from bot.delivery.retry import next_try

log = logging.getLogger(__name__)

# Discord remembers a nonce for "the past few minutes"; we trust it for one.
NONCE_TRUSTED = timedelta(minutes=1)

TOO_LATE = "its last moment was over before it could be posted"


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
        record = await self._ledger.claim(delivery, self._clock.now())
        if record is None:
            return
        if self._clock.now() >= delivery.expires:
            outcome = Outcome(state=State.EXPIRED, reason=TOO_LATE)
        else:
            outcome = await self._send(delivery)
        await self._settle(record, outcome)

    async def carry_again(self, record: Record) -> None:
        """Try a failed one again, or resolve a claim that was never settled."""
        claimed = await self._ledger.claim_again(record)
        if claimed is not None:
            await self._settle(claimed, await self._resolve(claimed))

    async def _resolve(self, record: Record) -> Outcome:
        """Post what an earlier try did not post.

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


def new_reference() -> str:
    """Return a short word under which the log tells of an error."""
    return secrets.token_hex(4)


def named(delivery: Delivery) -> str:
    """Return what the log calls a delivery: where, when and for which sessions."""
    what = f"{delivery.kind.capitalize()} to channel {delivery.place} of guild {delivery.guild_id}"
    covered = [f"{item.session} (start {_said(item.start)})" for item in delivery.items]
    return f"{what}, due {_said(delivery.due)}, for {', '.join(covered) or delivery.key}"


def _said(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M:%S}Z"


def _bug(reference: str) -> str:
    return f"an unexpected error, in the log under {reference}"


def _tell(record: Record) -> None:
    fine = record.state in (State.SENT, State.WITHDRAWN)
    log.log(
        logging.INFO if fine else logging.WARNING,
        "%s: %s%s",
        named(record.delivery),
        record.state,
        f" ({record.reason})" if record.reason else "",
    )
