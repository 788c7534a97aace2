"""The gate that sends go through: so many at one time, in order, and who hangs makes room."""

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count

Place = tuple[int, datetime]


class Gate:
    """Lets `number` through at one time; who takes longer than `patience` counts no more."""

    def __init__(self, number: int, patience: timedelta) -> None:
        self._free = number
        self._patience = patience
        self._waiting: list[tuple[Place, int, asyncio.Future[None]]] = []
        self._numbers = count()

    @asynccontextmanager
    async def through(self, place: Place) -> AsyncIterator[None]:
        """Wait to be let through; of those who wait, the smallest `place` comes first.

        Who takes longer than `patience` goes on, but the next one doesn't wait for that.
        """
        await self._wait(place)
        given_back = False

        def give_back() -> None:
            nonlocal given_back
            if not given_back:
                given_back = True
                self._release()

        # By the loop's own clock, which doesn't jump.
        seconds = self._patience.total_seconds()
        patience = asyncio.get_running_loop().call_later(seconds, give_back)
        try:
            yield
        finally:
            patience.cancel()
            give_back()

    async def _wait(self, place: Place) -> None:
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (place, next(self._numbers), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                # Its turn had come in the very moment in which it was cut off.
                self._release()
            raise

    def _release(self) -> None:
        while self._waiting:
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
