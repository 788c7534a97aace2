"""What a search gives back, and what it promises."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.program.timetable import Timetable


class HitKind(StrEnum):
    """What a hit is."""

    TALK = "talk"
    SPEAKER = "speaker"
    TRACK = "track"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found: its kind, its id, what it is called, and how well it matches (0 to 100)."""

    kind: HitKind
    id: str
    title: str
    score: float


ALL_KINDS = frozenset(HitKind)


class Search(Protocol):
    """Looks things up by words; one is built per version of a program and never changes."""

    def find(
        self,
        words: str,
        now: datetime,
        *,
        kinds: frozenset[HitKind] = ALL_KINDS,
        limit: int = 25,
    ) -> tuple[Hit, ...]:
        """Return what matches, best first; on equal match what is on soon first.

        Empty words give what is on now and next. Nothing found gives an empty tuple. Never fails.
        """
        ...

    def nearest(
        self, words: str, *, kinds: frozenset[HitKind] = ALL_KINDS, limit: int = 3
    ) -> tuple[Hit, ...]:
        """Return the closest things by title or name however far they are; never fails."""
        ...

    def following(self, timetable: Timetable) -> "Search":
        """Return a search of the same talks, speakers and tracks, met in a timetable's sessions.

        What they are found by is shared with this one and stays as it is.
        """
        ...
