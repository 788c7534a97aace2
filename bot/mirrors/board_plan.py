"""What is to be done next about a guild's board: a pure function of what stands and what should."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.mirrors.model import Mirror, MirrorKind, Reply, Result, Trouble

# However often the text changes, a channel's limits are for its people too.
BETWEEN_EDITS = timedelta(minutes=1)

# Discord limits edits of messages older than an hour apart from all others (30046), and doesn't say
# to how many. Seen were a few in less than a minute; with so many in an hour it was never met.
OLD = timedelta(hours=1)
OLD_EDITS = 12

# What failed is tried again after a minute, after two, four and so on.
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=10)

# Organizers may have allowed it meanwhile.
PIN_AGAIN = timedelta(minutes=10)

# discord.py waits by itself when that limit is met, so that such an edit only takes too long.
FAILED_TOO_OFTEN = 2


class Step(StrEnum):
    """What to do: claim the right to post it, post what is claimed, edit it, or take it away.

    Renew: take it away and post it anew. Pin: only try again to pin it.
    """

    NOTHING = "nothing"
    CLAIM = "claim"
    PUT = "put"
    EDIT = "edit"
    RENEW = "renew"
    REMOVE = "remove"
    PIN = "pin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a board is to show: the digest of its content, and whether the event is over."""

    digest: str
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What was tried lately: edits of the message since it is old, within an hour, and failures.

    `failures` counts what failed in a row; before `next_try` (UTC) nothing is tried again. One that
    stands unpinned is to be pinned at `next_pin` (UTC).
    """

    old_edits: tuple[datetime, ...] = ()
    failures: int = 0
    next_try: datetime | None = None
    next_pin: datetime | None = None

    def holds_back(self, now: datetime) -> bool:
        """Tell whether nothing is to be tried yet; a clock that was set back holds nothing up."""
        return self.next_try is not None and timedelta() < self.next_try - now <= LONGEST_WAIT

    def failed(self, now: datetime) -> "Tried":
        """Return the same after another failure."""
        failures = self.failures + 1
        wait = min(FIRST_WAIT * 2 ** (min(failures, 10) - 1), LONGEST_WAIT)
        return replace(self, failures=failures, next_try=now + wait)

    def again(self, now: datetime) -> "Tried":
        """Return the same with nothing waited for: neither what failed, nor what is unpinned."""
        next_pin = None if self.next_pin is None else now
        return replace(self, failures=0, next_try=None, next_pin=next_pin)

    def edited(self, mirror: Mirror, now: datetime) -> "Tried":
        """Return the same after a message was edited."""
        edits = (*_lately(self.old_edits, now), now) if _is_old(mirror, now) else ()
        return Tried(old_edits=edits)

    def pinned(self, now: datetime, *, is_pinned: bool) -> "Tried":
        """Return the same after it was seen whether the message is pinned."""
        return replace(self, next_pin=None if is_pinned else now + PIN_AGAIN)


UNTRIED = Tried()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """How it goes with the board of one place: what was tried, and what organizers can do."""

    place: int | None
    tried: Tried = UNTRIED
    trouble: Trouble | None = None

    def after(self, step: Step, mirror: Mirror | None, reply: Reply, now: datetime) -> "Case":
        """Return the same after a step from what stood there."""
        if reply.result is not Result.DONE:
            is_refused = reply.result is Result.REFUSED
            trouble = self._trouble(reply, now) if is_refused else self.trouble
            return replace(self, tried=self.tried.failed(now), trouble=trouble)
        if mirror is None or step in (Step.CLAIM, Step.RENEW, Step.REMOVE):
            # What is in the way of posting is known when it is tried.
            return replace(self, tried=UNTRIED)
        tried = self.tried.edited(mirror, now) if step is Step.EDIT else self.tried
        tried = replace(tried, failures=0, next_try=None)
        tried = tried.pinned(now, is_pinned=reply.is_pinned)
        trouble = self._trouble(reply, now, stands=True) if reply.reason else None
        return replace(self, tried=tried, trouble=trouble)

    def _trouble(self, reply: Reply, now: datetime, *, stands: bool = False) -> Trouble:
        found = Trouble(
            kind=MirrorKind.BOARD,
            cause=reply.cause,
            place=self.place,
            words=reply.reason,
            at=now,
            stands=stands,
        )
        return found.since(self.trouble)


def step_of(
    place: int | None, mirror: Mirror | None, wanted: Wanted | None, tried: Tried, now: datetime
) -> Step:
    """Return what is to be done about a board by `now` (UTC).

    `place` is the channel that was chosen for it, None if none is; `wanted` is None as long as
    nobody knows what it is to show.
    """
    if tried.holds_back(now):
        return Step.NOTHING
    if mirror is not None and mirror.channel != place:
        return Step.REMOVE
    if place is None or wanted is None:
        return Step.NOTHING
    if mirror is not None:
        return Step.PUT if mirror.is_pending else _step_of_posted(mirror, wanted, tried, now)
    # Of what is over there is nothing to say to those who never saw it.
    return Step.NOTHING if wanted.is_over else Step.CLAIM


def _step_of_posted(mirror: Mirror, wanted: Wanted, tried: Tried, now: datetime) -> Step:
    # A clock that was set back doesn't hold it up.
    is_fresh = timedelta() <= now - mirror.edited_at < BETWEEN_EDITS
    if mirror.digest != wanted.digest and not is_fresh:
        return Step.RENEW if _is_used_up(mirror, tried, now) and not wanted.is_over else Step.EDIT
    is_to_be_pinned = tried.next_pin is not None and now >= tried.next_pin
    return Step.PIN if is_to_be_pinned and not wanted.is_over else Step.NOTHING


def _is_used_up(mirror: Mirror, tried: Tried, now: datetime) -> bool:
    """Tell whether Discord would take no edit of the message, as far as can be known."""
    if not _is_old(mirror, now):
        return False
    too_many = len(_lately(tried.old_edits, now)) >= OLD_EDITS
    return too_many or tried.failures >= FAILED_TOO_OFTEN


def _is_old(mirror: Mirror, now: datetime) -> bool:
    return now - mirror.created_at >= OLD


def _lately(edits: tuple[datetime, ...], now: datetime) -> tuple[datetime, ...]:
    return tuple(at for at in edits if timedelta() <= now - at < OLD)
