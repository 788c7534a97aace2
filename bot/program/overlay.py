"""What a guild's organizers changed on the day, laid over what the program's source says.

An overlay holds while the source says something else. In each respect in which the source comes to
say the same, or no longer has the thing, it is settled.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.program.diff import Change, diff
from bot.program.model import Program, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class AtSource:
    """When (UTC) and in which room (an id) the source has a session."""

    start: datetime
    room: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A session that is at another time, in another room, or both; its end moves along.

    `start` (UTC) or `room` (an id) is None where the source's holds. `source` is what the source
    said `at` the instant (UTC) when organizers changed it.
    """

    session: str
    source: AtSource
    at: datetime
    start: datetime | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """A session that does not take place; `source` and `at` as with a moved one."""

    session: str
    source: AtSource
    at: datetime


Override = Moved | Cancelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """All that one guild's organizers changed of one program; one override a session, by its id."""

    overrides: tuple[Override, ...] = ()

    def of(self, session: str) -> Override | None:
        """Return what was changed of a session, None if nothing was."""
        return next((one for one in self.overrides if one.session == session), None)

    def having(self, override: Override) -> "Overlay":
        """Return the overlay with this override, in place of an earlier one of the session."""
        others = self.without(override.session).overrides
        return Overlay(overrides=tuple(sorted((*others, override), key=lambda one: one.session)))

    def without(self, session: str) -> "Overlay":
        """Return the overlay in which nothing was changed of the session."""
        return Overlay(overrides=tuple(one for one in self.overrides if one.session != session))


NOTHING = Overlay()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """An override whose session the source changed since; `now` is what the source says by now."""

    override: Override
    now: AtSource


def apply(program: Program, overlay: Overlay) -> Program:
    """Return the effective program: moved sessions are where they moved, cancelled ones are gone.

    What the program does not have (a session, a room) is passed over, so that a sound program stays
    sound whatever its source did meanwhile.
    """
    overrides = {one.session: one for one in overlay.overrides}
    if not overrides:
        return program
    laid = (laid_over(session, overrides.get(session.id), program) for session in program.sessions)
    return replace(program, sessions=tuple(session for session in laid if session is not None))


def laid_over(session: Session, override: Override | None, program: Program) -> Session | None:
    """Return a session of the source as it is with an override; None if it is cancelled."""
    match override:
        case None:
            return session
        case Cancelled():
            return None
        case Moved():
            room = override.room if _has_room(program, override.room) else session.room
            moved = session if override.start is None else _at(session, override.start, program)
            return replace(moved, room=room)


def at_source(session: Session) -> AtSource:
    """Return what the source says of a session."""
    return AtSource(start=session.start.astimezone(UTC), room=session.room)


def settled(program: Program, overlay: Overlay) -> Overlay:
    """Return what is still to be laid over the source.

    Gone is each respect in which the source says the same by now, or no longer has the room, and
    each override whose session has left the source.
    """
    sessions = {session.id: session for session in program.sessions}
    standing = (
        still
        for one in overlay.overrides
        if one.session in sessions and (still := _still(one, sessions[one.session], program))
    )
    return Overlay(overrides=tuple(standing))


def conflicts(program: Program, overlay: Overlay) -> tuple[Conflict, ...]:
    """Return where organizers and source differ anew: the source changed what was laid over."""
    return tuple(_conflicts(program, settled(program, overlay)))


def change_of(
    program: Program, session: str, before: Override | None, after: Override | None
) -> tuple[Change, ...]:
    """Return what becomes different about a session of the source when another override is laid.

    It is between what stood and what stands; one that was cancelled and is not is reinstated.
    """
    source = next((one for one in program.sessions if one.id == session), None)
    if source is None:
        return ()
    stood, stands = (laid_over(source, one, program) for one in (before, after))
    cancelled = () if stood is not None else (session,)
    if stood is None and stands is None:
        return ()
    earlier, later = _only(stood or source, program), _only(stands, program)
    return diff(earlier, later, cancelled)


def _only(session: Session | None, program: Program) -> Program:
    """Return the program with one session, or none, and no other talks and people than its."""
    given = () if session is None else session.talks
    talks = tuple(talk for talk in program.talks if talk.id in given)
    people = {one for talk in talks for one in talk.speakers}
    return replace(
        program,
        sessions=() if session is None else (session,),
        talks=talks,
        speakers=tuple(one for one in program.speakers if one.id in people),
        # Tracks name their hosts, who may be no speakers of these talks.
        tracks=tuple(replace(track, hosts=()) for track in program.tracks),
    )


def _conflicts(program: Program, overlay: Overlay) -> Iterator[Conflict]:
    sessions = {session.id: session for session in program.sessions}
    for one in overlay.overrides:
        now = at_source(sessions[one.session])
        is_new_start = now.start != one.source.start
        is_new_room = now.room != one.source.room
        if isinstance(one, Moved):
            is_new_start &= one.start is not None
            is_new_room &= one.room is not None
        if is_new_start or is_new_room:
            yield Conflict(override=one, now=now)


def _at(session: Session, start: datetime, program: Program) -> Session:
    """Return the session at another start, as long as it was, in the program's zone."""
    zone = ZoneInfo(program.zone)
    by = start.astimezone(UTC) - session.start.astimezone(UTC)
    end = None if session.end is None else (session.end.astimezone(UTC) + by).astimezone(zone)
    return replace(session, start=start.astimezone(zone), end=end)


def _still(override: Override, session: Session, program: Program) -> Override | None:
    """Return what is left of an override of a session that the source has."""
    if isinstance(override, Cancelled):
        return override
    now = at_source(session)
    start = None if override.start == now.start else override.start
    keeps_room = override.room != now.room and _has_room(program, override.room)
    room = override.room if keeps_room else None
    if start is None and room is None:
        return None
    return replace(override, start=start, room=room)


def _has_room(program: Program, room: str | None) -> bool:
    return any(one.id == room for one in program.rooms)
