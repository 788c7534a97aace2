"""Time held in the hand: a Clock and an Alarm that stand still until they are moved."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

log = logging.getLogger(__name__)

Call = Callable[[], Awaitable[None]]


class HeldClock:
    """A Clock that shows the instant it was last moved to (aware, UTC)."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def now(self) -> datetime:
        """Return the instant that time was moved to."""
        return self._instant

    def move_to(self, instant: datetime) -> None:
        """Show `instant` from now on."""
        self._instant = instant


class HeldAlarm:
    """An Alarm that rings when asked to, not by itself.

    Whoever moves the clock calls `ring` at every `next_instant` on the way.
    """

    def __init__(self, clock: HeldClock) -> None:
        self._clock = clock
        self._dated: dict[datetime, Call] = {}
        self._regular: list[Call] = []
        self._started = False

    def at(self, instant: datetime, call: Call) -> None:
        """Ring once at `instant`; a second call for the same instant replaces the first."""
        self._dated[instant] = call

    def every(self, interval: timedelta, call: Call) -> None:
        """Ring whenever time was moved, however short the interval: nothing happens between."""
        del interval
        self._regular.append(call)

    def start(self) -> None:
        """Begin to ring."""
        self._started = True

    async def stop(self) -> None:
        """Forget everything that was set."""
        self._started = False
        self._dated.clear()
        self._regular.clear()

    @property
    def next_instant(self) -> datetime | None:
        """Return when something is set to ring next, None if nothing is."""
        return min(self._dated, default=None)

    async def ring(self) -> None:
        """Make every call that is due by the clock, in order, then the regular ones.

        What a call raises is logged; the others are still made.
        """
        if not self._started:
            return
        now = self._clock.now()
        for instant in sorted(instant for instant in self._dated if instant <= now):
            await self._guarded(self._dated.pop(instant))
        for call in tuple(self._regular):
            await self._guarded(call)

    async def _guarded(self, call: Call) -> None:
        try:
            await call()
        except Exception:
            log.exception("An alarm's call failed; the next one still rings")
