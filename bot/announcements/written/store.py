"""What has to be remembered of announcements: all that organizers wrote, until it is let go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.announcements.written.model import Announcement


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """How one announcement stands since the write of this `number`; None unless it `waits`.

    What was posted waits for nothing any more, but is held as what waits all the same.
    """

    number: int
    guild_id: int
    id: str
    waits: Announcement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What tells whether anything was written: the last number, and that of the last removal."""

    written: int = 0
    removed: int = 0


class AnnouncementStore(Protocol):
    """Keeps announcements over restarts. No guild can reach another one's: each id goes with its.

    Any method raises what the store raises; nothing is half written then.
    """

    async def stamp(self) -> Stamp:
        """Return how much was written by now; asked very often.

        `removed` is another one once anything is gone that was waiting or posted.
        """
        ...

    async def since(self, number: int, limit: int) -> tuple[Latest, ...]:
        """Return what was written with a greater number, of every guild, by number.

        What is seen with a number is seen with every smaller one, too.
        """
        ...

    async def of_guild(self, guild_id: int, limit: int) -> tuple[Announcement, ...]:
        """Return a guild's newest announcements and drafts that have a title, the newest first."""
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
        at once, one wins. Its id and its guild stay.
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
