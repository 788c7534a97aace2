"""What a posted reminder says of sessions that moved, changed rooms or were cancelled since."""

from collections.abc import Iterator, Sequence

from bot.program.timetable import Timetable
from bot.reminders.model import Correction, Reminder
from bot.ui.headline import MOST_NAMED, PLACE, TITLE, title_width, where_is
from bot.ui.limits import NOTIFICATION, cut, length
from bot.ui.session_list import room_of
from bot.ui.text import LONGEST_NAME, dotted, escape_line, place, relative, stamp, times

MOVED, ELSEWHERE, CANCELLED = "Moved:", "Room changed:", "Cancelled:"

NO_ROOM = "no room yet"

# What a title must have of the first line; else how many more there are is left to what follows.
SHORTEST = 10


def corrected_headline(reminder: Reminder, most: int = NOTIFICATION) -> str:
    """Return one line of Markdown, at most 100 long or `most`, that begins with what is not so now.

    It names as many corrected sessions as keep their titles readable, and how many more there are.
    `most` is less where something stands before it, but not less than 75.
    """
    corrections = reminder.corrections
    for named in range(min(len(corrections), MOST_NAMED), 1, -1):
        frame = _Frame(reminder, corrections[:named], most)
        if frame.width >= TITLE:
            return frame.line()
    return _Frame(reminder, corrections[:1], most).line()


def correction_lines(correction: Correction, reminder: Reminder) -> Iterator[str]:
    """Yield what stands under a session's title: what was told, and what is so now."""
    old = stamp(reminder.start, "F")
    if correction.session is None:
        yield f"**{CANCELLED}** ~~{old}~~"
        return
    if correction.is_moved:
        session = correction.session
        yield f"**{MOVED}** ~~{old}~~ now {dotted(times(session), relative(session.start))}"
    if correction.is_elsewhere and correction.told.room is not None:
        was = escape_line(correction.told.room, LONGEST_NAME)
        room = place(room_of(correction.session, reminder.timetable)) or NO_ROOM
        yield f"**{ELSEWHERE}** {was} → {room}"


def title_of(correction: Correction, timetable: Timetable) -> str:
    """Return what a corrected session is called: as now, or as it was told if it is gone."""
    session = correction.session
    return correction.told.title if session is None else timetable.title_of(session)


class _Frame:
    """A headline that names some corrections; each title in it may be `width` long."""

    def __init__(self, reminder: Reminder, named: Sequence[Correction], most: int) -> None:
        timetable = reminder.timetable
        self._titles = [escape_line(title_of(one, timetable)) for one in named]
        self._labels = [_label(one) for one in named]
        self._tails = [_tail(one, reminder, alone=len(named) == 1) for one in named]
        more = len(reminder.sessions) + len(reminder.away) - len(named)
        self._rest = f"and {more} more" if more else None
        self.width = self._width(most)
        if self.width < SHORTEST:
            self._rest = None
            self.width = self._width(most)

    def _width(self, most: int) -> int:
        frame = self._filled([""] * len(self._titles))
        return title_width(self._titles, most - length(frame))

    def line(self) -> str:
        return self._filled([cut(title, self.width) for title in self._titles])

    def _filled(self, titles: Sequence[str]) -> str:
        parts = zip(self._labels, titles, self._tails, strict=True)
        return dotted(*(f"{label} **{title}**{tail}" for label, title, tail in parts), self._rest)


def _label(correction: Correction) -> str:
    if correction.session is None:
        return CANCELLED
    return MOVED if correction.is_moved else ELSEWHERE


def _tail(correction: Correction, reminder: Reminder, *, alone: bool) -> str:
    """Return where and when a session is now; where only if it is `alone` or goes elsewhere."""
    session = correction.session
    if session is None:
        return f", ~~{stamp(reminder.start, 't')}~~"
    is_homeless = correction.is_elsewhere and room_of(session, reminder.timetable) is None
    where = NO_ROOM if is_homeless else where_is(session, reminder.timetable)
    shown = f" · {escape_line(where, PLACE)}" if alone or correction.is_elsewhere else ""
    return f"{shown} · {relative(session.start)}"
