"""A delivery's life: what its record becomes with each thing that happens to it."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.delivery.model import Cause, Delivery, Outcome, Record, State
from bot.delivery.retry import next_try
from bot.translation import said

OPEN = frozenset({State.CLAIMED, State.FAILED})
TROUBLE = frozenset({State.DROPPED, State.EXPIRED, State.UNSURE})

# What is for one person and nobody settled is removed so long after its last moment.
ABANDONED = timedelta(days=1)

DROPPED_BY_HAND = Outcome(
    state=State.DROPPED, cause=Cause.BY_HAND, reason=said("somebody dropped it by hand")
)

_CAN_BE_REOPENED = TROUBLE | {State.FAILED}


def claimed(delivery: Delivery, now: datetime) -> Record:
    """Return the record of a first claim."""
    return Record(delivery=delivery, state=State.CLAIMED, claimed_at=now)


def claimed_again(record: Record) -> Record:
    """Return an open record as claimed for one more try."""
    return replace(
        record,
        state=State.CLAIMED,
        attempts=record.attempts + 1,
        settled_at=None,
        next_try=None,
        cause=None,
    )


def settled(record: Record, outcome: Outcome, now: datetime) -> Record:
    """Return a claimed record as `outcome` leaves it: final, or failed with its next try."""
    after = replace(
        record,
        state=outcome.state,
        settled_at=now,
        next_try=None,
        message_id=outcome.message_id,
        reason=outcome.reason,
        cause=outcome.cause,
        content=outcome.content,
    )
    if outcome.state is State.FAILED:
        again = next_try(record.delivery, record.attempts, now, outcome.retry_after)
        after = replace(after, settled_at=None, next_try=again)
    return after


def reopened(record: Record, now: datetime) -> Record | None:
    """Return as failed, due at `now`, what was not posted; None if it can't be tried again.

    It keeps its cause, by which whoever tries it knows that a person asked for that.
    """
    if record.state not in _CAN_BE_REOPENED:
        return None
    return replace(record, state=State.FAILED, settled_at=None, next_try=now)


def dropped_by_hand(record: Record, now: datetime) -> Record | None:
    """Return a failed record as dropped by a person; None if it is not failed."""
    if record.state is not State.FAILED:
        return None
    return settled(record, DROPPED_BY_HAND, now)


def is_kept(record: Record) -> bool:
    """Tell whether a settled record stays: a person's own doesn't once it is withdrawn."""
    return record.state is not State.WITHDRAWN or record.delivery.user_id is None


def is_clearable(record: Record, now: datetime) -> bool:
    """Tell whether a person's own record is to be removed by now.

    It is from its `keep_until` on, but as long as it is open not before it is over for a day.
    """
    delivery = record.delivery
    if delivery.keep_until is None or delivery.keep_until > now:
        return False
    return record.state not in OPEN or delivery.expires < now - ABANDONED
