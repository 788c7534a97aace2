"""An announcement as a value: what organizers wrote, where and when it is to be posted."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.delivery.model import Kind
from bot.program.timetable import Timetable

# After its time it is worth posting for so long. Then organizers decide.
LATE_AFTER = timedelta(hours=1)

# A draft that nobody posts is removed after this.
DRAFT_KEPT = timedelta(days=1)


class AnnouncementState(StrEnum):
    """What organizers want of an announcement. Whether it was posted, the ledger knows."""

    DRAFT = "draft"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOnce:
    """As soon as it is confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """At an instant, aware."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """So long before a session of the guild's program starts, whenever that is."""

    session: str
    span: timedelta


Moment = AtOnce | At | Before


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is posted: a title, a text in Discord's Markdown, maybe a picture's web address."""

    title: str = ""
    text: str = ""
    picture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What one guild's organizers wrote; `id` is 16 hex digits, `created_at` in UTC.

    `channel` and `role` are Discord's ids; the role is pinged. `revision` counts its changes.
    """

    id: str
    guild_id: int
    channel: int
    created_at: datetime
    words: Words = Words()
    role: int | None = None
    moment: Moment = AtOnce()
    state: AnnouncementState = AnnouncementState.DRAFT
    revision: int = 1

    @property
    def key(self) -> str:
        """Its delivery's key: so it is posted once, whatever is changed of it."""
        return f"{Kind.ANNOUNCEMENT}:{self.guild_id}:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An announcement as it is posted; `mark` is its delivery's digest, to be found again by."""

    announcement: Announcement
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranded:
    """Word to organizers that an announcement waits for a session that does not take place."""

    announcement: Announcement
    mark: str


def is_timely(due: datetime | None, now: datetime) -> bool:
    """Tell whether what was due then, if ever, is worth posting by now."""
    return due is not None and due <= now < due + LATE_AFTER


def due_of(moment: Moment, timetable: Timetable | None) -> datetime | None:
    """Return when something is due, in UTC; None if no time follows from the moment.

    It follows a session through all its moves. `timetable` is the guild's, None if its program is
    not loaded.
    """
    match moment:
        case At():
            return moment.at.astimezone(UTC)
        case Before():
            session = None if timetable is None else timetable.session(moment.session)
            return None if session is None else session.start.astimezone(UTC) - moment.span
        case AtOnce():
            return None
