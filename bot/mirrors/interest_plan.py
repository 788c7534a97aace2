"""Which of our events are looked at for who is interested, and when: pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.mirrors.model import Mirror
from bot.mirrors.native import subject_of
from bot.program.model import Session
from bot.program.timetable import Timetable

# How often it is seen whether a look is due.
LOOK = timedelta(minutes=1)

# How often it is asked who is interested. The call for that comes sooner or later by moments.
EVERY, MOMENTS = timedelta(minutes=5), timedelta(seconds=30)

# And how long before a start in any case: shortly before people are reminded who chose 15, 10 or 5
# minutes, since whoever is saved later than that is not.
CLOSE = tuple(timedelta(minutes=one) for one in (17, 12, 7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """One of our events, by its id, and its session, which has not started.

    `is_new` tells whether it was made since this process began: nobody was interested before.
    """

    event: int
    session: Session
    timetable: Timetable
    is_new: bool


@dataclass(slots=True, kw_only=True)
class Watch:
    """What the last looks at one event gave; it is kept in memory alone, since it names people.

    `seen` are the ids of those who were interested, None as long as nobody looked. `count` is how
    many Discord counted before that, and `looked_at` when (UTC) the last look began. As long as one
    is under way (`is_reading`), `found` are those up to the id `after`.
    """

    start: datetime
    seen: set[int] | None = None
    count: int | None = None
    looked_at: datetime | None = None
    is_reading: bool = False
    after: int = 0
    found: set[int] = field(default_factory=set)

    def is_due(self, now: datetime) -> bool:
        """Tell whether to look by `now`; a clock that was set back holds nothing up."""
        if self.looked_at is None or self.is_reading:
            return True
        waits = self.looked_at <= now < self.looked_at + EVERY - MOMENTS
        return not waits or self._is_close(now)

    def must_read(self, count: int | None, now: datetime) -> bool:
        """Tell whether the list has to be read, where Discord counts so many by `now` (UTC)."""
        if count == 0:
            return False
        return self.is_reading or count is None or count != self.count or self._is_close(now)

    def nobody(self) -> None:
        """Keep that nobody is interested."""
        self.seen, self.count, self.is_reading = set(), 0, False

    def begin(self, count: int | None) -> None:
        """Begin to read the list; one that is being read is read on."""
        if not self.is_reading:
            self.is_reading, self.after, self.found, self.count = True, 0, set(), count

    def end(self) -> None:
        """Keep what was read: who is not interested any more may be so anew."""
        self.seen, self.is_reading, self.found = self.found, False, set()

    def _is_close(self, now: datetime) -> bool:
        last = self.looked_at
        return last is None or any(last < self.start - before <= now for before in CLOSE)


def awaited(
    timetable: Timetable, standing: Mapping[str, Mirror], since: datetime, now: datetime
) -> tuple[Awaited, ...]:
    """Return our events of sessions that have not started by `now`, soonest first.

    `standing` are a guild's events by subject, and `since` is when this process began (UTC).
    """
    found: list[Awaited] = []
    for session in timetable.sessions if standing else ():
        mirror = standing.get(subject_of(timetable.program.id, session.id))
        if mirror is None or mirror.is_pending or session.start <= now:
            continue
        is_new = mirror.created_at >= since
        found.append(
            Awaited(event=mirror.discord_id, session=session, timetable=timetable, is_new=is_new)
        )
    return tuple(sorted(found, key=lambda one: one.session.start))
