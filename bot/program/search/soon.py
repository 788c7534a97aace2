"""Says how soon a thing can be met, so that of two equal ones the nearer stands first."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from bot.program.model import Session
from bot.program.timetable import Timetable

# More seconds than lie between any two dates.
WITHOUT_TIME = 1e12
OVER = 2e12


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The instant from which many things are looked at, in Unix seconds, and what is on then."""

    seconds: float
    on_now: frozenset[str]

    @classmethod
    def at(cls, now: datetime, timetable: Timetable) -> Self:
        """Return the moment of `now` (aware)."""
        on_now = frozenset(session.id for session in timetable.on_now(now))
        return cls(seconds=now.timestamp(), on_now=on_now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """The sessions in which one thing can be met: their ids, and their starts in Unix seconds.

    Seconds, since thousands of them are compared for every letter that a person types.
    """

    sessions: frozenset[str]
    starts: tuple[float, ...]

    @classmethod
    def of(cls, sessions: Iterable[Session]) -> Self:
        """Return the meetings in these sessions, given in any order."""
        once = {session.id: session.start.timestamp() for session in sessions}
        return cls(sessions=frozenset(once), starts=tuple(sorted(once.values())))

    def seconds_away(self, moment: Moment) -> float:
        """Return how far off the thing is: 0 if it is on now, else the seconds to its next start.

        What has no time is farther than what is to come, and what is over farther still.
        """
        if not self.starts:
            return WITHOUT_TIME
        if not moment.on_now.isdisjoint(self.sessions):
            return 0.0
        following = bisect_right(self.starts, moment.seconds)
        return self.starts[following] - moment.seconds if following < len(self.starts) else OVER
