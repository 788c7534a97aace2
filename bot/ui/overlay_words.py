"""What organizers changed of a program themselves, in words, and where the program differs."""

from collections.abc import Iterator
from datetime import datetime

from bot.guilds.effective import OverlayOverview
from bot.program.model import Session
from bot.program.overlay import Cancelled, Moved, Override, Said
from bot.program.timetable import Timetable
from bot.ui.text import bold, dotted, escape_line, small, stamp

LONGEST_TITLE = 160
LONGEST_ROOM = 80

NO_ROOM = "no room"
STILL_HOLDS = (
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
            yield "Here: cancelled"
        case Moved():
            start = override.start or session.start
            yield f"Here: {_place(start, override.room or session.room, timetable)}"
    yield f"Program: {_place(session.start, session.room, timetable)}"
    if is_asking:
        was = _said(override.source, timetable)
        yield small(f"When it was changed here {stamp(override.at, 'R')}, it said: {was}")
        yield STILL_HOLDS


def _said(said: Said, timetable: Timetable) -> str:
    return _place(said.start, said.room, timetable)


def _place(start: datetime, room: str | None, timetable: Timetable) -> str:
    found = timetable.room(room) if room else None
    where = NO_ROOM if found is None else escape_line(found.name, LONGEST_ROOM)
    return dotted(stamp(start, "F"), where)
