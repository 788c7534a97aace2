"""Keeps fresh what guilds have attached for themselves, and nothing that they have let go of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.clock import Clock
from bot.program.attached_id import is_attached
from bot.sources.attached import Attached
from bot.sources.outlets import Outlets
from bot.sources.taking import Taking
from bot.sources.version import Versions


class Attachments(Protocol):
    """Keeps what guilds attached for themselves. Any method raises what the store raises."""

    async def all(self) -> Sequence[Attached]:
        """Return what is attached in every guild that Marquee is in."""
        ...

    async def clear(self, now: datetime) -> int:
        """Remove what waited for too long to be confirmed; return how much that was."""
        ...


class Following:
    """What guilds have attached, `by_program`, by its id; without `attachments` there is none.

    Any method raises what the store raises.
    """

    def __init__(
        self,
        attachments: Attachments | None,
        outlets: Outlets,
        taking: Taking,
        versions: Versions,
        clock: Clock,
    ) -> None:
        self.by_program: Mapping[str, Attached] = {}
        self._attachments = attachments
        self._outlets = outlets
        self._taking = taking
        self._versions = versions
        self._clock = clock

    async def follow(self) -> None:
        """Look from now on at just those addresses that guilds have attached by now."""
        if self._attachments is None:
            return
        found = await self._attachments.all()
        self.by_program = {one.program: one for one in found}
        self._outlets.follow(table for one in found if (table := one.table()) is not None)

    async def follow_and_clear(self) -> None:
        """Do so, and let go of what waited for too long to be confirmed."""
        await self.follow()
        if self._attachments is not None:
            await self._attachments.clear(self._clock.now())

    async def drop_removed(self) -> None:
        """Take off the shelf what guilds had attached and the store has no more."""
        self.drop_all_but(await self._versions.digests())

    def drop_all_but(self, stored: Mapping[str, str]) -> None:
        """Take off the shelf what guilds had attached and is none of the stored versions."""
        for program in tuple(self._taking.standing):
            if is_attached(program) and program not in stored:
                self._taking.drop(program)
