"""A mirror as a value: something that stands in Discord and is kept equal to the program."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from bot.delivery.model import Cause

# The id of what is about to be created, or was when Marquee stopped.
PENDING = 0


class MirrorKind(StrEnum):
    """What stands there: a pinned message, or one of the guild's scheduled events."""

    BOARD = "board"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """What stands in a guild for one subject, as the store knows it. Instants are in UTC.

    `discord_id` is a message's or an event's; `channel` is where a message stands. `digest` is of
    the content that it shows, empty if that is not known. `created_at` is when it was posted, or
    claimed if it is pending; `edited_at` when it last got what it shows, or was last tried.
    """

    guild_id: int
    kind: MirrorKind
    subject: str
    discord_id: int
    digest: str
    created_at: datetime
    edited_at: datetime
    channel: int | None = None

    @property
    def is_pending(self) -> bool:
        """Whether it is only claimed: it may stand there or not."""
        return self.discord_id == PENDING

    @property
    def nonce(self) -> str:
        """24 hex digits of this claim: a create that is sent twice makes one message."""
        at = self.created_at.astimezone(UTC)
        return _digest(self.guild_id, self.kind, self.subject, self.channel, at)


def mark_of(guild_id: int, kind: MirrorKind, subject: str) -> str:
    """Return the text by which a mirror is known again in Discord: letters, digits and dashes."""
    return f"marquee-{_digest(guild_id, kind, subject)}"


class Result(StrEnum):
    """What came of a request to Discord.

    Done. Gone: what it was about is not there. Too old: Discord takes no more edits of so old a
    message for now. Refused: nor will it be taken when it is sent again as it is. Later: it failed,
    and can be tried again.
    """

    DONE = "done"
    GONE = "gone"
    TOO_OLD = "too old"
    REFUSED = "refused"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What Discord said to a request.

    `discord_id` and `created_at` (UTC) are of what was created, found or edited. `is_pinned` tells
    whether a message stands among its channel's pins. `reason` says in words for organizers what
    is in the way; what was refused has its `cause`, too.
    """

    result: Result
    discord_id: int = PENDING
    created_at: datetime | None = None
    is_pinned: bool = False
    reason: str = ""
    cause: Cause = Cause.REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why something does not stand in a guild as it should, found first `at` an instant (UTC).

    `place` is the channel where it should, None of what belongs to none. `words` tell organizers
    what is in the way and how they mend it. What `stands` all the same is only not pinned.
    """

    kind: MirrorKind
    cause: Cause
    place: int | None
    words: str
    at: datetime
    stands: bool = False

    def since(self, before: "Trouble | None") -> "Trouble":
        """Return the same, found when that `before` was if it is the same but for its words."""
        if before is None or replace(before, words=self.words, at=self.at) != self:
            return self
        return replace(self, at=before.at)


def _digest(*parts: object) -> str:
    return hashlib.sha256(":".join(map(str, parts)).encode()).hexdigest()[:24]
