"""One's own agenda: what is on and next, and what is saved by day, with clashes and changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from discord import ButtonStyle
from discord.ui import LayoutView

from bot.agenda.model import Attendee
from bot.agenda.outline import AgendaEntry, Outline
from bot.translation import N_, _, day_name, in_words, ngettext
from bot.ui import limits
from bot.ui.agenda_controls import (
    KIND,
    SETTINGS,
    agenda_button,
    drop_pickers,
    settings_button,
    show_button,
    turning,
)
from bot.ui.agenda_lines import CHANGED, by_session, entry_text, openings, past_text, top_line
from bot.ui.agenda_orders import (
    AskToClearOrder,
    ClearOrder,
    ExportOrder,
    SaveAgainOrder,
    ShowOrder,
)
from bot.ui.card import Card, layout, page_line
from bot.ui.controls import AskButton, pickers, ways_on
from bot.ui.listing import Entry, Page, fill, page_at
from bot.ui.save_controls import SAVE, time_label
from bot.ui.text import LONGEST_NAME, bold, counted, dotted, escape_line, fitting
from bot.ui.wish_choices import spans

PAGE = 1_500
# What is on and what is next, however many are saved at one time.
LONGEST_TOP = 900

EMPTY = N_(
    "Nothing is saved yet. Press **{button}** under a talk, or pick sessions from **/schedule**: "
    "I remind you before they start."
)
NOT_LOADED = N_(
    "This program is not loaded at the moment. Times and rooms are as you last saw them here."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What a person's card tells: their agenda of one program, and the names of their programs.

    `names` are by program id; one that is not loaded has none.
    """

    attendee: Attendee
    outline: Outline
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was just ordered and was done, in Markdown, and what puts that right again if it can."""

    text: str
    undo: SaveAgainOrder | None = None


def agenda_card(
    agenda: Agenda, asked: ShowOrder, *, done: Done | None = None
) -> tuple[LayoutView, Sequence[AgendaEntry]]:
    """Return a page of the agenda, and the entries that stand on it.

    What is over stands at the end, so that the first page is about what comes.
    """
    outline = agenda.outline
    entries = _in_order(outline)
    filled = _filled(entries, outline)
    page, number = page_at(tuple(one for one, __ in filled), asked.page)
    __, shown = filled[number - 1]
    undo = None if done is None else done.undo
    card = Card(
        kind=dotted(_(KIND), _name(agenda, outline.program)),
        title=_("My agenda"),
        head=("" if done is None else done.text, _top(outline)),
        body=page.text or _(EMPTY).format(button=_(SAVE)),
        foot=(*page_line(number, len(filled)), *([reminder_note(agenda)] if entries else [])),
        pickers=[
            *pickers(outline.program, "mine", _("Open a talk…"), page.opens),
            *drop_pickers(outline.program, map(_option, shown)),
        ],
        buttons=(
            [] if undo is None else [agenda_button(_("Put it back"), undo)],
            turning(outline.program, number, len(filled)),
            _acts(outline.program) if entries else ways_on(outline.program),
            _elsewhere(agenda),
        ),
    )
    return layout(card), shown


def ask_to_clear_card(agenda: Agenda) -> LayoutView:
    """Return the question whether all sessions of a program shall be taken out."""
    program = agenda.outline.program
    question = counted(
        "That takes out {count} session, and I remind you of none. It can't be undone.",
        "That takes out {count} sessions, and I remind you of none. It can't be undone.",
        len(agenda.outline.entries),
    )
    card = Card(
        kind=dotted(_(KIND), _name(agenda, program)),
        title=_("Clear your agenda?"),
        head=(question,),
        buttons=(
            [
                agenda_button(_("Clear it"), ClearOrder(program=program), ButtonStyle.danger),
                show_button(program),
            ],
        ),
    )
    return layout(card)


def reminder_note(agenda: Agenda) -> str:
    """Return in a few words how the person is reminded of what is saved."""
    wishes = agenda.attendee.wishes
    if not wishes.direct:
        return _("🔕 Reminders are off")
    if agenda.attendee.closed_at is not None:
        told = _("⚠️ Your DMs are closed to me: {button} says what to do")
        return told.format(button=_(SETTINGS))
    if not wishes.leads:
        return _("🔔 A DM if one of them changes")
    # Translators: {spans} is like "1 hour and 5 minutes".
    told = _("🔔 A DM {spans} before each, and if one changes")
    return told.format(spans=spans(lead.before for lead in wishes.leads))


def _in_order(outline: Outline) -> Sequence[AgendaEntry]:
    """Return what comes, by start, and then what is over."""
    coming = [entry for entry in outline.entries if not entry.is_over]
    return [*coming, *(entry for entry in outline.entries if entry.is_over)]


def _filled(
    entries: Sequence[AgendaEntry], outline: Outline
) -> list[tuple[Page, Sequence[AgendaEntry]]]:
    """Return the pages, each with its entries: no more than a picker can take out."""
    others = by_session(outline.entries)
    days = {id(entry): day.day for day in outline.days for entry in day.entries}
    listed = [_listed(entry, days[id(entry)], others) for entry in entries]
    return list(_pages(entries, listed)) or [(Page(), ())]


def _pages(
    entries: Sequence[AgendaEntry], listed: Sequence[Entry]
) -> Iterator[tuple[Page, Sequence[AgendaEntry]]]:
    first = 0
    for full in fill(listed, PAGE):
        last = first + full.entries
        for begin in range(first, last, limits.PICKER_OPTIONS):
            end = min(begin + limits.PICKER_OPTIONS, last)
            (page,) = fill(listed[begin:end], PAGE)
            yield page, entries[begin:end]
        first = last


def _listed(entry: AgendaEntry, day: date, others: Mapping[tuple[str, str], AgendaEntry]) -> Entry:
    if entry.is_over:
        return Entry(text=past_text(entry), headings=(_heading(_("Over")),), opens=openings(entry))
    return Entry(
        text=entry_text(entry, others),
        headings=(_heading(day_name(day)),),
        opens=openings(entry),
        apart=True,
    )


def _heading(text: str) -> str:
    return f"### {text}"


def _top(outline: Outline) -> str:
    """Return what is on, what is next, and what there is to know of all of it."""
    first = [entry for entry in outline.entries if entry.is_on or entry.is_next]
    changed = sum(bool(entry.news) for entry in outline.entries if not entry.is_over)
    lines = [
        *(top_line(entry) for entry in first),
        *([_changed_line(changed)] if changed else []),
        *([_(NOT_LOADED)] if outline.timetable is None and outline.entries else []),
    ]
    return fitting(lines, LONGEST_TOP)


def _changed_line(number: int) -> str:
    line = counted(
        "{count} session changed since you last looked",
        "{count} sessions changed since you last looked",
        number,
    )
    return f"{CHANGED} {line[:1].upper()}{line[1:]}"


def _option(entry: AgendaEntry) -> tuple[str, str, str]:
    return entry.saved.session, in_words(entry.now.title), time_label(entry.start)


def _acts(program: str) -> list[AskButton]:
    return [
        agenda_button(_("Calendar file"), ExportOrder(program=program)),
        settings_button(),
        agenda_button(_("Clear…"), AskToClearOrder(program=program)),
    ]


def _elsewhere(agenda: Agenda) -> list[AskButton]:
    """Return what leads to the person's agendas of other programs, those that are loaded."""
    return [
        agenda_button(_elsewhere_label(number, agenda.names[program]), ShowOrder(program=program))
        for program, number in sorted(agenda.outline.elsewhere.items())
        if program in agenda.names
    ][: limits.ROW_BUTTONS]


def _elsewhere_label(number: int, program: str) -> str:
    # Translators: on a button: how many sessions are saved in another program.
    label = ngettext("And {count} in {program}", "And {count} in {program}", number)
    return label.format(count=number, program=program)


def _name(agenda: Agenda, program: str) -> str:
    return escape_line(agenda.names.get(program, program), LONGEST_NAME)


def taken_out(title: str, undo: SaveAgainOrder) -> Done:
    """Return that one session was taken out."""
    text = _("🗑️ Taken out: {title}").format(title=bold(in_words(title), LONGEST_NAME))
    return Done(text=text, undo=undo)


def cleared(number: int) -> Done:
    """Return that so many sessions were taken out, which were all."""
    return Done(
        text=counted(
            "🧹 Cleared: {count} session taken out.",
            "🧹 Cleared: {count} sessions taken out.",
            number,
        )
    )
