"""How a program is kept fresh, as organizers see and steer it: status, reload, accept, changes."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.program.attached_id import is_attached
from bot.program.diff import Change
from bot.program.model import Program
from bot.sources.reading import Unreadable
from bot.sources.refresh import Refresh
from bot.sources.shelf import Shelf
from bot.sources.version import KeptChange, Version, Versions
from bot.translation import said

log = logging.getLogger(__name__)

SHORT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of each thing a program has."""

    talks: int
    speakers: int
    sessions: int
    rooms: int
    tracks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A version that was not taken over: when it came, in UTC, and what it would change."""

    digest: str
    at: datetime
    counts: Counts
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """Where a program comes from and how it stands; instants are in UTC.

    `origin` is a web address without password and query, or a file's name; None if it has no
    source that is known here. `digest` is short. `accepted_at` is None where nothing is stored
    yet, `last_look` and `next_look` where this process does not look. `trouble` is in words for a
    person.
    """

    program: str
    name: str
    zone: str
    counts: Counts
    origin: str | None
    is_live: bool
    digest: str | None
    accepted_at: datetime | None
    last_look: datetime | None
    next_look: datetime | None
    trouble: str | None
    refused: Refused | None


class Overview:
    """Shows how programs are kept fresh, and lets organizers look at once and take on a version.

    Any method raises what the store raises.
    """

    def __init__(
        self, refresh: Refresh, shelf: Shelf, versions: Versions, every: timedelta
    ) -> None:
        self._refresh = refresh
        self._shelf = shelf
        self._versions = versions
        self._every = every
        # By the digests of the version that stands and of the refused one: a look takes seconds.
        self._known: dict[tuple[str | None, str], Refused | None] = {}

    async def status(self, program: str) -> SourceStatus:
        """Return how a program stands; NoProgramError if none of its versions is loaded."""
        standing = self._shelf.lookup(program).program
        stored = await self._versions.get(program)
        outlet = self._refresh.outlets.by_program.get(program)
        last, coming = self._looks(program)
        return SourceStatus(
            program=program,
            name=standing.name,
            zone=standing.zone,
            counts=counts_of(standing),
            origin=self._origin(program),
            is_live=outlet is not None and outlet.is_live,
            digest=None if stored is None else stored.digest[:SHORT],
            accepted_at=None if stored is None else stored.accepted_at,
            last_look=last,
            next_look=coming,
            trouble=self._trouble(program),
            refused=await self._refused(program, stored),
        )

    async def reload(self, program: str) -> None:
        """Look now what a program's source says, and take over what is sound."""
        await self._refresh.reload(program)

    async def accept(self, program: str, digest: str) -> bool:
        """Take on the refused version with this digest; False if it is not the refused one."""
        return await self._refresh.accept(program, digest)

    async def changes(self, program: str, limit: int) -> tuple[KeptChange, ...]:
        """Return a program's newest Changes, those of a later version first."""
        return await self._versions.changes(program, limit)

    def _looks(self, program: str) -> tuple[datetime | None, datetime | None]:
        """Return when this process looked last at a program's source, and when it will again."""
        outlet = self._refresh.outlets.by_program.get(program)
        if outlet is not None:
            return outlet.last_look, outlet.next_look
        if is_attached(program):  # handed in once, as a file
            return None, None
        last = self._refresh.last_look
        return last, None if last is None else last + self._every

    def _trouble(self, program: str) -> str | None:
        """Return what is wrong; a look that failed once too, which nobody is told unasked."""
        outlet = self._refresh.outlets.by_program.get(program)
        if outlet is not None and outlet.failure is not None:
            return outlet.failure
        trouble = self._refresh.troubles.all().get(program)
        return None if trouble is None else trouble.words

    def _origin(self, program: str) -> str | None:
        """Return where a program comes from, and who said so if that were organizers."""
        attached = self._refresh.following.by_program.get(program)
        if attached is not None:
            return said("{origin}, attached by organizers here", origin=attached.source.origin)
        outlet = self._refresh.outlets.by_program.get(program)
        return self._file(program) if outlet is None else outlet.origin

    def _file(self, program: str) -> str | None:
        found = (one.path.name for one in self._refresh.files.found if one.about == program)
        return next(found, None)

    async def _refused(self, program: str, stored: Version | None) -> Refused | None:
        refused = await self._versions.refused(program)
        if refused is None:
            return None
        key = (None if stored is None else stored.digest, refused.digest)
        if key not in self._known:
            self._known = {key: await self._seen(refused, stored)}
        return self._known[key]

    async def _seen(self, refused: Version, stored: Version | None) -> Refused | None:
        found = await self._refresh.taking.compared(refused, stored)
        if isinstance(found, Unreadable):
            log.error("The refused version of %s can't be read: %s", refused.program, found.words)
            return None
        return Refused(
            digest=refused.digest,
            at=refused.accepted_at,
            counts=counts_of(found.program),
            changes=found.changes,
        )


def counts_of(program: Program) -> Counts:
    """Return how many of each thing a program has."""
    return Counts(
        talks=len(program.talks),
        speakers=len(program.speakers),
        sessions=len(program.sessions),
        rooms=len(program.rooms),
        tracks=len(program.tracks),
    )
