"""One thing that was looked at in an installation: how it is, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a finding is: `wrong` keeps Marquee from doing what it is set to, `warning` may."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was seen, in words, and what to do if it is not well."""

    level: Level
    what: str
    fix: str = ""

    def __str__(self) -> str:
        return f"{self.level}: {self.what} {self.fix}".rstrip()


def ok(what: str) -> Finding:
    """Return a finding that all is well with something."""
    return Finding(level=Level.OK, what=what)


def warning(what: str, fix: str) -> Finding:
    """Return a finding of something that may be meant so."""
    return Finding(level=Level.WARNING, what=what, fix=fix)


def wrong(what: str, fix: str) -> Finding:
    """Return a finding of something that has to be put right."""
    return Finding(level=Level.WRONG, what=what, fix=fix)
