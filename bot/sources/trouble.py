"""Which programs could not be read anew and why, for those who look after them."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.program.model import Program
from bot.sources.folder import Found
from bot.translation import said, said_many, together

# Of one file; who mends them sees the rest in the log, or by `marquee check`.
MOST_TOLD = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a program could not be read anew, so that its last good version stays.

    `at` is when that was found first, in UTC; `words` are for a person, and can be translated.
    """

    program: str
    at: datetime
    words: str

    @property
    def digest(self) -> str:
        """24 hex digits of the words in English."""
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
    words |= {program: why for program, why in known.items() if why is not None}
    at_hand = {one.about for one in files} | known.keys()
    for program in standing:
        if program.id not in at_hand and not _is_over(program, now):
            words[program.id] = _gone(program)
    return tuple(_dated(words[key], key, before.get(key), now) for key in sorted(words))


def _dated(words: str, program: str, before: Trouble | None, now: datetime) -> Trouble:
    is_known = before is not None and before.words == words
    # An older Marquee kept the same words in English alone.
    return Trouble(program=program, at=before.at if before and is_known else now, words=words)


def _faulty(found: Found) -> str:
    # Where the folder is on the operator's machine is nobody else's business.
    faults = [replace(fault, file=found.path.name) for fault in found.faults]
    lines: list[str] = [said("{file} can't be used:", file=found.path.name)]
    lines += [fault.told for fault in faults[:MOST_TOLD]]
    more = len(faults) - MOST_TOLD
    if more > 0:
        lines.append(
            said_many(
                "And {count} more; `marquee check` names them all.",
                "And {count} more; `marquee check` names them all.",
                more,
            )
        )
    return together(*lines, by="\n")


def _gone(program: Program) -> str:
    return said(
        "No file holds the program “{id}” ({name}) any more. Put it back.",
        id=program.id,
        name=program.name,
    )


def _is_over(program: Program, now: datetime) -> bool:
    return program.last_day < now.astimezone(ZoneInfo(program.zone)).date()
