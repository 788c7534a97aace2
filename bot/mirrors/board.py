"""What the live board shows at an instant: a pure function of the timetable."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.program.model import Session
from bot.program.timetable import LONG_ONES_ON_NOW, LONGEST_ON_NOW, Phase, Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What is on and what comes next, with nothing in it that changes between starts and ends.

    `coming` is what starts next in each room; `is_same_day` tells whether something began before it
    on the same day of the program. It stays so until an instant (UTC) before which nothing starts
    or ends; None if that is not known.
    """

    timetable: Timetable
    phase: Phase
    on_now: tuple[Session, ...] = ()
    coming: tuple[Session, ...] = ()
    is_same_day: bool = False
    until: datetime | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing comes any more, so that it is told once and then left alone."""
        return self.phase is Phase.AFTER


def board_of(timetable: Timetable, now: datetime) -> Board:
    """Return the board of a program at `now`, in any zone."""
    on_now, coming = timetable.on_now(now), timetable.next_starts(now)
    changes = [_leaves(session, timetable) for session in on_now]
    changes += [coming[0].start.astimezone(UTC)] if coming else []
    return Board(
        timetable=timetable,
        phase=timetable.phase(now),
        on_now=on_now,
        coming=coming,
        is_same_day=bool(coming) and _has_begun(timetable, coming[0], now),
        until=min(changes, default=None),
    )


def _leaves(session: Session, timetable: Timetable) -> datetime:
    """Return from when on (UTC) a session is not on now any more."""
    start = session.start.astimezone(UTC)
    end = timetable.end_of(session).astimezone(UTC)
    return end if end - start <= LONGEST_ON_NOW else start + LONG_ONES_ON_NOW


def _has_begun(timetable: Timetable, session: Session, now: datetime) -> bool:
    first = timetable.on_day(timetable.day_of(session.start))[0]
    return first.start.astimezone(UTC) <= now.astimezone(UTC)
