"""Rings at an instant or over and over: APScheduler as nothing but the alarm clock."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

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
        """Make `call` each time that `interval` has passed, until `stop`."""
        ...

    def start(self) -> None:
        """Begin to ring; what was set before is kept. Needs a running event loop."""
        ...

    async def stop(self) -> None:
        """Ring no more, and return when the calls that are under way have ended."""
        ...


class SchedulerAlarm:
    """An Alarm by the machine's clock."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            # The persistent stores are synchronous and would hold the event loop for seconds.
            jobstores={"default": MemoryJobStore()},
            job_defaults={
                # By default a job that is late by a second is silently deleted.
                "misfire_grace_time": None,
                # After a suspended night one ring is enough: whoever is called looks what is due.
                "coalesce": True,
                # A job only starts a task and is over at once, so it never meets itself. Were the
                # call the job, one slow call would make the scheduler drop the rings after it.
                "max_instances": 1,
            },
        )
        self._calls: set[asyncio.Task[None]] = set()

    def at(self, instant: datetime, call: Call) -> None:
        """Make `call` once at `instant` (aware), at once if that is past."""
        self._scheduler.add_job(
            self._ring,
            DateTrigger(run_date=instant, timezone=UTC),
            args=(call,),
            id=f"at {instant.astimezone(UTC).isoformat()}",
            replace_existing=True,
        )

    def every(self, interval: timedelta, call: Call) -> None:
        """Make `call` each time that `interval` has passed, until `stop`."""
        trigger = IntervalTrigger(seconds=interval.total_seconds(), timezone=UTC)
        self._scheduler.add_job(self._ring, trigger, args=(call,))

    def start(self) -> None:
        """Begin to ring; needs a running event loop."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Ring no more, and return when the calls that are under way have ended.

        The scheduler itself would cancel them, and a message half sent is worse than a late exit.
        """
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await asyncio.gather(*self._calls)

    async def _ring(self, call: Call) -> None:
        task = asyncio.create_task(_guarded(call))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)


async def _guarded(call: Call) -> None:
    try:
        await call()
    except Exception:
        log.exception("An alarm's call failed; the alarm rings on")
