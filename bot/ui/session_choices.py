"""What autocomplete calls sessions and starts: plain text, in the program's own zone."""

from datetime import datetime, timedelta

from bot.program.model import Session
from bot.program.start_time import start_label
from bot.program.timetable import Timetable
from bot.ui.limits import CHOICE_NAME, cut, length
from bot.ui.text import DOT, counted, plain

# What a long title leaves for the time and the room.
NOTE = 44
ROOM = 24
SOON = timedelta(hours=3)
MINUTE = timedelta(minutes=1)


def session_choice(session: Session, timetable: Timetable) -> str:
    """Return what to call a session: its title, its day and start, its room."""
    room = timetable.room(session.room) if session.room else None
    note = start_label(session.start) + (DOT + plain(room.name, ROOM) if room else "")
    note = cut(note, NOTE)
    title = plain(timetable.title_of(session), CHOICE_NAME - length(note) - len(DOT))
    return title + DOT + note


def start_choice(start: datetime, session: Session | None) -> str:
    """Return what to call a start; of one soon after the session's, how much later it is."""
    label = start_label(start)
    if session is None:
        return label
    later = timedelta(seconds=start.timestamp() - session.start.timestamp())
    if not timedelta() < later <= SOON:
        return label
    return counted(
        "{start} ({count} minute later)",
        "{start} ({count} minutes later)",
        later // MINUTE,
        start=label,
    )
