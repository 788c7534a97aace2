"""Rings at an instant or over and over: APScheduler as nothing but the alarm clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Protocol

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

log = logging.getLogger(__name__)

Call = Callable[[], Awaitable[None]]


class Alarm(Protocol):
    """Makes calls when their time has come. It remembers nothing over a restart.

    A late ring is still a ring. What a call raises is logged, and all others are still made. A call
    may overlap with others and with itself.
    """

    def at(self, instant: datetime, call: Call) -> None:
        """Make `call` once at `instant` (aware), at once if that is past.

        There is one call an instant: setting it again replaces it.
        """
        ...

    def every(self, interval: timedelta, call: Call) -> None:
        """Make `call` each time that `interval` has passed, until `stop`.

        However the clock is set meanwhile. After such a ring, the calls for instants that a jump
        of the clock has made past are made too.
        """
        ...

    def start(self) -> None:
        """Begin to ring; what was set before is kept. Needs a running event loop."""
        ...

    async def stop(self) -> None:
        """Ring no more, and return when the calls that are under way have ended."""
        ...


class SchedulerAlarm:
    """An Alarm: instants by the machine's clock, intervals by its timer, which is never set."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            # The persistent stores are synchronous and would hold the event loop for seconds.
            jobstores={"default": MemoryJobStore()},
            # By default a job that is late by a second is silently deleted.
            job_defaults={"misfire_grace_time": None},
        )
        self._calls: set[asyncio.Task[None]] = set()
        self._regular: list[_Regular] = []

    def at(self, instant: datetime, call: Call) -> None:
        """Make `call` once at `instant` (aware), at once if that is past."""
        self._scheduler.add_job(
            self._ring_at,
            DateTrigger(run_date=instant, timezone=UTC),
            args=(call,),
            id=f"at {instant.astimezone(UTC).isoformat()}",
            replace_existing=True,
        )

    def every(self, interval: timedelta, call: Call) -> None:
        """Make `call` each time that `interval` has passed, until `stop`."""
        regular = _Regular(interval, partial(self._ring_again, call))
        self._regular.append(regular)
        if self._scheduler.running:
            regular.start()

    def start(self) -> None:
        """Begin to ring; needs a running event loop."""
        self._scheduler.start()
        for regular in self._regular:
            regular.start()

    async def stop(self) -> None:
        """Ring no more, and return when the calls that are under way have ended.

        The scheduler itself would cancel them, and a message half sent is worse than a late exit.
        """
        for regular in self._regular:
            regular.stop()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await asyncio.gather(*self._calls)

    async def _ring_at(self, call: Call) -> None:
        # Were the call itself the job, the scheduler would cancel it when it stops.
        self._ring(call)

    def _ring_again(self, call: Call) -> None:
        self._ring(call)
        # It waits by the timer for its next instant, and doesn't notice when the clock jumps there.
        self._scheduler.wakeup()

    def _ring(self, call: Call) -> None:
        task = asyncio.create_task(_guarded(call))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)


class _Regular:
    """Rings each time that `interval` has passed by the event loop's timer.

    APScheduler's interval jobs go by the clock: set back by an hour, they are silent for an hour.
    """

    def __init__(self, interval: timedelta, ring: Callable[[], None]) -> None:
        self._seconds = interval.total_seconds()
        self._ring = ring
        self._next: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._next = asyncio.get_running_loop().call_later(self._seconds, self._come_round)

    def stop(self) -> None:
        """Ring no more."""
        if self._next is not None:
            self._next.cancel()

    def _come_round(self) -> None:
        # First of all, so that nothing can keep it from the next time.
        self.start()
        self._ring()


async def _guarded(call: Call) -> None:
    try:
        await call()
    except Exception:
        log.exception("An alarm's call failed; the alarm rings on")
