"""The programs that stand ready to be asked, by id."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from bot.errors import NoProgramError
from bot.program.attached_id import is_attached, is_visible
from bot.program.lookup import Lookup
from bot.program.model import Program
from bot.sources.folder import programs_in

log = logging.getLogger(__name__)


class Shelf:
    """Holds every loaded program, one version of each; taking one out is a dict look-up."""

    def __init__(self, default: str) -> None:
        self._default = default
        self._lookups: Mapping[str, Lookup] = {}
        self._listeners: list[Callable[[], None]] = []

    @property
    def programs(self) -> tuple[Program, ...]:
        """Return the loaded programs, by id."""
        return tuple(self._lookups[key].program for key in sorted(self._lookups))

    def programs_for(self, guild_id: int) -> tuple[Program, ...]:
        """Return the loaded programs that a guild can follow, by id."""
        return tuple(one for one in self.programs if is_visible(one.id, guild_id))

    def on_change(self, call: Callable[[], None]) -> None:
        """Have `call` made after each program that is put here, or taken away, from now on.

        It must not fail or take long: what takes long is only to be set going.
        """
        self._listeners.append(call)

    def put(self, lookup: Lookup) -> None:
        """Stand `lookup` on the shelf in place of an earlier version; one assignment."""
        self._lookups = {**self._lookups, lookup.program.id: lookup}
        for call in self._listeners:
            call()

    def remove(self, program: str) -> None:
        """Take a program away, if it stands here."""
        if program in self._lookups:
            self._lookups = {key: one for key, one in self._lookups.items() if key != program}
            for call in self._listeners:
                call()

    def lookup(self, program: str | None) -> Lookup:
        """Return a program by id; None is the default one, which no guild has attached.

        Raises:
            NoProgramError: it is not loaded.
        """
        wanted = program or self._default
        if not program and is_attached(wanted):
            raise NoProgramError(wanted)
        try:
            return self._lookups[wanted]
        except KeyError:
            raise NoProgramError(wanted) from None


async def fill(shelf: Shelf, folders: Iterable[Path]) -> None:
    """Stand every program of the folders on the shelf; an earlier folder's program wins.

    A file that can't be used is logged with all its faults and left out: the others still stand.
    """
    for lookup in await asyncio.to_thread(_lookups, tuple(folders)):
        shelf.put(lookup)


def _lookups(folders: Iterable[Path]) -> list[Lookup]:
    lookups = []
    for found in programs_in(folders):
        if found.program is None:
            log.error("%s is left out:\n%s", found.path, found.told)
            continue
        if found.told:
            log.warning("%s", found.told)
        lookups.append(Lookup(found.program))
    return lookups
