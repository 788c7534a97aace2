"""What organizers are told, as values: posts that were not made, and a program with a fault."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.delivery.model import Cause


class ProgramTrouble(Protocol):
    """A program that could not be read anew; its last good version stays, if there is one."""

    @property
    def program(self) -> str:
        """The program's id."""
        ...

    @property
    def at(self) -> datetime:
        """When it was found, in UTC; it stays the same as long as the fault does."""
        ...

    @property
    def words(self) -> str:
        """What is wrong, where, and what to do, for a person; any number of lines."""
        ...

    @property
    def digest(self) -> str:
        """A digest of the words, of letters and digits: another fault has another one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A session that a post was about, with the start (UTC) that was to be told.

    `title` is looked up when organizers are told; None if it has left the program since.
    """

    session: str
    start: datetime
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unposted:
    """Posts to one channel that one cause kept away, or may have kept away.

    `place` is the channel's id, `first` and `last` are when the first and the last of the `posts`
    were due (UTC). `sessions` are the first of those they were about, `more` is how many follow.
    `words` is what stood in the way of the first.
    """

    cause: Cause
    place: int
    words: str
    posts: int
    first: datetime
    last: datetime
    sessions: tuple[Missed, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A program that could not be read at `at` (UTC), with what is wrong in words.

    A version from before `stands` in its place, or none does; that is looked up when it is told.
    """

    program: str
    at: datetime
    words: str
    stands: bool = True


About = Unposted | Unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One message to organizers; `mark` is its delivery's digest, put where it is found again."""

    about: About
    mark: str
