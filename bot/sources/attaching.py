"""Has a program that organizers hand in read, and once they confirm it, stand for their guild."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.errors import ProgramOrderError
from bot.program.attached_id import is_attached
from bot.program.diff import Change
from bot.program.importers import Wishes
from bot.program.model import Program
from bot.sources.attached import (
    LARGEST_ATTACHED,
    MOST_TRIES,
    Attached,
    AttachedStore,
    Pending,
    Source,
)
from bot.sources.fetch import Fetched, Limits, fetch
from bot.sources.reading import Read, Unreadable, Work
from bot.sources.refresh import Refresh
from bot.sources.trouble import MOST_TOLD
from bot.sources.version import Version, Versions
from bot.translation import said, said_many, together

TOO_OFTEN = said(
    "I read {count} programs for this server within the last hour, and read no more for now. "
    "Try again in an hour; what stands here stays as it is.",
    count=MOST_TRIES,
)
NOT_WAITING = said(
    "That program does not wait any more: it was confirmed, it was dropped, another one was handed "
    "in after it, or a day went by. Hand it in again with `/program attach`."
)
MEANWHILE = said(
    "The program of this server became another one after I read this. Nothing was changed. Hand it "
    "in again with `/program attach`, to see what would change by now."
)
NOTHING_ATTACHED = said(
    "No program is attached here: this server follows one that whoever runs Marquee takes care of. "
    "`/program attach` attaches your own."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What was read and waits to be confirmed: `key` is 24 hex digits.

    `found` tells what it changes of what is `attached` by now, or that it is another conference.
    `attached` is None if nothing is, and `is_same` says that what was read stands already.
    """

    key: str
    source: Source
    found: Read
    attached: Attached | None
    is_same: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """What stands now, and what it changed of the version before; `is_new` if there was none."""

    program: Program
    source: Source
    changes: Sequence[Change]
    is_new: bool


class Attaching:
    """Reads for guilds what they hand in, one at a time, and keeps it once it is confirmed.

    Any method raises what the store raises.
    """

    def __init__(
        self, store: AttachedStore, versions: Versions, refresh: Refresh, clock: Clock
    ) -> None:
        self._store = store
        self._versions = versions
        self._refresh = refresh
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def bring(
        self, guild_id: int, order: int, source: Source, files: Mapping[str, bytes] | None
    ) -> Preview:
        """Read what a guild hands in, and keep it until it is confirmed; nothing changes yet.

        `order` is the interaction's id, and `files` what stands in a file; of an address it is
        fetched.

        Raises:
            ProgramOrderError: it can't be used, or the guild did that too often.
            FetchError: the address can't be fetched.
        """
        key = hashlib.sha256(f"{guild_id} {order}".encode()).hexdigest()[:24]
        if await self._store.begin(guild_id, key, self._clock.now()) > MOST_TRIES:
            raise ProgramOrderError(TOO_OFTEN)
        async with self._one_at_a_time:
            came = await _fetched(source) if files is None else files
            attached = await self._store.of(guild_id)
            earlier = None if attached is None else await self._versions.get(attached.program)
            found = await self._read(guild_id, source, came, earlier)
        is_later = earlier is not None and earlier.program == found.program.id
        pending = Pending(
            key=key,
            guild_id=guild_id,
            source=source,
            program=found.program.id,
            text=found.text,
            digest=found.digest,
            earlier=earlier.digest if earlier is not None and is_later else None,
        )
        await self._store.wait(pending)
        return Preview(
            key=key,
            source=source,
            found=found,
            attached=attached,
            is_same=found.digest == pending.earlier,
        )

    async def confirm(self, guild_id: int, key: str, followed: str | None) -> Confirmed:
        """Let what waits under a key stand ready for its guild, on the shelf and in the store.

        `followed` is the program that the guild follows by now. It can be confirmed again until it
        is `settled`, if the guild could not be made to follow it.

        Raises:
            ProgramOrderError: nothing of this guild waits under that key, or another version of the
                program stands than when it was read.
        """
        pending = await self._store.pending(guild_id, key)
        if pending is None:
            raise ProgramOrderError(NOT_WAITING)
        async with self._refresh.one_at_a_time:
            confirmed = await self._take(pending)
            await self._keep(pending, followed)
            await self._refresh.following.follow()
        return confirmed

    async def settled(self, guild_id: int, key: str, program: str) -> None:
        """Let go of what waited, and of what the guild had attached before, as it follows this."""
        await self._let_go(guild_id, but=program)
        await self._store.stop_waiting(guild_id, key)

    async def drop(self, guild_id: int, key: str) -> None:
        """Let go of what waits under a key, if anything does: it is not wanted."""
        await self._store.stop_waiting(guild_id, key)

    async def of(self, guild_id: int) -> Attached:
        """Return what a guild attached. Raises ProgramOrderError if nothing."""
        attached = await self._store.of(guild_id)
        if attached is None:
            raise ProgramOrderError(NOTHING_ATTACHED)
        return attached

    async def detach(self, guild_id: int) -> None:
        """Remove what a guild attached, once it follows another program."""
        await self._let_go(guild_id)

    async def _read(
        self, guild_id: int, source: Source, files: Mapping[str, bytes], earlier: Version | None
    ) -> Read:
        """Read what came, beside what stands by now. Raises ProgramOrderError."""
        work = Work(
            files=files,
            wishes=Wishes(zone=source.zone),
            earlier=None if earlier is None else earlier.text,
            owner=guild_id,
            taken=frozenset(await self._versions.digests()),
            is_trusted=False,
        )
        found = await self._refresh.taking.read(work)
        if isinstance(found, Unreadable):
            raise ProgramOrderError(_not_usable(source, found))
        return found

    async def _take(self, pending: Pending) -> Confirmed:
        """Let the version stand, if it is not what stands already, since somebody confirmed it."""
        stored = await self._versions.get(pending.program)
        standing = None if stored is None else stored.digest
        if standing not in (pending.earlier, pending.digest):
            raise ProgramOrderError(MEANWHILE)
        version = Version(
            program=pending.program,
            digest=pending.digest,
            accepted_at=self._clock.now(),
            text=pending.text,
        )
        found = await self._refresh.taking.compared(version, stored)
        if isinstance(found, Unreadable):
            raise ProgramOrderError(_not_usable(pending.source, found))
        if standing != pending.digest:
            await self._versions.accept(version, found.changes, {})
        await self._refresh.taking.put(found.program, pending.digest, "as its guild attached it")
        return Confirmed(
            program=found.program,
            source=pending.source,
            changes=found.changes,
            is_new=stored is None,
        )

    async def _keep(self, pending: Pending, followed: str | None) -> None:
        before = await self._store.of(pending.guild_id)
        if followed is not None and is_attached(followed):
            followed = None if before is None else before.before
        attached = Attached(
            guild_id=pending.guild_id,
            program=pending.program,
            source=pending.source,
            before=followed,
            at=self._clock.now(),
        )
        await self._store.attach(attached)

    async def _let_go(self, guild_id: int, but: str | None = None) -> None:
        async with self._refresh.one_at_a_time:
            await self._store.remove(guild_id, but)
            await self._refresh.following.follow()
            await self._refresh.following.drop_removed()


def _not_usable(source: Source, found: Unreadable) -> str:
    """Return why it can't be used; of a program file the first faults, for they may be many."""
    lines = [one.told for one in found.faults[:MOST_TOLD]] or [found.words]
    more = len(found.faults) - MOST_TOLD
    if more > 0:
        lines.append(said_many("And {count} more.", "And {count} more.", more))
    return said(
        "{origin} can't be used: {words}\nNothing was changed.",
        origin=source.origin,
        words=together(*lines, by="\n"),
    )


async def _fetched(source: Source) -> Mapping[str, bytes]:
    """Return what stands at an address, by the name that it has there."""
    assert source.address is not None
    came = await fetch(source.address, Limits(size=LARGEST_ATTACHED, is_operators=False))
    assert isinstance(came, Fetched)
    return {came.name: came.data}
