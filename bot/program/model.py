"""The conference as values: Program, Track, Room, Speaker, Talk, Session.

Ids are ours, never the source's: a program's has at most 16, all others at most 32 characters of
`a-z0-9-`. Every datetime is aware and stands in the program's own IANA zone. A `key` is what the
source that a thing was imported from calls it, so that the next import knows it again.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

ASSUMED_LENGTH = timedelta(minutes=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A named web address (http or https)."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A person on the program; a track's host is one too."""

    id: str
    name: str
    role: str | None = None
    company: str | None = None
    bio: str | None = None
    links: tuple[Link, ...] = ()
    picture: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What is presented; `speakers` holds speaker ids, `language` a BCP 47 tag."""

    id: str
    title: str
    abstract: str | None = None
    speakers: tuple[str, ...] = ()
    language: str | None = None
    level: str | None = None
    links: tuple[Link, ...] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A thread through the program; `hosts` holds speaker ids."""

    id: str
    name: str
    description: str | None = None
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A place where sessions happen."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """When and where: a start, maybe an end, a room, a track, and the talks in it (ids).

    A talk given twice is two sessions. A session without a talk is a break. `title` stands where
    the session has a name of its own ("Lunch"); otherwise its talk or its track names it. `stream`
    is the web address where it can be watched.
    """

    id: str
    start: datetime
    end: datetime | None = None
    title: str | None = None
    room: str | None = None
    track: str | None = None
    talks: tuple[str, ...] = ()
    stream: str | None = None
    key: str | None = None

    @property
    def is_break(self) -> bool:
        """Whether nothing is presented in it."""
        return not self.talks


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Everything about one conference edition.

    `zone` is the IANA zone that its wall times are in; `first_day` and `last_day` are days there.
    `assumed_length` is how long a session without an end is on, if nothing follows in its room.
    """

    id: str
    name: str
    zone: str
    first_day: date
    last_day: date
    link: str | None = None
    assumed_length: timedelta = ASSUMED_LENGTH
    tracks: tuple[Track, ...] = ()
    rooms: tuple[Room, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    talks: tuple[Talk, ...] = ()
    sessions: tuple[Session, ...] = ()
