"""A delivery as a value: one message to one place for one reason, and what became of it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# What stands for the guild of a direct message. Discord gives no such id, and by its rule for ids
# that would be the first shard's, which direct messages are.
NO_GUILD = 0


class Kind(StrEnum):
    """For what reason something is posted."""

    REMINDER = "reminder"
    TELLING = "telling"
    CHANGE = "change"
    PERSONAL = "personal"
    PERSONAL_CHANGE = "personal change"
    ANNOUNCEMENT = "announcement"
    DIGEST = "digest"
    LOG = "log"
    WELCOME = "welcome"


class State(StrEnum):
    """What became of a delivery. Sent, dropped, expired, unsure and withdrawn are final."""

    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"
    EXPIRED = "expired"
    UNSURE = "unsure"
    WITHDRAWN = "withdrawn"


class Cause(StrEnum):
    """Why a delivery was not posted, for programs; `reason` says the same to people.

    Forbidden: Marquee may not post there. Gone: there is no such channel. Refused: Discord takes it
    for wrong. Late: its last moment came first. Unreadable: whether it was posted can't be known.
    Paused: posting was paused when it fell due. By hand: somebody dropped it. Closed: the person
    takes no direct messages of Marquee's.
    """

    FORBIDDEN = "forbidden"
    GONE = "gone"
    REFUSED = "refused"
    LATE = "late"
    UNREADABLE = "unreadable"
    PAUSED = "paused"
    BY_HAND = "by hand"
    CLOSED = "closed"


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

    One that is for a person alone has their `user_id`, and its record is removed from `keep_until`
    (UTC) on. A direct message belongs to no guild: its `guild_id` is `NO_GUILD` and its `place` the
    user's id, since its channel is looked up only when it is sent. Where DMs are closed, a person
    may be reminded in a guild's channel instead: then both are that guild's.
    """

    key: str
    guild_id: int
    place: int
    kind: Kind
    due: datetime
    expires: datetime
    subject: str
    items: tuple[Item, ...] = ()
    user_id: int | None = None
    keep_until: datetime | None = None

    @property
    def is_direct(self) -> bool:
        """Whether it is a direct message."""
        return self.guild_id == NO_GUILD

    @property
    def lane(self) -> tuple[int, int]:
        """Whom it has to wait for: those of one lane are sent one after another, in due order."""
        return (self.guild_id, self.place if self.is_direct else 0)

    @property
    def digest(self) -> str:
        """24 hex digits of the key: the message's mark and its nonce (Discord takes 25)."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A delivery as the ledger knows it. Instants are in UTC.

    `claimed_at` is the first claim's instant, however many tries followed. `next_try` stands with a
    failed one, `message_id` with a sent one, `reason` says why it is in its state wherever that is
    not plain. `cause` stands with what was dropped, has expired or is unsure, and with a failed one
    that was so before and that a person wants tried again. `content` stands with a sent one, and is
    a digest of what its message shows, to be compared after the program changed.
    """

    delivery: Delivery
    state: State
    claimed_at: datetime
    attempts: int = 1
    settled_at: datetime | None = None
    next_try: datetime | None = None
    message_id: int | None = None
    reason: str | None = None
    cause: Cause | None = None
    content: str | None = None


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
    """What a sender says of one try; `retry_after` only with State.FAILED.

    `cause` stands with what is final and was not posted, `content` with State.SENT.
    """

    state: State
    message_id: int | None = None
    reason: str | None = None
    retry_after: timedelta | None = None
    cause: Cause | None = None
    content: str | None = None


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
    """What is to be posted: `due` now, `upcoming` later (each in due order), `missed` for good.

    `held` fell due while posting is paused: it is written down as dropped, and not posted. At the
    instants in `wakes` (UTC) more falls due, that is not named yet: direct messages are many.
    """

    due: tuple[Delivery, ...] = ()
    upcoming: tuple[Delivery, ...] = ()
    missed: tuple[Delivery, ...] = ()
    held: tuple[Delivery, ...] = ()
    wakes: tuple[datetime, ...] = ()
