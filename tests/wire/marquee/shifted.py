"""`marquee run` on a clock that a test sets: it goes wrong by as much as a file says.

Nothing in Marquee knows of it: what asks for the time is wrapped here, in the process. Timers go on
as they do when an operating system's clock is set.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apscheduler.executors.base
import apscheduler.schedulers.base
import apscheduler.triggers.date

from bot import cli
from bot.clock import SystemClock

# The path of the file: how many seconds the clock is ahead.
SHIFT = "MARQUEE_SHIFT"

_ASKING = (
    apscheduler.executors.base,
    apscheduler.schedulers.base,
    apscheduler.triggers.date,
)


class Watch:
    """The wrong clock in a test's hand."""

    def __init__(self, file: Path, ahead: timedelta = timedelta()) -> None:
        self._file = file
        self.set(ahead)

    def set(self, ahead: timedelta) -> None:
        """Set it, so far ahead of the right time."""
        self.ahead = ahead
        whole = self._file.with_suffix(".new")
        whole.write_text(str(ahead.total_seconds()))
        whole.replace(self._file)

    def show(self, instant: datetime) -> None:
        """Set it, so that it shows an instant now."""
        self.set(instant - datetime.now(UTC))

    @property
    def order(self) -> Mapping[str, str]:
        """What tells the process where to look."""
        return {SHIFT: str(self._file)}


class Shifted(datetime):
    """What APScheduler takes for `datetime`."""

    @classmethod
    def now(cls, tz=None) -> datetime:
        """Return what the wrong clock shows."""
        return datetime.now(tz) + _shift()


def main() -> None:
    """Run Marquee on it."""
    right = SystemClock.now
    SystemClock.now = lambda self: right(self) + _shift()
    for module in _ASKING:
        module.datetime = Shifted
    cli.main()


def _shift() -> timedelta:
    return timedelta(seconds=float(Path(os.environ[SHIFT]).read_text()))
