"""How far back plans look for what was missed: all of a day at first, then only what is new."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.guilds.model import Choices
from bot.program.timetable import Timetable
from bot.reminders.slots import MISSED_FOR

# What is withdrawn in the last moment is missed a little later than its session starts.
MARGIN = timedelta(minutes=10)

# Guilds' choices, each with the timetable that the guild follows.
World = Sequence[tuple[Choices, Timetable]]


class Lookback:
    """Remembers since when nothing was missed, as long as choices and timetables stay the same.

    In the middle of a conference of a thousand guilds, a day's reminders are some hundred thousand,
    and a plan is made every few seconds.
    """

    def __init__(self) -> None:
        self._world: World = ()
        self._fine_at: datetime | None = None

    def back_to(self, world: World, now: datetime) -> datetime:
        """Return since when starts are to be looked at."""
        a_day_ago = now - MISSED_FOR
        if self._fine_at is None or world != self._world:
            return a_day_ago
        # Should the clock have been set back since, it lies in the future.
        return max(a_day_ago, min(self._fine_at, now) - MARGIN)

    def nothing_missed(self, world: World, now: datetime) -> None:
        """Take note that at `now` everything missed so far stood in the ledger."""
        self._world, self._fine_at = world, now
