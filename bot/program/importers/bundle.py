"""What a source consists of: one file, or several that belong together, as bytes."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from bot.errors import ImportRefusedError

LARGEST = 64 * 1024 * 1024
MOST_FILES = 300
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file; `name` is what it is called in its folder."""

    name: str
    data: bytes = field(repr=False)

    @cached_property
    def beginning(self) -> str:
        """Return the first characters, without a byte order mark and blanks."""
        return self.data[:2048].decode("utf-8", "replace").lstrip("\ufeff \t\r\n")

    @cached_property
    def json(self) -> Any:
        """Return what the file holds as JSON; None if it doesn't begin as JSON does.

        Raises:
            ImportRefusedError: it begins as JSON and is none.
        """
        if not self.beginning.startswith(("{", "[")):
            return None
        try:
            return json.loads(self.data.removeprefix(b"\xef\xbb\xbf"))
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            raise ImportRefusedError(
                f"{self.name} is not JSON: {error.msg} in {where}.", "Export it anew."
            ) from error
        except (ValueError, RecursionError) as error:
            raise ImportRefusedError(
                f"{self.name} is JSON that can't be read: {error}.", "Export it anew."
            ) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The files of one source, by name."""

    parts: tuple[Part, ...]

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> Self:
        """Return the files as a source; a zip among them stands for the files in it.

        Raises:
            ImportRefusedError: there are no files, too many or too large ones, or a broken zip.
        """
        found = [part for name, data in files.items() for part in _parts(name, data)]
        if not found:
            raise ImportRefusedError("There is nothing in it.", "Name a program's file or folder.")
        if len(found) > MOST_FILES:
            raise ImportRefusedError(
                f"It has more than {MOST_FILES} files.", "Name only the program's."
            )
        if sum(len(part.data) for part in found) > LARGEST:
            raise _too_large()
        return cls(parts=tuple(sorted(found, key=lambda part: part.name)))


def _parts(name: str, data: bytes) -> Iterable[Part]:
    if not data.startswith(_ZIP):
        return (Part(name=name, data=data),)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = [one for one in archive.infolist() if not one.is_dir()]
            # What the zip says of its sizes may be wrong, so the reading is limited, too.
            if len(inside) > MOST_FILES or sum(one.file_size for one in inside) > LARGEST:
                raise _too_large()
            return [Part(name=one.filename, data=_read(archive, one)) for one in inside]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise ImportRefusedError(
            f"{name} is a zip file that can't be read: {error}.", "Make it anew."
        ) from error


def _read(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    with archive.open(one) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _too_large()
    return data


def _too_large() -> ImportRefusedError:
    megabytes = LARGEST // 1024 // 1024
    return ImportRefusedError(f"It is larger than {megabytes} MB.", "Leave out what is no program.")
