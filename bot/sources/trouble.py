"""Which programs could not be read anew and why, for those who look after them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.program.model import Program
from bot.sources.folder import Found

# Of one file; who mends them sees the rest in the log, or by `marquee check`.
MOST_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a program could not be read anew, so that its last good version stays.

    `at` is when that was found first, in UTC; `words` are for a person.
    """

    program: str
    at: datetime
    words: str

    @property
    def digest(self) -> str:
        """24 hex digits of the words."""
        return hashlib.sha256(self.words.encode()).hexdigest()[:24]


class Troubles:
    """The troubles that stand, in memory, for whoever tells organizers of them."""

    def __init__(self) -> None:
        self._by_program: Mapping[str, Trouble] = {}

    def all(self) -> Mapping[str, Trouble]:
        """Return what is wrong by now, by program id. Never fails, and waits for nothing."""
        return self._by_program

    def put(self, troubles: Iterable[Trouble]) -> None:
        """Let these be all that stand."""
        self._by_program = {one.program: one for one in troubles}


def troubles_of(
    found: Iterable[Found],
    standing: Iterable[Program],
    before: Mapping[str, Trouble],
    now: datetime,
    known: Mapping[str, str | None] = MappingProxyType({}),
) -> tuple[Trouble, ...]:
    """Return what is wrong with the programs by what was found in their folders, by program id.

    A trouble that stood `before` in the same words keeps its time. A program that stands without a
    file is one until its last day is over: then its file may well go. `known` are programs of other
    sources, and those whose file was not taken over, with the words for it if there is trouble.
    """
    files = tuple(found)
    words = {one.about: _faulty(one) for one in files if one.about and one.program is None}
    words |= {program: said for program, said in known.items() if said is not None}
    at_hand = {one.about for one in files} | known.keys()
    for program in standing:
        if program.id not in at_hand and not _is_over(program, now):
            words[program.id] = _gone(program)
    return tuple(_dated(words[key], key, before.get(key), now) for key in sorted(words))


def _dated(words: str, program: str, before: Trouble | None, now: datetime) -> Trouble:
    if before is not None and before.words == words:
        return before
    return Trouble(program=program, at=now, words=words)


def _faulty(found: Found) -> str:
    # Where the folder is on the operator's machine is nobody else's business.
    faults = [replace(fault, file=found.path.name) for fault in found.faults]
    lines = [f"{found.path.name} can't be used:", *map(str, faults[:MOST_TOLD])]
    if len(faults) > MOST_TOLD:
        lines.append(f"And {len(faults) - MOST_TOLD} more; `marquee check` names them all.")
    return "\n".join(lines)


def _gone(program: Program) -> str:
    return f"No file holds the program “{program.id}” ({program.name}) any more. Put it back."


def _is_over(program: Program, now: datetime) -> bool:
    return program.last_day < now.astimezone(ZoneInfo(program.zone)).date()
