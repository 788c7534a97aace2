"""What organizers want of a session, judged before it is done: what it was, is and would be."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.errors import SessionChangeError
from bot.program.model import Program, Session
from bot.program.overlay import Cancelled, Moved, Overlay, Override, at_source, laid_over, settled
from bot.program.timetable import Timetable
from bot.translation import Said, day_name, said


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveWish:
    """A session at another start (UTC), in another room (an id) or both; None is the source's."""

    session: str
    start: datetime | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelWish:
    """A session that is not to take place."""

    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreWish:
    """A session that is to be as the source says."""

    session: str


Wish = MoveWish | CancelWish | RestoreWish


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A wish that can be fulfilled.

    `source` is the session as the source has it, `before` as it stands, `after` as it would stand,
    each None where it is cancelled. `previous` is laid over it now, `override` would be. `clashes`
    are in the same room at the same time then.
    """

    title: str
    source: Session
    before: Session | None
    after: Session | None
    previous: Override | None
    override: Override | None
    clashes: tuple[Session, ...] = ()


def propose(timetable: Timetable, overlay: Overlay, wish: Wish, now: datetime) -> Proposal:
    """Return what a wish makes of a session; `timetable` is the source's, without the overlay.

    Raises:
        SessionChangeError: it can't be done, or there is nothing to do; it says why.
    """
    program = timetable.program
    source = timetable.session(wish.session)
    if source is None:
        raise SessionChangeError(said("There is no such session on the program any more."))
    if isinstance(wish, MoveWish) and wish.room and timetable.room(wish.room) is None:
        raise SessionChangeError(said("That room is not on the program any more."))
    title = timetable.title_of(source)
    previous = overlay.of(source.id)
    before = laid_over(source, previous, program)
    override = _override(wish, source, program, now)
    after = laid_over(source, override, program)
    if before == after:
        raise SessionChangeError(_nothing_to_do(wish, title))
    if not isinstance(wish, RestoreWish):
        _refuse_what_is_over(program, before or source, after, title, now)
    return Proposal(
        title=title,
        source=source,
        before=before,
        after=after,
        previous=previous,
        override=override,
        clashes=() if after is None else _clashes(program, overlay, after),
    )


def wish_of(override: Override | None, session: str) -> Wish:
    """Return the wish that brings a session back to where it stood under an override."""
    match override:
        case None:
            return RestoreWish(session=session)
        case Cancelled():
            return CancelWish(session=session)
        case Moved():
            return MoveWish(session=session, start=override.start, room=override.room)


def print_of(program: Program, source: Session | None, override: Override | None) -> str:
    """Return eight hex digits of how a session stands, so that what is asked late is noticed."""
    facts = None if source is None else (source.id, source.start, source.end, source.room)
    match override:
        case None:
            laid: object = None
        case Cancelled():
            laid = "cancelled"
        case Moved():
            laid = (override.start, override.room)
    return hashlib.sha256(repr((program.id, facts, laid)).encode()).hexdigest()[:8]


def _override(wish: Wish, source: Session, program: Program, now: datetime) -> Override | None:
    at = now.astimezone(UTC)
    match wish:
        case RestoreWish():
            return None
        case CancelWish():
            return Cancelled(session=source.id, source=at_source(source), at=at)
        case MoveWish():
            moved = Moved(
                session=source.id, source=at_source(source), at=at, start=wish.start, room=wish.room
            )
            return settled(program, Overlay(overrides=(moved,))).of(source.id)


def _nothing_to_do(wish: Wish, title: str) -> Said:
    if isinstance(wish, RestoreWish):
        return said(
            "Nothing was changed about “{title}” here, so there is nothing to restore.", title=title
        )
    if isinstance(wish, CancelWish):
        return said("“{title}” is cancelled here already.", title=title)
    return said("“{title}” is at that time and in that room already.", title=title)


def _refuse_what_is_over(
    program: Program, before: Session, after: Session | None, title: str, now: datetime
) -> None:
    end = _end(before, program)
    if end.timestamp() <= now.timestamp():
        raise SessionChangeError(
            said(
                "“{title}” ended on {day} at {time}: it is too late to change it.",
                title=title,
                day=day_name(end),
                time=f"{end:%H:%M}",
            )
        )
    if after is None:
        return
    end = _end(after, program)
    if end.timestamp() <= now.timestamp():
        raise SessionChangeError(
            said(
                "“{title}” would be over already: it would have ended on {day} at {time}. "
                "Give it a time to come.",
                title=title,
                day=day_name(end),
                time=f"{end:%H:%M}",
            )
        )


def _end(session: Session, program: Program) -> datetime:
    """Return when a session ends at the latest, whatever else is in its room."""
    return session.end or (session.start.astimezone(UTC) + program.assumed_length).astimezone(
        session.start.tzinfo
    )


def _clashes(program: Program, overlay: Overlay, session: Session) -> tuple[Session, ...]:
    """Return the other sessions that are in a session's room while it is on, by time."""
    if session.room is None:
        return ()
    overrides = {one.session: one for one in overlay.without(session.id).overrides}
    laid = (laid_over(one, overrides.get(one.id), program) for one in program.sessions)
    others = [one for one in laid if one and one.room == session.room and one.id != session.id]
    # Without all that a timetable of thousands of talks takes its time for.
    room = Timetable(
        replace(program, talks=(), speakers=(), tracks=(), sessions=(*others, session))
    )
    begins, ends = session.start.timestamp(), room.end_of(session).timestamp()
    return tuple(
        one
        for one in room.sessions
        if one.id != session.id
        and one.start.timestamp() < ends
        and begins < room.end_of(one).timestamp()
    )
