"""What a live board shows at an instant: a pure function of the timetable."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.program.model import Room, Session
from bot.program.timetable import LONG_ONES_ON_NOW, LONGEST_ON_NOW, Phase, Timetable
from bot.translation import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What is on and what comes next, with nothing in it that changes between starts and ends.

    `coming` is what starts next in each room; `is_same_day` tells whether something began before it
    on the same day of the program. It stays so until an instant (UTC) before which nothing starts
    or ends; None if that is not known.

    That of a `room` has nothing else in its timetable than what takes place there. It is told in a
    `language`.
    """

    timetable: Timetable
    phase: Phase
    room: Room | None = None
    language: Language = Language.ENGLISH
    on_now: tuple[Session, ...] = ()
    coming: tuple[Session, ...] = ()
    is_same_day: bool = False
    until: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing comes any more, so that it is told once and then left alone."""
        return self.phase is Phase.AFTER


def board_of(
    timetable: Timetable, now: datetime, *, language: Language = Language.ENGLISH
) -> Board:
    """Return the board of a program at `now`, in any zone."""
    on_now, coming = timetable.on_now(now), timetable.next_starts(now)
    changes = [_leaves(session, timetable) for session in on_now]
    changes += [coming[0].start.astimezone(UTC)] if coming else []
    return Board(
        timetable=timetable,
        phase=timetable.phase(now),
        language=language,
        on_now=on_now,
        coming=coming,
        is_same_day=bool(coming) and _has_begun(timetable, coming[0], now),
        until=min(changes, default=None),
    )


def board_of_room(
    room: Room, within: Timetable, now: datetime, *, language: Language = Language.ENGLISH
) -> Board:
    """Return the board of a room at `now`, in any zone; `within` is what takes place there."""
    return replace(board_of(within, now, language=language), room=room)


def within_room(timetable: Timetable, room: Room) -> Timetable:
    """Return what takes place in a room, as a timetable of its own."""
    sessions = tuple(one for one in timetable.sessions if one.room == room.id)
    talks = {talk.id: talk for one in sessions for talk in timetable.talks_of(one)}
    program = replace(timetable.program, sessions=sessions, talks=tuple(talks.values()))
    return Timetable(program)


def _leaves(session: Session, timetable: Timetable) -> datetime:
    """Return from when on (UTC) a session is not on now any more."""
    start = session.start.astimezone(UTC)
    end = timetable.end_of(session).astimezone(UTC)
    return end if end - start <= LONGEST_ON_NOW else start + LONG_ONES_ON_NOW


def _has_begun(timetable: Timetable, session: Session, now: datetime) -> bool:
    first = timetable.on_day(timetable.day_of(session.start))[0]
    return first.start.astimezone(UTC) <= now.astimezone(UTC)
