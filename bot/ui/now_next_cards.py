"""What is on now, and what starts next; before, between and after the event they say so."""

from dataclasses import dataclass
from datetime import datetime

from discord.ui import LayoutView

from bot.program.model import Session
from bot.program.timetable import Phase, Timetable
from bot.ui.card import Card, layout
from bot.ui.controls import AskButton, pickers, share, ways_on
from bot.ui.listing import PAGE, Entry, Page, fill
from bot.ui.questions import NextQuestion, NowQuestion
from bot.ui.save_controls import savers
from bot.ui.session_list import on_now_pages, session_entries
from bot.ui.text import (
    LONGEST_NAME,
    day_name,
    dotted,
    escape_line,
    relative,
    stamp,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What such a card says: a title, a sentence, and the sessions it is about, in pages."""

    title: str
    sentence: str = ""
    pages: tuple[Page, ...] = (Page(),)


def now_card(timetable: Timetable, now: datetime, *, shared_by: int | None = None) -> LayoutView:
    """Return what is on at `now`; while nothing is, what comes next or that it is over."""
    program = timetable.program.id
    on_now = timetable.on_now(now)
    if on_now:
        told = _Told(title="On now", pages=on_now_pages(on_now, timetable, PAGE))
    else:
        told = _off_now(timetable, now)
    _, following, schedule = ways_on(program)
    asks = [
        *([following] if timetable.next_start(now) else []),
        schedule,
        *share(NowQuestion(program=program), shared_by),
    ]
    return _layout("🎬 Now", told, asks, timetable, shared_by)


def next_card(timetable: Timetable, now: datetime, *, shared_by: int | None = None) -> LayoutView:
    """Return what starts next in each room; when nothing does, that it is the last or over."""
    program = timetable.program.id
    on_now = timetable.on_now(now)
    coming = _coming(timetable, now)
    if coming:
        told = _Told(title="Next", sentence=_where_we_are(timetable, now), pages=fill(coming))
    elif on_now:
        told = _Told(title="Nothing follows", sentence="What is on now is the last on the program.")
    else:
        told = _off_now(timetable, now)
    on, _, schedule = ways_on(program)
    asks = [
        *([on] if on_now else []),
        schedule,
        *share(NextQuestion(program=program), shared_by),
    ]
    return _layout("⏭️ Next", told, asks, timetable, shared_by)


def _layout(
    kind: str,
    told: _Told,
    asks: list[AskButton],
    timetable: Timetable,
    shared_by: int | None,
) -> LayoutView:
    program = timetable.program
    page, *others = told.pages
    left_out = sum(other.entries for other in others)
    save, save_picker = savers("slot", page.sessions, timetable)
    card = Card(
        kind=dotted(kind, escape_line(program.name, LONGEST_NAME)),
        title=told.title,
        head=(told.sentence,),
        body=page.text,
        foot=(f"and {left_out} more on the schedule",) if left_out else (),
        pickers=[*pickers(program.id, "slot", "Open a talk…", page.opens), *save_picker],
        buttons=([*save, *asks],),
    )
    return layout(card, shared_by=shared_by)


def _off_now(timetable: Timetable, now: datetime) -> _Told:
    """Return what is said while nothing is on."""
    name = escape_line(timetable.program.name, LONGEST_NAME)
    start = timetable.next_start(now)
    if start is not None:
        is_first = timetable.phase(now) is Phase.BEFORE
        return _Told(
            title="Not started yet" if is_first else "Nothing is on right now",
            sentence=_begins(timetable, start) if is_first else f"It goes on {relative(start)}.",
            pages=fill(_coming(timetable, now)),
        )
    if timetable.sessions:
        ended = max(timetable.end_of(session) for session in timetable.sessions)
        return _Told(title=f"{name} is over", sentence=f"It ended {relative(ended)}.")
    return _Told(title="No sessions yet", sentence=_without_sessions(timetable, now, name))


def _where_we_are(timetable: Timetable, now: datetime) -> str:
    """Return what is said above what comes next; nothing while something is on."""
    start = timetable.next_start(now)
    match timetable.phase(now):
        case Phase.BEFORE if start is not None:
            return _begins(timetable, start)
        case Phase.BETWEEN:
            return "Nothing is on right now."
        case _:
            return ""


def _begins(timetable: Timetable, start: datetime) -> str:
    return f"{escape_line(timetable.program.name, LONGEST_NAME)} begins {relative(start)}."


def _without_sessions(timetable: Timetable, now: datetime, name: str) -> str:
    if timetable.phase(now) is Phase.AFTER:
        return f"{name} ended on {day_name(timetable.program.last_day)}."
    begins = day_name(timetable.program.first_day)
    return f"{name} begins on {begins}; its timetable is still empty."


def _coming(timetable: Timetable, now: datetime) -> tuple[Entry, ...]:
    today = timetable.day_of(now)

    def heading(session: Session) -> tuple[str, ...]:
        is_today = timetable.day_of(session.start) == today
        start = stamp(session.start, "t" if is_today else "F")
        return (f"### {start} · {relative(session.start)}",)

    return session_entries(timetable.next_starts(now), timetable, heading)
