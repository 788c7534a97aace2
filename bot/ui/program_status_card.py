"""How a server's program stands: what is wrong and what to do, then what it is and whence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from discord.ui import LayoutView

from bot.guilds.effective import OverlayOverview
from bot.guilds.model import Choices
from bot.sources.overview import Counts, SourceStatus
from bot.ui.card import Card, layout, page_line
from bot.ui.change_words import summary
from bot.ui.controls import AskButton
from bot.ui.delivery_controls import order_button, turning
from bot.ui.help_card import reminders_line
from bot.ui.limits import cut, length
from bot.ui.listing import Entry, fill, page_at
from bot.ui.orders import ChangesOrder, ReloadOrder, ReviewOrder, StatusOrder
from bot.ui.overlay_words import overlay_lines
from bot.ui.text import (
    DASH,
    LONGEST_NAME,
    counted,
    day_name,
    dotted,
    escape,
    escape_line,
    escape_sentence,
    relative,
    small,
    stamp,
    title,
)

# What stands in small print over every card about the program.
KIND = "📋 For organizers"

# Two screens of a phone.
PAGE = 1_000
LONGEST_TROUBLE = 1_200
LONGEST_ORIGIN = 200

CHANGED_HERE = "### Changed by organizers here"
STANDS = "Meanwhile the version before stays in use."


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that the card tells of one server's program; `overlay` is what its organizers changed."""

    status: SourceStatus
    choices: Choices
    overlay: OverlayOverview


def status_card(standing: Standing, asked: StatusOrder, *, done: str = "") -> LayoutView:
    """Return a page of the card; `done` says in Markdown what came of what was just ordered."""
    status = standing.status
    filled = fill(_entries(standing), PAGE)
    page, number = page_at(filled, asked.page)
    card = Card(
        kind=KIND,
        title=title(status.name),
        head=tuple(text for text in (done, *_state(standing)) if text),
        body=page.text,
        foot=page_line(number, len(filled)),
        buttons=(_steps(status, number), turning(asked, number, len(filled))),
    )
    return layout(card)


def _state(standing: Standing) -> Iterator[str]:
    """Yield what needs a look, the most urgent first; or that nothing does."""
    status, differing = standing.status, len(standing.overlay.conflicts)
    if status.refused is not None:
        yield (
            f"⚠️ **A newer version was not taken over.** It came {relative(status.refused.at)}. "
            f"Its sessions: {summary(status.refused.changes)}."
        )
    if status.trouble:
        lead = "" if status.refused else "⚠️ **Something is wrong with its source.**\n"
        yield f"{lead}{trouble_words(status.trouble, LONGEST_TROUBLE)}\n{small(STANDS)}"
    if differing:
        yield (
            f"⚠️ **The program changed {counted(differing, 'session')} that you changed here.** "
            "What to do stands below."
        )
    if not (status.refused or status.trouble or differing):
        yield "✅ **All is well.**"


def trouble_words(words: str, most: int) -> str:
    """Return what is wrong as Markdown that shows it as it is; what is cut shows no code."""
    shown = escape_sentence(words)
    return shown if length(shown) <= most else cut(escape(words), most)


def _entries(standing: Standing) -> Iterator[Entry]:
    yield Entry(text="\n".join(_facts(standing)))
    for text in overlay_lines(standing.overlay):
        yield Entry(text=text, headings=(CHANGED_HERE,), apart=True)


def _facts(standing: Standing) -> Iterator[str]:
    status, program = standing.status, standing.overlay.timetable.program
    days = _days(program.first_day, program.last_day)
    yield f"**Days** {dotted(days, escape_line(status.zone, LONGEST_NAME))}"
    yield f"**On it** {counts(status.counts)}"
    yield f"**Reminders** {_reminders(standing.choices)}"
    if status.origin is not None:
        yield f"**From** {escape_line(status.origin, LONGEST_ORIGIN)}"
    if status.accepted_at is not None:
        version = f"version `{status.digest}`" if status.digest else None
        yield f"**In use since** {dotted(stamp(status.accepted_at, 'f'), version)}"
    if status.last_look is not None:
        coming = f"next {relative(status.next_look)}" if status.next_look else None
        yield f"**Looked at** {dotted(relative(status.last_look), coming)}"


def _days(first: date, last: date) -> str:
    """Return the first and the last day, and the year."""
    days = [first] if first == last else [first, last]
    return f" {DASH} ".join(map(day_name, days)) + f" {last.year}"


def counts(of: Counts) -> str:
    """Return how many of each thing a program has, as far as it has any: "12 talks · 2 rooms"."""
    wanted = (
        (of.talks, "talk"),
        (of.speakers, "speaker"),
        (of.sessions, "session"),
        (of.rooms, "room"),
        (of.tracks, "track"),
    )
    there = [f"{number} {noun}" + "s" * (number > 1) for number, noun in wanted if number]
    return dotted(*there) or "nothing yet"


def _reminders(choices: Choices) -> str:
    if choices.paused_at is None:
        return reminders_line(choices)
    return f"⏸️ Paused since {stamp(choices.paused_at, 'f')}: see `/deliveries`."


def _steps(status: SourceStatus, page: int) -> list[AskButton]:
    review: Iterable[AskButton] = ()
    if status.refused is not None:
        review = (order_button("What it would change", ReviewOrder()),)
    return [
        *review,
        order_button("Look now", ReloadOrder()),
        order_button("Last changes", ChangesOrder()),
        order_button("Refresh", StatusOrder(page=page)),
    ]
