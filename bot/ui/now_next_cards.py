"""What is on now, and what starts next; before, between and after the event they say so."""

from dataclasses import dataclass
from datetime import datetime

from discord.ui import LayoutView

from bot.program.model import Session
from bot.program.timetable import Phase, Timetable
from bot.translation import _, day_name, ngettext
from bot.ui.card import Card, layout
from bot.ui.controls import AskButton, pickers, share, ways_on
from bot.ui.listing import PAGE, Entry, Page, fill
from bot.ui.questions import NextQuestion, NowQuestion
from bot.ui.save_controls import savers
from bot.ui.session_list import on_now_pages, session_entries
from bot.ui.text import (
    LONGEST_NAME,
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
        told = _Told(title=_("On now"), pages=on_now_pages(on_now, timetable, PAGE))
    else:
        told = _off_now(timetable, now)
    __, following, schedule = ways_on(program)
    asks = [
        *([following] if timetable.next_start(now) else []),
        schedule,
        *share(NowQuestion(program=program), shared_by),
    ]
    return _layout(_("🎬 Now"), told, asks, timetable, shared_by)


def next_card(timetable: Timetable, now: datetime, *, shared_by: int | None = None) -> LayoutView:
    """Return what starts next in each room; when nothing does, that it is the last or over."""
    program = timetable.program.id
    on_now = timetable.on_now(now)
    coming = _coming(timetable, now)
    if coming:
        told = _Told(title=_("Next"), sentence=_where_we_are(timetable, now), pages=fill(coming))
    elif on_now:
        told = _Told(
            title=_("Nothing follows"), sentence=_("What is on now is the last on the program.")
        )
    else:
        told = _off_now(timetable, now)
    on, __, schedule = ways_on(program)
    asks = [
        *([on] if on_now else []),
        schedule,
        *share(NextQuestion(program=program), shared_by),
    ]
    return _layout(_("⏭️ Next"), told, asks, timetable, shared_by)


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
        foot=(_left_out(left_out),) if left_out else (),
        pickers=[*pickers(program.id, "slot", _("Open a talk…"), page.opens), *save_picker],
        buttons=([*save, *asks],),
    )
    return layout(card, shared_by=shared_by)


def _left_out(number: int) -> str:
    return ngettext(
        "and {count} more on the schedule", "and {count} more on the schedule", number
    ).format(count=number)


def _off_now(timetable: Timetable, now: datetime) -> _Told:
    """Return what is said while nothing is on."""
    name = escape_line(timetable.program.name, LONGEST_NAME)
    start = timetable.next_start(now)
    if start is not None:
        pages = fill(_coming(timetable, now))
        if timetable.phase(now) is Phase.BEFORE:
            sentence = _begins(timetable, start)
            return _Told(title=_("Not started yet"), sentence=sentence, pages=pages)
        # Translators: {when} is "in two hours".
        goes_on = _("It goes on {when}.").format(when=relative(start))
        return _Told(title=_("Nothing is on right now"), sentence=goes_on, pages=pages)
    if timetable.sessions:
        ended = max(timetable.end_of(session) for session in timetable.sessions)
        return _Told(
            title=_("{program} is over").format(program=name),
            # Translators: {when} is "two hours ago".
            sentence=_("It ended {when}.").format(when=relative(ended)),
        )
    return _Told(title=_("No sessions yet"), sentence=_without_sessions(timetable, now, name))


def _where_we_are(timetable: Timetable, now: datetime) -> str:
    """Return what is said above what comes next; nothing while something is on."""
    start = timetable.next_start(now)
    match timetable.phase(now):
        case Phase.BEFORE if start is not None:
            return _begins(timetable, start)
        case Phase.BETWEEN:
            return _("Nothing is on right now.")
        case _:
            return ""


def _begins(timetable: Timetable, start: datetime) -> str:
    name = escape_line(timetable.program.name, LONGEST_NAME)
    # Translators: {when} is "in two hours".
    return _("{program} begins {when}.").format(program=name, when=relative(start))


def _without_sessions(timetable: Timetable, now: datetime, name: str) -> str:
    if timetable.phase(now) is Phase.AFTER:
        ended = day_name(timetable.program.last_day)
        return _("{program} ended on {day}.").format(program=name, day=ended)
    text = _("{program} begins on {day}; its timetable is still empty.")
    return text.format(program=name, day=day_name(timetable.program.first_day))


def _coming(timetable: Timetable, now: datetime) -> tuple[Entry, ...]:
    today = timetable.day_of(now)

    def heading(session: Session) -> tuple[str, ...]:
        is_today = timetable.day_of(session.start) == today
        start = stamp(session.start, "t" if is_today else "F")
        return (f"### {start} · {relative(session.start)}",)

    return session_entries(timetable.next_starts(now), timetable, heading)
