"""The last good version of each program, kept for all processes and over restarts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.program.diff import Change
from bot.sources.trouble import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A sound version of a program, as its file's text; `accepted_at` is in UTC.

    `digest` is of the file's bytes: another text has another one. Of a refused version,
    `accepted_at` is when it was refused.
    """

    program: str
    digest: str
    accepted_at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptChange:
    """A Change as it was accepted with a version: `earlier` and `later` are the digests.

    A program's session has one at most between the same two digests. `at` is in UTC.
    """

    program: str
    earlier: str
    later: str
    at: datetime
    change: Change


class Versions(Protocol):
    """Keeps the last good version of each program, and what is wrong with what came after it.

    Any method raises what the store raises; nothing is half written then.
    """

    async def digests(self) -> Mapping[str, str]:
        """Return the digest of each program's version, by the program's id."""
        ...

    async def get(self, program: str) -> Version | None:
        """Return a program's version, None if none was ever accepted."""
        ...

    async def accept(
        self,
        version: Version,
        changes: Sequence[Change] = (),
        missing: Mapping[str, int] | None = None,
    ) -> None:
        """Keep a version in place of the program's earlier one, and tell the other processes.

        In the same transaction its Changes from the earlier one are kept, with both digests, the
        program's counters become `missing`, and its refused version is forgotten. A Change that is
        kept already, by program, session and digests, stays as it is. An added session whose last
        kept Change cancelled it is kept as reinstated. The first version of a program has no
        Changes. The version that stands may be given again, for its counters: then
        it stays as it is, with its time.
        """
        ...

    async def missing(self, program: str) -> Mapping[str, int]:
        """Return how many good refreshes in a row lacked a session, by its id; at least 1 each."""
        ...

    async def changes(self, program: str, limit: int) -> tuple[KeptChange, ...]:
        """Return a program's newest Changes: those of a later version first, else as accepted."""
        ...

    async def refuse(self, version: Version) -> None:
        """Keep a version that was refused, in place of the program's earlier refused one."""
        ...

    async def refused(self, program: str) -> Version | None:
        """Return a program's refused version, None if there is none to accept."""
        ...

    async def forget_refused(self, program: str) -> None:
        """Forget a program's refused version, if there is one."""
        ...

    async def troubles(self) -> tuple[Trouble, ...]:
        """Return the troubles that stand, by program id."""
        ...

    async def report(self, troubles: Iterable[Trouble]) -> None:
        """Let these be all troubles that stand, and tell the other processes."""
        ...
