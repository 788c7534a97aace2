"""Takes versions over by the rules, into the store and then onto the shelf; or says why not."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.clock import in_slices
from bot.program.lookup import Lookup
from bot.program.model import Program
from bot.program.timetable import Timetable
from bot.sources.reading import Read, Unreadable, Work, digest_of
from bot.sources.shelf import Shelf
from bot.sources.unwatched import unwatched
from bot.sources.version import Version, Versions
from bot.translation import said, said_many

log = logging.getLogger(__name__)

# Of a hundred sessions so many must still be there.
FEWEST_KEPT = 70
# Each step takes about a millisecond; nobody is to wait for long.
STEPS = 4
MOST_NAMED = 5
# So often a reading that failed by itself is tried; what always takes too long must not keep a
# processor busy for good.
MOST_TRIES = 3


class Reader(Protocol):
    """Reads what came from a source."""

    def read(self, work: Work) -> Read | Unreadable:
        """Read what came; takes its time, and runs in a thread. Never raises on data."""
        ...

    def stop(self) -> None:
        """End what is being read."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What came for the program with this id, and from where, as it may be told."""

    program: str
    origin: str
    work: Work


class Taking:
    """What stands on the shelf, and the way there: `standing` has the digests, by program id."""

    def __init__(self, shelf: Shelf, versions: Versions, reader: Reader) -> None:
        self.standing: dict[str, str] = {}
        self._shelf = shelf
        self._versions = versions
        self._reader = reader
        # The digests of stored versions that can't be used here.
        self._unreadable: set[str] = set()
        # How often in a row the reading of a program failed by itself.
        self._failures: dict[str, int] = {}

    async def take(self, incoming: Incoming, now: datetime) -> str | None:
        """Take over what came if it is sound; else return why not, in words for a person.

        What the store keeps goes first, so that no change is ever shown and then not told.
        """
        stored = await self._versions.get(incoming.program)
        missing: Mapping[str, int] = {}
        if incoming.work.is_live:
            missing = await self._versions.missing(incoming.program)
        work = replace(incoming.work, earlier=_text(stored), missing=missing)
        found = await self.read(work)
        self._count_failure(incoming.program, found)
        if isinstance(found, Unreadable):
            return said(
                "{origin} can't be used: {words}", origin=incoming.origin, words=found.words
            )
        if is_too_little(found):
            await self._refuse(incoming.program, found, now)
            return _too_little(incoming.origin, found)
        await self._forget_refused(incoming.program)
        is_new = stored is None or stored.digest != found.digest
        if stored is None or is_new or found.missing != missing:
            version = Version(
                program=incoming.program, digest=found.digest, accepted_at=now, text=found.text
            )
            kept = version if stored is None or is_new else stored
            await self._versions.accept(kept, found.changes if is_new else (), found.missing)
        await self.put(found.program, found.digest, f"as in {incoming.origin}")
        if is_new and found.ambiguous:
            names = ", ".join(found.ambiguous[:MOST_NAMED])
            log.warning(
                "In %s, %d things could be several earlier ones, and count as new: %s",
                incoming.origin,
                len(found.ambiguous),
                names,
            )
        return None

    def is_to_be_read_again(self, program: str) -> bool:
        """Tell whether the last reading failed by itself, and another one of the same may not."""
        return 0 < self._failures.get(program, 0) < MOST_TRIES

    def _count_failure(self, program: str, found: Read | Unreadable) -> None:
        if isinstance(found, Unreadable) and found.is_passing:
            self._failures[program] = self._failures.get(program, 0) + 1
        else:
            self._failures.pop(program, None)

    async def accept(self, program: str, digest: str, now: datetime) -> bool:
        """Take on the refused version with this digest; False if it is not the refused one."""
        refused = await self._versions.refused(program)
        if refused is None or refused.digest != digest:
            return False
        stored = await self._versions.get(program)
        found = await self.compared(refused, stored)
        if isinstance(found, Unreadable):
            return False
        version = replace(refused, accepted_at=now)
        await self._versions.accept(version, found.changes, {})
        await self.put(found.program, version.digest, "as organizers accepted it")
        return True

    async def compared(self, version: Version, earlier: Version | None) -> Read | Unreadable:
        """Return a kept version read again, with its changes from an earlier one."""
        name = f"{version.program}, stored.yaml"
        work = Work(files={name: version.text.encode()}, earlier=_text(earlier))
        return await self.read(work)

    async def load(self, program: str, digest: str) -> None:
        """Put a stored version on the shelf; one that can't be used here is logged, once."""
        if digest in self._unreadable:
            return
        version = await self._versions.get(program)
        if version is None:
            return
        found = await self.compared(version, None)
        if isinstance(found, Unreadable):
            # Another Marquee took it for sound.
            if not found.is_passing:
                self._unreadable.add(version.digest)
            log.error("The stored version of %s can't be used:\n%s", program, found.words)
            return
        await self.put(found.program, version.digest, f"as stored at {version.accepted_at}")

    async def put(self, program: Program, digest: str, how: str) -> None:
        """Put a version on the shelf, if another one stands there; the swap is one assignment."""
        if self.standing.get(program.id) == digest:
            return
        self._shelf.put(await lookup_of(program))
        self.standing[program.id] = digest
        log.info("The program %s stands %s", program.id, how)

    def drop(self, program: str) -> None:
        """Take a program off the shelf that is no longer stored."""
        self.standing.pop(program, None)
        self._shelf.remove(program)
        log.info("The program %s stands no more", program)

    async def read(self, work: Work) -> Read | Unreadable:
        """Read what came. Never raises on data."""
        return await asyncio.to_thread(self._reader.read, work)

    async def _refuse(self, program: str, found: Read, now: datetime) -> None:
        version = Version(
            program=program,
            digest=found.digest if found.whole == found.text else digest_of(found.whole),
            accepted_at=now,
            text=found.whole,
        )
        before = await self._versions.refused(program)
        if before is None or before.digest != version.digest:
            await self._versions.refuse(version)

    async def _forget_refused(self, program: str) -> None:
        if await self._versions.refused(program) is not None:
            await self._versions.forget_refused(program)


async def lookup_of(program: Program) -> Lookup:
    """Return a program ready to be asked; everybody else has a turn meanwhile."""
    lookup: Lookup | None = None
    with unwatched():
        timetable = await asyncio.to_thread(Timetable, program)
        async for step in in_slices(Lookup.in_steps(timetable), STEPS):
            lookup = step
    assert lookup is not None
    return lookup


def _text(version: Version | None) -> str | None:
    return None if version is None else version.text


def is_too_little(found: Read) -> bool:
    """Tell whether so many sessions went that it can't be meant."""
    return 100 * (found.before - found.lost) < FEWEST_KEPT * found.before


def _too_little(origin: str, found: Read) -> str:
    """Return why a version is refused."""
    return said_many(
        "{origin} is not taken over: {lost} of {count} session is no longer in it. "
        "If that is meant, accept it with `/program accept`.",
        "{origin} is not taken over: {lost} of {count} sessions are no longer in it. "
        "If that is meant, accept it with `/program accept`.",
        found.before,
        origin=origin,
        lost=found.lost,
    )
