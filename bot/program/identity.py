"""Knows the things of an earlier version again in a later one, and gives them their ids back.

A source's key decides where it stands once on each side; then what people know a thing by: a
session's title with its start or its room, a talk's title with its speakers, a person's name. What
fits twice is nobody, and new: two people's agendas must never be mixed up.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from bot.program.ids import slug, with_number
from bot.program.model import Program, Room, Session, Speaker, Talk, Track

_Thing = TypeVar("_Thing", Room, Track, Speaker, Talk, Session)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A later version with the earlier one's ids where things are the same.

    `ambiguous` names things that could be several of the earlier ones, and count as new.
    """

    program: Program
    ambiguous: tuple[str, ...]


def carry(earlier: Program, later: Program) -> Carried:
    """Return `later` with the ids that its things had in `earlier`, the program's own among them.

    What is new never gets an id that stood for something else before.
    """
    before, after = _Version(earlier), _Version(later)
    rooms = _Matching(earlier.rooms, later.rooms, [(_name, _name)])
    tracks = _Matching(earlier.tracks, later.tracks, [(_name, _name)])
    speakers = _Matching(earlier.speakers, later.speakers, [(_key, _key), (_name, _name)])
    talks = _Matching(
        earlier.talks,
        later.talks,
        [(_key, _key), (before.title_and_people, after.title_and_people), (_title, _title)],
    )
    sessions = _Matching(
        earlier.sessions,
        later.sessions,
        [
            (_key, _key),
            (before.title_start_room, after.title_start_room),
            (before.title_and_start, after.title_and_start),
            (before.title_and_room, after.title_and_room),
            (before.title_of, after.title_of),
        ],
    )
    program = replace(
        later,
        id=earlier.id,
        rooms=tuple(replace(one, id=rooms.ids[one.id]) for one in later.rooms),
        tracks=tuple(
            replace(one, id=tracks.ids[one.id], hosts=_all(speakers.ids, one.hosts))
            for one in later.tracks
        ),
        speakers=tuple(replace(one, id=speakers.ids[one.id]) for one in later.speakers),
        talks=tuple(
            replace(one, id=talks.ids[one.id], speakers=_all(speakers.ids, one.speakers))
            for one in later.talks
        ),
        sessions=tuple(
            replace(
                one,
                id=sessions.ids[one.id],
                room=one.room and rooms.ids[one.room],
                track=one.track and tracks.ids[one.track],
                talks=_all(talks.ids, one.talks),
            )
            for one in later.sessions
        ),
    )
    return Carried(
        program=program,
        ambiguous=(*speakers.ambiguous, *talks.ambiguous, *sessions.ambiguous),
    )


class _Version:
    """One version of a program, and what people know its talks and sessions by."""

    def __init__(self, program: Program) -> None:
        self._rooms = {room.id: _name(room) for room in program.rooms}
        self._names = {speaker.id: _name(speaker) for speaker in program.speakers}
        self._talks = {talk.id: _title(talk) for talk in program.talks}

    def title_and_people(self, talk: Talk) -> Hashable | None:
        people = tuple(sorted(self._names[one] for one in talk.speakers))
        return (_title(talk), people) if people else None

    def title_of(self, session: Session) -> Hashable | None:
        own = (session.title or "").casefold()
        return (own, tuple(sorted(self._talks[one] for one in session.talks)))

    def title_and_start(self, session: Session) -> Hashable | None:
        return self.title_of(session), session.start.timestamp()

    def title_and_room(self, session: Session) -> Hashable | None:
        return self.title_of(session), self._rooms.get(session.room or "")

    def title_start_room(self, session: Session) -> Hashable | None:
        return self.title_and_room(session), session.start.timestamp()


class _Matching(Generic[_Thing]):
    """Pairs the things of one section, trait after trait; `ids` gives each later id its new one."""

    def __init__(
        self,
        before: Sequence[_Thing],
        after: Sequence[_Thing],
        # What a thing is known by, in the earlier version and in the later one.
        traits: Iterable[
            tuple[Callable[[_Thing], Hashable | None], Callable[[_Thing], Hashable | None]]
        ],
    ) -> None:
        self.ids: dict[str, str] = {}
        self._free: dict[str, _Thing] = {one.id: one for one in before}
        self._open: dict[str, _Thing] = {one.id: one for one in after}
        self._unclear: dict[str, str] = {}
        for known_by, later_by in traits:
            self._pair(_by(known_by, self._free.values()), _by(later_by, self._open.values()))
        self.ambiguous = tuple(name for one, name in self._unclear.items() if one in self._open)
        self._name_the_rest({one.id for one in before})

    def _pair(
        self,
        known: Mapping[Hashable, Sequence[_Thing]],
        later: Mapping[Hashable, Sequence[_Thing]],
    ) -> None:
        for trait, ours in later.items():
            theirs = known.get(trait, ())
            if len(ours) == len(theirs) == 1:
                self.ids[ours[0].id] = theirs[0].id
                del self._free[theirs[0].id], self._open[ours[0].id]
            elif theirs:
                self._unclear |= {one.id: _called(one) for one in ours}

    def _name_the_rest(self, taken: set[str]) -> None:
        for one in self._open.values():
            new = one.id if one.id not in taken else slug(_called(one), taken=taken)
            taken.add(new)
            self.ids[one.id] = new


def _by(
    trait: Callable[[_Thing], Hashable | None], things: Iterable[_Thing]
) -> Mapping[Hashable, Sequence[_Thing]]:
    found: dict[Hashable, list[_Thing]] = {}
    for one in things:
        known = trait(one)
        if known is not None:
            found.setdefault(known, []).append(one)
    return found


def _key(thing: Speaker | Talk | Session) -> str | None:
    return thing.key


def _name(thing: Room | Track | Speaker) -> str:
    return thing.name.casefold()


def _title(talk: Talk) -> str:
    return talk.title.casefold()


def _called(thing: Room | Track | Speaker | Talk | Session) -> str:
    if isinstance(thing, Talk | Session):
        return thing.title or thing.id
    return thing.name


def _all(ids: Mapping[str, str], named: Iterable[str]) -> tuple[str, ...]:
    return tuple(ids[one] for one in named)
