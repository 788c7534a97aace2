"""The Changes that are kept, at hand, and read anew only when they are others."""

from collections.abc import Hashable
from datetime import datetime

from bot.announcements.model import Batch
from bot.announcements.store import ChangeStore


class KeptChanges:
    """All batches of a store; `refresh` fills it. One that is over for a day is removed."""

    def __init__(self, store: ChangeStore) -> None:
        self._store = store
        self.stamp: Hashable = None
        self.batches: tuple[Batch, ...] = ()

    async def refresh(self, now: datetime) -> bool:
        """Read what is stored if it is another than before; tell whether it is.

        Raises what the store raises.
        """
        stamp = await self._store.stamp()
        is_over = any(batch.until <= now for batch in self.batches)
        if stamp == self.stamp and not is_over:
            return False
        if is_over:
            await self._store.clear(now)
        self.batches = await self._store.all()
        self.stamp = stamp
        return True
