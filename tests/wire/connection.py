"""One gateway connection: frames go out in order, and are counted as they come in."""

import asyncio
import json
import time
import zlib
from collections import deque
from contextlib import suppress
from typing import Any

from aiohttp import web

from tests.wire.hub import Session

RATE_LIMITED = 4008
SENDS, SENDS_SECONDS = 120, 60.0
DRAIN_SECONDS = 0.5


class Closed(Exception):  # noqa: N818 - how a connection ends, not a fault of this program
    """The connection is to be closed with a code."""

    def __init__(self, code: int, reason: str) -> None:
        self.code = code
        super().__init__(reason)


class Connection:
    """One websocket; what is sent goes out in order, by a task of its own."""

    def __init__(
        self, socket: web.WebSocketResponse, transport: asyncio.Transport, *, compress: bool
    ) -> None:
        self.socket = socket
        self._transport = transport
        self.session: Session | None = None
        self.silent = False  # heartbeats get no answer
        self.dropped: int | None = None  # the code this side hung up with, 0 without a word
        self._deflate = zlib.compressobj() if compress else None
        self._outbox: asyncio.Queue[str] = asyncio.Queue()
        self._lately: deque[float] = deque()

    def put(self, text: str) -> None:
        """Send a frame, soon."""
        self._outbox.put_nowait(text)

    def say(self, opcode: int, data: Any) -> None:
        """Send a frame that is no event."""
        self.put(json.dumps({"op": opcode, "d": data, "s": None, "t": None}))

    async def write(self) -> None:
        """Send what was put, until cancelled."""
        while True:
            text = await self._outbox.get()
            with suppress(ConnectionError):
                if self._deflate is None:
                    await self.socket.send_str(text)
                else:
                    packed = self._deflate.compress(text.encode())
                    await self.socket.send_bytes(packed + self._deflate.flush(zlib.Z_SYNC_FLUSH))
            self._outbox.task_done()

    async def close(self, code: int, reason: str = "") -> None:
        """Send what was put, then hang up."""
        self.dropped = code
        with suppress(TimeoutError):
            await asyncio.wait_for(self._outbox.join(), DRAIN_SECONDS)
        await self.socket.close(code=code, message=reason.encode())

    def abort(self) -> None:
        """Cut the line without a word."""
        self.dropped = 0
        self._transport.abort()

    def count(self) -> None:
        """Count a frame of the client's.

        Raises:
            Closed: there were too many in a minute.
        """
        now = time.monotonic()
        self._lately.append(now)
        while now - self._lately[0] >= SENDS_SECONDS:
            self._lately.popleft()
        if len(self._lately) > SENDS:
            raise Closed(RATE_LIMITED, "Rate limited")
