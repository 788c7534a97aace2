"""A loopback Discord in a test's or harness's hand: started, set up, disturbed, asked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

from tests.wire.line import Body, Line
from tests.wire.people import People
from tests.wire.process import Process
from tests.wire.stage import Stage
from tests.wire.witness import Witness


class Loopback:
    """Speaks with a running loopback Discord.

    `stage` sets things up, `people` act, `witness` tells what happened; what goes wrong is here.

        async with Loopback.started(nonce_memory=5.0) as discord:
            guild = await discord.stage.create_guild(channels=("general",))
            await discord.fault("POST .*/messages", cut=True, effect=True)
            ...  # run a bot that `pointed_at(discord.address)` or `tests.wire.pointed` leads here
            posted = await discord.witness.until_posted(1, guild.channels["general"])
            assert await discord.witness.problems() == []
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._line = Line(address)
        self.stage = Stage(self._line)
        self.people = People(self._line)
        self.witness = Witness(self._line)

    @classmethod
    @asynccontextmanager
    async def started(cls, **settings: Any) -> AsyncIterator[Self]:
        """Start a process of its own, with settings by the names of `Settings`."""
        process = Process(**settings)
        try:
            async with cls(process.address) as loopback:
                yield loopback
        finally:
            process.stop()

    async def __aenter__(self) -> Self:
        await self._line.open()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._line.close()

    async def reset(self, **settings: Any) -> None:
        """Begin anew: an empty world, and the first settings with some changed."""
        await self._line.do("reset", **settings)

    async def change_settings(self, **settings: Any) -> None:
        """Change some settings while it runs."""
        await self._line.do("change_settings", **settings)

    async def fault(self, path: str, **how: Any) -> int:
        """Let requests go wrong; `how` as in `tests.wire.faults.Fault`. Returns the fault's id."""
        return int(await self._line.do("add_fault", path=path, **how))

    async def faults(self) -> list[Body]:
        """Return the faults, and in `hits` how often each was met."""
        return list(await self._line.do("faults"))

    async def clear_faults(self) -> None:
        """Let nothing go wrong any more."""
        await self._line.do("clear_faults")

    async def disturb(self, how: str, shard: int | None = None, **more: Any) -> int:
        """Disturb the gateway of a shard, or all: close (`code`), abort, reconnect, invalidate
        (`resumable`), silence. Returns how many connections were hit.
        """
        return int(await self._line.do("disturb_gateway", how=how, shard=shard, **more))
