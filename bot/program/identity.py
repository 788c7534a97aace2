"""Knows the things of an earlier version again in a later one, and gives them their ids back.

A source's key decides where it stands once on each side; then what people know a thing by: a
session's talks or its title with its start or its room, a talk's title with its speakers, a
person's name. What fits twice is nobody, and new: two people's agendas must never be mixed up.

A key that is a mere number may be the row that a thing stood in, and belong to another one since a
row was put in above. It decides alone only where neither side has the other's title elsewhere.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeAlias, TypeVar

from bot.program.ids import Ids
from bot.program.model import Program, Room, Session, Speaker, Talk, Track

_Thing = TypeVar("_Thing", Room, Track, Speaker, Talk, Session)
_Trait: TypeAlias = Callable[[_Thing], Hashable | None]


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
    found = _matched(earlier, later)
    named = _Named(found)
    program = replace(
        later,
        id=earlier.id,
        rooms=tuple(replace(one, id=found.rooms.ids[one.id]) for one in later.rooms),
        tracks=tuple(map(named.track, later.tracks)),
        speakers=tuple(replace(one, id=found.speakers.ids[one.id]) for one in later.speakers),
        talks=tuple(map(named.talk, later.talks)),
        sessions=tuple(map(named.session, later.sessions)),
    )
    unclear = (found.speakers, found.talks, found.sessions)
    return Carried(
        program=program, ambiguous=tuple(name for one in unclear for name in one.ambiguous)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matched:
    rooms: "_Matching[Room]"
    tracks: "_Matching[Track]"
    speakers: "_Matching[Speaker]"
    talks: "_Matching[Talk]"
    sessions: "_Matching[Session]"


def _matched(earlier: Program, later: Program) -> _Matched:
    before, after = _Version(earlier), _Version(later)
    rooms = _Matching(earlier.rooms, later.rooms, [(_name, _name)])
    tracks = _Matching(earlier.tracks, later.tracks, [(_name, _name)])
    speakers = _Matching(earlier.speakers, later.speakers, [(_name, _name)], called=(_name, _name))
    talks = _Matching(
        earlier.talks,
        later.talks,
        [(before.title_and_people, after.title_and_people), (_title, _title)],
        called=(_title, _title),
    )
    after.talks = talks.ids
    sessions = _Matching(
        earlier.sessions,
        later.sessions,
        [
            (before.talks_and_start, after.talks_and_start),
            (before.title_and_start, after.title_and_start),
            (before.title_and_room, after.title_and_room),
            (before.talks_of, after.talks_of),
            (before.title_of, after.title_of),
        ],
        called=(before.title_of, after.title_of),
        whole=(before.title_start_room, after.title_start_room),
    )
    return _Matched(rooms=rooms, tracks=tracks, speakers=speakers, talks=talks, sessions=sessions)


class _Named:
    """Gives things the ids that they and those that they name have from now on."""

    def __init__(self, found: _Matched) -> None:
        self._found = found

    def track(self, one: Track) -> Track:
        hosts = _all(self._found.speakers.ids, one.hosts)
        return replace(one, id=self._found.tracks.ids[one.id], hosts=hosts)

    def talk(self, one: Talk) -> Talk:
        speakers = _all(self._found.speakers.ids, one.speakers)
        return replace(one, id=self._found.talks.ids[one.id], speakers=speakers)

    def session(self, one: Session) -> Session:
        return replace(
            one,
            id=self._found.sessions.ids[one.id],
            room=one.room and self._found.rooms.ids[one.room],
            track=one.track and self._found.tracks.ids[one.track],
            talks=_all(self._found.talks.ids, one.talks),
        )


class _Version:
    """One version of a program, and what people know its talks and sessions by."""

    def __init__(self, program: Program) -> None:
        self._rooms = {room.id: _name(room) for room in program.rooms}
        self._names = {speaker.id: _name(speaker) for speaker in program.speakers}
        self._titles = {talk.id: _title(talk) for talk in program.talks}
        # By which ids the other version knows its talks.
        self.talks: Mapping[str, str] = {talk.id: talk.id for talk in program.talks}

    def title_and_people(self, talk: Talk) -> Hashable | None:
        people = tuple(sorted(self._names[one] for one in talk.speakers))
        return (_title(talk), people) if people else None

    def title_of(self, session: Session) -> Hashable | None:
        own = (session.title or "").casefold()
        return (own, tuple(sorted(self._titles[one] for one in session.talks)))

    def talks_of(self, session: Session) -> Hashable | None:
        return tuple(sorted(self.talks[one] for one in session.talks)) or None

    def talks_and_start(self, session: Session) -> Hashable | None:
        talks = self.talks_of(session)
        return None if talks is None else (talks, session.start.timestamp())

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
        traits: Iterable[tuple[_Trait[_Thing], _Trait[_Thing]]],
        *,
        # What it is called in both, where it has a key, too.
        called: tuple[_Trait[_Thing], _Trait[_Thing]] | None = None,
        # All that is known of it in both.
        whole: tuple[_Trait[_Thing], _Trait[_Thing]] | None = None,
    ) -> None:
        self.ids: dict[str, str] = {}
        self._free: dict[str, _Thing] = {one.id: one for one in before}
        self._open: dict[str, _Thing] = {one.id: one for one in after}
        self._unclear: dict[str, str] = {}
        if called is not None:
            self._pair_by_key(*called)
        if whole is not None:
            known, later = (_by(whole[0], self._free.values()), _by(whole[1], self._open.values()))
            self._pair(known, later, twins=True)
        for known_by, later_by in traits:
            self._pair(_by(known_by, self._free.values()), _by(later_by, self._open.values()))
        self.ambiguous = tuple(name for one, name in self._unclear.items() if one in self._open)
        self._name_the_rest({one.id for one in before})

    def _pair_by_key(self, known_by: _Trait[_Thing], later_by: _Trait[_Thing]) -> None:
        def both(called: _Trait[_Thing]) -> _Trait[_Thing]:
            return lambda one: (_key(one), called(one)) if _key(one) else None

        self._pair(
            _by(both(known_by), self._free.values()), _by(both(later_by), self._open.values())
        )
        known = {known_by(one) for one in self._free.values()}
        later = {later_by(one) for one in self._open.values()}
        self._pair(
            _by(_key, (one for one in self._free.values() if _is_sure(one, known_by, later))),
            _by(_key, (one for one in self._open.values() if _is_sure(one, later_by, known))),
        )

    def _pair(
        self,
        known: Mapping[Hashable, Sequence[_Thing]],
        later: Mapping[Hashable, Sequence[_Thing]],
        *,
        twins: bool = False,
    ) -> None:
        """Pair what one trait belongs to on both sides; `twins` have nothing to tell them apart."""
        for trait, ours in later.items():
            theirs = known.get(trait, ())
            if len(ours) == len(theirs) and (twins or len(ours) == 1):
                for our, their in zip(ours, theirs, strict=True):
                    self.ids[our.id] = their.id
                    del self._free[their.id], self._open[our.id]
            elif theirs:
                self._unclear |= {one.id: _called(one) for one in ours}

    def _name_the_rest(self, taken: set[str]) -> None:
        ids = Ids(taken)
        self.ids |= {one.id: ids.keep(one.id, _called(one)) for one in self._open.values()}


def _by(
    trait: Callable[[_Thing], Hashable | None], things: Iterable[_Thing]
) -> Mapping[Hashable, Sequence[_Thing]]:
    found: dict[Hashable, list[_Thing]] = {}
    for one in things:
        known = trait(one)
        if known is not None:
            found.setdefault(known, []).append(one)
    return found


def _key(thing: Room | Track | Speaker | Talk | Session) -> str | None:
    return None if isinstance(thing, Room | Track) else thing.key


def _is_sure(one: _Thing, called: _Trait[_Thing], elsewhere: Collection[Hashable]) -> bool:
    return not (_key(one) or "").isdecimal() or called(one) not in elsewhere


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
