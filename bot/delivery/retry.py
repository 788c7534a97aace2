"""When a failed delivery is tried again."""

from datetime import datetime, timedelta

from bot.delivery.model import Delivery

FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=1)


def next_try(
    delivery: Delivery, attempts: int, now: datetime, retry_after: timedelta | None = None
) -> datetime:
    """Return when to try again after `attempts` failed tries (1 or more).

    The wait doubles from two seconds to a minute and comes on top of `retry_after`, which is what
    Discord asked for. Nothing is tried after the delivery's last moment: there, the try is a look
    whether one of the failed ones was posted after all.
    """
    wait = min(FIRST_WAIT * 2.0 ** min(attempts - 1, 10), LONGEST_WAIT) * _share(delivery, attempts)
    return min(now + (retry_after or timedelta()) + wait, delivery.expires)


def _share(delivery: Delivery, attempts: int) -> float:
    """Return a half to one, by the delivery's own digest.

    So what failed together doesn't come back together, and yet nothing is left to chance.
    """
    digits = delivery.digest[2 * (attempts % 10) :][:4]
    return 0.5 + int(digits, 16) / 0xFFFF / 2
