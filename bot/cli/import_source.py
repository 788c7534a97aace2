"""Brings in what is to be imported: files, folders and web addresses, as bytes by name."""

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bot.errors import ImportRefusedError
from bot.printing import Steps
from bot.program.importers import Bundle
from bot.program.importers.bundle import LARGEST, MOST_FILES

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def bundle_of(sources: Iterable[str], steps: Steps, *, private_allowed: bool) -> Bundle:
    """Return everything that the sources hold, as one.

    Raises:
        ImportRefusedError: one of them can't be read, holds nothing, or too much.
        FetchError: a web address can't be fetched.
    """
    files: dict[str, bytes] = {}
    for source in dict.fromkeys(sources):
        if _ADDRESS.match(source):
            found = iter([_fetched(source, steps, private_allowed=private_allowed)])
        else:
            steps.step(f"Reading {source}")
            found = _read(Path(source))
        for name, data in found:
            files[_free(name, files)] = data
    return Bundle.of(files)


def named(sources: Sequence[str]) -> str:
    """Return the sources as they may be told: no password of an address, and not a long list."""
    from bot.sources.web_address import told

    first = told(sources[0]) if _ADDRESS.match(sources[0]) else sources[0]
    others = len(set(sources)) - 1
    return f"{first} and {others} more" if others else first


def _free(name: str, files: dict[str, bytes]) -> str:
    """Return a name for another file; two folders may each have a file of one name."""
    return name if name not in files else _free(f"again/{name}", files)


def _fetched(url: str, steps: Steps, *, private_allowed: bool) -> tuple[str, bytes]:
    from bot.sources.fetch import Fetched, Limits, fetch
    from bot.sources.web_address import told

    where = told(url)
    steps.step(f"Fetching {where}")

    def heard(received: int) -> None:
        steps.further(f"Fetching {where}: {received / 1024 / 1024:.1f} MB")

    limits = Limits(size=LARGEST, private_allowed=private_allowed)
    came = asyncio.run(fetch(url, limits, heard=heard))
    assert isinstance(came, Fetched)
    return came.name, came.data


def _read(path: Path) -> Iterator[tuple[str, bytes]]:
    """Give the files of a path by the names they have in it; hidden ones are no part of it."""
    if not _is_folder(path):
        yield path.name, _bytes(path)
        return
    inside = (one for one in path.rglob("*") if one.is_file())
    seen = sorted(one for one in inside if not _is_hidden(one.relative_to(path)))
    if len(seen) > MOST_FILES:
        what = f"{path} has {len(seen)} files, and no program more than {MOST_FILES}."
        raise ImportRefusedError(what, "Name only the program's files, or their folder.")
    size = 0
    for one in seen:
        data = _bytes(one)
        size += len(data)
        if size > LARGEST:
            what = f"{path} is larger than {LARGEST // 1024 // 1024} MB."
            raise ImportRefusedError(what, "Name only the program's files.")
        yield one.relative_to(path).as_posix(), data


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in path.parts)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError as error:
        raise _unreadable(path, error) from error


def _bytes(path: Path) -> bytes:
    """Return what stands in a file; of one that is too large only so much that it shows."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> ImportRefusedError:
    what = f"{path} can't be read: {error.strerror}."
    return ImportRefusedError(what, "Name a file, a folder or a web address.")
