"""Hears that the process is asked to stop, and sees to it that it ends in time, come what may."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from datetime import timedelta

log = logging.getLogger(__name__)

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stop_signals(*, end_within: timedelta) -> Iterator[asyncio.Event]:
    """Give what is set once the process is asked to stop, as often as it is asked.

    From then on it has `end_within` to end by itself. If it doesn't, it is ended, as well as if it
    had: what that leaves behind is cleared up like what a crash leaves.
    """
    loop = asyncio.get_running_loop()
    asked = asyncio.Event()

    def stop() -> None:
        log.info("Asked to stop")
        if not asked.is_set():
            _end_after(end_within)
        asked.set()

    for name in SIGNALS:
        loop.add_signal_handler(name, stop)
    try:
        yield asked
    finally:
        for name in SIGNALS:
            loop.remove_signal_handler(name)


async def ended(*under_way: Awaitable[None], within: timedelta) -> bool:
    """Wait for what is under way, and cut off what takes longer; tell whether nothing did."""
    tasks = [asyncio.ensure_future(one) for one in under_way]
    _, slow = await asyncio.wait(tasks, timeout=within.total_seconds())
    for task in slow:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            log.error("Something failed while Marquee stopped", exc_info=outcome)
    return not slow


def _end_after(span: timedelta) -> None:
    # A thread's timer, since it is the event loop that can be held up, or be over already.
    timer = threading.Timer(span.total_seconds(), _end)
    timer.daemon = True
    timer.start()


def _end() -> None:
    log.warning("Something does not let go and is left behind; the next start looks after it")
    logging.shutdown()
    os._exit(0)
