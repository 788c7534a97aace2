"""What organizers did, as values, and what has to be remembered of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that somebody did `at` an instant (UTC), in words that follow their name.

    `user_id` is None where an operator did it, or where the person had their id removed.
    """

    id: int
    guild_id: int
    user_id: int | None
    at: datetime
    what: str


class ActionStore(Protocol):
    """Keeps what organizers did. Any method raises what its database raises."""

    async def add(self, guild_id: int, user_id: int | None, what: str, at: datetime) -> None:
        """Keep one action."""
        ...

    async def recent(self, guild_id: int, limit: int) -> tuple[Action, ...]:
        """Return a guild's actions, the latest first."""
        ...

    async def since(self, at: datetime) -> tuple[Action, ...]:
        """Return every guild's actions at `at` or later, in their order."""
        ...

    async def forget_before(self, guild_id: int, before: datetime) -> int:
        """Remove a guild's actions before an instant; return how many there were."""
        ...

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        ...

    async def forget_user(self, user_id: int) -> int:
        """Take a person's id out of all actions; return in how many it stood."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """An action as it is posted; `mark` is its delivery's digest, put where it is found again."""

    user_id: int | None
    at: datetime
    what: str
    mark: str
