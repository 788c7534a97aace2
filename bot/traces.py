"""All that is kept of guilds, in one hand, so that nothing is forgotten when they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Store(Protocol):
    """Keeps something of guilds."""

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild. Raises what the database raises."""
        ...


class Aging(Store, Protocol):
    """Keeps what is over sooner or later."""

    async def forget_before(self, guild_id: int, before: datetime) -> int:
        """Remove of a guild what is settled and was over before an instant; return how much."""
        ...


class Ledger(Aging, Protocol):
    """Keeps what was posted."""

    async def clear(self, now: datetime) -> int:
        """Remove what is for a person alone and may not be kept any longer; return how many."""
        ...


class Agendas(Protocol):
    """Keeps what attendees saved."""

    async def forget_guild(self, guild_id: int) -> None:
        """Let what was saved in a guild be saved in none, and be nobody's last guild."""
        ...


class Traces:
    """What guilds leave behind: what was posted, what organizers did and chose, what was saved.

    Any method raises what the database raises; then it can be asked again.
    """

    def __init__(
        self, ledger: Ledger, agendas: Agendas, aging: Sequence[Aging], others: Sequence[Store]
    ) -> None:
        """`others` are all that don't age; what a guild chose comes last of them."""
        self._ledger = ledger
        self._agendas = agendas
        self._aging = (ledger, *aging)
        self._others = tuple(others)

    async def clear(self, now: datetime) -> int:
        """Remove what is for a person alone and may not be kept any longer; return how many."""
        return await self._ledger.clear(now)

    async def forget_before(self, guild_id: int, before: datetime) -> int:
        """Remove what was posted and done in a guild before an instant; return how much that was.

        What is not settled yet stays.
        """
        return sum([await store.forget_before(guild_id, before) for store in self._aging])

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild.

        What people saved there stays theirs, and says no more where that was.
        """
        await self._agendas.forget_guild(guild_id)
        for store in (*self._aging, *self._others):
            await store.forget(guild_id)
