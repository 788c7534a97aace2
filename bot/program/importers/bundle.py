"""What a source consists of: one file, or several that belong together, as bytes."""

import codecs
import io
import json
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from bot.errors import ImportRefusedError
from bot.translation import said

LARGEST = 64 * 1024 * 1024
MOST_FILES = 300
_LONGEST_NAME = 80
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Pictures and the like, which Open Event's zips are full of, and what macOS adds to a zip.
_NO_PROGRAM = re.compile(
    r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$)"
    r"|\.(?:png|jpe?g|gif|svg|webp|ico|bmp|pdf|mp[34]|webm|ogg|wav|css|js|woff2?|ttf|pyc)$",
    re.IGNORECASE,
)
# What Python's zipfile raises, in one Python or another, for zips that somebody broke.
_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file; `name` is what it is called in its folder."""

    name: str
    data: bytes = field(repr=False)

    @cached_property
    def beginning(self) -> str:
        """Return the first characters, without a byte order mark and blanks."""
        coding = "utf-16" if self.data.startswith(_UTF_16) else "utf-8"
        return self.data[:4096].decode(coding, "replace").lstrip("\ufeff \t\r\n")

    @property
    def stem(self) -> str:
        """Return its name in small letters, without folders and ending."""
        return self.name.rsplit("/", 1)[-1].rsplit(".", 1)[0].casefold()

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
            what = said(
                "{file} is not JSON: {problem} in line {line}, column {column}.",
                file=self.shown,
                problem=error.msg,
                line=error.lineno,
                column=error.colno,
            )
            raise ImportRefusedError(what, said("Export it anew.")) from error
        except UnicodeDecodeError as error:
            what = said(
                "{file} is not written in UTF-8: byte {number} is none of it.",
                file=self.shown,
                number=error.start + 1,
            )
            raise ImportRefusedError(what, said("Save it as UTF-8.")) from error
        except (ValueError, RecursionError) as error:
            what = said(
                "{file} is JSON that can't be read: {problem}.",
                file=self.shown,
                problem=str(error),
            )
            raise ImportRefusedError(what, said("Export it anew.")) from error

    @property
    def shown(self) -> str:
        """Return its name as a message can hold it, however odd it is."""
        return shown(self.name)


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
            raise ImportRefusedError(
                said("There is nothing in it."), said("Name a program's file or folder.")
            )
        if len(found) > MOST_FILES:
            raise ImportRefusedError(
                said("It has more than {most} files.", most=MOST_FILES),
                said("Name only the program's."),
            )
        if sum(len(part.data) for part in found) > LARGEST:
            raise _too_large()
        return cls(parts=tuple(sorted(found, key=lambda part: part.name)))


def shown(name: str) -> str:
    """Return a file's name as a message can hold it."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    return plain if len(plain) <= _LONGEST_NAME else f"…{plain[1 - _LONGEST_NAME :]}"


def _parts(name: str, data: bytes) -> Iterable[Part]:
    if not data.startswith((_ZIP, _EMPTY_ZIP)):
        return () if _NO_PROGRAM.search(name) else (Part(name=name, data=data),)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = [
                one
                for one in archive.infolist()
                if not one.is_dir() and not _NO_PROGRAM.search(one.filename)
            ]
            # What the zip says of its sizes may be wrong, so the reading is limited, too.
            if len(inside) > MOST_FILES or sum(one.file_size for one in inside) > LARGEST:
                raise _too_large()
            return list(_read(archive, inside))
    except _BROKEN as error:
        what = said(
            "{file} is a zip file that can't be read: {problem}.",
            file=shown(name),
            problem=shown(str(error)),
        )
        raise ImportRefusedError(what, said("Make it anew, without a password.")) from error


def _read(archive: zipfile.ZipFile, inside: Iterable[zipfile.ZipInfo]) -> Iterator[Part]:
    left = LARGEST
    for one in inside:
        with archive.open(one) as file:
            data = file.read(left + 1)
        left -= len(data)
        if left < 0:
            raise _too_large()
        yield Part(name=one.filename, data=data)


def _too_large() -> ImportRefusedError:
    what = said("It is larger than {most} MB.", most=LARGEST // 1024 // 1024)
    return ImportRefusedError(what, said("Leave out what is no program."))
