"""Serves the gateway, the REST routes, the attachments and the control of one Discord."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiohttp import web

from tests.wire import control
from tests.wire.openapi import Description
from tests.wire.rest import ROUTES
from tests.wire.rest.pipeline import PREFIX, pass_through
from tests.wire.rest.route import Route
from tests.wire.settings import Settings, reset
from tests.wire.state import State

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

MAX_BODY = 32 * 1024 * 1024
# Tokens are words, everything else in braces is an id.
TOKENS = {"interaction_token", "webhook_token"}


class Server:
    """One Discord behind one port; `state` is made anew by a reset."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._base = replace(settings)
        self._description = Description.load(settings.openapi)
        self.state = State(settings, self._description)

    async def reset(self) -> None:
        """Hang up on everybody and begin with an empty world and the first settings."""
        for connection in list(self.state.door.connections):
            await connection.close(1001)
        port = self.settings.port
        reset(self.settings, self._base)
        self.settings.port = port
        self.state = State(self.settings, self._description)

    def application(self) -> web.Application:
        """Return the application to serve."""
        application = web.Application(client_max_size=MAX_BODY)
        router = application.router
        for route in ROUTES:
            router.add_route(route.method, PREFIX + _pattern(route.template), self._rest(route))
        router.add_get("/gateway", self._gateway)
        router.add_get("/gateway/", self._gateway)
        router.add_get("/attachments/{id}/{filename}", self._attachment)
        control.add_routes(router, self)
        router.add_route("*", "/{path:.*}", self._unknown)
        return application

    def _rest(self, route: Route) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await pass_through(self.state, route, request)

        return handle

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        fault = self.state.faults.take("CONNECT", "/gateway")
        if fault is not None:
            await asyncio.sleep(fault.delay)
        if fault is not None and fault.cut and request.transport is not None:
            request.transport.abort()
        if fault is not None and fault.spoils:
            return web.Response(status=fault.status or 500)
        return await self.state.door.accept(request)

    async def _attachment(self, request: web.Request) -> web.StreamResponse:
        content = self.state.world.files.get(request.match_info["id"])
        return web.Response(status=404) if content is None else web.Response(body=content)

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        what = f"{request.method} {request.path}"
        self.state.record.add_problem(what, "this Discord has no such route")
        body = {"message": f"The loopback Discord has no route {what}", "code": 0}
        # Not json_response: discord.py wants the bare type.
        return web.Response(
            status=501,
            body=web.json_response(body).body,
            headers={"Content-Type": "application/json"},
        )


def _pattern(template: str) -> str:
    def one(match: re.Match[str]) -> str:
        name = match[1]
        return f"{{{name}}}" if name in TOKENS else f"{{{name}:[0-9]+}}"

    return re.sub(r"\{(\w+)\}", one, template)
