"""The programs that stand ready to be asked, by id."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.errors import NoProgramError, ProgramFileError
from bot.program import yaml_file
from bot.program.lookup import Lookup
from bot.program.model import Program

log = logging.getLogger(__name__)


class Shelf:
    """Holds every loaded program, one version of each; taking one out is a dict look-up."""

    def __init__(self, default: str) -> None:
        self._default = default
        self._lookups: Mapping[str, Lookup] = {}

    @property
    def programs(self) -> tuple[Program, ...]:
        """Return the loaded programs, by id."""
        return tuple(self._lookups[key].program for key in sorted(self._lookups))

    def put(self, lookup: Lookup) -> None:
        """Stand `lookup` on the shelf in place of an earlier version; one assignment."""
        self._lookups = {**self._lookups, lookup.program.id: lookup}

    def lookup(self, program: str | None) -> Lookup:
        """Return a program by id; None is the default one.

        Raises:
            NoProgramError: it is not loaded.
        """
        wanted = program or self._default
        try:
            return self._lookups[wanted]
        except KeyError:
            raise NoProgramError(wanted) from None


async def fill(shelf: Shelf, folders: Iterable[Path]) -> None:
    """Load every `*.yaml` of the folders onto the shelf; an earlier folder's program wins.

    A file that can't be used is logged with all its faults and left out: the others still stand.
    """
    for folder in folders:
        for path in sorted(folder.glob("*.yaml")):
            try:
                lookup = await asyncio.to_thread(_load, path)
            except (ProgramFileError, OSError) as error:
                log.error("Program %s is left out:\n%s", path, error)  # noqa: TRY400 - told, no bug
                continue
            if lookup.program.id not in {program.id for program in shelf.programs}:
                shelf.put(lookup)


def _load(path: Path) -> Lookup:
    reading = yaml_file.read(path.read_bytes(), file=str(path))
    for warning in reading.warnings:
        log.warning("%s", warning)
    return Lookup(reading.program)
