"""Sees to it that each order is carried out once, and kept with who gave it."""

from datetime import datetime
from typing import Protocol

from bot.organizers.actions import Action


class Claims(Protocol):
    """Remembers which interactions were carried out, over all processes."""

    async def claim(self, interaction_id: int, now: datetime) -> bool:
        """Claim an interaction by Discord's id; False if it was claimed before, by anybody.

        Raises what the store raises; then nothing is claimed.
        """
        ...


class ActionLog(Protocol):
    """Keeps what organizers do, for their own guild to read."""

    async def note(self, guild_id: int, user_id: int | None, what: str) -> None:
        """Keep that somebody did something, in words that follow their name. Never fails."""
        ...

    async def recent(self, guild_id: int) -> tuple[Action, ...]:
        """Return a guild's last actions, the latest first. Raises what the store raises."""
        ...


class Register:
    """Claims and log in one: what every desk that carries out orders needs."""

    def __init__(self, claims: Claims, log: ActionLog) -> None:
        self._claims = claims
        self._log = log

    async def claim(self, interaction_id: int, now: datetime) -> bool:
        """Claim an interaction by Discord's id; False if it was claimed before, by anybody."""
        return await self._claims.claim(interaction_id, now)

    async def note(self, guild_id: int, user_id: int | None, what: str) -> None:
        """Keep that somebody did something, in words that follow their name. Never fails."""
        await self._log.note(guild_id, user_id, what)

    async def recent(self, guild_id: int) -> tuple[Action, ...]:
        """Return a guild's last actions, the latest first. Raises what the store raises."""
        return await self._log.recent(guild_id)
