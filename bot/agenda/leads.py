"""Which of an attendee's lead times a session is still told at."""

from datetime import UTC, datetime, timedelta

from bot.agenda.model import Wishes


def leads_to_come(wishes: Wishes, start: datetime, now: datetime) -> tuple[timedelta, ...]:
    """Return the leads at which a session saved `now` is told before its `start`, longest first.

    The first of them is the next to come. There is none if it starts too soon for any, or if the
    person wants no direct messages.
    """
    if not wishes.direct:
        return ()
    # Two wall times of one zone are apart by the wall, not by the clock, hence in UTC.
    left = start.astimezone(UTC) - now.astimezone(UTC)
    to_come = {lead.before for lead in wishes.leads if lead.before <= left}
    return tuple(sorted(to_come, reverse=True))
