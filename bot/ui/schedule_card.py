"""The timetable: by day and by time, with pickers for day, track and room."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from discord import SelectOption
from discord.ui import LayoutView, Select

from bot.program.model import Room, Session, Track
from bot.program.timetable import Timetable
from bot.translation import N_, _, day_name
from bot.ui import limits
from bot.ui.calendar_orders import calendar_button
from bot.ui.card import Card, layout, page_buttons, page_line
from bot.ui.controls import Picker, pickers, share
from bot.ui.listing import fill, page_at
from bot.ui.questions import ALL, SchedulePicker, ScheduleQuestion
from bot.ui.save_controls import savers
from bot.ui.session_list import asked_for, session_entries
from bot.ui.text import LONGEST_NAME, dotted, escape_line, plain, small, stamp

NOTHING_HERE = N_("Nothing is planned here. Try another day, track or room.")
NOTHING_YET = N_("The timetable is still empty.")


def schedule_card(
    timetable: Timetable,
    question: ScheduleQuestion,
    now: datetime,
    *,
    shared_by: int | None = None,
) -> LayoutView:
    """Return the sessions of a day, track and room, at the page that `question` asks for.

    Without any of the three it is the day of `now`, or the next that has sessions, or the last.
    """
    asked = _with_a_day(question, timetable, now)
    sessions = asked_for(asked, timetable)
    entries = session_entries(
        sessions,
        timetable,
        _slot if asked.day else _none,
        with_date=asked.day is None,
        with_track=asked.track is None,
    )
    filled = fill(entries)
    page, number = page_at(filled, asked.page)
    of = _of(timetable, asked)
    save, save_picker = savers("slot", page.sessions, timetable, now)
    acts = [*save, *calendar_button(asked, timetable), *share(asked.at(number), shared_by)]
    card = Card(
        kind=dotted(_("🗓️ Schedule"), escape_line(timetable.program.name, LONGEST_NAME)),
        title=day_name(asked.day) if asked.day else of or _("All days"),
        head=(of if asked.day else "", _begins(sessions)),
        body=page.text or _(NOTHING_HERE if timetable.sessions else NOTHING_YET),
        foot=page_line(number, len(filled)),
        pickers=[
            *pickers(timetable.program.id, "slot", _("Open a talk…"), page.opens),
            *save_picker,
            *_side_pickers(timetable, asked),
        ],
        buttons=([*page_buttons(asked, number, len(filled)), *acts],),
    )
    return layout(card, shared_by=shared_by)


def _with_a_day(
    question: ScheduleQuestion, timetable: Timetable, now: datetime
) -> ScheduleQuestion:
    if question.day or question.track or question.room or not timetable.days:
        return question
    on_now = timetable.on_now(now)
    start = on_now[0].start if on_now else timetable.next_start(now)
    return replace(question, day=timetable.day_of(start) if start else timetable.days[-1])


def _of(timetable: Timetable, asked: ScheduleQuestion) -> str:
    """Return the track and the room that it is the schedule of."""
    track, room = timetable.track(asked.track or ""), timetable.room(asked.room or "")
    return dotted(*(escape_line(one.name, LONGEST_NAME) for one in (track, room) if one))


def _begins(sessions: Sequence[Session]) -> str:
    if not sessions:
        return ""
    return small(_("From {time}, your own time").format(time=stamp(sessions[0].start, "F")))


def _slot(session: Session) -> tuple[str, ...]:
    return (f"### {stamp(session.start, 't')}",)


def _none(__: Session) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One side of a schedule that can be changed: its verb, what may be chosen, what is."""

    verb: str
    all: str | None
    choices: tuple[tuple[str, str], ...]
    chosen: str | None


def _side_pickers(timetable: Timetable, asked: ScheduleQuestion) -> Iterator[Picker]:
    filtered = bool(asked.track or asked.room)
    on_day = asked_for(replace(asked, track=None, room=None), timetable)
    tracks = {session.track for session in on_day} | {asked.track}
    rooms = {session.room for session in on_day} | {asked.room}
    program = timetable.program
    sides = (
        _Side(
            verb="on",
            all=_("All days") if filtered else None,
            choices=tuple((SchedulePicker.day_value(day), day_name(day)) for day in timetable.days),
            chosen=SchedulePicker.day_value(asked.day) if asked.day else None,
        ),
        _Side(
            verb="in",
            all=_("All tracks"),
            choices=_named(program.tracks, tracks),
            chosen=asked.track,
        ),
        _Side(
            verb="at", all=_("All rooms"), choices=_named(program.rooms, rooms), chosen=asked.room
        ),
    )
    for side in sides:
        # One choice is none, unless it is the way back from it.
        if len(side.choices) > 1 or (side.all and side.chosen):
            yield _side_picker(side, asked)


def _named(things: Iterable[Track | Room], wanted: set[str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((thing.id, thing.name) for thing in things if thing.id in wanted)


def _side_picker(side: _Side, asked: ScheduleQuestion) -> Picker:
    choices = [*([(ALL, side.all)] if side.all else [])]
    choices += _around(side.choices, side.chosen, limits.PICKER_OPTIONS - len(choices))
    chosen = side.chosen or ALL
    return Select(
        custom_id=SchedulePicker(verb=side.verb, schedule=asked).custom_id,
        options=[
            SelectOption(
                label=plain(name, limits.OPTION_LABEL), value=value, default=value == chosen
            )
            for value, name in choices
        ],
    )


def _around(
    choices: tuple[tuple[str, str], ...], chosen: str | None, most: int
) -> tuple[tuple[str, str], ...]:
    """Return at most `most` of the choices, those around the chosen one."""
    at = next((place for place, (value, __) in enumerate(choices) if value == chosen), 0)
    first = max(0, min(at - most // 2, len(choices) - most))
    return choices[first : first + most]
