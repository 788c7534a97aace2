"""The control API under /control/: what only the outside of Discord can do, for tests."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from aiohttp import web

from tests.wire.arrivals import Impossible
from tests.wire.refusal import Refusal
from tests.wire.settings import Settings
from tests.wire.state import State

Body = dict[str, Any]


class Server(Protocol):
    """What is controlled."""

    settings: Settings
    state: State

    async def reset(self) -> None:
        """Hang up on everybody and begin with an empty world and the first settings."""
        ...


Action = Callable[[Server, Body], Any]

ACTIONS: dict[str, Action] = {}
# What a caller gets wrong; it is told, and nothing was done.
MISUSE = (Impossible, Refusal, KeyError, TypeError, ValueError, re.error)


def action(function: Action) -> Action:
    """Serve a function under its name."""
    ACTIONS[function.__name__] = function
    return function


def add_routes(router: web.UrlDispatcher, server: Server) -> None:
    """Serve each action as POST /control/NAME, with its arguments as a JSON body."""

    async def handle(request: web.Request) -> web.StreamResponse:
        wanted = ACTIONS.get(request.match_info["name"])
        if wanted is None:
            return web.json_response({"error": "no such action"}, status=404)
        try:
            result = wanted(server, await request.json() if request.can_read_body else {})
            if isinstance(result, Awaitable):
                result = await result
        except MISUSE as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        return web.json_response(result)

    router.add_post("/control/{name}", handle)
