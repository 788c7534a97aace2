"""What dispatch needs remembered: which deliveries were claimed, and what became of each."""

from datetime import datetime
from typing import Protocol

from bot.delivery.model import Delivery, Record, Told


class Ledger(Protocol):
    """Remembers each delivery from its claim on, over restarts and crashes.

    claimed → sent, dropped, expired, unsure or withdrawn, which are final; or → failed → claimed
    again. A withdrawn one holds no items and can be claimed anew. Any method raises what the
    store raises when it can't be read or written; nothing is half written then.
    """

    async def claim(self, delivery: Delivery, now: datetime) -> Record | None:
        """Write a delivery and its items as claimed, in one transaction, and return the record.

        None, with nothing written, if its key or one of its items is held already: of two that
        claim at once, one wins. A withdrawn delivery doesn't hold its key.
        """
        ...

    async def claim_again(self, record: Record) -> Record | None:
        """Claim a failed one, or a claim that nobody settled, for one more try.

        Return it as claimed with one attempt more; `claimed_at` stays the first claim's. None if
        it is no longer as `record` says: somebody else took it or settled it. From then on the
        claim is this process's.
        """
        ...

    async def settle(self, record: Record) -> None:
        """Write what became of a claimed delivery.

        Nothing is changed unless it stands as claimed, at that instant and with `record.attempts`
        tries, so whoever comes late doesn't undo what stands. A withdrawn one gives its items back.
        """
        ...

    async def unsettled(self) -> tuple[Record, ...]:
        """Return what is failed, and what is claimed by no other living process, in due order.

        So a claim that a process leaves by dying is returned to the others, and a fresh one of a
        process that is at work on it is not. What this process itself has claimed is returned.
        """
        ...

    async def told(self, since: datetime) -> tuple[Told, ...]:
        """Return the items held for sessions that start at `since` or later, of every guild."""
        ...

    async def recent(self, guild_id: int, limit: int = 25) -> tuple[Record, ...]:
        """Return a guild's deliveries for people to read, the latest due first."""
        ...

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        ...
