"""What has to be remembered of Changes until they are told: all of them, in the order they came."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Protocol

from bot.announcements.model import Batch
from bot.program.diff import Change


class ChangeStore(Protocol):
    """Keeps Changes over restarts, until a day after the later start of the last one's session.

    A source's come with its version (`Versions.accept`), in one transaction. Any method raises what
    the store raises; nothing is half written then.
    """

    async def stamp(self) -> Hashable:
        """Return what is another value once anything was added or removed; asked very often."""
        ...

    async def all(self) -> tuple[Batch, ...]:
        """Return all that is kept, in the order in which it came, or last came again."""
        ...

    async def record(
        self, guild_id: int, program: str, changes: Sequence[Change], now: datetime
    ) -> None:
        """Keep what a guild's organizers changed at once, to be told there, and tell the others.

        Each Change is between what stood for this guild and what stands for it now.
        """
        ...

    async def clear(self, now: datetime) -> None:
        """Remove what is over for a day."""
        ...

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        ...
