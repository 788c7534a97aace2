"""The digest as a value: a day's sessions as they were listed, and as they stand by now."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.program.model import Session
from bot.program.timetable import Timetable

# For how long after its hour a digest is still posted.
LATE_AFTER = timedelta(hours=2)
# For how long after that it is written down that it was not posted.
MISSED_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One session as it stood when its digest was claimed; `start` in UTC, `room` by its name."""

    id: str
    title: str
    start: datetime
    room: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A listed session and what became of it; `session` is as it stands now, None if cancelled.

    It `is_off` if it is not on the digest's day any more. It `is_moved` to another start, on
    whichever day, and it `is_elsewhere` than in the room that was listed.
    """

    listed: Listed
    session: Session | None
    is_off: bool = False
    is_moved: bool = False
    is_elsewhere: bool = False

    @property
    def start(self) -> datetime:
        """When it starts, in UTC; when it would have started, if it is off."""
        if self.session is None or self.is_off:
            return self.listed.start
        return self.session.start.astimezone(UTC)

    @property
    def is_changed(self) -> bool:
        """Whether it is not as it was listed."""
        return self.is_off or self.is_moved or self.is_elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDigest:
    """One of the messages that tell a program day, the `number`th of `of`.

    `rows` are by start. The first message of the program's first day says how to use the bot:
    `has_welcome`. `mark` is its delivery's digest, put where it is found again.
    """

    timetable: Timetable
    guild_id: int
    place: int
    day: date
    rows: tuple[Row, ...]
    mark: str
    number: int = 1
    of: int = 1
    has_welcome: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Thanks:
    """The message on the day after the last one; `mark` is as with a day's."""

    timetable: Timetable
    guild_id: int
    place: int
    mark: str


Digest = DayDigest | Thanks
