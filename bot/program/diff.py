"""What is different between two versions of a program: one Change a session, with its facts."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.program.model import Program, Session
from bot.program.timetable import Timetable


class ChangeKind(StrEnum):
    """In which respect a session is different."""

    ADDED = "added"
    CANCELLED = "cancelled"
    REINSTATED = "reinstated"
    MOVED = "moved"
    ROOM = "room"
    RETITLED = "retitled"
    SPEAKERS = "speakers"
    LENGTH = "length"
    TRACK = "track"
    STREAM = "stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What people are told of a session, in one version; times are in the program's zone.

    `room` and `track` are names, `speakers` the names of those who give its talks, in order.
    """

    title: str
    start: datetime
    end: datetime | None = None
    room: str | None = None
    track: str | None = None
    speakers: tuple[str, ...] = ()
    stream: str | None = None
    is_break: bool = False

    @property
    def length(self) -> timedelta | None:
        """Return how long it takes, None if no end is declared."""
        if self.end is None:
            return None
        return timedelta(seconds=self.end.timestamp() - self.start.timestamp())


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """All that is different about one session; `kinds` in the order of ChangeKind.

    `before` is None of an added one, `after` of a cancelled one. A reinstated one has both, and any
    other kinds that it comes back with.
    """

    session: str
    kinds: tuple[ChangeKind, ...]
    before: Facts | None
    after: Facts | None

    @property
    def facts(self) -> Facts:
        """The session as it is now, or as it was if it is cancelled."""
        facts = self.after or self.before
        assert facts is not None
        return facts


_RESPECTS: tuple[tuple[ChangeKind, Callable[[Facts], object]], ...] = (
    (ChangeKind.MOVED, lambda facts: facts.start.timestamp()),
    (ChangeKind.ROOM, lambda facts: facts.room),
    (ChangeKind.RETITLED, lambda facts: facts.title),
    (ChangeKind.SPEAKERS, lambda facts: frozenset(facts.speakers)),
    (ChangeKind.LENGTH, lambda facts: facts.length),
    (ChangeKind.TRACK, lambda facts: facts.track),
    (ChangeKind.STREAM, lambda facts: facts.stream),
)


def diff(earlier: Program, later: Program, cancelled: Collection[str] = ()) -> tuple[Change, ...]:
    """Return what changed, by the session's id; in the order of the later starts, else the earlier.

    `cancelled` are sessions that stand in both but were called cancelled until now. The two have
    each other's ids (`identity.py`).
    """
    before, after = Timetable(earlier), Timetable(later)
    old = {session.id: facts_of(session, before) for session in earlier.sessions}
    new = {session.id: facts_of(session, after) for session in later.sessions}
    found = [
        change
        for session in old.keys() | new.keys()
        if (change := change_of(session, old.get(session), new.get(session), cancelled))
    ]
    return tuple(sorted(found, key=_place))


def facts_of(session: Session, timetable: Timetable) -> Facts:
    """Return what people are told of a session."""
    room = timetable.room(session.room) if session.room else None
    track = timetable.track(session.track) if session.track else None
    people = {
        speaker.id: speaker.name
        for talk in timetable.talks_of(session)
        for speaker in timetable.speakers_of(talk)
    }
    return Facts(
        title=timetable.title_of(session),
        start=session.start,
        end=session.end,
        room=room.name if room else None,
        track=track.name if track else None,
        speakers=tuple(people.values()),
        stream=session.stream,
        is_break=session.is_break,
    )


def change_of(
    session: str, before: Facts | None, after: Facts | None, cancelled: Collection[str] = ()
) -> Change | None:
    """Return what is different about one session, None if nothing is; one of the two is there."""
    kinds: tuple[ChangeKind, ...]
    if before is None:
        kinds = (ChangeKind.ADDED,)
    elif after is None:
        kinds = (ChangeKind.CANCELLED,) if session not in cancelled else ()
    else:
        back = (ChangeKind.REINSTATED,) if session in cancelled else ()
        kinds = (*back, *(kind for kind, of in _RESPECTS if of(before) != of(after)))
    return Change(session=session, kinds=kinds, before=before, after=after) if kinds else None


def reinstated(change: Change, last: Change | None) -> Change:
    """Return what is told of a session that comes back after its `last` Change cancelled it.

    An added one is that again, with what it comes back with; any other Change stays as it is.
    """
    if change.before is not None or last is None or last.after is not None:
        return change
    back = change_of(change.session, last.before, change.after, {change.session})
    assert back is not None
    return back


def _place(change: Change) -> tuple[float, str]:
    facts = change.after or change.before
    assert facts is not None
    return facts.start.timestamp(), change.session
