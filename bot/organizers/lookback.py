"""How far back troubles are looked for: all of a day at first, then only what is new."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.guilds.model import Choices
from bot.organizers.plan import TOLD_FOR

# How much later than its instant a trouble may be seen: processes' clocks differ, and a database
# may keep a process waiting.
MARGIN = timedelta(minutes=5)


class Lookback:
    """Remembers until when all troubles were told, as long as the guilds' choices stay the same.

    After a long outage a thousand guilds have some thousand troubles, all at once; they stay for a
    day, and are asked for every few seconds.
    """

    def __init__(self) -> None:
        self._choices: Sequence[Choices] = ()
        self._told_at: datetime | None = None

    def since(self, choices: Sequence[Choices], now: datetime) -> datetime:
        """Return since when troubles are to be looked at."""
        a_day_ago = now - TOLD_FOR
        if self._told_at is None or choices != self._choices:
            return a_day_ago
        # Should the clock have been set back since, it lies in the future.
        return max(a_day_ago, min(self._told_at, now) - MARGIN)

    def all_told(self, choices: Sequence[Choices], now: datetime) -> None:
        """Take note that at `now` nothing was left to be told."""
        self._choices, self._told_at = choices, now
