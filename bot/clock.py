"""What time it is, as something handed in; and how a long piece of work lets others in between."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from typing import Protocol, TypeVar

Thing = TypeVar("Thing")


class Clock(Protocol):
    """Tells the time to whoever holds it, so that a rehearsal can hold time in its hand."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC. Never fails, may step in either direction."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the machine's present instant in UTC."""
        return datetime.now(UTC)


async def give_way() -> None:
    """Let everything else that is ready run, and go on.

    No time has to pass for that: a sleep of nothing is how asyncio is asked for it.
    """
    await asyncio.sleep(0)


async def in_slices(things: Iterable[Thing], size: int) -> AsyncIterator[Thing]:
    """Yield the things, and give way after every `size` of them."""
    for number, thing in enumerate(things, start=1):
        yield thing
        if number % size == 0:
            await give_way()
