"""Announcements with sensible defaults: one that waits for noon."""

from datetime import UTC, datetime, timedelta
from itertools import count

from bot.announcements.written.model import Announcement, AnnouncementState, At, Before, Words

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
NOON = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
WORDS = Words(title="Lunch", text="In the **foyer**")

_numbers = count(1)


def an_announcement(at=NOON, **fields):
    return Announcement(
        **{
            "id": f"{next(_numbers):016x}",
            "guild_id": 1,
            "channel": 10,
            "created_at": NOON - 5 * HOUR,
            "words": WORDS,
            "moment": At(at=at),
            "state": AnnouncementState.WAITING,
            **fields,
        }
    )


def before(session, minutes=10):
    return Before(session=session, span=minutes * MINUTE)
