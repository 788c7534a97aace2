"""Writes the form of a program as YAML that people like to read and to change."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from textwrap import wrap
from typing import Any

from bot.program.check.sections import SECTIONS
from bot.program.model import Program
from bot.program.yaml_file.form import Form, form_of

WIDTH = 100
HEADER = "# yaml-language-server: $schema=program.schema.json\n"

_STEP = "  "
# An entry with more lines than this has blank lines around it.
_DENSE_ENTRY = 2

# What stands in a file as it is: neither control nor line break nor invisible order mark.
_SEEN = r"\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_PLAIN = re.compile(rf"[^\W_](?:(?!: | #)[{_SEEN}])*(?<![: ])")
_PROSE = re.compile(rf"(?! )(?:(?!  )[{_SEEN}])+(?<! )")
_LINE = re.compile(rf"[{_SEEN}\t]*(?<![ \t])")
_UNSEEN = re.compile(rf'[^{_SEEN}]|["\\]')
_IN_BRACKETS = re.compile(r"[a-z0-9-]+")
# Some YAML reader takes these for numbers, times, days, truth or nothing.
_MORE_THAN_TEXT = re.compile(
    r"\d[\d_.,:a-fox+\-]*(?:[ tz][\d.:+\-z ]*)?|true|false|yes|no|on|off|y|n|null",
    re.IGNORECASE | re.ASCII,
)


def write(program: Program) -> str:
    """Return a program as YAML; `read` gives the equal program back, if `check` finds no error.

    Raises:
        ValueError: its `assumed_length` is no whole number of minutes.
    """
    return yaml_text(form_of(program))


def yaml_text(form: Form) -> str:
    """Return a program's form as YAML, without what is empty or as if not written."""
    sections = [f"program:\n{_lines(_entry(form.program, _STEP))}"]
    for name in SECTIONS:
        entries = [list(_entry(item, _STEP * 2)) for item in getattr(form, name)]
        if entries:
            between = "\n" if max(map(len, entries)) > _DENSE_ENTRY else ""
            texts = (f"{_STEP}- {_lines(entry).lstrip()}" for entry in entries)
            sections.append(f"{name}:\n{between.join(texts)}")
    return "\n".join([HEADER, *sections])


def _entry(thing: Any, indent: str) -> Iterator[str]:
    """Give the lines of one thing's values by name."""
    for one in fields(thing):
        value = getattr(thing, one.name)
        if value is not None and value != one.default:
            written = list(_value(value, indent, len(indent) + len(one.name) + 2))
            yield f"{indent}{one.name}:{written[0]}"
            yield from written[1:]


def _value(value: Any, indent: str, column: int) -> Iterator[str]:
    """Give what stands behind a colon, and the lines after it."""
    if isinstance(value, tuple):
        yield from _list(value, indent, column)
    elif isinstance(value, str):
        yield from _text(value, indent, column)
    else:
        yield f" {value}"


def _list(values: tuple[Any, ...], indent: str, column: int) -> Iterator[str]:
    deeper = indent + _STEP
    if is_dataclass(values[0]):
        yield ""
        for value in values:
            first, *others = _entry(value, deeper + _STEP)
            yield f"{deeper}- {first.lstrip()}"
            yield from others
        return
    words = [_word(value) for value in values]
    line = f" [{', '.join(words)}]"
    if column + len(line) <= WIDTH:
        yield line
        return
    yield ""
    yield from (f"{deeper}- {word}" for word in words)


def _word(text: str) -> str:
    plain = _IN_BRACKETS.fullmatch(text) and _PLAIN.fullmatch(text)
    return text if plain and not _MORE_THAN_TEXT.fullmatch(text) else _quoted(text)


def _text(text: str, indent: str, column: int) -> Iterator[str]:
    deeper = indent + _STEP
    plain = _PLAIN.fullmatch(text) and not _MORE_THAN_TEXT.fullmatch(text)
    written = text if plain else _quoted(text)
    if "\n" not in text and column + len(written) <= WIDTH:
        yield f" {written}"
    elif all(_PROSE.fullmatch(paragraph) for paragraph in text.split("\n\n")):
        yield " >-"
        yield from _folded(text, deeper)
    elif "\n" in text and _stands_as_it_is(text):
        yield " |-"
        yield from (f"{deeper}{line}" if line else "" for line in text.split("\n"))
    else:
        yield f" {written}"


def _folded(text: str, indent: str) -> Iterator[str]:
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            # A line break counts one less in folded text than is written.
            yield from ("", "")
        yield from wrap(
            paragraph,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _stands_as_it_is(text: str) -> bool:
    """Return whether lines can be written one by one, with no blank at an end to be lost."""
    lines = text.split("\n")
    edges = lines[0][:1], lines[-1][:1]
    return all(_LINE.fullmatch(line) for line in lines) and all(edges) and edges[0] not in " \t"


def _quoted(text: str) -> str:
    return f'"{_UNSEEN.sub(_escaped, text)}"'


def _escaped(found: re.Match[str]) -> str:
    letter = found[0]
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    if letter in short:
        return short[letter]
    number = ord(letter)
    if number <= 0xFF:  # noqa: PLR2004 - two hex digits
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 - four


def _lines(lines: Iterator[str] | list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
