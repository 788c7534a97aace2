"""The live board: what is on now and what is up next, in one message that is kept true."""

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urldefrag

import discord

from bot.mirrors.board import Board
from bot.program.model import Session
from bot.program.timetable import Phase
from bot.ui import limits
from bot.ui.card import ACCENT
from bot.ui.controls import address, ways_on
from bot.ui.listing import Page, fill
from bot.ui.post import Post, classic_view
from bot.ui.session_list import on_now_pages, session_entries
from bot.ui.text import LONGEST_NAME, bold, day_name, escape_line, relative, stamp

# What one of the two lists may take of a message, beside the links of what is on now.
LIST = 2_400

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
        last.description = f"{last.description}\n\nUpdated {relative(updated)}"
    view = classic_view((), ways_on(board.timetable.program.id))
    return Post(content=_headline(board), embeds=tuple(shown), view=view, silent=True)


def board_digest(board: Board) -> str:
    """Return a digest of all that a board tells: not of when it was updated, nor of where."""
    view = classic_view((), ways_on(board.timetable.program.id))
    link = board.timetable.program.link
    embeds = (*_embeds(board), discord.Embed(title="link", url=link))
    return Post(content=_headline(board), embeds=embeds, view=view).digest


def _headline(board: Board) -> str:
    """Return the first line: where the event stands."""
    program = board.timetable.program
    name = bold(program.name, LONGEST_NAME)
    start = board.coming[0].start if board.coming else None
    match board.phase:
        case Phase.ON:
            return f"{bold('On now · Up next')} · {escape_line(program.name, LONGEST_NAME)}"
        case Phase.AFTER:
            return f"{name} is over."
        case Phase.BEFORE if start is not None:
            return f"{name} begins {relative(start)}."
        case _ if start is not None:
            return f"{name} goes on {relative(start)}."
    return f"{name} begins on {day_name(program.first_day)}."


def _embeds(board: Board) -> list[discord.Embed]:
    """Return what it tells, in one or two embeds, each with a title and a text."""
    timetable = board.timetable
    if board.is_over:
        name = escape_line(timetable.program.name, limits.EMBED_TITLE)
        return [_embed(name, _farewell(board))]
    if not timetable.sessions:
        return [_embed("Up next", "The timetable is still empty.")]
    on = on_now_pages(board.on_now, timetable, LIST)
    heading = _upcoming if board.is_same_day else _upcoming_with_date
    following = fill(session_entries(board.coming, timetable, heading), LIST)
    coming = _listed(following) or "What is on now is the last on the program."
    return [*([_embed("On now", _listed(on))] if board.on_now else []), _embed("Up next", coming)]


def _farewell(board: Board) -> str:
    ways = "The buttons below still open its schedule."
    sessions = board.timetable.sessions
    if not sessions:
        return f"It ended on {day_name(board.timetable.program.last_day)}. {ways}"
    ended = max(board.timetable.end_of(session) for session in sessions)
    return f"It ended {relative(ended)}. {ways}"


def _listed(pages: Sequence[Page]) -> str:
    page, *others = pages
    more = sum(other.entries for other in others)
    return "\n".join([page.text, *([f"and {more} more on the schedule"] if more else [])])


def _upcoming(session: Session) -> tuple[str, ...]:
    return (f"### {stamp(session.start, 't')} · {relative(session.start)}",)


def _upcoming_with_date(session: Session) -> tuple[str, ...]:
    return (f"### {stamp(session.start, 'F')} · {relative(session.start)}",)


def _embed(title: str, description: str) -> discord.Embed:
    # Not every client shows small print in an embed: it would stand there as it is written.
    return discord.Embed(title=title, description=_SMALL.sub("", description), colour=ACCENT)
