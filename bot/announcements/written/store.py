"""What has to be remembered of announcements: all that organizers wrote, until it is let go."""

from collections.abc import Hashable
from datetime import datetime
from typing import Protocol

from bot.announcements.written.model import Announcement


class AnnouncementStore(Protocol):
    """Keeps announcements over restarts. No guild can reach another one's: each id goes with its.

    Any method raises what the store raises; nothing is half written then.
    """

    async def stamp(self) -> Hashable:
        """Return what is another value once anything was written; asked very often."""
        ...

    async def waiting(self) -> tuple[Announcement, ...]:
        """Return what is waiting or was posted, of every guild, in the order it was made."""
        ...

    async def of_guild(self, guild_id: int, limit: int) -> tuple[Announcement, ...]:
        """Return a guild's newest announcements and drafts, the newest first."""
        ...

    async def find(self, guild_id: int, key: str) -> Announcement | None:
        """Return a guild's announcement by its id; None if that guild has none such."""
        ...

    async def add(self, announcement: Announcement) -> None:
        """Keep a new one."""
        ...

    async def change(self, earlier: Announcement, later: Announcement) -> bool:
        """Keep `later` in place of `earlier`; False, with nothing changed, if that isn't as it was.

        Whether it is, its revision tells; `later` has the next one. Of two that change the same one
        at once, one wins. The id may become another one; the guild stays.
        """
        ...

    async def clear_drafts(self, before: datetime) -> int:
        """Remove the drafts that were made before an instant; return how many."""
        ...

    async def forget_before(self, guild_id: int, before: datetime) -> int:
        """Remove what a guild's organizers made before then; return how many.

        What has a time of its own is kept until that is before then, too.
        """
        ...

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        ...
