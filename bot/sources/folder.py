"""The program files of some folders, each read once; what can't be used is told and left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Fault, ProgramFileError
from bot.program import yaml_file
from bot.program.model import Program

ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One program file: its program, None if it is left out, and all that is to say of it."""

    path: Path
    program: Program | None
    faults: tuple[Fault, ...] = ()


def programs_in(folders: Iterable[Path]) -> Iterator[Found]:
    """Give what stands in the folders, file by file; a folder that isn't there holds nothing.

    An earlier folder's program stands before a later one's with the same id. Within a folder that
    is a fault, and the first file by name stands.
    """
    standing: dict[str, Path] = {}
    for folder in dict.fromkeys(folder.resolve() for folder in folders):
        if not folder.is_dir():
            continue
        for path in sorted(path for path in folder.iterdir() if path.suffix in ENDINGS):
            found = _found(path)
            if found.program is None:
                yield found
                continue
            earlier = standing.setdefault(found.program.id, path)
            if earlier == path:
                yield found
            elif earlier.parent == folder:
                yield Found(path=path, program=None, faults=(_twice(found.program, path, earlier),))


def _found(path: Path) -> Found:
    try:
        reading = yaml_file.read_file(path)
    except ProgramFileError as error:
        return Found(path=path, program=None, faults=error.faults)
    return Found(path=path, program=reading.program, faults=reading.warnings)


def _twice(program: Program, path: Path, earlier: Path) -> Fault:
    return Fault(
        file=str(path),
        what=f"{earlier.name} has the program id “{program.id}” too.",
        fix="Give one of them another id, or move it away.",
    )
