"""The last good version of each program, kept for all processes and over restarts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.sources.trouble import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A sound version of a program, as its file's text; `accepted_at` is in UTC.

    `digest` is of the file's bytes: another text has another one.
    """

    program: str
    digest: str
    accepted_at: datetime
    text: str


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

    async def accept(self, version: Version) -> None:
        """Keep a version in place of the program's earlier one, and tell the other processes."""
        ...

    async def troubles(self) -> tuple[Trouble, ...]:
        """Return the troubles that stand, by program id."""
        ...

    async def report(self, troubles: Iterable[Trouble]) -> None:
        """Let these be all troubles that stand, and tell the other processes."""
        ...
