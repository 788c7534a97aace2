"""The program days of one timetable: when their digests are due, and how each is cut."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.announcements.digest.cut import parts_of
from bot.announcements.digest.model import LATE_AFTER, MISSED_FOR
from bot.announcements.digest.subject import Subject, subject_of, written
from bot.program.timetable import Timetable
from bot.program.yaml_file.wall_time import WallTime

DAY = timedelta(days=1)


class Days:
    """One timetable's days, for all guilds that follow it; a day is cut when it is asked for."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self._zone = ZoneInfo(timetable.program.zone)
        self._days = timetable.days
        # The day after the last one is for thanks.
        self._posted = (*self._days, self._days[-1] + DAY) if self._days else ()
        self._first_texts: dict[date, str] = {}

    def is_for_thanks(self, day: date) -> bool:
        """Tell whether a day is the one after the program's last."""
        return bool(self._posted) and day == self._posted[-1]

    def due(self, day: date, hour: time) -> datetime:
        """Return when a day's digest is due, in UTC.

        An hour that clocks skip is as if they had not been put on yet, and of an hour that they
        show twice it is the first.
        """
        return WallTime(time=hour, day=day).anyway(self._zone).astimezone(UTC)

    def end(self, day: date) -> datetime:
        """Return when a day is over where the conference is, in UTC."""
        return self.due(day + DAY, time())

    def around(self, hour: time, now: datetime) -> Iterator[date]:
        """Yield the days whose digests matter at `now`, in order: late ones, and the next one."""
        since = now - LATE_AFTER - MISSED_FOR
        # Where the conference is, a day may have begun that has not anywhere else.
        first = bisect_left(self._posted, since.astimezone(UTC).date() - 2 * DAY)
        for day in self._posted[first:]:
            due = self.due(day, hour)
            if due > since:
                yield day
            if due > now:
                return

    def first_text(self, day: date) -> str:
        """Return the subject of a day's first message, as its delivery keeps it."""
        text = self._first_texts.get(day)
        if text is None:
            text = self._first_texts[day] = written(self._first(day))
        return text

    def _first(self, day: date) -> Subject:
        program = self.timetable.program.id
        if self.is_for_thanks(day):
            return Subject(program=program, day=day, is_thanks=True)
        first, *rest = parts_of(self.timetable, self.timetable.on_day(day))
        return subject_of(
            self.timetable,
            day,
            first,
            rest=tuple(tuple(session.id for session in part) for part in rest),
            has_welcome=day == self._days[0],
        )
