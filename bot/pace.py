"""Holds each request to Discord until it may go, so that none is refused for coming too fast."""

import asyncio
import logging
import math
from collections import deque
from types import SimpleNamespace
from typing import TYPE_CHECKING

import aiohttp

from bot.places import SECOND, Places

if TYPE_CHECKING:
    from yarl import URL

log = logging.getLogger(__name__)

# Requests in any second, for one token, over all routes but those of interactions: Discord's
# "Global Rate Limit" (https://discord.com/developers/docs/topics/rate-limits).
GLOBAL_LIMIT = 50

# In seconds. Others hear of a new process well within the first; the next sees the last requests of
# their former share out.
UNTIL_OTHERS_KNOW = 2 * SECOND

TOO_MANY = 429


class Pace:
    """Holds the requests of one token, or of this process's share of it; first come, first served.

    An interaction's answers are never held, since Discord doesn't count them.
    """

    def __init__(self, limit: int = GLOBAL_LIMIT) -> None:
        self._limit = limit
        self._processes = 1
        self._places = Places(limit)
        self._waiting: deque[asyncio.Future[int]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def trace(self) -> aiohttp.TraceConfig:
        """Return the hooks for the HTTP session whose requests are to be held.

        aiohttp awaits them around each request that is really made, so also around the tries that
        discord.py makes by itself.
        """
        hooks = aiohttp.TraceConfig()
        hooks.on_request_start.append(self._hold)
        hooks.on_connection_create_start.append(self._hold_again)
        hooks.on_connection_reuseconn.append(self._hold_again)
        hooks.on_request_end.append(self._answered)
        hooks.on_request_exception.append(self._cut_off)
        return hooks

    def share(self, processes: int) -> None:
        """Share the limit with the other living processes; `processes` counts this one too."""
        if processes != self._processes:
            log.info("Requests to Discord are shared by %d processes", processes)
        self._processes = processes
        self._places.change(max(1, self._limit // processes), _now())
        self._admit()

    def begin_beside_others(self) -> None:
        """Be silent until the others, who have just heard of this process, keep to their share."""
        self._places.close(_now() + UNTIL_OTHERS_KNOW)

    async def enter(self) -> int:
        """Wait until a request may start; return the number to `leave` with when it ended."""
        turn: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        self._admit()
        try:
            return await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                # Its turn had come in the very moment in which it was cut off.
                self._places.give_back(turn.result())
                self._admit()
            raise

    def leave(self, request: int) -> None:
        """Tell that a request ended, answered or cut off."""
        self._places.end(request, _now())
        self._admit()

    def _admit(self) -> None:
        """Let those go whose turn it is, and come back when the next one's is."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = _now()
        while self._waiting:
            if self._waiting[0].done():
                self._waiting.popleft()  # cut off while it waited
                continue
            opens = self._places.opens(now)
            if opens > now:
                self._timer = asyncio.get_running_loop().call_at(opens, self._admit)
                return
            self._waiting.popleft().set_result(self._places.take(now))

    async def _hold(
        self,
        _session: aiohttp.ClientSession,
        request: SimpleNamespace,
        params: aiohttp.TraceRequestStartParams,
    ) -> None:
        request.place = None
        request.was_sent = False
        if _is_counted(params.url):
            request.place = await self.enter()

    async def _hold_again(
        self, _session: aiohttp.ClientSession, request: SimpleNamespace, _params: object
    ) -> None:
        """Hold what aiohttp sends a second time without a word, when the connection had broken."""
        if request.place is not None and request.was_sent:
            self._release(request)
            request.place = await self.enter()
        request.was_sent = True

    async def _answered(
        self,
        _session: aiohttp.ClientSession,
        request: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        self._release(request)
        wait = _global_wait(params.response)
        if wait > 0:
            log.warning("Discord wants no request for %.0f seconds: somebody made too many", wait)
            self._places.close(_now() + wait)

    async def _cut_off(
        self, _session: aiohttp.ClientSession, request: SimpleNamespace, _params: object
    ) -> None:
        self._release(request)

    def _release(self, request: SimpleNamespace) -> None:
        place, request.place = getattr(request, "place", None), None
        if place is not None:
            self.leave(place)


def _now() -> float:
    # The loop's clock does not go back or jump, so no set clock can stop all requests.
    return asyncio.get_running_loop().time()


def _is_counted(url: "URL") -> bool:
    """Tell whether a request falls under the limit: neither the gateway's nor an interaction's."""
    match url.parts:
        case ("/", "api", _, "interactions", *_):
            return False
        case ("/", "api", _, "webhooks", _, _, *_):
            return False  # a follow-up: it goes by the interaction's token
        case ("/", "api", *_):
            return True
    return False


def _global_wait(answer: aiohttp.ClientResponse) -> float:
    """Return for how many seconds an answer forbids every request; 0 if it doesn't."""
    headers = answer.headers
    everywhere = headers.get("X-RateLimit-Global") or headers.get("X-RateLimit-Scope") == "global"
    if answer.status != TOO_MANY or not everywhere:
        return 0
    try:
        wait = float(headers.get("Retry-After", ""))
    except ValueError:
        return SECOND
    return wait if math.isfinite(wait) else SECOND
