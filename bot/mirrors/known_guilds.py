"""The guilds as mirrors see them: what each chose, and of which everything was removed."""

from collections.abc import Collection, Iterable
from typing import Protocol

from bot.guilds.model import Choices


class KnownGuilds(Protocol):
    """Where guilds' choices stand."""

    def all(self) -> tuple[Choices, ...]:
        """Return the choices of every known guild that Marquee is in."""
        ...

    def for_guild(self, guild_id: int) -> Choices:
        """Return a guild's choices; one that set nothing has empty ones. Never fails."""
        ...


def forgotten(guilds: KnownGuilds, kept: Iterable[int]) -> Collection[int]:
    """Return those of whom something is kept in memory, and who are not known any more.

    All that was kept of them was removed, and so must this be, lest they be taken for set up as
    before. A guild that Marquee left is known: what stands there does so when it comes back.
    """
    here = {choices.guild_id for choices in guilds.all()}
    return {one for one in set(kept) - here if guilds.for_guild(one).left_at is None}
