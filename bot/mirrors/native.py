"""A session as one of the guild's scheduled events, and the events that stand there."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from bot.mirrors.model import MirrorKind, mark_of


def subject_of(program: str, session: str) -> str:
    """Return the subject of a session's event, by the ids of program and session."""
    return f"{program}:{session}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Native:
    """What an event shows. Instants are in UTC; the texts hold Discord's limits."""

    subject: str
    name: str
    description: str
    location: str
    start: datetime
    end: datetime

    @property
    def digest(self) -> str:
        """24 hex digits of all that it shows."""
        shown = (self.name, self.description, self.location, str(self.start), str(self.end))
        return hashlib.sha256("\0".join(shown).encode("utf-8", "replace")).hexdigest()[:24]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An event that stands in a guild and is not over, whoever made it.

    `start` is in UTC. `description` is empty if it is not of Marquee's making. `is_active` tells
    whether it has begun.
    """

    id: int
    start: datetime
    description: str = ""
    is_active: bool = False

    def is_marked(self, guild_id: int, subject: str) -> bool:
        """Tell whether it is Marquee's event for a subject."""
        return event_mark(guild_id, subject) in self.description


# How every mark begins, which nobody writes by chance.
MARK_BEGINS = "marquee-"


def event_mark(guild_id: int, subject: str) -> str:
    """Return what is found in the description of a subject's event, and in no other."""
    return mark_of(guild_id, MirrorKind.EVENT, subject)[: len(MARK_BEGINS) + 12]
