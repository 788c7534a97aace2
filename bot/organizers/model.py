"""What organizers are told, as values: what was not posted or shown, a program with a fault."""

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


class MirrorTrouble(Protocol):
    """Something that should stand in a guild, kept equal to the program, and does not."""

    @property
    def kind(self) -> str:
        """What it is: a "board", or an "event" among the guild's own."""
        ...

    @property
    def cause(self) -> Cause:
        """Why it does not stand there."""
        ...

    @property
    def place(self) -> int | None:
        """The channel where it should; None of what belongs to none."""
        ...

    @property
    def words(self) -> str:
        """What is in the way, for a person."""
        ...

    @property
    def at(self) -> datetime:
        """When it was found, in UTC; it stays the same as long as that is so."""
        ...

    @property
    def stands(self) -> bool:
        """Whether it stands there all the same, and is only not pinned."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Unshown:
    """What does not stand as it should: a `MirrorTrouble` as it was when it was planned."""

    kind: str
    cause: Cause
    place: int | None
    words: str
    at: datetime
    stands: bool = False


About = Unposted | Unread | Unshown


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One message to organizers; `mark` is its delivery's digest, put where it is found again."""

    about: About
    mark: str
