"""Keeps the programs on the shelf fresh: one process reads their files, the others hear of it."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.clock import Clock
from bot.errors import ProgramFileError
from bot.program import yaml_file
from bot.program.lookup import Lookup
from bot.sources.folder import Found
from bot.sources.shelf import Shelf
from bot.sources.trouble import Troubles, troubles_of
from bot.sources.version import Version, Versions

log = logging.getLogger(__name__)

LEASE = "refresh"


class Source(Protocol):
    """Where programs come from."""

    def look(self, now: datetime) -> Sequence[Found]:
        """Return all that is there now; it may take its time and runs in a thread.

        Raises anything if it can't look; the next look tries again.
        """
        ...


class Lease(Protocol):
    """Says which process may do what only one should."""

    async def holds(self, lease: str) -> bool:
        """Tell whether we hold the lease of this name, and take it if nobody does."""
        ...


class Refresh:
    """Takes over what is sound, and lets the last good version of what is not stand.

    The process with the lease looks at the source and keeps what it took over in the store, where
    the others find it. No method fails: what goes wrong is logged with a reference, and the next
    look tries again.
    """

    def __init__(
        self, shelf: Shelf, source: Source, versions: Versions, lease: Lease, clock: Clock
    ) -> None:
        self.troubles = Troubles()
        self._shelf = shelf
        self._source = source
        self._versions = versions
        self._lease = lease
        self._clock = clock
        # The digests of what was put on the shelf, by the program's id.
        self._standing: dict[str, str] = {}
        # The digests of stored versions that can't be used here.
        self._unreadable: set[str] = set()
        self._file_log = _FileLog()
        self._one_at_a_time = asyncio.Lock()
        self._is_looking = False

    async def start(self) -> None:
        """Fill the shelf, once, before the first look.

        For who gets the lease the source wins, and the store has what the source lacks. Beside a
        process that holds it, the store wins, so that no program goes back and forth.
        """
        async with self._one_at_a_time:
            if await self._holds_lease():
                await _guarded(self._take_all(), "reading the programs")
            else:
                await _guarded(self._load(), "loading the programs")
                await _guarded(self._fill_up(), "reading what is not stored")

    async def look(self) -> None:
        """Take over what changed in the source, if that is our part; every now and then.

        A look that comes while another is under way leaves it to that one.
        """
        if self._is_looking:
            return
        self._is_looking = True
        try:
            async with self._one_at_a_time:
                # Who holds no lease should have heard of all that is in the store. Should.
                done = self._take_all() if await self._holds_lease() else self._load()
                await _guarded(done, "a refresh of the programs")
        finally:
            self._is_looking = False

    async def load(self) -> None:
        """Take over what another process put into the store."""
        async with self._one_at_a_time:
            await _guarded(self._load(), "loading the programs")

    async def _holds_lease(self) -> bool:
        try:
            return await self._lease.holds(LEASE)
        except Exception:
            log.exception("Reference %s: the lease can't be asked for", secrets.token_hex(4))
            return False

    async def _take_all(self) -> None:
        now = self._clock.now()
        found = await asyncio.to_thread(self._source.look, now)
        self._file_log.tell(found)
        # A faulty file must not give way to another folder's program, as long as a version stands.
        for one in found:
            if not _is_behind_a_faulty_one(one, found):
                await _guarded(self._stand(one), f"taking over {one.path}")
        await self._load(only_lacking=True)
        await self._stand_lacking(found)
        await self._keep(found, now)
        await self._report(found, now)

    async def _stand(self, found: Found) -> None:
        """Put a sound version on the shelf, if it is another one than stands there."""
        program, digest = found.program, found.digest
        if program is None or digest is None or not found.is_settled:
            return
        if self._standing.get(program.id) != digest:
            self._put(await asyncio.to_thread(Lookup, program), digest)
            log.info("The program %s stands as in %s", program.id, found.path)

    async def _keep(self, found: Sequence[Found], now: datetime) -> None:
        """Store what stands and is not stored yet, as it is after a look while the store failed."""
        stored = await self._versions.digests()
        for one in found:
            version = _version(one, now)
            if version is None or stored.get(version.program) == version.digest:
                continue
            if self._standing.get(version.program) == version.digest:
                await self._versions.accept(version)

    async def _report(self, found: Sequence[Found], now: datetime) -> None:
        stored = await self._versions.troubles()
        before = {one.program: one for one in stored} | dict(self.troubles.all())
        troubles = troubles_of(found, self._shelf.programs, before, now)
        there = {one.about for one in found}
        for one in troubles:
            # What is wrong in a file is logged already.
            if one.program not in there and one != before.get(one.program):
                log.warning("%s", one.words)
        self.troubles.put(troubles)
        if troubles != stored:
            await self._versions.report(troubles)

    async def _load(self, *, only_lacking: bool = False) -> None:
        """Put on the shelf what is stored and is not what stands there."""
        for program, digest in (await self._versions.digests()).items():
            standing = self._standing.get(program)
            if standing == digest or digest in self._unreadable or (only_lacking and standing):
                continue
            await _guarded(self._stand_stored(program), f"loading the program {program}")
        if not only_lacking:
            self.troubles.put(await self._versions.troubles())

    async def _stand_stored(self, program: str) -> None:
        version = await self._versions.get(program)
        if version is None:
            return
        try:
            lookup = await asyncio.to_thread(_lookup_of, version)
        except ProgramFileError as error:
            # Another Marquee took it for sound.
            self._unreadable.add(version.digest)
            log.error("The stored version of %s can't be used:\n%s", program, error)  # noqa: TRY400
            return
        self._put(lookup, version.digest)
        log.info("The program %s stands as stored at %s", program, version.accepted_at)

    async def _fill_up(self) -> None:
        """Put on the shelf what only the source has."""
        found = await asyncio.to_thread(self._source.look, self._clock.now())
        self._file_log.tell(found)
        await self._stand_lacking(found)

    async def _stand_lacking(self, found: Sequence[Found]) -> None:
        for one in found:
            if one.about not in self._standing:
                await _guarded(self._stand(one), f"taking over {one.path}")

    def _put(self, lookup: Lookup, digest: str) -> None:
        self._shelf.put(lookup)
        self._standing[lookup.program.id] = digest


class _FileLog:
    """Logs all that is to say of each file, once."""

    def __init__(self) -> None:
        self._told: Mapping[Path, str] = {}

    def tell(self, found: Sequence[Found]) -> None:
        for one in found:
            if not one.told or self._told.get(one.path) == one.told:
                continue
            if one.program is not None:
                log.warning("%s", one.told)
            else:
                log.error("%s is left out:\n%s", one.path, one.told)
        self._told = {one.path: one.told for one in found}


def _is_behind_a_faulty_one(one: Found, found: Sequence[Found]) -> bool:
    """Tell whether an earlier folder has a file of the same program that can't be used."""
    earlier = found[: found.index(one)]
    return any(
        other.program is None and other.about == one.about and other.path.parent != one.path.parent
        for other in earlier
    )


def _version(found: Found, now: datetime) -> Version | None:
    program, digest, text = found.program, found.digest, found.text
    if program is None or digest is None or text is None or not found.is_settled:
        return None
    return Version(program=program.id, digest=digest, accepted_at=now, text=text)


def _lookup_of(version: Version) -> Lookup:
    name = f"{version.program}, stored"
    return Lookup(yaml_file.read(version.text.encode(), file=name).program)


async def _guarded(work: Awaitable[None], what: str) -> None:
    try:
        await work
    except Exception:
        log.exception(
            "Reference %s: %s failed; the next look tries again", secrets.token_hex(4), what
        )
