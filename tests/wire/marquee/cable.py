"""A cable between Marquee and a database server: it can be cut, silenced and mended."""

import asyncio
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit, urlunsplit

HOST = "127.0.0.1"
PIECE = 1 << 16


class Cable:
    """Carries every connection to `url`'s server; `url` is then the same database's through it."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._carrying: set[asyncio.Task[None]] = set()
        self._flows = asyncio.Event()
        self._flows.set()
        self._server: asyncio.Server | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        await self.mend()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.cut()

    @property
    def url(self) -> str:
        """The URL that leads through the cable."""
        user, at, _ = self._parts.netloc.rpartition("@")
        return urlunsplit(self._parts._replace(netloc=f"{user}{at}{HOST}:{self._port}"))

    async def kill(self) -> None:
        """Break every connection; new ones can be made."""
        for task in self._carrying:
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def cut(self) -> None:
        """Break every connection, and refuse new ones."""
        if self._server is not None:
            self._server.close()
        await self.kill()

    def silence(self) -> None:
        """Let nothing through any more, with every connection left as it is."""
        self._flows.clear()

    async def mend(self) -> None:
        """Carry again, at the same port."""
        self._flows.set()
        if self._server is None or not self._server.is_serving():
            self._server = await asyncio.start_server(self._carry, HOST, self._port)
            self._port = self._server.sockets[0].getsockname()[1]

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carrying.add(task)
        far = None
        try:
            near = (reader, writer)
            far = await asyncio.open_connection(self._parts.hostname, self._parts.port or 5432)
            ways = (self._pour(near[0], far[1]), self._pour(far[0], near[1]))
            flows = [asyncio.create_task(way) for way in ways]
            try:
                await asyncio.wait(flows, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for flow in flows:
                    flow.cancel()
        finally:
            self._carrying.discard(task)
            for end in (writer, *((far[1],) if far else ())):
                end.transport.abort()

    async def _pour(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while piece := await source.read(PIECE):
                await self._flows.wait()
                sink.write(piece)
                await sink.drain()
