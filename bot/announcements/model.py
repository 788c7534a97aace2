"""Changes as they are told: those that came together, and those that one message tells."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from bot.announcements.parts import parts_of
from bot.program.diff import Change
from bot.program.timetable import Timetable

# For how long a Change is kept after its session's later start: what was missed is told of so long.
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)  # without slots, to keep `parts` once they are made
class Batch:
    """The Changes that one version of a program brought, or that a guild's organizers made at once.

    `guild_id` is None of the source's, which concern every guild that follows the program. They
    are told from `due` on (UTC): as soon as they came, if it was for the first time. What a source
    says, takes back and says again is the same batch each time; `times` counts it.
    """

    id: str
    program: str
    due: datetime
    changes: tuple[Change, ...]
    guild_id: int | None = None
    times: int = 1

    @cached_property
    def parts(self) -> tuple[tuple[Change, ...], ...]:
        """The Changes as several messages tell them; always the same ones in each."""
        return parts_of(self.changes)

    @cached_property
    def until(self) -> datetime:
        """Until when it is kept, in UTC."""
        return kept_until(self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the messages that tell a batch, the `number`th of `of`, in one channel.

    `mark` is its delivery's digest, put where it is found again.
    """

    timetable: Timetable
    guild_id: int
    place: int
    changes: tuple[Change, ...]
    mark: str
    number: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalPart:
    """A message that tells one person of changes; it comes `silent` in their quiet hours."""

    part: Part
    silent: bool = False


def batch_id(*what: object) -> str:
    """Return the id of the batch that all of this makes out: 24 hex digits."""
    return hashlib.sha256("\n".join(map(str, what)).encode()).hexdigest()[:24]


def last_start(change: Change) -> datetime:
    """Return when its session starts, in UTC; the later one, if it moved.

    From then on the change is told nowhere any more.
    """
    starts = [one.start.astimezone(UTC) for one in (change.before, change.after) if one is not None]
    return max(starts)


def kept_until(changes: Iterable[Change]) -> datetime:
    """Return until when Changes, at least one, are kept: a day after the last start, in UTC."""
    return max(last_start(change) for change in changes) + KEPT_FOR
