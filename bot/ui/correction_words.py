"""What a posted reminder says of sessions that moved, changed rooms or were cancelled since."""

from collections.abc import Iterator, Sequence

from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.reminders.model import Correction, Reminder
from bot.translation import N_, _
from bot.ui.headline import MOST_NAMED, PLACE, TITLE, title_width, where_is
from bot.ui.limits import NOTIFICATION, cut, length
from bot.ui.session_list import room_of
from bot.ui.text import LONGEST_NAME, and_more, dotted, escape_line, place, relative, stamp, times

# What says that a session is cancelled, with its title.
CANCELLED = N_("Cancelled: {title}")
NO_ROOM = N_("no room yet")

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
        yield _("**Cancelled:** ~~{start}~~").format(start=old)
        return
    if correction.is_moved:
        session = correction.session
        now = dotted(times(session), relative(session.start))
        yield _("**Moved:** ~~{before}~~ now {after}").format(before=old, after=now)
    if correction.is_elsewhere and correction.told.room is not None:
        was = escape_line(correction.told.room, LONGEST_NAME)
        room = place(room_of(correction.session, reminder.timetable)) or _(NO_ROOM)
        yield _("**Room changed:** {before} → {after}").format(before=was, after=room)


def title_of(correction: Correction, timetable: Timetable) -> str:
    """Return what a corrected session is called: as now, or as it was told if it is gone."""
    session = correction.session
    return correction.told.title if session is None else timetable.title_of(session)


class _Frame:
    """A headline that names some corrections; each title in it may be `width` long."""

    def __init__(self, reminder: Reminder, named: Sequence[Correction], most: int) -> None:
        self._reminder = reminder
        self._named = named
        self._titles = [escape_line(title_of(one, reminder.timetable)) for one in named]
        more = len(reminder.sessions) + len(reminder.away) - len(named)
        self._rest = and_more(more) if more else None
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
        alone = len(titles) == 1
        told = (
            _told(one, self._reminder, f"**{title}**", alone=alone)
            for one, title in zip(self._named, titles, strict=True)
        )
        return dotted(*told, self._rest)


def _told(correction: Correction, reminder: Reminder, title: str, *, alone: bool) -> str:
    """Return what is so now of a session; where only if it is `alone` or goes elsewhere."""
    session = correction.session
    if session is None:
        start = f"~~{stamp(reminder.start, 't')}~~"
        return _("Cancelled: {title}, {start}").format(title=title, start=start)
    sentence = _("Moved: {title}") if correction.is_moved else _("Room changed: {title}")
    where = _where(session, correction, reminder) if alone or correction.is_elsewhere else None
    return dotted(sentence.format(title=title), where, relative(session.start))


def _where(session: Session, correction: Correction, reminder: Reminder) -> str:
    is_homeless = correction.is_elsewhere and room_of(session, reminder.timetable) is None
    where = _(NO_ROOM) if is_homeless else where_is(session, reminder.timetable)
    return escape_line(where, PLACE)
