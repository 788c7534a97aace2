"""What organizers changed of a program themselves, in words, and where the program differs."""

from collections.abc import Iterator
from datetime import datetime

from bot.guilds.effective import OverlayOverview
from bot.program.model import Session
from bot.program.overlay import AtSource, Cancelled, Moved, Override
from bot.program.timetable import Timetable
from bot.translation import N_, _
from bot.ui.text import bold, dotted, escape_line, small, stamp

LONGEST_TITLE = 160
LONGEST_ROOM = 80

NO_ROOM = N_("no room")
STILL_HOLDS = N_(
    "⚠️ The program changed this too. What was chosen here holds; `/session restore` follows the "
    "program again."
)


def overlay_lines(overview: OverlayOverview) -> Iterator[str]:
    """Yield an entry for each session that organizers changed; first where the program differs."""
    differing = {one.override.session for one in overview.conflicts}
    for is_asking in (True, False):
        for override in overview.overlay.overrides:
            session = overview.timetable.session(override.session)
            if session is not None and (session.id in differing) is is_asking:
                lines = _lines(override, session, overview.timetable, is_asking=is_asking)
                yield "\n".join(lines)


def _lines(
    override: Override, session: Session, timetable: Timetable, *, is_asking: bool
) -> Iterator[str]:
    yield bold(timetable.title_of(session), LONGEST_TITLE)
    match override:
        case Cancelled():
            yield _("Here: cancelled")
        case Moved():
            start = override.start or session.start
            here = _place(start, override.room or session.room, timetable)
            # Translators: when and where it is on this server; below it, by the program.
            yield _("Here: {place}").format(place=here)
    yield _("Program: {place}").format(place=_place(session.start, session.room, timetable))
    if is_asking:
        was = _said(override.source, timetable)
        # Translators: {when} is "two hours ago"; "it" is the program.
        text = _("When it was changed here {when}, it said: {place}")
        yield small(text.format(when=stamp(override.at, "R"), place=was))
        yield _(STILL_HOLDS)


def _said(said: AtSource, timetable: Timetable) -> str:
    return _place(said.start, said.room, timetable)


def _place(start: datetime, room: str | None, timetable: Timetable) -> str:
    found = timetable.room(room) if room else None
    where = _(NO_ROOM) if found is None else escape_line(found.name, LONGEST_ROOM)
    return dotted(stamp(start, "F"), where)
