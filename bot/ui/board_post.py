"""A live board: what is on now and what is up next, in one message that is kept true."""

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urldefrag

import discord

from bot.mirrors.board import Board
from bot.program.model import Session
from bot.program.timetable import Phase
from bot.translation import N_, _, day_name, ngettext
from bot.ui import limits
from bot.ui.card import ACCENT
from bot.ui.controls import AskButton, address, ask, ways_on
from bot.ui.listing import Page, fill
from bot.ui.post import Post, classic_view
from bot.ui.questions import NowQuestion, ScheduleQuestion
from bot.ui.session_list import on_now_pages, session_entries
from bot.ui.text import LONGEST_NAME, bold, dotted, escape_line, place, relative, stamp

# What one of the two lists may take of a message, beside the links of what is on now.
LIST = 2_400

ON_NOW, UP_NEXT, SCHEDULE = N_("On now"), N_("Up next"), N_("Schedule")

_SMALL = re.compile("^-# ", re.MULTILINE)


def board_post(board: Board, mark: str, page: str, updated: datetime) -> Post:
    """Return a board as it is posted, or as it is edited at `updated`.

    It carries `mark` in the address of its first embed: the program's own, or that of a `page`.
    """
    shown = _embeds(board)
    link = board.timetable.program.link
    marked = (
        address(f"{urldefrag(one).url}#{mark}", limits.MEDIA_URL) for one in (link, page) if one
    )
    shown[0].url = next((one for one in marked if one), None)
    if board.on_now or board.is_same_day:
        last = shown[-1]
        told = _("Updated {time}").format(time=relative(updated))
        last.description = f"{last.description}\n\n{told}"
    view = classic_view((), _ways_on(board))
    return Post(content=_headline(board), embeds=tuple(shown), view=view, silent=True)


def board_digest(board: Board) -> str:
    """Return a digest of all that a board tells: not of when it was updated, nor of where."""
    view = classic_view((), _ways_on(board))
    link = board.timetable.program.link
    embeds = (*_embeds(board), discord.Embed(title="link", url=link))
    return Post(content=_headline(board), embeds=embeds, view=view).digest


def _ways_on(board: Board) -> list[AskButton]:
    """Return the buttons that lead on from a board: to its room's own schedule if it is of one."""
    program = board.timetable.program.id
    if board.room is None:
        return ways_on(program)
    whole = ask(_(SCHEDULE), ScheduleQuestion(program=program, room=board.room.id))
    return [ask(_("Now"), NowQuestion(program=program)), whole]


def _headline(board: Board) -> str:
    """Return the first line: where the event stands, or what is in a room."""
    program = board.timetable.program
    if board.phase is Phase.ON:
        running = bold(dotted(_(ON_NOW), _(UP_NEXT)))
        return dotted(running, place(board.room), escape_line(program.name, LONGEST_NAME))
    told = _where_it_stands(board) if board.room is None else _where_a_room_stands(board)
    start = board.coming[0].start if board.coming else None
    return told.format(
        event=bold(program.name, LONGEST_NAME),
        room=None if board.room is None else bold(board.room.name, LONGEST_NAME),
        time=None if start is None else relative(start),
        day=day_name(program.first_day),
    )


def _where_it_stands(board: Board) -> str:
    match board.phase:
        case Phase.AFTER:
            return _("{event} is over.")
        case Phase.BEFORE if board.coming:
            return _("{event} begins {time}.")
        case __ if board.coming:
            return _("{event} goes on {time}.")
    return _("{event} begins on {day}.")


def _where_a_room_stands(board: Board) -> str:
    match board.phase:
        case Phase.AFTER:
            return _("{room}: {event} is over here.")
        case Phase.BEFORE if board.coming:
            return _("{room}: {event} begins here {time}.")
        case __ if board.coming:
            return _("{room}: {event} goes on here {time}.")
    return _("{room}: nothing of {event} is planned here yet.")


def _embeds(board: Board) -> list[discord.Embed]:
    """Return what it tells, in one or two embeds, each with a title and a text."""
    timetable = board.timetable
    if board.is_over:
        name = escape_line(timetable.program.name, limits.EMBED_TITLE)
        return [_embed(place(board.room) or name, _farewell(board))]
    if not timetable.sessions:
        nothing, nothing_here = N_("The timetable is still empty."), N_("Nothing is planned here.")
        text = nothing if board.room is None else nothing_here
        return [_embed(_title(UP_NEXT, board), _(text))]
    on = on_now_pages(board.on_now, timetable, LIST)
    heading = _upcoming if board.is_same_day else _upcoming_with_date
    following = fill(session_entries(board.coming, timetable, heading), LIST)
    last, last_here = (
        N_("What is on now is the last on the program."),
        N_("What is on now is the last here."),
    )
    coming = _listed(following) or _(last if board.room is None else last_here)
    running = [_embed(_title(ON_NOW, board), _listed(on))] if board.on_now else []
    return [*running, _embed(_title(UP_NEXT, board), coming)]


def _title(title: str, board: Board) -> str:
    """Return the title of one of the two lists, and of which room it is."""
    return dotted(_(title), place(board.room))


def _farewell(board: Board) -> str:
    sessions = board.timetable.sessions
    if not sessions:
        told = _("It ended on {day}. The buttons below still open its schedule.")
        return told.format(day=day_name(board.timetable.program.last_day))
    ended = max(board.timetable.end_of(session) for session in sessions)
    told = _("It ended {time}. The buttons below still open its schedule.")
    return told.format(time=relative(ended))


def _listed(pages: Sequence[Page]) -> str:
    page, *others = pages
    more = sum(other.entries for other in others)
    if not more:
        return page.text
    rest = ngettext("and {count} more on the schedule", "and {count} more on the schedule", more)
    return f"{page.text}\n{rest.format(count=more)}"


def _upcoming(session: Session) -> tuple[str, ...]:
    return (f"### {stamp(session.start, 't')} · {relative(session.start)}",)


def _upcoming_with_date(session: Session) -> tuple[str, ...]:
    return (f"### {stamp(session.start, 'F')} · {relative(session.start)}",)


def _embed(title: str, description: str) -> discord.Embed:
    # Not every client shows small print in an embed: it would stand there as it is written.
    return discord.Embed(title=title, description=_SMALL.sub("", description), colour=ACCENT)
