"""What attendees were told by direct message of sessions to come, without asking for all of it."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.clock import in_slices
from bot.delivery.ledger import Ledger
from bot.delivery.model import State
from bot.guilds.model import LONG_AGO
from bot.reminders.personal_plan import Heard

# What was claimed so shortly before a reading may not have been in it yet.
OVERLAP = timedelta(minutes=1)

# How many items are taken in before all else gets its turn: a few milliseconds.
ITEMS_AT_ONCE = 2_000


class DirectlyTold:
    """What the ledger holds of each person for sessions that have not started.

    After the first reading only what was claimed since is read. Once something was withdrawn, all
    of it is read for a while, since its record goes a moment later than that is known.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._heard: dict[datetime, dict[int, dict[tuple[str, timedelta], State]]] = {}
        self._read_at: datetime | None = None
        self._is_outdated = False
        self._one_at_a_time = asyncio.Lock()
        # When something was withdrawn whose record may still be there.
        self._withdrawn_at: datetime | None = None

    @property
    def is_certain(self) -> bool:
        """Whether nothing of what was read is known to be gone, or to go in a moment."""
        return self._withdrawn_at is None

    def of(self, start: datetime) -> Mapping[int, Heard]:
        """Return what is held for a start, by user id."""
        return self._heard.get(start, {})

    async def read(self, now: datetime) -> None:
        """Read what was claimed since the last time, and forget what has started.

        Raises what the ledger raises.
        """
        async with self._one_at_a_time:
            read_at, withdrawn_at = self._read_at, self._withdrawn_at
            # Should the clock have been set back since, all of it is read.
            if self._is_outdated or read_at is None or read_at > now or withdrawn_at is not None:
                self._is_outdated, self._read_at = False, None
                self._heard = await self._read(now, LONG_AGO, {})
            else:
                earlier = {start: held for start, held in self._heard.items() if start > now}
                self._heard = await self._read(now, read_at - OVERLAP, earlier)
            self._read_at = now
            is_old = withdrawn_at is not None and not withdrawn_at <= now < withdrawn_at + OVERLAP
            if is_old and self._withdrawn_at == withdrawn_at:
                self._withdrawn_at = None

    async def _read(
        self,
        now: datetime,
        after: datetime,
        heard: dict[datetime, dict[int, dict[tuple[str, timedelta], State]]],
    ) -> dict[datetime, dict[int, dict[tuple[str, timedelta], State]]]:
        told = await self._ledger.told_directly(now, after)
        async for one in in_slices(told, ITEMS_AT_ONCE):
            item = one.item
            if item.start > now:
                by_person = heard.setdefault(item.start, {})
                by_person.setdefault(one.place, {})[item.session, item.lead] = one.state
        return heard

    def read_all_anew(self) -> None:
        """Have the next reading read all of it, since states may be others than they were."""
        self._is_outdated = True

    def withdrawn(self, now: datetime) -> None:
        """Take note that a direct message is withdrawn."""
        self._withdrawn_at = now

    def forget(self, is_gone: Callable[[int], bool]) -> None:
        """Forget people of whom nothing is held any more, by their ids."""
        for by_person in self._heard.values():
            for user_id in [one for one in by_person if is_gone(one)]:
                del by_person[user_id]
