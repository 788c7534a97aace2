"""Reads a program from a YAML file, with everything that is wrong by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from pathlib import Path as FilePath
from typing import Any, NoReturn

import yaml

from bot.errors import Fault, ProgramFileError, Severity
from bot.program.check import check
from bot.program.check.remark import Marks, Path, Place, Remark, short
from bot.program.model import Program
from bot.program.yaml_file.dating import dated
from bot.program.yaml_file.file_text import LARGEST_FILE, file_text
from bot.program.yaml_file.misfits import Tree, fitted
from bot.program.yaml_file.syntax import (
    KEY_NO_TEXT,
    NO_ANCHORS,
    NO_TAGS,
    SECOND_DOCUMENT,
    plain_words,
)
from bot.translation import Said, said

# Of one file; more would only be scrolled past. `check` must find more than this to say so.
MOST_TOLD = 100
# A program is five deep; YAML readers get slow, or crash, with thousands.
DEEPEST = 10
MOST_VALUES = 400_000

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A program as its file holds it, and what its organizers most likely did not mean."""

    program: Program
    warnings: tuple[Fault, ...] = ()


def read(data: bytes, *, file: str) -> Reading:
    """Return the program that a YAML file holds; `file` is its name in what is told.

    Takes bounded time and memory for any bytes. Values are the text that was typed: `no` and
    `12:30` are no truth and no number. Anchors, aliases and tags are refused.

    Raises:
        ProgramFileError: with everything that is wrong, by line.
    """
    tree = _Tree(file)
    tree.read(file_text(data, file=file))
    form, misfits = fitted(tree.root)
    remarks = [*tree.remarks, *_news(misfits, tree.remarks)]
    program = None
    if form is not None:
        program, misdated = dated(form)
        remarks += _news(misdated, remarks)
        guessed = bool(remarks)
        remarks += _news(check(program), remarks)
        if guessed:
            # What looks odd may be the guess, not the program.
            remarks = [one for one in remarks if one.severity is Severity.ERROR]
    faults = _told(remarks, tree.marks)
    if program is None or any(fault.severity is Severity.ERROR for fault in faults):
        raise ProgramFileError(faults)
    return Reading(program=program, warnings=faults)


def read_file(path: FilePath) -> Reading:
    """Return the program that a file holds.

    Raises:
        ProgramFileError: it can't be read, or with everything that is wrong, by line.
    """
    return read(load(path), file=str(path))


def load(path: FilePath) -> bytes:
    """Return what stands in a file; no more of it is read than a program may have.

    Raises:
        ProgramFileError: it can't be read.
    """
    try:
        if path.exists() and not path.is_file():
            raise ProgramFileError([_unreadable(path, said("It is no file."))])
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        what = said("It can't be read: {reason}.", reason=str(error.strerror))
        raise ProgramFileError([_unreadable(path, what)]) from error


def _unreadable(path: FilePath, what: Said) -> Fault:
    return Fault(file=str(path), what=what, fix=said("Name a program's YAML file."))


def _news(remarks: Iterable[Remark], known: Iterable[Remark]) -> list[Remark]:
    """Return the remarks on values of which nothing is known to be wrong yet."""
    wrong = {one.path for one in known}
    return [
        one
        for one in remarks
        if not any(one.path[:length] in wrong for length in range(1, len(one.path) + 1))
    ]


def _told(remarks: list[Remark], marks: Marks) -> tuple[Fault, ...]:
    """Return the faults by line; of too many the errors first."""
    faults = sorted((marks.fault(one) for one in remarks), key=_line)
    by_weight = sorted(faults, key=lambda fault: fault.severity is Severity.WARNING)
    told = sorted(by_weight[:MOST_TOLD], key=_line)
    if len(faults) > MOST_TOLD:
        severity = by_weight[MOST_TOLD].severity
        what = said("There is more; {most} are told.", most=MOST_TOLD)
        told.append(Fault(file=marks.file, what=what, fix="", severity=severity))
    return tuple(told)


def _line(fault: Fault) -> tuple[int, int]:
    return fault.line or 0, fault.column or 0


@dataclass(slots=True)
class _Holder:
    """A list or a mapping that is being read, and the key that waits for its value."""

    values: Any
    path: Path
    key: str | None = None

    @property
    def wants_key(self) -> bool:
        """Whether what comes next is a key."""
        return isinstance(self.values, dict) and self.key is None


class _Tree:
    """A file's values as they were typed, and where each stands.

    Built from the parser's events, since PyYAML's own nodes are built by recursion, which 10,000
    brackets take down.
    """

    def __init__(self, file: str) -> None:
        self.root: Tree = None
        self.marks = Marks(file=file)
        self.remarks: list[Remark] = []
        self._open: list[_Holder] = []
        self._documents = 0
        self._values = 0

    def read(self, text: str) -> None:
        """Read a whole file; ProgramFileError where there is no reading on."""
        try:
            for event in yaml.parse(text, Loader=_PARSER):
                self._take(event)
        except yaml.MarkedYAMLError as error:
            self._stop(*_syntax_fault(error, text))

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent() if self._open and self._open[-1].wants_key:
                self._name(event.value, event)
            case yaml.ScalarEvent():
                self._put(_typed(event), event)
            case yaml.SequenceStartEvent():
                self._enter([], event)
            case yaml.MappingStartEvent():
                self._enter({}, event)
            case yaml.CollectionEndEvent():
                self._open.pop()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop(*SECOND_DOCUMENT, _place(event.start_mark))

    def _name(self, key: str, event: yaml.Event) -> None:
        """Take the key of the value that comes next."""
        holder = self._open[-1]
        path = (*holder.path, key)
        self._count(event)
        first = self.marks.keys.get(path)
        self.marks.keys[path] = _place(event.start_mark)
        if first is not None:
            what = said(
                "`{key}` is here a second time; the first is in line {line}.",
                key=short(key),
                line=first[0],
            )
            self._remark(path, what, said("Take one of them out."), on_key=True)
        holder.key = key
        self._refuse_extras(path, event)

    def _put(self, value: Tree, event: yaml.Event) -> Path:
        """Put a value where it belongs and return its path."""
        self._count(event)
        if not self._open:
            path: Path = ()
            self.root = value
        else:
            path = _added(self._open[-1], value)
        self.marks.values[path] = _place(event.start_mark)
        self._refuse_extras(path, event)
        return path

    def _enter(self, values: Tree, event: yaml.Event) -> None:
        if len(self._open) == DEEPEST:
            self._stop(*_TOO_DEEP, _place(event.start_mark))
        if self._open and self._open[-1].wants_key:
            self._name("", event)
            path: Path = (*self._open[-1].path, "")
            self._remark(path, *KEY_NO_TEXT, on_key=True)
        else:
            path = self._put(values, event)
        self._open.append(_Holder(values, path))

    def _alias(self, event: yaml.Event) -> None:
        if self._open and self._open[-1].wants_key:
            self._name("", event)
        else:
            self._put(None, event)

    def _count(self, event: yaml.Event) -> None:
        self._values += 1
        if self._values > MOST_VALUES:
            self._stop(*_TOO_MANY, _place(event.start_mark))

    def _refuse_extras(self, path: Path, event: yaml.Event) -> None:
        if getattr(event, "anchor", None) is not None:
            self._remark(path, *NO_ANCHORS)
        if getattr(event, "tag", None) is not None:
            self._remark(path, *NO_TAGS)

    def _remark(self, path: Path, what: Said, fix: Said, *, on_key: bool = False) -> None:
        self.remarks.append(Remark(path=path, what=what, fix=fix, on_key=on_key))

    def _stop(self, what: Said, fix: Said, place: Place) -> NoReturn:
        """Raise what was found so far, and why there is no reading on."""
        line, column = place
        last = Fault(file=self.marks.file, what=what, fix=fix, line=line, column=column)
        raise ProgramFileError([*_told(self.remarks, self.marks), last])


def _added(holder: _Holder, value: Tree) -> Path:
    if isinstance(holder.values, list):
        holder.values.append(value)
        return (*holder.path, len(holder.values) - 1)
    path = (*holder.path, holder.key or "")
    holder.values[holder.key or ""] = value
    holder.key = None
    return path


def _typed(event: yaml.ScalarEvent) -> str | None:
    """Return the text that was typed; None for nothing and for `~`."""
    text: str = event.value
    if event.style in ("|", ">"):
        # Nobody means the line end that a block ends with.
        text = text.rstrip("\n")
    nothing = not text.strip() or (text == "~" and not event.style)
    return None if nothing else text


def _place(mark: Any) -> Place:
    """Return line and column of a parser's mark, counted from 1."""
    return mark.line + 1, mark.column + 1


def _syntax_fault(error: yaml.MarkedYAMLError, text: str) -> tuple[Said, Said, Place]:
    """Return what is wrong with the YAML itself, what to do, and where."""
    line, column = _place(error.problem_mark)
    written = "".join(islice(StringIO(text), line - 1, line))
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return said("A tab indents this line."), said("Indent with spaces."), (line, column)
    words = plain_words(error.problem or "")
    if words.opened and error.context_mark is not None:
        line, column = _place(error.context_mark)
    return words.what, words.fix, (line, column)


_TOO_DEEP = (
    said("This stands more than {most} levels deep.", most=DEEPEST),
    said(
        "No program is as deep; put text that begins with {sign} or {other} in quotes.",
        sign="[",
        other="{",
    ),
)
# Written out, since each language writes such numbers in its own way: it is MOST_VALUES.
_TOO_MANY = (said("The file holds more than 400,000 values."), said("Is it the right file?"))
