"""Asks a loopback Discord what happened, or waits until it did."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.wire.line import Body, Id, Line, LoopbackError, text

POLL_SECONDS = 0.01
# Whatever is waited for comes long before, also on a busy machine; only what is broken takes so
# long.
PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A message that was posted, at wall and monotonic seconds (this machine's clocks).

    `repeats` counts the creates that got it back because of their nonce; `body` is Discord's JSON.
    """

    id: int
    channel_id: int
    guild_id: int | None
    author_id: int
    nonce: str | None
    wall: float
    monotonic: float
    deleted: bool
    repeats: int
    body: Body


class Witness:
    """Tells what happened. Ids may be given as numbers or text."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def posted(
        self,
        channel_id: Id | None = None,
        *,
        guild_id: Id | None = None,
        after: Id = 0,
    ) -> list[Posted]:
        """Return the messages of a channel, a guild or all, in order, the deleted ones too."""
        told = await self._line.do(
            "posted", channel_id=text(channel_id), guild_id=text(guild_id), after=str(after)
        )
        return [_posted(one) for one in told]

    async def count(self, channel_id: Id | None = None) -> int:
        """Return how many messages there are, the deleted ones too."""
        return int(await self._line.do("count_posted", channel_id=text(channel_id)))

    async def until_posted(
        self, count: int, channel_id: Id | None = None, within: float = PATIENCE
    ) -> list[Posted]:
        """Wait until there are so many messages, and return them.

        Raises:
            LoopbackError: there were not, in time.
        """

        async def enough() -> bool:
            return await self.count(channel_id) >= count

        await self._until(enough, within, f"{count} messages")
        return await self.posted(channel_id)

    async def connected(self) -> int:
        """Return how many sessions are connected."""
        return sum(bool(one["connected"]) for one in await self._line.do("sessions"))

    async def until_connected(self, shards: int = 1, within: float = PATIENCE) -> None:
        """Wait until so many sessions are connected.

        Raises:
            LoopbackError: they were not, in time.
        """

        async def enough() -> bool:
            return await self.connected() >= shards

        await self._until(enough, within, f"{shards} sessions")

    async def until_heard(self, what: str, count: int = 1, within: float = PATIENCE) -> list[Body]:
        """Wait until something happened on the gateway so often (see `record.Gateway`).

        Raises:
            LoopbackError: it did not, in time.
        """
        found: list[Body] = []

        async def enough() -> bool:
            found[:] = [one for one in await self.gateway() if one["what"] == what]
            return len(found) >= count

        await self._until(enough, within, f"{what} × {count}")
        return found

    async def requests(self, since: int = 0) -> list[Body]:
        """Return the REST requests with numbers greater than `since` (see `record.Request`)."""
        return list(await self._line.do("record", kind="requests", since=since))

    async def gateway(self, since: int = 0) -> list[Body]:
        """Return what happened on the gateway (see `record.Gateway`)."""
        return list(await self._line.do("record", kind="gateway", since=since))

    async def problems(self, since: int = 0) -> list[Body]:
        """Return what no correct bot does; a test should find none (see `record.Problem`)."""
        return list(await self._line.do("record", kind="problems", since=since))

    async def rates(self) -> Body:
        """Return how many requests there were, how many got 429, and the busiest second's."""
        return dict(await self._line.do("rates"))

    async def forget(self) -> None:
        """Drop the record, so that a long run stays lean; messages stay."""
        await self._line.do("forget")

    async def commands(self, guild_id: Id | None = None) -> list[Body]:
        """Return the registered commands: all guilds', or one guild's."""
        return list(await self._line.do("commands", guild_id=text(guild_id)))

    async def _until(self, enough: Callable[[], Awaitable[bool]], within: float, what: str) -> None:
        deadline = time.monotonic() + within
        while not await enough():
            if time.monotonic() > deadline:
                raise LoopbackError(f"not in {within} s: {what}")
            await asyncio.sleep(POLL_SECONDS)


def _posted(told: Body) -> Posted:
    guild_id = told["guild_id"]
    ids = {key: int(told[key]) for key in ("id", "channel_id", "author_id")}
    return Posted(**{**told, **ids, "guild_id": None if guild_id is None else int(guild_id)})
