"""A program as a source tells it: with the source's own keys instead of ids, and as it was found.

An importer fills a Draft and need not tidy anything: `build.py` makes a sound Program of it.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

# Aware where the source says which instant is meant, naive where it shows a clock on a wall.
When = datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLink:
    """An address, with what the source calls it."""

    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSpeaker:
    """A person; two drafts with one `key` are the same person."""

    key: str
    name: str
    role: str | None = None
    company: str | None = None
    bio: str | None = None
    links: tuple[DraftLink, ...] = ()
    picture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTalk:
    """What is presented; `speakers` holds speakers' keys. Texts may be HTML or Markdown."""

    key: str
    title: str
    subtitle: str | None = None
    abstract: str | None = None
    speakers: tuple[str, ...] = ()
    language: str | None = None
    level: str | None = None
    links: tuple[DraftLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSession:
    """When and where; `talks` holds talks' keys, and without one it is a break.

    `key` should tell this slot from all others (a guid); where two share one, they are told apart
    by what else is known of them. `end` wins over `length`. `room` and `track` are names as the
    source writes them. `start` None: it is not scheduled yet, and is left out and counted. `clock`
    is the time of day that the source shows there beside an instant; it only proves the zone.
    """

    key: str
    start: When | None
    end: When | None = None
    length: timedelta | None = None
    clock: time | None = None
    title: str | None = None
    room: str | None = None
    track: str | None = None
    talks: tuple[str, ...] = ()
    stream: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTrack:
    """A track that the source tells more of than its name."""

    name: str
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that one source tells of a conference.

    `zone` is what the source calls its zone, however odd; None if it names none. `rooms` and
    `tracks` give an order; those that only sessions name follow.
    """

    name: str | None = None
    acronym: str | None = None
    zone: str | None = None
    link: str | None = None
    rooms: tuple[str, ...] = ()
    tracks: tuple[DraftTrack, ...] = ()
    speakers: tuple[DraftSpeaker, ...] = ()
    talks: tuple[DraftTalk, ...] = ()
    sessions: tuple[DraftSession, ...] = ()
