"""Calls the control API of a running loopback Discord."""

from typing import Any

import aiohttp

Body = dict[str, Any]
Id = int | str


class LoopbackError(Exception):
    """The loopback Discord could not do what it was asked, or something did not happen in time."""


class Line:
    """The line to one loopback Discord's control API."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Open it, in the running event loop."""
        self._session = aiohttp.ClientSession()

    async def close(self) -> None:
        """Close it."""
        if self._session is not None:
            await self._session.close()

    async def do(self, action: str, **arguments: Any) -> Any:
        """Call an action.

        Raises:
            LoopbackError: the arguments are wrong, or it can't be done.
        """
        assert self._session is not None, "the line is not open"
        async with self._session.post(f"{self.address}/control/{action}", json=arguments) as answer:
            told = await answer.json()
        if answer.status != 200:
            raise LoopbackError(f"{action}: {told['error']}")
        return told


def text(given: Id | None) -> str | None:
    """Return an id as Discord writes it."""
    return None if given is None else str(given)
