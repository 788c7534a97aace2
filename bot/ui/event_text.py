"""A session as one of the guild's scheduled events: what it is called, what it is, and where."""

from collections.abc import Iterator
from datetime import UTC

from bot.mirrors.native import Native, event_mark, subject_of
from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.translation import _
from bot.ui import limits
from bot.ui.controls import address
from bot.ui.session_list import room_of, track_of
from bot.ui.text import (
    LONGEST_NAME,
    LONGEST_NAMES,
    LONGEST_TITLE,
    escape,
    escape_line,
    names,
    plain,
)

# Discord's limits of a scheduled event.
EVENT_NAME, EVENT_DESCRIPTION, EVENT_LOCATION = 100, 1_000, 100


def native_event(
    session: Session, timetable: Timetable, guild_id: int, *, with_stream: bool
) -> Native:
    """Return what a session's event shows in a guild; `with_stream` tells where to watch it.

    Name and place are plain text, the description is Markdown.
    """
    subject = subject_of(timetable.program.id, session.id)
    mark = event_mark(guild_id, subject)
    return Native(
        subject=subject,
        name=plain(timetable.title_of(session), EVENT_NAME),
        description=_description(session, timetable, mark, with_stream=with_stream),
        location=plain(_where(session, timetable), EVENT_LOCATION),
        start=session.start.astimezone(UTC),
        end=timetable.end_of(session).astimezone(UTC),
    )


def _where(session: Session, timetable: Timetable) -> str:
    room = room_of(session, timetable)
    return timetable.program.name if room is None else room.name


def _description(session: Session, timetable: Timetable, mark: str, *, with_stream: bool) -> str:
    """Return as much as fits above the last lines: where to look, and the mark."""
    stream = session.stream if with_stream else None
    links = [stream, timetable.program.link]
    foot = [one for one in (address(link, limits.LINK_URL) for link in links if link) if one]
    foot = [*foot[:1], _("Kept up to date by Marquee ({mark})").format(mark=mark)]
    end = "\n".join(foot)
    room = EVENT_DESCRIPTION - limits.length(end) - 2
    text = limits.cut("\n".join(_lines(session, timetable)), room)
    return f"{text}\n\n{end}" if text else end


def _lines(session: Session, timetable: Timetable) -> Iterator[str]:
    talks = timetable.talks_of(session)
    track = track_of(session, timetable)
    alone = talks[0] if len(talks) == 1 else None
    if alone is not None:
        if who := names(timetable.speakers_of(alone), LONGEST_NAMES):
            yield who
    else:
        for talk in talks:
            who = names(timetable.speakers_of(talk), LONGEST_NAMES)
            yield f"- {escape_line(talk.title, LONGEST_TITLE)}" + (f" ({who})" if who else "")
    if track is not None and track.name != timetable.title_of(session):
        yield escape_line(track.name, LONGEST_NAME)
    if alone is not None and alone.abstract:
        yield ""
        yield escape(alone.abstract)
