"""A delivery as a value: one message to one place for one reason, and what became of it."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """For what reason something is posted."""

    REMINDER = "reminder"


class State(StrEnum):
    """What became of a delivery. Sent, dropped, expired, unsure and withdrawn are final."""

    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    EXPIRED = "expired"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a delivery covers: one session's start, told at one lead.

    (guild, place, session, start, lead) stands once in the ledger. `start` is in UTC.
    """

    session: str
    start: datetime
    lead: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """All that is needed to send one message, since after a crash the plan may have changed.

    `place` is a Discord channel id, `due` and `expires` are in UTC, `subject` is JSON with ids,
    which only the service registered for `kind` opens.
    """

    key: str
    guild_id: int
    place: int
    kind: Kind
    due: datetime
    expires: datetime
    subject: str
    items: tuple[Item, ...] = ()

    @property
    def digest(self) -> str:
        """24 hex digits of the key: the message's mark and its nonce (Discord takes 25)."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A delivery as the ledger knows it. Instants are in UTC.

    `claimed_at` is the first claim's instant, however many tries followed. `next_try` stands with a
    failed one, `message_id` with a sent one, `reason` says why it is in its state wherever that is
    not plain.
    """

    delivery: Delivery
    state: State
    claimed_at: datetime
    attempts: int = 1
    settled_at: datetime | None = None
    next_try: datetime | None = None
    message_id: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One item that the ledger already holds; `at` is its first claim's instant in UTC.

    `state` is its delivery's, never withdrawn, since a withdrawn one holds no items.
    """

    guild_id: int
    place: int
    item: Item
    at: datetime
    state: State = State.SENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a sender says of one try; `retry_after` only with State.FAILED."""

    state: State
    message_id: int | None = None
    reason: str | None = None
    retry_after: timedelta | None = None


class Seen(StrEnum):
    """What a look into a channel's history says of one message.

    Hidden: Marquee may not read the history. Unknown: Discord could not be asked now.
    """

    FOUND = "found"
    ABSENT = "absent"
    HIDDEN = "hidden"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What was seen of a delivery's message; `message_id` only with Seen.FOUND."""

    seen: Seen
    message_id: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be posted: `due` now, `upcoming` later (each in due order), `missed` for good."""

    due: tuple[Delivery, ...] = ()
    upcoming: tuple[Delivery, ...] = ()
    missed: tuple[Delivery, ...] = field(default=())
