"""Where it is kept what stands in Discord for which guild and subject."""

from typing import Protocol

from bot.mirrors.model import Mirror, MirrorKind


class LostError(Exception):
    """Somebody else changed a mirror in the store: what is remembered of it is not so."""


class MirrorStore(Protocol):
    """Keeps mirrors, over restarts. Any method raises what its database raises.

    A guild has one mirror for each kind and subject.
    """

    async def all(self, kind: MirrorKind) -> tuple[Mirror, ...]:
        """Return every guild's mirrors of a kind, by guild id and subject."""
        ...

    async def swap(self, before: Mirror | None, after: Mirror | None) -> bool:
        """Keep `after` if `before` is what stands there by now; False, with nothing changed, else.

        None is none. Both, if there are two, are of one guild, kind and subject.
        """
        ...

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        ...
