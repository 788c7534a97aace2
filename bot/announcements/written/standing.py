"""How an announcement stands: what organizers want of it, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.announcements.written.model import (
    LATE_AFTER,
    Announcement,
    AnnouncementState,
    AtOnce,
    due_of,
)
from bot.delivery.model import Record, State
from bot.program.timetable import Timetable


class Phase(StrEnum):
    """Where an announcement is on its way.

    Held: it will not be posted by itself, though organizers want it to be. Posting: it is being
    posted, or tried again. Ended: it was not posted, and never will be as what it is.
    """

    DRAFT = "draft"
    WAITING = "waiting"
    HELD = "held"
    POSTING = "posting"
    POSTED = "posted"
    ENDED = "ended"
    CANCELLED = "cancelled"
    DELETED = "deleted"


# In these nothing has gone to Discord yet, so that all of it can be changed.
OPEN = frozenset({Phase.DRAFT, Phase.WAITING, Phase.HELD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An announcement with all that follows for it.

    `due` is in UTC, None if no time follows by now. `record` is the ledger's, None before its claim
    and once that was withdrawn.
    """

    announcement: Announcement
    phase: Phase
    due: datetime | None = None
    record: Record | None = None


def standing_of(
    announcement: Announcement,
    record: Record | None,
    timetable: Timetable | None,
    now: datetime,
) -> Standing:
    """Return how an announcement stands at `now`."""
    if record is not None and record.state is State.WITHDRAWN:
        record = None
    due = due_of(announcement.moment, timetable)
    return Standing(
        announcement=announcement,
        phase=_phase(announcement, record, due, now),
        due=due,
        record=record,
    )


def _phase(
    announcement: Announcement, record: Record | None, due: datetime | None, now: datetime
) -> Phase:
    if announcement.state is AnnouncementState.DELETED:
        return Phase.DELETED
    if record is not None:
        return _of_record(record)
    match announcement.state:
        case AnnouncementState.DRAFT:
            return Phase.DRAFT
        case AnnouncementState.CANCELLED:
            return Phase.CANCELLED
    is_open = due is not None and now < due + LATE_AFTER
    return Phase.WAITING if is_open else Phase.HELD


def _of_record(record: Record) -> Phase:
    match record.state:
        case State.SENT:
            return Phase.POSTED
        case State.CLAIMED | State.FAILED:
            return Phase.POSTING
    return Phase.ENDED


def is_at_once(announcement: Announcement) -> bool:
    """Tell whether it is posted as soon as somebody confirms it."""
    return isinstance(announcement.moment, AtOnce)
