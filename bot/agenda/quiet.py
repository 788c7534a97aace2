"""When a message to an attendee is to come without a sound."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.agenda.model import Quiet


def is_quiet(quiet: Quiet | None, now: datetime, zone: str) -> bool:
    """Tell whether an instant lies in the quiet hours, which are wall times in the IANA `zone`.

    They begin with their first minute and are over with their last: at `end` it is loud again.
    """
    if quiet is None:
        return False
    wall = now.astimezone(ZoneInfo(zone)).time()
    if quiet.begin < quiet.end:
        return quiet.begin <= wall < quiet.end
    return wall >= quiet.begin or wall < quiet.end
