"""Says what is on, what is next, and what happens on a day, in a track, in a room."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.program.directory import Directory, grouped
from bot.program.model import Program, Session, Talk

# One longer than this (an expo, a registration desk) is "on now" only for its first hour, or it
# would stand beside everything all day.
LONGEST_ON_NOW = timedelta(hours=8)
LONG_ONES_ON_NOW = timedelta(hours=1)


class Phase(StrEnum):
    """Where the conference stands: not begun, something on, a gap in it, or over."""

    BEFORE = "before"
    ON = "on"
    BETWEEN = "between"
    AFTER = "after"


class Timetable(Directory):
    """One program by time; never changes, does no I/O.

    `now` may be in any zone. Days are days of a session's start in the program's own zone.
    """

    def __init__(self, program: Program, called_off: Iterable[Session] = ()) -> None:
        """Take the sessions `called_off` for what is to be said of their talks, and nothing else.

        They are not on the program any more, or not for those whom this timetable is for.
        """
        super().__init__(program)
        self._called_off = grouped((talk, one) for one in called_off for talk in one.talks)
        self._zone = ZoneInfo(program.zone)
        rooms = {room.id: place for place, room in enumerate(program.rooms)}
        self._ordered = tuple(
            sorted(
                program.sessions,
                # Two wall times of one zone compare without their offsets, hence in UTC.
                key=lambda one: (_utc(one.start), rooms.get(one.room or "", len(rooms)), one.id),
            )
        )
        self._starts = [_utc(session.start) for session in self._ordered]
        self._starts_in_room = grouped(
            (one.room, start) for one, start in zip(self._ordered, self._starts, strict=True)
        )
        self._by_day = grouped((self.day_of(one.start), one) for one in self._ordered)
        self._by_track = grouped((one.track, one) for one in self._ordered)
        self._by_talk = grouped((talk, one) for one in self._ordered for talk in one.talks)
        # Asked at every key that a person types.
        self._on_until = [self._end_on_now(one) for one in self._ordered]

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Every session by start, then by room as the program lists them, then by id."""
        return self._ordered

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which a session starts, in order."""
        return tuple(sorted(self._by_day))

    def day_of(self, instant: datetime) -> date:
        """Return which day an instant is where the conference is."""
        return instant.astimezone(self._zone).date()

    def sessions_of_talk(self, talk_id: str) -> tuple[Session, ...]:
        """Return when the talk is given, by time."""
        return self._by_talk.get(talk_id, ())

    def called_off_of_talk(self, talk_id: str) -> tuple[Session, ...]:
        """Return when the talk would have been given, had that not been called off."""
        return self._called_off.get(talk_id, ())

    def sessions_of_track(self, track_id: str) -> tuple[Session, ...]:
        """Return the track's sessions, by time."""
        return self._by_track.get(track_id, ())

    def talks_of_track(self, track_id: str) -> tuple[Talk, ...]:
        """Return what is presented in the track's sessions, each talk once, by time."""
        talks = (talk for one in self.sessions_of_track(track_id) for talk in self.talks_of(one))
        return tuple({talk.id: talk for talk in talks}.values())

    def end_of(self, session: Session) -> datetime:
        """Return when a session ends, in the program's zone.

        The declared end; else when the next one in its room starts, or the program's
        `assumed_length` later, whichever is first.
        """
        if session.end is not None:
            return session.end
        start = _utc(session.start)
        end = start + self.program.assumed_length
        if session.room is not None:
            starts = self._starts_in_room.get(session.room, ())
            following = bisect_right(starts, start)
            end = min([end, *starts[following : following + 1]])
        return end.astimezone(self._zone)

    def on_now(self, now: datetime) -> tuple[Session, ...]:
        """Return what is on: begun, and not ended (see `end_of`).

        One longer than eight hours is not "on now" after its first hour.
        """
        instant = _utc(now)
        first = bisect_left(self._starts, instant - LONGEST_ON_NOW)
        after = bisect_right(self._starts, instant)
        return tuple(
            self._ordered[place] for place in range(first, after) if instant < self._on_until[place]
        )

    def next_start(self, now: datetime) -> datetime | None:
        """Return when the next session starts after `now`; None if none does."""
        following = bisect_right(self._starts, _utc(now))
        return self._ordered[following].start if following < len(self._ordered) else None

    def next_starts(self, now: datetime) -> tuple[Session, ...]:
        """Return the next session in each room on the day of the very next start, by time.

        Having no room counts as a room. Empty when nothing follows.
        """
        instant, start = _utc(now), self.next_start(now)
        if start is None:
            return ()
        nexts: dict[str | None, Session] = {}
        for session in self._by_day[self.day_of(start)]:
            if _utc(session.start) > instant:
                nexts.setdefault(session.room, session)
        return tuple(nexts.values())

    def on_day(
        self, day: date, *, track: str | None = None, room: str | None = None
    ) -> tuple[Session, ...]:
        """Return what starts on a day, by time; of one track or room, if ids are given."""
        return tuple(
            session
            for session in self._by_day.get(day, ())
            if track in (None, session.track) and room in (None, session.room)
        )

    def phase(self, now: datetime) -> Phase:
        """Return where the conference stands; one without sessions is judged by its dates."""
        if not self._ordered:
            return self._phase_by_dates(now)
        if self.on_now(now):
            return Phase.ON
        if _utc(now) < self._starts[0]:
            return Phase.BEFORE
        return Phase.AFTER if self.next_start(now) is None else Phase.BETWEEN

    def _phase_by_dates(self, now: datetime) -> Phase:
        today = self.day_of(now)
        if today < self.program.first_day:
            return Phase.BEFORE
        return Phase.AFTER if today > self.program.last_day else Phase.BETWEEN

    def _end_on_now(self, session: Session) -> datetime:
        start, end = _utc(session.start), _utc(self.end_of(session))
        return end if end - start <= LONGEST_ON_NOW else start + LONG_ONES_ON_NOW


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)
