"""Runs a loopback Discord: `python -m tests.wire --port 0 --nonce-memory 5 …`.

The first line it prints is JSON: its address, and whether bodies are checked against Discord's
OpenAPI description.
"""

import asyncio
import gc
import json
import signal
import sys

from aiohttp import web

from tests.wire import settings as wire_settings
from tests.wire.server import Server

HOST = "127.0.0.1"


async def serve(settings: wire_settings.Settings, *, until_stdin_closes: bool) -> None:
    """Serve until SIGTERM, SIGINT, or the end of whoever holds stdin."""
    server = Server(settings)
    runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, HOST, settings.port, backlog=1024)
    await site.start()
    settings.port = runner.addresses[0][1]
    # What stands at start never becomes garbage, and it is a lot.
    gc.freeze()
    checked = server.state.description is not None
    print(json.dumps({"address": server.state.address(), "checked": checked}), flush=True)  # noqa: T201 - the one line that is its output
    await _ended(until_stdin_closes=until_stdin_closes)
    await runner.cleanup()


async def _ended(*, until_stdin_closes: bool) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, ended.set)
    if until_stdin_closes:
        reader = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        waiting = asyncio.create_task(reader.read())
        waiting.add_done_callback(lambda _: ended.set())
    await ended.wait()


def main() -> None:
    """Read the command line and serve."""
    settings, until_stdin_closes = wire_settings.read()
    asyncio.run(serve(settings, until_stdin_closes=until_stdin_closes))


if __name__ == "__main__":
    main()
