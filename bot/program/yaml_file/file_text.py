"""Turns a program file's bytes into text, or says why they are none."""

import codecs
import re
from itertools import islice

from bot.errors import Fault, ProgramFileError
from bot.translation import said

# A conference with 3,000 talks and long abstracts has 3 MB.
LARGEST_FILE = 8 * 1024 * 1024

_MOST_TOLD = 20
_NEVER_TEXT = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_OTHER_ENCODINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def file_text(data: bytes, *, file: str) -> str:
    r"""Return a file's text, its line ends all `\n`.

    Raises:
        ProgramFileError: it is too large, not UTF-8, or holds what no text holds.
    """
    if len(data) > LARGEST_FILE:
        what = said(
            "The file has more than {most} MB, which no program needs.",
            most=LARGEST_FILE // 1024**2,
        )
        raise ProgramFileError([Fault(file=file, what=what, fix=said("Is it the right file?"))])
    text = _decoded(data, file).replace("\r\n", "\n").replace("\r", "\n")
    faults = [
        _no_text(found, text, file) for found in islice(_NEVER_TEXT.finditer(text), _MOST_TOLD)
    ]
    if faults:
        raise ProgramFileError(faults)
    return text


def _decoded(data: bytes, file: str) -> str:
    if data.startswith(_OTHER_ENCODINGS) or b"\0" in data[:4]:
        what = said("The file is UTF-16 or UTF-32.")
        raise ProgramFileError([_not_utf8(file, line=1, column=1, what=what)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        line, column = _place(before, len(before))
        byte = f"0x{data[error.start]:02X}"
        what = said("The file is not UTF-8: the byte {byte} can't stand here.", byte=byte)
        raise ProgramFileError([_not_utf8(file, line=line, column=column, what=what)]) from None


def _not_utf8(file: str, *, line: int, column: int, what: str) -> Fault:
    fix = said("Save it again as UTF-8.")
    return Fault(file=file, what=what, fix=fix, line=line, column=column)


def _no_text(found: re.Match[str], text: str, file: str) -> Fault:
    line, column = _place(text, found.start())
    return Fault(
        file=file,
        what=said(
            "The invisible character {code} can't stand in a program file.",
            code=f"U+{ord(found[0]):04X}",
        ),
        fix=said("Take it out."),
        line=line,
        column=column,
    )


def _place(text: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, counted from 1."""
    line_start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - line_start + 1
