"""One thing wrong in a program, and which of its values it is about."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from heapq import nlargest

from bot.errors import Fault, Severity
from bot.translation import Said

Path = tuple[str | int, ...]
# Line and column, counted from 1.
Place = tuple[int, int]

_MOST_COMPARED = 50
_LONGEST_COMPARED = 100
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is wrong with the value at `path` and what to do, in sentences that can be translated.

    A path reads from the file's top: ("talks", 3, "speakers", 0), numbers from 0. `on_key` says
    that the name of the value is meant, not the value.
    """

    path: Path
    what: Said
    fix: str = ""
    severity: Severity = Severity.ERROR
    on_key: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Where in its file each value and each key stands."""

    file: str
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    def fault(self, remark: Remark) -> Fault:
        """Return the remark as a fault; what is not in the file itself is told where it belongs."""
        line, column = self._place(remark)
        return Fault(
            file=self.file,
            what=remark.what,
            fix=remark.fix,
            line=line,
            column=column,
            severity=remark.severity,
        )

    def _place(self, remark: Remark) -> Place | tuple[None, None]:
        if remark.on_key and remark.path in self.keys:
            return self.keys[remark.path]
        for length in range(len(remark.path), 0, -1):
            if remark.path[:length] in self.values:
                return self.values[remark.path[:length]]
        return self.values.get((), (None, None))


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Return what `typed` was probably meant to be; None if nothing known is like it."""
    if len(typed) > _LONGEST_COMPARED:
        return None
    # A close look at thousands would take half a second each time; most share few letter pairs.
    pairs = _pairs(typed)
    likely = nlargest(
        _MOST_COMPARED, known, key=lambda one: 2 * len(pairs & _pairs(one)) - len(_pairs(one))
    )
    return next(iter(get_close_matches(typed, likely, n=1)), None)


@lru_cache(maxsize=20_000)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(min(len(text), _LONGEST_COMPARED)))


def short(text: str) -> str:
    """Return a text short enough to be quoted in a sentence."""
    line = " ".join(text[: 4 * _LONGEST_QUOTE].split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"
