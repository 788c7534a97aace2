"""The first line of a post: what, where and when, within what a push notification shows."""

from collections.abc import Sequence
from datetime import datetime

from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.ui.limits import NOTIFICATION, cut, length
from bot.ui.session_list import room_of, track_of
from bot.ui.text import and_more, dotted, escape_line, relative

# What a place may take of the line, and what a title must have left to be worth naming.
PLACE = 24
PLACE_OF_SEVERAL = 12
TITLE = 18
MOST_NAMED = 3


def headline(
    sessions: Sequence[Session],
    timetable: Timetable,
    start: datetime,
    most: int = NOTIFICATION,
) -> str:
    """Return one line of Markdown, at most 100 long or `most`, for what begins at `start`.

    It names as many of the sessions as keep their titles readable, and how many more there are.
    `most` is less where something stands before it, but not less than 75.
    """
    when = relative(start)
    if not sessions:
        return dotted(escape_line(timetable.program.name, TITLE), when)
    if len(sessions) == 1:
        where = escape_line(where_is(sessions[0], timetable), PLACE)
        return _line(_titles(sessions, timetable), [f" · {where}"], when, most)
    for named in range(min(len(sessions), MOST_NAMED), 1, -1):
        titles, places = _named(sessions[:named], timetable)
        rest = _rest(len(sessions) - named, when)
        if _width(titles, places, rest, most) >= TITLE:
            return _line(titles, places, rest, most)
    titles, places = _named(sessions[:1], timetable)
    return _line(titles, places, _rest(len(sessions) - 1, when), most)


def where_is(session: Session, timetable: Timetable) -> str:
    """Return what best says where a session is: its room, else its track, else the program."""
    room, track = room_of(session, timetable), track_of(session, timetable)
    if room is not None:
        return room.name
    if track is not None and track.name != timetable.title_of(session):
        return track.name
    return timetable.program.name


def _named(sessions: Sequence[Session], timetable: Timetable) -> tuple[list[str], list[str]]:
    places = [escape_line(where_is(one, timetable), PLACE_OF_SEVERAL) for one in sessions]
    return _titles(sessions, timetable), [f" ({where})" for where in places]


def _titles(sessions: Sequence[Session], timetable: Timetable) -> list[str]:
    return [escape_line(timetable.title_of(session)) for session in sessions]


def _rest(more: int, when: str) -> str:
    return dotted(and_more(more) if more else None, when)


def _line(titles: Sequence[str], places: Sequence[str], rest: str, most: int) -> str:
    width = _width(titles, places, rest, most)
    named = [f"**{cut(title, width)}**{where}" for title, where in zip(titles, places, strict=True)]
    return dotted(", ".join(named), rest)


def _width(titles: Sequence[str], places: Sequence[str], rest: str, most: int) -> int:
    frame = dotted(", ".join(f"****{where}" for where in places), rest)
    return title_width(titles, most - length(frame))


def title_width(titles: Sequence[str], left: int) -> int:
    """Return how long each title may be, so that what short ones spare goes to the long ones."""
    width = left
    for waiting, title in zip(range(len(titles), 0, -1), sorted(titles, key=length), strict=True):
        width = left // waiting
        if length(title) > width:
            break
        left -= length(title)
    return width
