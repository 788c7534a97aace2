"""One [[program]] table of config.toml: where a program comes from and how often to look."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.program.importers.bundle import LARGEST

EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTable:
    """Where the program with this id comes from: a web address, or a file or folder as published.

    Exactly one of `source` and `file` is given. `zone` and `name` win over the source's own words,
    as in an import. `allow_private` lets addresses of one's own network be asked. `largest` is how
    many bytes are fetched at most. What is not trusted, since no operator chose it, is always read
    in a process of its own.
    """

    id: str
    source: str | None = None
    file: Path | None = None
    every: timedelta = EVERY
    zone: str | None = None
    name: str | None = None
    allow_private: bool = False
    largest: int = LARGEST
    is_trusted: bool = True
