"""A reminder as a value: what starts, when, and what of it is no longer as it was told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.program.model import Session
from bot.program.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSession:
    """One session as it stood when its reminder was claimed; `room` is the room's name."""

    id: str
    title: str
    room: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is no longer true of one session that was told.

    `session` is as it stands now, None if it was cancelled. It `is_moved` to another start, or it
    `is_elsewhere` than in the room that was told, or both.
    """

    told: ToldSession
    session: Session | None
    is_moved: bool = False
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """The sessions that start at one instant and are told in one message.

    `start` is in UTC; `mark` is the delivery's digest, put where it can be found again. `sessions`
    start then; those that did when they were told, but no longer do, stand in `corrections` only.
    `role` is the id of the role that it pings, None if it is none. `room_channels` are where rooms
    have a channel of their own, by the room's id, if that is not where it stands. With
    `shows_streams` it leads to where the sessions can be watched.
    """

    timetable: Timetable
    start: datetime
    sessions: tuple[Session, ...]
    mark: str
    corrections: tuple[Correction, ...] = ()
    role: int | None = None
    room_channels: Mapping[str, int] = field(default_factory=dict)
    shows_streams: bool = False

    @property
    def away(self) -> tuple[Correction, ...]:
        """The sessions that were told and don't start at that instant any more."""
        return tuple(one for one in self.corrections if one.session is None or one.is_moved)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalReminder:
    """A reminder to one person of sessions that they saved.

    It comes `silent` in their quiet hours. Where it stands in a guild's channel, since their direct
    messages are closed, it is to `mention` them by their id.
    """

    reminder: Reminder
    silent: bool = False
    mention: int | None = None
