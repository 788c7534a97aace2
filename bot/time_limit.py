"""Stops what Discord takes too long over, and leaves discord.py able to go on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import discord


@asynccontextmanager
async def within(client: discord.Client, limit: timedelta) -> AsyncIterator[None]:
    """Stop what takes longer than `limit`, with a TimeoutError."""
    try:
        async with asyncio.timeout(limit.total_seconds()):
            yield
    except TimeoutError:
        # Stopped while it waits for the end of a global rate limit, discord.py never says that the
        # limit is over, and every later request of the process waits for that word.
        client.http._global_over.set()  # noqa: SLF001 - there is no public way
        raise
