"""Keeps the programs on the shelf fresh: one process looks at their sources, the others hear of it.

A version is taken over if it is sound and not much smaller than the one before; else that one
stands, and those who look after the program are told.
"""

import asyncio
import logging
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from bot.clock import Clock
from bot.program.attached_id import is_attached
from bot.sources.child import Children
from bot.sources.files import Files, Source
from bot.sources.following import Attachments, Following
from bot.sources.guarded import guarded
from bot.sources.outlets import Outlets
from bot.sources.shelf import Shelf
from bot.sources.table import SourceTable
from bot.sources.taking import Reader, Taking
from bot.sources.trouble import Trouble, Troubles, troubles_of
from bot.sources.version import Versions

log = logging.getLogger(__name__)

LEASE = "refresh"


class Lease(Protocol):
    """Says which process may do what only one should."""

    async def holds(self, lease: str) -> bool:
        """Tell whether we hold the lease of this name, and take it if nobody does."""
        ...


class Refresh:
    """Takes over what is sound, and lets the last good version of what is not stand.

    The process with the lease looks at the sources and keeps what it took over in the store, where
    the others find it. No look fails: what goes wrong is logged with a reference, and the next look
    tries again.
    """

    def __init__(  # noqa: PLR0913 - what it works with, and three things with a usual value
        self,
        shelf: Shelf,
        source: Source,
        versions: Versions,
        lease: Lease,
        clock: Clock,
        *,
        tables: Iterable[SourceTable] = (),
        reader: Reader | None = None,
        attachments: Attachments | None = None,
    ) -> None:
        self.troubles = Troubles()
        self.last_look: datetime | None = None
        self._reader = reader or Children()
        self.taking = Taking(shelf, versions, self._reader)
        self.outlets = Outlets(tables, self.taking, versions, clock)
        self.following = Following(attachments, self.outlets, self.taking, versions, clock)
        self.files = Files(source, self.taking, self.outlets.by_program.keys())
        self._shelf = shelf
        self._versions = versions
        self._lease = lease
        self._clock = clock
        # Whoever else takes versions over waits for it, too.
        self.one_at_a_time = asyncio.Lock()
        self._is_looking = False
        self._is_stopped = False

    async def start(self) -> None:
        """Fill the shelf, once, before the first look.

        For who gets the lease the source wins, and the store has what the source lacks. Beside a
        process that holds it, the store wins, so that no program goes back and forth. An address is
        asked only if the store has no version of its program: that may take long.
        """
        async with self.one_at_a_time:
            await guarded(self.following.follow(), "reading what guilds attached")
            if await self._holds_lease():
                await guarded(self._take_files(), "reading the programs")
                await self.outlets.take(await self.outlets.bring(self.outlets.lacking()))
                await guarded(self._report(), "telling what is wrong")
            else:
                await guarded(self._load(), "loading the programs")
                await guarded(self.files.look(self._clock.now()), "reading what is not stored")
                await self.files.stand_lacking()

    async def look(self) -> None:
        """Take over what changed in the sources, if that is our part; every now and then.

        A look that comes while another is under way leaves it to that one.
        """
        if self._is_looking:
            return
        self._is_looking = True
        try:
            if await self._holds_lease():
                await self._look()
            else:
                # Who holds no lease should have heard of all that is in the store. Should.
                await self.load()
        finally:
            self._is_looking = False

    async def load(self) -> None:
        """Take over what another process put into the store."""
        async with self.one_at_a_time:
            await guarded(self.following.follow(), "reading what guilds attached")
            await guarded(self._load(), "loading the programs")

    async def reload(self, program: str) -> None:
        """Look at one program's source now, whatever is known of it, and take over what is sound.

        Raises what the store raises.
        """
        outlet = self.outlets.by_program.get(program)
        if outlet is not None:
            outlet.forget()
        came = await self.outlets.bring(() if outlet is None else (program,))
        async with self.one_at_a_time:
            await self.outlets.take(came)
            await self._follow_order(program)

    async def accept(self, program: str, digest: str) -> bool:
        """Take on the refused version with this digest; False if it is not the refused one.

        Raises what the store raises.
        """
        async with self.one_at_a_time:
            if not await self.taking.accept(program, digest, self._clock.now()):
                return False
            self.outlets.accepted(program)
            await self._follow_order(program)
            return True

    def stop(self) -> None:
        """End what is being read; nothing is taken over after, and nothing is told of that."""
        self._is_stopped = True
        self._reader.stop()

    async def _holds_lease(self) -> bool:
        try:
            return await self._lease.holds(LEASE)
        except Exception:
            log.exception("Reference %s: the lease can't be asked for", secrets.token_hex(4))
            return False

    async def _look(self) -> None:
        await guarded(self.following.follow_and_clear(), "reading what guilds attached")
        # Servers take their time; nobody waits for them who asks something else of us.
        came = await self.outlets.bring(self.outlets.due())
        async with self.one_at_a_time:
            await guarded(self._take_files(), "a refresh of the programs")
            await self.outlets.take(came)
            await guarded(self._report(), "telling what is wrong")

    async def _take_files(self) -> None:
        now = self._clock.now()
        await self.files.look(now)
        self.last_look = now
        try:
            await self.files.take(now, await self._versions.digests())
            await self._load(only_lacking=True)
        finally:
            # In any case, even while the store is away.
            await self.files.stand_lacking()

    async def _load(self, *, only_lacking: bool = False) -> None:
        """Put on the shelf what is stored and is not what stands there."""
        standing, stored = self.taking.standing, await self._versions.digests()
        self.following.drop_all_but(stored)
        for program, digest in stored.items():
            if standing.get(program) != digest and not (only_lacking and program in standing):
                load = self.taking.load(program, digest)
                await guarded(load, f"loading the program {program}")
        if not only_lacking:
            self.troubles.put(await self._versions.troubles())

    async def _follow_order(self, program: str) -> None:
        """Look at the files, and tell what is wrong with a program since organizers ordered it.

        Beside the process that holds the lease nothing is known of the other programs.
        """
        if await self._holds_lease():
            await self._take_files()
            await self._report()
            return
        await self._load()
        words = self.outlets.troubles.get(program)
        others = [one for one in await self._versions.troubles() if one.program != program]
        if words is not None:
            others.append(Trouble(program=program, at=self._clock.now(), words=words))
        self.troubles.put(others)
        await self._versions.report(others)

    async def _report(self) -> None:
        if self._is_stopped:
            return
        stored = await self._versions.troubles()
        before = {one.program: one for one in stored} | dict(self.troubles.all())
        known = {**self.outlets.troubles, **self.files.refused}
        for program, outlet in self.outlets.by_program.items():
            if outlet.last_look is None and program in before:
                # Since the start nobody has looked: what was wrong still is.
                known[program] = before[program].words
        found = self.files.found
        # Of what guilds attached, a file was handed in once and an address is an outlet.
        standing = [one for one in self._shelf.programs if not is_attached(one.id)]
        troubles = troubles_of(found, standing, before, self._clock.now(), known)
        faulty = {one.about for one in found if one.program is None}
        for one in troubles:
            # What is wrong in a file is logged already.
            if one.program not in faulty and one != before.get(one.program):
                log.warning("%s", one.words)
        self.troubles.put(troubles)
        if troubles != stored:
            await self._versions.report(troubles)
