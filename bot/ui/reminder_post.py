"""The reminder before sessions start: what, where and when, each talk with its speakers."""

from collections.abc import Iterator, Sequence
from urllib.parse import urldefrag

import discord

from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.reminders.model import Reminder
from bot.ui import limits
from bot.ui.card import ACCENT
from bot.ui.controls import Opening, Picker, address, pickers
from bot.ui.headline import headline
from bot.ui.openings import talk_openings, track_opening
from bot.ui.post import Post
from bot.ui.session_list import bullet, room_of, track_of
from bot.ui.text import (
    LONGEST_NAME,
    bold,
    counted,
    dotted,
    escape_line,
    fitting,
    names,
    place,
    plain,
    stamp,
    times,
    until,
)

# How wide a talk's title and its speakers' names may be.
Width = tuple[int, int]
# From roomy to tight.
WIDTHS: tuple[Width, ...] = ((300, 200), (120, 80), (70, 40), (40, 24))


def reminder_post(reminder: Reminder, timetable: Timetable) -> Post:
    """Return a reminder as it is posted; later than planned, it still tells no wrong time."""
    openings = _openings(reminder.sessions, timetable)
    chosen = pickers(
        reminder.program.id, reminder.mark, "Open a talk…", openings, most=limits.CLASSIC_ROWS
    )
    return Post(
        content=headline(reminder.sessions, timetable, reminder.start),
        embeds=(_embed(reminder, timetable, is_marked=bool(chosen)),),
        view=_view(chosen) if chosen else None,
    )


def _view(chosen: Sequence[Picker]) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for picker in chosen:
        view.add_item(picker)
    # As with a card: answered from its custom id alone, so discord.py need not keep it.
    view.stop()
    return view


def _openings(sessions: Sequence[Session], timetable: Timetable) -> list[Opening]:
    """Return what the reminder opens: its talks, or its tracks where it has no talk."""
    talks = [talk for session in sessions for talk in timetable.talks_of(session)]
    if talks:
        return list(talk_openings(talks, timetable))
    tracks = (track_of(session, timetable) for session in sessions)
    return [track_opening(track, timetable) for track in tracks if track is not None]


def _embed(reminder: Reminder, timetable: Timetable, *, is_marked: bool) -> discord.Embed:
    sessions = reminder.sessions
    name = timetable.title_of(sessions[0]) if len(sessions) == 1 else _many(len(sessions))
    embed = discord.Embed(
        title=escape_line(name, limits.EMBED_TITLE),
        description=_description(reminder, timetable),
        url=_url(reminder, is_marked=is_marked),
        colour=ACCENT,
    )
    return embed.set_footer(text=plain(reminder.program.name, LONGEST_NAME))


def _many(sessions: int) -> str:
    return f"{counted(sessions, 'session')} start together".capitalize()


def _url(reminder: Reminder, *, is_marked: bool) -> str | None:
    """Return the program's address; with the mark in it, if no picker carries that."""
    link = reminder.program.link
    if link is None or is_marked:
        return address(link, limits.MEDIA_URL) if link else None
    return address(f"{urldefrag(link).url}#{reminder.mark}", limits.MEDIA_URL)


def _description(reminder: Reminder, timetable: Timetable) -> str:
    """Return all sessions with their talks, as roomy as the embed allows."""
    lines: list[str] = []
    for width in WIDTHS:
        lines = list(_lines(reminder, timetable, width))
        if limits.length("\n".join(lines)) <= limits.EMBED_DESCRIPTION:
            break
    return fitting(lines, limits.EMBED_DESCRIPTION).rstrip()


def _lines(reminder: Reminder, timetable: Timetable, width: Width) -> Iterator[str]:
    if len(reminder.sessions) == 1:
        session = reminder.sessions[0]
        yield times(session)
        if where := _where(session, timetable):
            yield where
        yield ""
        yield from _talk_lines(session, timetable, width)
        return
    yield stamp(reminder.start, "F")
    for session in reminder.sessions:
        yield ""
        yield bold(timetable.title_of(session), width[0])
        if facts := dotted(_where(session, timetable), until(session)):
            yield facts
        yield from _talk_lines(session, timetable, width)


def _talk_lines(session: Session, timetable: Timetable, width: Width) -> Iterator[str]:
    talks = timetable.talks_of(session)
    if len(talks) == 1 and talks[0].title == timetable.title_of(session):
        if who := names(timetable.speakers_of(talks[0]), width[1]):
            yield who
        return
    for talk in talks:
        yield bullet(talk, timetable, *width)


def _where(session: Session, timetable: Timetable) -> str:
    track = track_of(session, timetable)
    is_told = track is None or track.name == timetable.title_of(session)
    return dotted(
        place(room_of(session, timetable)),
        None if is_told or track is None else escape_line(track.name, LONGEST_NAME),
    )
