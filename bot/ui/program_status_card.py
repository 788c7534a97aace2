"""How a server's program stands: what is wrong and what to do, then what it is and whence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from discord.ui import LayoutView

from bot.guilds.effective import OverlayOverview
from bot.guilds.model import Choices
from bot.program.model import Program
from bot.sources.overview import Counts, SourceStatus
from bot.translation import N_, _, day_name, in_words, ngettext
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
    LONGEST_NAME,
    counted,
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
KIND = N_("📋 For organizers")

# Two screens of a phone.
PAGE = 1_000
LONGEST_TROUBLE = 1_200
LONGEST_ORIGIN = 200

CHANGED_HERE = N_("### Changed by organizers here")
STANDS = N_("Meanwhile the version before stays in use.")


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
        kind=_(KIND),
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
        sentence = _(
            "⚠️ **A newer version was not taken over.** It came {when}. Its sessions: {summary}."
        )
        yield sentence.format(
            when=relative(status.refused.at), summary=summary(status.refused.changes)
        )
    if status.trouble:
        lead = "" if status.refused else _("⚠️ **Something is wrong with its source.**") + "\n"
        yield f"{lead}{trouble_words(status.trouble, LONGEST_TROUBLE)}\n{small(_(STANDS))}"
    if differing:
        yield counted(
            "⚠️ **The program changed {count} session that you changed here.** "
            "What to do stands below.",
            "⚠️ **The program changed {count} sessions that you changed here.** "
            "What to do stands below.",
            differing,
        )
    if not (status.refused or status.trouble or differing):
        yield _("✅ **All is well.**")


def trouble_words(words: str, most: int) -> str:
    """Return what is wrong as Markdown that shows it as it is; what is cut shows no code."""
    told = in_words(words)
    shown = escape_sentence(told)
    return shown if length(shown) <= most else cut(escape(told), most)


def _entries(standing: Standing) -> Iterator[Entry]:
    yield Entry(text="\n".join(_facts(standing)))
    for text in overlay_lines(standing.overlay):
        yield Entry(text=text, headings=(_(CHANGED_HERE),), apart=True)


def _facts(standing: Standing) -> Iterator[str]:
    status = standing.status
    yield days_line(standing.overlay.timetable.program, status.zone)
    yield counts_line(status.counts)
    yield _("**Reminders** {sentence}").format(sentence=_reminders(standing.choices))
    if status.origin is not None:
        yield origin_line(status.origin)
    if status.accepted_at is not None:
        version = _("version {digest}").format(digest=f"`{status.digest}`")
        since = dotted(stamp(status.accepted_at, "f"), version if status.digest else None)
        yield _("**In use since** {when}").format(when=since)
    if status.last_look is not None:
        coming = None
        if status.next_look is not None:
            # Translators: when its source is looked at again, as in "next in 5 minutes".
            coming = _("next {when}").format(when=relative(status.next_look))
        yield _("**Looked at** {when}").format(when=dotted(relative(status.last_look), coming))


def days_line(program: Program, zone: str) -> str:
    """Return the first and the last day, the year, and the zone."""
    first, last = program.first_day, program.last_day
    if first == last:
        # Translators: a day with its year, "Tuesday 29 November 2022".
        days = _("{day} {year}").format(day=day_name(first), year=last.year)
    else:
        # Translators: the first and the last day, and the year of the last.
        days = _("{first} \N{EN DASH} {last} {year}").format(
            first=day_name(first), last=day_name(last), year=last.year
        )
    return _("**Days** {days}").format(days=dotted(days, escape_line(zone, LONGEST_NAME)))


def counts_line(of: Counts) -> str:
    """Return how many of each thing stand on a program, with what says so."""
    return _("**On it** {counts}").format(counts=counts(of))


def origin_line(origin: str) -> str:
    """Return where a program comes from, escaped, with what says so."""
    return _("**From** {origin}").format(origin=escape_line(in_words(origin), LONGEST_ORIGIN))


def counts(of: Counts) -> str:
    """Return how many of each thing a program has, as far as it has any: "12 talks · 2 rooms"."""
    wanted = (
        (of.talks, ngettext("{count} talk", "{count} talks", of.talks)),
        (of.speakers, ngettext("{count} speaker", "{count} speakers", of.speakers)),
        (of.sessions, ngettext("{count} session", "{count} sessions", of.sessions)),
        (of.rooms, ngettext("{count} room", "{count} rooms", of.rooms)),
        (of.tracks, ngettext("{count} track", "{count} tracks", of.tracks)),
    )
    there = [text.format(count=number) for number, text in wanted if number]
    return dotted(*there) or _("nothing yet")


def _reminders(choices: Choices) -> str:
    if choices.paused_at is None:
        return reminders_line(choices)
    since = stamp(choices.paused_at, "f")
    return _("⏸️ Paused since {when}: see `/deliveries`.").format(when=since)


def _steps(status: SourceStatus, page: int) -> list[AskButton]:
    review: Iterable[AskButton] = ()
    if status.refused is not None:
        review = (order_button(_("What it would change"), ReviewOrder()),)
    return [
        *review,
        order_button(_("Look now"), ReloadOrder()),
        order_button(_("Last changes"), ChangesOrder()),
        order_button(_("Refresh"), StatusOrder(page=page)),
    ]
