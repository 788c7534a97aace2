"""The program that a guild's organizers attached for their own guild, and what waits for a yes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.sources.table import SourceTable

# So large may a file be that organizers hand in, or what stands at their address.
LARGEST_ATTACHED = 8 * 1024 * 1024
# What was read and not confirmed is gone after that.
WAITS = timedelta(days=1)
# Reading takes a process of its own, so that one guild must not keep the machine busy.
MOST_TRIES = 10
TRIES_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a guild's program comes from: a file that was handed in, or a web address.

    `origin` is how that may be told: a file's name, or the address without password and query.
    `address` is the whole one. `zone` wins over the source's own words, as in an import.
    """

    origin: str
    address: str | None = field(default=None, repr=False)
    zone: str | None = None

    @property
    def is_live(self) -> bool:
        """Whether it is looked at again and again."""
        return self.address is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """The program that a guild attached, since `at` (UTC); `before` is what it followed before.

    That is a program's id, or None for the default program.
    """

    guild_id: int
    program: str
    source: Source
    before: str | None
    at: datetime

    def table(self) -> SourceTable | None:
        """Return what keeps it fresh as a [[program]] table does; None for a file."""
        if self.source.address is None:
            return None
        return SourceTable(
            id=self.program,
            source=self.source.address,
            zone=self.source.zone,
            largest=LARGEST_ATTACHED,
            is_trusted=False,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A program that was read for a guild, as its file's text, and waits to be confirmed.

    `key` is 24 hex digits. `earlier` is the digest of the version of it that stood then, None if
    there was none: if another one stands by now, it has to be read anew.
    """

    key: str
    guild_id: int
    source: Source
    program: str
    text: str = field(repr=False)
    digest: str
    earlier: str | None


class AttachedStore(Protocol):
    """Keeps which guild attached what. Any method raises what the store raises."""

    async def all(self) -> Sequence[Attached]:
        """Return what is attached in every guild that Marquee is in, by guild id."""
        ...

    async def of(self, guild_id: int) -> Attached | None:
        """Return what a guild attached, None if nothing."""
        ...

    async def begin(self, guild_id: int, key: str, at: datetime) -> int:
        """Note that a guild has something read from `at` on; return how often it had of late.

        This one counts; of late is within TRIES_WITHIN. What waits for longer than WAITS goes.
        """
        ...

    async def wait(self, pending: Pending) -> None:
        """Keep what was read under the key that was begun, in place of what waits of its guild."""
        ...

    async def pending(self, guild_id: int, key: str) -> Pending | None:
        """Return what waits of a guild under a key; None if nothing does, or not of that guild."""
        ...

    async def stop_waiting(self, guild_id: int, key: str) -> None:
        """Let what waits go; that it was read still counts."""
        ...

    async def attach(self, attached: Attached) -> None:
        """Keep that this is what its guild attached, in place of what was, and tell the others."""
        ...

    async def remove(self, guild_id: int, but: str | None = None) -> None:
        """Remove what a guild attached, with every version of it, and tell the other processes.

        Only the program `but`, if given, stays.
        """
        ...

    async def clear(self, now: datetime) -> int:
        """Remove what waits for longer than WAITS; return how much that was."""
        ...

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        ...
