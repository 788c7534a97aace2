"""Takes over the program files of the operator's folders: each at once, if it is sound."""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.errors import Fault
from bot.program.attached_id import is_attached
from bot.sources.folder import Found
from bot.sources.guarded import guarded
from bot.sources.reading import Work
from bot.sources.taking import Incoming, Taking
from bot.translation import said

log = logging.getLogger(__name__)


class Source(Protocol):
    """Where programs come from."""

    def look(self, now: datetime) -> Sequence[Found]:
        """Return all that is there now; it may take its time and runs in a thread.

        Raises anything if it can't look; the next look tries again.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refused:
    """Which file was not taken over, beside which version, and why."""

    digest: str
    standing: str | None
    words: str


class Files:
    """The files of a source, and what stands of them.

    `found` is what the last look found. Programs with an id that is `taken` come from elsewhere.
    """

    def __init__(self, source: Source, taking: Taking, taken: Collection[str]) -> None:
        self.found: tuple[Found, ...] = ()
        self._source = source
        self._taking = taking
        self._taken = taken
        self._refused: dict[str, _Refused] = {}
        self._log = _FileLog()

    @property
    def refused(self) -> Mapping[str, str]:
        """Return why sound files were not taken over, by program id."""
        return {program: one.words for program, one in self._refused.items()}

    async def look(self, now: datetime) -> None:
        """Look what is there. Raises what the source raises."""
        found = [_own(one) for one in await asyncio.to_thread(self._source.look, now)]
        self._log.tell(found)
        self.found = tuple(one for one in found if one.about not in self._taken)
        there = {one.about for one in self.found}
        self._refused = {key: one for key, one in self._refused.items() if key in there}

    async def take(self, now: datetime, stored: Mapping[str, str]) -> None:
        """Take over what is new; `stored` are the digests of the versions that the store has."""
        for one in self.found:
            # A faulty file must not give way to another folder's program, while a version stands.
            if not _is_behind_a_faulty_one(one, self.found):
                await guarded(self._take(one, now, stored), f"taking over {one.path}")

    async def stand_lacking(self) -> None:
        """Put on the shelf what stands there in no version, whether the store is there or not."""
        for one in self.found:
            if one.program and one.digest and one.program.id not in self._taking.standing:
                put = self._taking.put(one.program, one.digest, f"as in {one.path}")
                await guarded(put, f"taking over {one.path}")

    async def _take(self, found: Found, now: datetime, stored: Mapping[str, str]) -> None:
        program, digest = found.program, found.digest
        if program is None or digest is None or found.text is None or not found.is_settled:
            return
        standing = stored.get(program.id)
        if standing == digest:
            self._refused.pop(program.id, None)
            await self._taking.put(program, digest, f"as in {found.path}")
            return
        before = self._refused.get(program.id)
        if before and (before.digest, before.standing) == (digest, standing):
            return
        work = Work(files={found.path.name: found.text.encode()})
        incoming = Incoming(program=program.id, origin=found.path.name, work=work)
        words = await self._taking.take(incoming, now)
        if words is None:
            self._refused.pop(program.id, None)
        else:
            self._refused[program.id] = _Refused(digest=digest, standing=standing, words=words)


def _own(found: Found) -> Found:
    """Return what was found, less its program if that has an id that only guilds give."""
    if found.about is None or not is_attached(found.about):
        return found
    what = said(
        "The program id “{id}” looks like one of a program that a server attached.", id=found.about
    )
    fault = Fault(file=str(found.path), what=what, fix=said("Give it another id."))
    return replace(found, program=None, faults=(fault,), about=None)


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
