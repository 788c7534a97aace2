"""Knows what is to be posted: several planners, asked as one."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.delivery.log_lines import new_reference
from bot.delivery.model import Plan
from bot.delivery.posting import Posting

log = logging.getLogger(__name__)


class Planner(Protocol):
    """Knows what is to be posted for one reason."""

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return what is due, coming, missed and held at `now`, over all guilds.

        One guild whose plan fails doesn't spoil the others'. Raises only if the store fails.
        """
        ...


class Planning(Planner, Posting, Protocol):
    """All that is to be posted, and where: what dispatch follows."""


class Planners:
    """The Planning of several planners; what one of them raises doesn't spoil the others' plans."""

    def __init__(self, planners: Sequence[Planner], posting: Posting) -> None:
        self._planners = planners
        self._posting = posting

    async def plans(self, now: datetime) -> Sequence[Plan]:
        """Return the plans of all; one that fails is logged with a reference and left out."""
        plans: list[Plan] = []
        for planner in self._planners:
            try:
                plans += await planner.plans(now)
            except Exception:
                log.exception(
                    "Reference %s: %s could not plan; the next sweep asks again",
                    new_reference(),
                    type(planner).__name__,
                )
        return plans

    def owns(self, guild_id: int) -> bool:
        """Tell whether it is this process that posts in a guild."""
        return self._posting.owns(guild_id)

    def is_paused(self, guild_id: int) -> bool:
        """Tell whether a guild's organizers want nothing posted until they resume it."""
        return self._posting.is_paused(guild_id)
