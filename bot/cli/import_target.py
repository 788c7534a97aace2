"""Where an imported program goes: into a new file, or over the version that is there already."""

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import ImportRefusedError, ProgramFileError
from bot.program import yaml_file
from bot.program.identity import carry
from bot.program.model import Program
from bot.program.yaml_file.file_text import LARGEST_FILE

ENDINGS = (".yaml", ".yml")
_HEAD = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A file to write: what stands in it now, what will, and what could not be told apart.

    `earlier` and `before` are None of a new file. `ambiguous` names what got new ids since it could
    be several earlier things. `warnings` counts what `marquee check` remarks on the new one.
    """

    path: Path
    program: Program
    data: bytes
    earlier: Program | None = None
    before: bytes | None = None
    ambiguous: tuple[str, ...] = ()
    warnings: int = 0

    @property
    def is_unchanged(self) -> bool:
        """Whether the file holds exactly this already."""
        return self.data == self.before


def place_for(output: Path) -> Path:
    """Return a file or folder that was named, if a program can be written there.

    Raises:
        ImportRefusedError: it can't.
    """
    try:
        if output.is_dir():
            return output
    except OSError as error:
        raise _unwritable(output, error) from error
    if output.suffix not in ENDINGS:
        fix = f"Name it as in {output.with_suffix('.yaml')}."
        raise ImportRefusedError(f"{output} is no name for a program file.", fix)
    if not output.parent.is_dir():
        what = f"There is no folder {output.parent} to write {output.name} into."
        raise ImportRefusedError(what, "Make it first, or name another one.")
    return output


def target_at(place: Path, program: Program, *, force: bool) -> Target:
    """Return what is to be written; over an earlier version with that one's ids.

    `place` is a file, or a folder, where the file gets the program's id as its name. `force` lets
    it be written over another conference, which has nothing in common with it.

    Raises:
        ImportRefusedError: something else stands there, which is kept.
    """
    path = place if place.suffix in ENDINGS and not place.is_dir() else place / f"{program.id}.yaml"
    if not path.exists():
        _refuse_second(path, program.id)
        return _sound(Target(path=path, program=program, data=_written(program)))
    before, earlier = _standing(path)
    carried = carry(earlier, program)
    if not force and not _in_common(earlier, carried.program):
        what = f"{path} holds “{earlier.name}”, and none of its talks is in “{program.name}”."
        fix = "Name another file with -o, or write over it with --force."
        raise ImportRefusedError(what, fix)
    return _sound(
        Target(
            path=path,
            program=carried.program,
            data=_written(carried.program),
            earlier=earlier,
            before=before,
            ambiguous=carried.ambiguous,
        )
    )


def put(target: Target) -> None:
    """Write the file, whole or not at all; nobody ever reads half of it.

    Raises:
        ImportRefusedError: it can't be written, and is as it was.
    """
    # A link stays one.
    path = target.path.resolve()
    # The bot passes over it: it doesn't end as programs do.
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as file:
            file.write(target.data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            part.chmod(path.stat().st_mode & 0o777)
        part.replace(path)
    except OSError as error:
        raise _unwritable(target.path, error) from error
    finally:
        # It is gone if all went well; if nothing goes, there is nothing to be done about it.
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> ImportRefusedError:
    what = f"{path} can't be written: {error.strerror}."
    return ImportRefusedError(what, "Nothing has changed. Name another file with -o.")


def _standing(path: Path) -> tuple[bytes, Program]:
    """Return what a file holds; one that is no sound program may hold somebody's work."""
    try:
        data = yaml_file.load(path)
        return data, yaml_file.read(data, file=str(path)).program
    except ProgramFileError as error:
        what = f"{path} is there already and can't be read as a program, so it is kept as it is."
        fix = f"`marquee check {path}` says why. Mend it, move it away, or name another with -o."
        raise ImportRefusedError(what, fix) from error


def _refuse_second(path: Path, program: str) -> None:
    """Refuse to make a second file with an id: only one of them would be read."""
    if not path.parent.is_dir():
        return
    named = re.compile(rf"(?ms)^program:\s.*?^ +id: *[\"']?{re.escape(program)}[\"']?\s*$")
    for other in sorted(path.parent.iterdir()):
        if other.suffix in ENDINGS and other.is_file() and named.search(_head(other)):
            what = f"{other} has the program id “{program}” already."
            fix = f"Import over it with -o {other}, or give this one another id with --id."
            raise ImportRefusedError(what, fix)


def _head(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return ""


def _in_common(earlier: Program, later: Program) -> bool:
    """Tell whether something of the earlier version is in the later one: a talk, if it has any."""
    before = earlier.talks or earlier.sessions
    after = {one.id for one in (later.talks if earlier.talks else later.sessions)}
    return not before or any(one.id in after for one in before)


def _written(program: Program) -> bytes:
    data = yaml_file.write(program).encode()
    if len(data) > LARGEST_FILE:
        what = f"Its program would have {len(data) / 1024**2:.0f} MB, "
        what += f"and no more than {LARGEST_FILE // 1024**2} MB are read."
        raise ImportRefusedError(what, "Is it one conference?")
    return data


def _sound(target: Target) -> Target:
    """Return the target once more, read as the bot and `marquee check` will read it."""
    try:
        reading = yaml_file.read(target.data, file=str(target.path))
    except ProgramFileError as error:
        what = f"The import made a faulty program, which is not written:\n{error}"
        raise RuntimeError(what) from error
    return replace(target, warnings=len(reading.warnings))
