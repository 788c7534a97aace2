"""Everybody of whom something is held, at one moment, with the index of who saved what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.agenda.followers import Followers, FollowersDraft
from bot.agenda.model import Attendee
from bot.clock import in_slices

# How many attendees are taken in at a time: a few milliseconds.
SLICE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All attendees by user id, and who saved what by what it follows; neither ever changes.

    `openings` counts the people who were taken in as open after their DMs had been closed.
    """

    attendees: Mapping[int, Attendee] = field(default_factory=dict)
    followers: Followers = field(default_factory=dict)
    openings: int = 0

    async def having(self, changed: Iterable[tuple[int, Attendee | None]]) -> "Known":
        """Return all after these people, by user id, are as they are now; None is forgotten.

        This very one if none of them is another than before; who has a smaller number than before
        was read too early. Others have their turn in between.
        """
        attendees, followers = dict(self.attendees), FollowersDraft(self.followers)
        is_changed, openings = False, self.openings
        async for user_id, after in in_slices(changed, SLICE):
            before = attendees.get(user_id)
            if after == before or (before and after and after.number < before.number):
                continue
            is_changed = True
            followers.put(before, after)
            openings += _is_closed(before) and after is not None and not _is_closed(after)
            if after is None:
                attendees.pop(user_id)
            else:
                attendees[user_id] = after
        if not is_changed:
            return self
        return Known(attendees=attendees, followers=followers.done(), openings=openings)


def _is_closed(attendee: Attendee | None) -> bool:
    return attendee is not None and attendee.closed_at is not None
