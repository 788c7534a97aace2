"""Reads what came from a source and compares it with the version that stands: a pure function."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.errors import Fault, ImportRefusedError, ProgramFileError
from bot.program import yaml_file
from bot.program.attached_id import attached_id
from bot.program.diff import Change, diff
from bot.program.identity import carry
from bot.program.importers import Bundle, Doubt, Wishes, import_program
from bot.program.model import Program
from bot.program.yaml_file.file_text import LARGEST_FILE
from bot.sources.patience import with_awaited
from bot.translation import said

ENDINGS = (".yaml", ".yml")
NO_WISHES = Wishes()
# Of a hundred sessions so many must be known for it to be the same conference on other days.
SAME_CONFERENCE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is to be read, and what is known already.

    `files` are what came, by name; a single YAML file is a program file with ids of its own, and
    all else is imported, with `wishes`. `program` is the id that it gets, None for the file's own.
    `earlier` is the text of the version that stands, and `missing` what its last refreshes lacked;
    a live source's sessions are given up only after the second one. `owner` is the guild whose
    organizers handed it in: it is a version of `earlier` if it is that conference, and else gets an
    id of its own, none that is `taken`. What is not trusted never meets our own process.
    """

    files: Mapping[str, bytes] = field(repr=False)
    program: str | None = None
    wishes: Wishes = NO_WISHES
    is_live: bool = False
    earlier: str | None = field(default=None, repr=False)
    missing: Mapping[str, int] = field(default_factory=dict)
    owner: int | None = None
    taken: frozenset[str] = frozenset()
    is_trusted: bool = True

    @property
    def size(self) -> int:
        """Return how many bytes are to be read."""
        return sum(map(len, self.files.values())) + len(self.earlier or "")

    @property
    def is_native(self) -> bool:
        """Whether it is a program file, and nothing has to be imported."""
        return len(self.files) == 1 and next(iter(self.files)).casefold().endswith(ENDINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A sound version: its program, the text to keep, and what is different from the earlier one.

    `lost` of the `before` sessions of the earlier version are not in what came. `missing` are those
    that stand until the next refresh. `whole` is the text of just what came, with none put back.
    `ambiguous` names what could be several of the earlier things, and has new ids. `doubts` are of
    an import, and `replaces` says that it is another conference than the earlier one.
    """

    program: Program
    text: str
    whole: str
    digest: str
    warnings: tuple[Fault, ...] = ()
    changes: tuple[Change, ...] = ()
    missing: Mapping[str, int] = field(default_factory=dict)
    lost: int = 0
    before: int = 0
    ambiguous: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    replaces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Why there is no program in it; `faults` of a program file, `words` for all else.

    `is_passing`: it was the reading that failed, and another one of the same may not.
    """

    words: str
    faults: tuple[Fault, ...] = ()
    is_passing: bool = False


def read(work: Work) -> Read | Unreadable:
    """Read what came; never raises on data."""
    try:
        if work.owner is not None:
            return _handed_in(work, work.owner)
        return _file(work) if work.is_native else _imported(work)
    except ProgramFileError as error:
        return Unreadable(words=error.args[0], faults=error.faults)
    except ImportRefusedError as error:
        return Unreadable(words=error.args[0])


def digest_of(text: str) -> str:
    """Return the digest of a version that Marquee wrote."""
    return hashlib.sha256(text.encode()).hexdigest()


def _file(work: Work) -> Read:
    """Read a program file: its text stays as its author wrote it."""
    ((name, data),) = work.files.items()
    reading = yaml_file.read(data, file=name)
    wanted = work.program in (None, reading.program.id)
    if work.is_live or not wanted:
        program = replace(reading.program, id=work.program or reading.program.id)
        return replace(_compared(program, work), warnings=reading.warnings)
    text = data.decode("utf-8-sig")
    earlier = _earlier(work)
    return Read(
        program=reading.program,
        text=text,
        whole=text,
        digest=hashlib.sha256(data).hexdigest(),
        warnings=reading.warnings,
        changes=() if earlier is None else diff(earlier, reading.program),
        lost=_lost(earlier, reading.program),
        before=0 if earlier is None else len(earlier.sessions),
    )


def _imported(work: Work) -> Read:
    wishes = replace(work.wishes, program=work.program)
    return _compared(import_program(Bundle.of(work.files), wishes).program, work)


def _handed_in(work: Work, owner: int) -> Read:
    """Read what a guild's organizers handed in, as the conference that it is."""
    warnings: tuple[Fault, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    if work.is_native:
        ((name, data),) = work.files.items()
        reading = yaml_file.read(data, file=name)
        program, warnings = reading.program, reading.warnings
    else:
        imported = import_program(Bundle.of(work.files), work.wishes)
        program, doubts = imported.program, imported.doubts
    earlier = _earlier(work)
    if earlier is not None:
        found = _compared(replace(program, id=earlier.id), work)
        if _is_same_conference(earlier, program, found):
            return replace(found, warnings=warnings, doubts=doubts)
    new = attached_id(owner, program.name, program.first_day.year, work.taken)
    found = _compared(replace(program, id=new), replace(work, earlier=None))
    return replace(found, warnings=warnings, doubts=doubts, replaces=earlier is not None)


def _is_same_conference(earlier: Program, later: Program, found: Read) -> bool:
    """Tell whether two programs are of one conference: on its days, or with many of its sessions.

    One that was put off keeps its sessions. Next year's has other days, and other talks.
    """
    is_then = earlier.first_day <= later.last_day and later.first_day <= earlier.last_day
    still_there = found.before - found.lost
    return is_then or 100 * still_there >= SAME_CONFERENCE * max(found.before, 1)


def _compared(program: Program, work: Work) -> Read:
    """Return a version in our own words, with the ids of the earlier one."""
    earlier = _earlier(work)
    if earlier is None:
        return _written(program, program)
    carried = None if work.is_native else carry(earlier, program)
    whole = program if carried is None else carried.program
    standing, missing = whole, {}
    if work.is_live:
        awaited = with_awaited(earlier, whole, work.missing)
        standing, missing = awaited.program, dict(awaited.missing)
    written = _written(standing, whole)
    return replace(
        written,
        changes=diff(earlier, written.program),
        missing=missing,
        lost=_lost(earlier, whole),
        before=len(earlier.sessions),
        ambiguous=() if carried is None else carried.ambiguous,
    )


def _written(program: Program, whole: Program) -> Read:
    """Return a version as it will be kept and read again."""
    text = yaml_file.write(program)
    if len(text) > LARGEST_FILE:
        what = said(
            "Its program would have {size} MB, and no more than {most} MB are read.",
            size=f"{len(text) / 1024**2:.0f}",
            most=LARGEST_FILE // 1024**2,
        )
        raise ImportRefusedError(what, said("Is it one conference?"))
    data = text.encode()
    reading = yaml_file.read(data, file=said("{program}, as imported", program=program.id))
    return Read(
        program=reading.program,
        text=text,
        whole=text if program is whole else yaml_file.write(whole),
        digest=digest_of(text),
    )


def _earlier(work: Work) -> Program | None:
    """Return the version that stands; one that this Marquee can't read is as if there were none."""
    if work.earlier is None:
        return None
    try:
        return yaml_file.read(work.earlier.encode(), file="the earlier version").program
    except ProgramFileError:
        return None


def _lost(earlier: Program | None, later: Program) -> int:
    there = {one.id for one in later.sessions}
    return sum(one.id not in there for one in (() if earlier is None else earlier.sessions))
