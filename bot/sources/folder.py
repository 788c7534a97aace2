"""The program files of some folders, each read once; what can't be used is told and left out."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import Fault, ProgramFileError
from bot.program import yaml_file
from bot.program.model import Program
from bot.sources.reading import Read, Unreadable, Work, read
from bot.translation import said

ENDINGS = (".yaml", ".yml")

# A file that was written this shortly ago may not be whole yet: cut off at the right place it still
# reads as a program, and its last sessions would be gone.
SETTLED = timedelta(seconds=2)

# The program's id in a file of which no more may be readable.
_ID = re.compile(
    r"""^program:[^\n]*\n(?:[ #][^\n]*\n|\r?\n)*? +id: *["']?([a-z0-9][a-z0-9-]{0,15})\b""",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One program file: its program, None if it is left out, and all that is to say of it.

    `about` is the id of the program that it holds or should hold, None if that can't be seen.
    `digest` is of its bytes and `text` is what they say; a file that can't be read has neither.
    Of a file that is just being written this is how it was before, and `is_settled` is False.
    """

    path: Path
    program: Program | None
    faults: tuple[Fault, ...] = ()
    about: str | None = None
    digest: str | None = None
    text: str | None = None
    is_settled: bool = True

    @property
    def told(self) -> str:
        """Return all that is to say of it, line by line."""
        return "\n".join(str(fault) for fault in self.faults)


def _read(path: Path) -> Found:
    try:
        return _found(path, yaml_file.load(path), read)
    except ProgramFileError as error:
        return Found(path=path, program=None, faults=error.faults)


def programs_in(folders: Iterable[Path], read: Callable[[Path], Found] = _read) -> Iterator[Found]:
    """Give what stands in the folders, file by file; a folder that isn't there holds nothing.

    An earlier folder's program stands before a later one's with the same id. Within a folder that
    is a fault, and the first file by name stands.

    Raises:
        OSError: a folder can't be read.
    """
    standing: dict[str, Path] = {}
    for folder in dict.fromkeys(folder.resolve() for folder in folders):
        if not folder.is_dir():
            continue
        for path in sorted(path for path in folder.iterdir() if path.suffix in ENDINGS):
            found = read(path)
            if found.program is None:
                yield found
                continue
            earlier = standing.setdefault(found.program.id, path)
            if earlier == path:
                yield found
            elif earlier.parent == folder:
                fault = _twice(found.program, path, earlier)
                yield replace(found, program=None, faults=(fault,))


class ProgramFiles:
    """The program files of some folders, looked at again and again: what is unchanged stays."""

    def __init__(
        self, folders: Iterable[Path], reads: Callable[[Work], Read | Unreadable] = read
    ) -> None:
        self._folders = tuple(folders)
        self._reads = reads
        self._known: dict[Path, Found] = {}

    def look(self, now: datetime) -> tuple[Found, ...]:
        """Return what stands in the folders now; takes as long as the changed files need.

        Raises:
            OSError: a folder can't be read; then what was known stays known.
        """
        known = dict(self._known)

        def read(path: Path) -> Found:
            found = self._seen(path, now)
            if found.is_settled:
                known[path] = found
            return found

        found = tuple(programs_in(self._folders, read))
        self._known = known
        return found

    def _seen(self, path: Path, now: datetime) -> Found:
        before = self._known.get(path)
        try:
            data = yaml_file.load(path)
        except ProgramFileError as error:
            about = None if before is None else before.about
            return Found(path=path, program=None, faults=error.faults, about=about)
        if before is None:
            return _found(path, data, self._reads)
        if before.digest == _digest(data):
            return before
        if before.digest and _is_being_written(path, now):
            return replace(before, is_settled=False)
        found = _found(path, data, self._reads)
        return found if found.about else replace(found, about=before.about)


def _found(path: Path, data: bytes, reads: Callable[[Work], Read | Unreadable]) -> Found:
    text = data.decode("utf-8-sig", errors="replace")
    reading = reads(Work(files={str(path): data}))
    if isinstance(reading, Unreadable):
        named = _ID.search(text)
        return Found(
            path=path,
            program=None,
            faults=reading.faults or (_unread(path, reading.words),),
            about=named[1] if named else None,
            digest=_digest(data),
            text=text,
        )
    return Found(
        path=path,
        program=reading.program,
        faults=reading.warnings,
        about=reading.program.id,
        digest=_digest(data),
        text=text,
    )


def _unread(path: Path, words: str) -> Fault:
    return Fault(file=str(path), what=words, fix=said("The version before it stays."))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _is_being_written(path: Path, now: datetime) -> bool:
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):  # gone by now, or of no time that there is
        return False
    # One from the future, by a clock that differs, tells nothing.
    return timedelta() <= now - written < SETTLED


def _twice(program: Program, path: Path, earlier: Path) -> Fault:
    return Fault(
        file=str(path),
        what=said("{file} has the program id “{id}” too.", file=earlier.name, id=program.id),
        fix=said("Give one of them another id, or move it away."),
    )
