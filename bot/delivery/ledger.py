"""What dispatch needs remembered: which deliveries were claimed, and what became of each."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from bot.delivery.model import Delivery, Record, Told


class Ledger(Protocol):
    """Remembers each delivery from its claim on, over restarts and crashes.

    claimed → sent, dropped, expired, unsure or withdrawn, which are final; or → failed → claimed
    again. A withdrawn one holds no items and can be claimed anew; one that is for a person alone is
    removed instead, so that nothing of them is kept that was never sent. Any method raises what the
    store raises when it can't be read or written; nothing is half written then.
    """

    async def claim(self, delivery: Delivery, now: datetime) -> Record | None:
        """Write a delivery and its items as claimed, in one transaction, and return the record.

        None, with nothing written, if its key or one of its items is held already: of two that
        claim at once, one wins. A withdrawn delivery doesn't hold its key.
        """
        ...

    async def write_off(self, record: Record) -> bool:
        """Write a delivery that nobody is to post, with its items and a final record, in one go.

        False, with nothing written, where `claim` gives None. So no crash leaves it as claimed.
        """
        ...

    async def claim_again(self, record: Record) -> Record | None:
        """Claim a failed one, or a claim that nobody settled, for one more try.

        Return it as claimed with one attempt more and no cause; `claimed_at` stays the first
        claim's. None if it is no longer as `record` says: somebody else took it or settled it.
        From then on the claim is this process's.
        """
        ...

    async def settle(self, record: Record) -> None:
        """Write what became of a claimed delivery.

        Nothing is changed unless it stands as claimed, at that instant and with `record.attempts`
        tries, so whoever comes late doesn't undo what stands. A withdrawn one gives its items back,
        and is removed if it is for a person alone.
        """
        ...

    async def unsettled(self) -> tuple[Record, ...]:
        """Return what is failed, and what is claimed by no other living process, in due order.

        So a claim that a process leaves by dying is returned to the others, and a fresh one of a
        process that is at work on it is not. What this process itself has claimed is returned.
        """
        ...

    async def told(self, since: datetime) -> tuple[Told, ...]:
        """Return the items held for sessions that start at `since` or later, of every guild.

        Those of direct messages, which are of no guild, are not among them.
        """
        ...

    async def told_directly(self, since: datetime, after: datetime) -> tuple[Told, ...]:
        """Return what direct messages hold of sessions that start at `since` or later.

        Only of deliveries that were first claimed at `after` or later; `place` is the person's id.
        """
        ...

    async def held(self, keys: Collection[str]) -> frozenset[str]:
        """Return those of the keys that are held; a withdrawn delivery doesn't hold its key."""
        ...

    async def troubles(self, since: datetime) -> tuple[Record, ...]:
        """Return what was dropped, has expired or became unsure at `since` or later, by then."""
        ...

    async def standing(self, now: datetime) -> tuple[Record, ...]:
        """Return what was sent with a message and has not expired by `now`, in due order."""
        ...

    async def amend(self, record: Record, content: str) -> None:
        """Write down what a sent delivery's message shows by now, if it is still as `record` says.

        Nothing else of it is changed.
        """
        ...

    async def find(self, digest: str) -> Record | None:
        """Return the delivery with this digest, None if none was claimed yet."""
        ...

    async def reopen(self, record: Record, now: datetime) -> Record | None:
        """Make what failed, was dropped, has expired or is unsure due for one more try at `now`.

        It is failed then, with `now` as its next try, and keeps its cause: from that its next try
        knows that a person asked, and posts it even where history can't be read. None if it is no
        longer as `record` says, or was sent, withdrawn or is being tried.
        """
        ...

    async def drop(self, record: Record, now: datetime) -> Record | None:
        """Drop what failed, by hand; None if it is no longer failed as `record` says."""
        ...

    async def recent(self, guild_id: int, limit: int = 25) -> tuple[Record, ...]:
        """Return a guild's deliveries for people to read, the latest due first."""
        ...

    async def clear(self, now: datetime) -> int:
        """Remove what is for a person alone and may not be kept any longer; return how many.

        That is what is settled, from its `keep_until` on, and what nobody settled, if its last
        moment is also more than a day ago.
        """
        ...

    async def forget_before(self, guild_id: int, before: datetime) -> int:
        """Remove a guild's deliveries that are settled and expired before then; return how many."""
        ...

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        ...
