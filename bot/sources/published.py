"""The files of a program as it is published in a folder of this machine, as bytes by name."""

from collections.abc import Mapping
from pathlib import Path

from bot.errors import ImportRefusedError
from bot.program.importers.bundle import LARGEST, MOST_FILES
from bot.translation import said


def published(path: Path) -> Mapping[str, bytes]:
    """Return what stands in a file, or in a folder's files by the names they have in it.

    Hidden files are no part of it. Takes its time, for a thread.

    Raises:
        ImportRefusedError: it can't be read, or is too much.
    """
    try:
        return _folder(path) if path.is_dir() else {path.name: _bytes(path, LARGEST)}
    except OSError as error:
        reason = str(error.strerror)
        what = said("{file} can't be read: {reason}.", file=path.name, reason=reason)
        fix = said("Put it back, or change its [[program]] table.")
        raise ImportRefusedError(what, fix) from error


def _folder(folder: Path) -> Mapping[str, bytes]:
    names = sorted(
        one
        for one in folder.rglob("*")
        if one.is_file() and not any(p.startswith(".") for p in one.relative_to(folder).parts)
    )
    if len(names) > MOST_FILES:
        what = said(
            "{folder} has {count} files, and no program more than {most}.",
            folder=folder.name,
            count=len(names),
            most=MOST_FILES,
        )
        raise ImportRefusedError(what, said("Name only the program's files, or their folder."))
    files: dict[str, bytes] = {}
    left = LARGEST
    for one in names:
        data = _bytes(one, left)
        left -= len(data)
        files[one.relative_to(folder).as_posix()] = data
    return files


def _bytes(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        what = said(
            "{file} is too large: no program has more than {most} MB.",
            file=path.name,
            most=LARGEST // 1024**2,
        )
        raise ImportRefusedError(what, said("Name only the program's files."))
    return data
