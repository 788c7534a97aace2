"""The reminder before sessions start: what, where and when, each talk with its speakers."""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urldefrag

import discord

from bot.program.model import Link, Session, Talk
from bot.program.timetable import Timetable
from bot.reminders.model import Correction, Reminder
from bot.reminders.slots import start_of
from bot.translation import _
from bot.ui import limits
from bot.ui.card import ACCENT
from bot.ui.controls import AskButton, Opening, Picker, address, links, pickers
from bot.ui.correction_words import CANCELLED, corrected_headline, correction_lines, title_of
from bot.ui.headline import headline
from bot.ui.openings import talk_openings, track_opening
from bot.ui.post import Post, classic_view
from bot.ui.save_controls import savers
from bot.ui.session_list import WATCH, bullet, room_of, track_of
from bot.ui.text import (
    LONGEST_NAME,
    bold,
    counted,
    dotted,
    escape_line,
    fitting,
    names,
    number_word,
    place,
    plain,
    stamp,
    times,
    until,
)

# Of a title on a button, beside what pressing it does.
WATCHED = 34

# How wide a talk's title and its speakers' names may be.
Width = tuple[int, int]
# From roomy to tight.
WIDTHS: tuple[Width, ...] = ((300, 200), (120, 80), (70, 40), (40, 24))


def reminder_post(reminder: Reminder) -> Post:
    """Return a reminder as it is posted, or as it is edited once some of it is not so any more.

    Later than planned, it still tells no wrong time.
    """
    chosen = reminder_pickers(reminder)
    # Something must carry the mark: where nothing can be opened, a picker does, and no button.
    save, save_picker = savers(
        reminder.mark, reminder_sessions(reminder), reminder.timetable, beside_others=not chosen
    )
    marked = [*chosen, *save_picker]
    ping = "" if reminder.role is None else f"<@&{reminder.role}> "
    return Post(
        content=ping + reminder_headline(reminder, limits.NOTIFICATION - limits.length(ping)),
        embeds=(reminder_embed(reminder, is_marked=bool(marked)),),
        view=classic_view(marked, [*save, *watch_buttons(reminder, most=_room_for(marked, save))]),
        roles=() if reminder.role is None else (reminder.role,),
    )


def watch_buttons(reminder: Reminder, most: int) -> list[AskButton]:
    """Return at most `most` buttons that lead to where its sessions can be watched.

    One address has one button, and if there is one only, that needs no name.
    """
    if not reminder.shows_streams:
        return []
    named = {
        one.stream: reminder.timetable.title_of(one) for one in reminder.sessions if one.stream
    }
    wanted = [
        Link(title=_(WATCH) if len(named) == 1 else _watch_label(title), url=url)
        for url, title in named.items()
    ]
    return links(wanted)[:most]


def _watch_label(title: str) -> str:
    return _("Watch: {title}").format(title=plain(title, WATCHED))


def _room_for(chosen: Sequence[Picker], save: Sequence[AskButton]) -> int:
    """Return how many more buttons the rows under a post take."""
    return (limits.CLASSIC_ROWS - len(chosen)) * limits.ROW_BUTTONS - len(save)


def reminder_headline(reminder: Reminder, most: int = limits.NOTIFICATION) -> str:
    """Return the first line, at most `most` long."""
    if reminder.corrections:
        return corrected_headline(reminder, most)
    return headline(reminder.sessions, reminder.timetable, reminder.start, most)


def reminder_pickers(reminder: Reminder) -> list[Picker]:
    """Return the pickers that open what it tells of, with its mark; they leave one row free."""
    return pickers(
        reminder.timetable.program.id,
        reminder.mark,
        _("Open a talk…"),
        _openings(reminder),
        most=limits.CLASSIC_ROWS - 1,
    )


def reminder_sessions(reminder: Reminder) -> list[Session]:
    """Return the sessions that it tells of and that take place, then or at another time."""
    moved = (one.session for one in reminder.away if one.session is not None)
    return [*reminder.sessions, *moved]


def _openings(reminder: Reminder) -> list[Opening]:
    """Return what the reminder opens: its talks, or its tracks where it has no talk.

    Where all of it was cancelled, it opens what is on instead.
    """
    timetable = reminder.timetable
    sessions = reminder_sessions(reminder)
    talks = _talks(sessions, timetable)
    if reminder.away and not talks:
        later = (one for one in timetable.sessions if start_of(one) >= reminder.start)
        talks = (_talks(later, timetable) or timetable.program.talks)[: limits.PICKER_OPTIONS]
    if talks:
        return list(talk_openings(talks, timetable))
    tracks = (track_of(session, timetable) for session in sessions)
    return [track_opening(track, timetable) for track in tracks if track is not None]


def _talks(sessions: Iterable[Session], timetable: Timetable) -> Sequence[Talk]:
    return [talk for session in sessions for talk in timetable.talks_of(session)]


def reminder_embed(reminder: Reminder, *, is_marked: bool, note: str = "") -> discord.Embed:
    """Return all that it tells, with a `note` in the footer.

    Its address carries the mark unless that `is_marked` elsewhere.
    """
    program = reminder.timetable.program
    embed = discord.Embed(
        title=escape_line(_title(reminder), limits.EMBED_TITLE),
        description=_description(reminder),
        url=_url(program.link, reminder.mark, is_marked=is_marked),
        colour=ACCENT,
    )
    return embed.set_footer(text=dotted(plain(program.name, LONGEST_NAME), note))


def _title(reminder: Reminder) -> str:
    match reminder.sessions, reminder.away:
        case [session], []:
            return reminder.timetable.title_of(session)
        case [], [correction]:
            title = title_of(correction, reminder.timetable)
            return title if correction.session else _(CANCELLED).format(title=title)
    many = len(reminder.sessions) + len(reminder.away)
    changed = len(reminder.corrections)
    if changed:
        # Translators: of so many sessions, at least two, so many are not as they were told.
        told = counted(
            "{count} session, {changed} changed",
            "{count} sessions, {changed} changed",
            many,
            changed=number_word(changed),
        )
    else:
        told = counted("{count} session start together", "{count} sessions start together", many)
    return told[:1].upper() + told[1:]


def _url(link: str | None, mark: str, *, is_marked: bool) -> str | None:
    """Return the program's address; with the mark in it, if no picker carries that."""
    if link is None or is_marked:
        return address(link, limits.MEDIA_URL) if link else None
    return address(f"{urldefrag(link).url}#{mark}", limits.MEDIA_URL)


def _description(reminder: Reminder) -> str:
    """Return all sessions with their talks, as roomy as the embed allows."""
    lines: list[str] = []
    for width in WIDTHS:
        lines = list(_lines(reminder, width))
        if limits.length("\n".join(lines)) <= limits.EMBED_DESCRIPTION:
            break
    return fitting(lines, limits.EMBED_DESCRIPTION).rstrip()


def _lines(reminder: Reminder, width: Width) -> Iterator[str]:
    match reminder.sessions, reminder.away:
        case [session], []:
            yield from _lines_alone(session, reminder, width)
            return
        case [], [correction]:
            yield from _lines_away(correction, reminder, width)
            return
    for correction in reminder.away:
        yield bold(title_of(correction, reminder.timetable), width[0])
        yield from _lines_away(correction, reminder, width)
        yield ""
    if reminder.sessions:
        yield stamp(reminder.start, "F")
    for session in reminder.sessions:
        yield ""
        yield from _lines_beside(session, reminder, width)


def _lines_alone(session: Session, reminder: Reminder, width: Width) -> Iterator[str]:
    """Yield all of a session but its title."""
    yield from _corrected(session, reminder)
    yield times(session)
    if where := _where(session, reminder):
        yield where
    yield ""
    yield from _talk_lines(session, reminder.timetable, width)


def _lines_beside(session: Session, reminder: Reminder, width: Width) -> Iterator[str]:
    """Yield all of a session but its start, which the others have too."""
    yield bold(reminder.timetable.title_of(session), width[0])
    yield from _corrected(session, reminder)
    if facts := dotted(_where(session, reminder), until(session)):
        yield facts
    yield from _talk_lines(session, reminder.timetable, width)


def _lines_away(correction: Correction, reminder: Reminder, width: Width) -> Iterator[str]:
    """Yield all but the title of a session that doesn't start with the others any more."""
    yield from correction_lines(correction, reminder)
    if correction.session is None:
        return
    if where := _where(correction.session, reminder):
        yield where
    yield from _talk_lines(correction.session, reminder.timetable, width)


def _corrected(session: Session, reminder: Reminder) -> Iterator[str]:
    for correction in reminder.corrections:
        if correction.session == session:
            yield from correction_lines(correction, reminder)


def _talk_lines(session: Session, timetable: Timetable, width: Width) -> Iterator[str]:
    talks = timetable.talks_of(session)
    if len(talks) == 1 and talks[0].title == timetable.title_of(session):
        if who := names(timetable.speakers_of(talks[0]), width[1]):
            yield who
        return
    for talk in talks:
        yield bullet(talk, timetable, *width)


def _where(session: Session, reminder: Reminder) -> str:
    """Return room and track; a room that has a channel of its own, with the way there."""
    timetable = reminder.timetable
    room, track = room_of(session, timetable), track_of(session, timetable)
    channel = None if room is None else reminder.room_channels.get(room.id)
    is_told = track is None or track.name == timetable.title_of(session)
    return dotted(
        place(room),
        None if channel is None else f"<#{channel}>",
        None if is_told or track is None else escape_line(track.name, LONGEST_NAME),
    )
