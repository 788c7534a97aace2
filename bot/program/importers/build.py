"""Makes a sound Program of a Draft: ids, clean texts, instants in one zone, no loose ends."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import ImportRefusedError
from bot.program.ids import LONGEST_PROGRAM_ID, Ids, slug
from bot.program.importers.catalogue import Catalogue
from bot.program.importers.doubts import Doubts
from bot.program.importers.draft import Draft
from bot.program.importers.prose import line, prose
from bot.program.importers.slots import Slot, slots_of
from bot.program.importers.tidy import address, kept_key, known
from bot.program.importers.zone import zone_of
from bot.program.model import Program, Room, Session, Track
from bot.translation import said

UNNAMED = "Conference"
_UNTITLED = "Untitled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What wins over a source's own words: an IANA zone, a name, the program's id."""

    zone: str | None = None
    name: str | None = None
    program: str | None = None


def build(draft: Draft, doubts: Doubts, wishes: Wishes) -> Program:
    """Return the program that a draft tells of; `check` finds no error in it.

    What can't be taken over is left out and told as a doubt. A draft always gives the same program.

    Raises:
        ImportRefusedError: there is no zone, or no session with a time.
    """
    if not any(session.start for session in draft.sessions):
        raise _no_session()
    place = zone_of(draft, wishes.zone, doubts)
    slots = slots_of(draft, place, doubts)
    if not slots:
        raise _no_session()
    catalogue = Catalogue(draft, {key for slot in slots for key in slot.draft.talks}, doubts)
    rooms, tracks = _rooms(draft, slots), _tracks(draft, slots)
    name = _name(draft, doubts, wishes)
    called = line(draft.acronym or "") if wishes.name is None else ""
    sessions = _sessions(
        slots,
        catalogue,
        rooms={room.name: room.id for room in rooms},
        tracks={track.name: track.id for track in tracks},
        doubts=doubts,
    )
    return Program(
        id=wishes.program or slug(called or name, longest=LONGEST_PROGRAM_ID),
        name=name,
        zone=place.key,
        first_day=slots[0].start.date(),
        last_day=max(slot.start.date() for slot in slots),
        link=address(draft.link, name, doubts),
        tracks=tracks,
        rooms=rooms,
        speakers=catalogue.speakers,
        talks=catalogue.talks,
        sessions=tuple(sessions),
    )


def _name(draft: Draft, doubts: Doubts, wishes: Wishes) -> str:
    name = line(wishes.name or draft.name or "")
    if not name:
        what = said("It doesn't say what the conference is called.")
        doubts.add(what, said("Name it with --name."), UNNAMED)
    return name or UNNAMED


def _no_session() -> ImportRefusedError:
    return ImportRefusedError(
        said("It holds no session with a time."),
        said("Export it again once the schedule is public."),
    )


def _rooms(draft: Draft, slots: Sequence[Slot]) -> tuple[Room, ...]:
    ids = Ids()
    names = _in_use(draft.rooms, (slot.draft.room for slot in slots))
    return tuple(Room(id=ids.of(name), name=name) for name in names)


def _tracks(draft: Draft, slots: Sequence[Slot]) -> tuple[Track, ...]:
    ids = Ids()
    told = {line(track.name): prose(track.description or "") for track in draft.tracks}
    names = _in_use(told, (slot.draft.track for slot in slots))
    return tuple(
        Track(id=ids.of(name), name=name, description=told.get(name) or None) for name in names
    )


def _in_use(given: Iterable[str], used: Iterable[str | None]) -> Iterator[str]:
    """Give the names that are used: first in the order that is given, then as they come."""
    wanted = dict.fromkeys(line(name) for name in used if name)
    for name in dict.fromkeys([*map(line, given), *wanted]):
        if name and name in wanted:
            yield name


def _sessions(
    slots: Sequence[Slot],
    catalogue: Catalogue,
    *,
    rooms: Mapping[str, str],
    tracks: Mapping[str, str],
    doubts: Doubts,
) -> Iterator[Session]:
    ids = Ids()
    titles = {talk.id: talk.title for talk in catalogue.talks}
    for slot in slots:
        talks = known(catalogue.talk_ids, slot.draft.talks, slot.called, doubts)
        title = line(slot.draft.title or "") or None
        if not talks and title is None:
            made = said("It is called {name}.", name=_UNTITLED)
            doubts.add(said("A session has no title."), made, slot.key)
            title = _UNTITLED
        alone = titles[talks[0]] if len(talks) == 1 else None
        yield Session(
            id=ids.of(title or titles[talks[0]]),
            start=slot.start,
            end=slot.end,
            title=None if title == alone else title,
            room=rooms.get(line(slot.draft.room or "")),
            track=tracks.get(line(slot.draft.track or "")),
            talks=talks,
            stream=address(slot.draft.stream, slot.called, doubts),
            key=kept_key(slot.key),
        )
