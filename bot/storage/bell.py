"""Makes one call whenever something changed: never beside itself, and once for several changes."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

Call = Callable[[], Awaitable[None]]


class Bell:
    """Makes `call` when it is rung; what that raises is logged with a reference.

    Rung while the call is under way, it makes it once more afterwards, since what is read by then
    may be older than the change.
    """

    def __init__(self, call: Call, *, why: str) -> None:
        self._call = call
        self._why = why
        self._rung = False
        self._stopped = False
        self._ringing: asyncio.Task[None] | None = None

    def ring(self) -> None:
        """Have the call made soon; needs a running event loop."""
        if self._stopped:
            return
        self._rung = True
        if self._ringing is None:
            self._ringing = asyncio.create_task(self._ring())

    async def stop(self) -> None:
        """Ring no more, and return when the call that is under way has ended."""
        self._stopped = True
        self._rung = False
        if self._ringing is not None:
            await self._ringing

    async def _ring(self) -> None:
        try:
            while self._rung:
                self._rung = False
                await self._guarded()
        finally:
            self._ringing = None

    async def _guarded(self) -> None:
        try:
            await self._call()
        except Exception:
            reference = secrets.token_hex(4)
            log.exception("Reference %s: what was to be done failed: %s", reference, self._why)
