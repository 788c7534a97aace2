"""What changed in a server's program lately, and what a refused version of it would change."""

from collections.abc import Iterable, Iterator, Sequence

from discord import ButtonStyle
from discord.ui import LayoutView

from bot.sources.overview import Refused, SourceStatus
from bot.sources.version import KeptChange
from bot.translation import N_, _
from bot.ui.card import Card, layout, page_line
from bot.ui.change_words import change_text, summary
from bot.ui.controls import AskButton
from bot.ui.delivery_controls import order_button, turning
from bot.ui.listing import Entry, fill, page_at
from bot.ui.orders import AcceptOrder, ChangesOrder, ReviewOrder, StatusOrder
from bot.ui.program_status_card import KIND, counts, counts_line, trouble_words
from bot.ui.text import LONGEST_NAME, escape_line, relative, stamp

# Two screens of a phone.
PAGE = 1_200
LONGEST_TROUBLE = 800

NOTHING_YET = N_("Nothing has changed since I know this program.")
NOTHING_DIFFERENT = N_(
    "No session is different. What differs is in texts, people or rooms that no session tells of."
)
WHAT_TAKING_ON_MEANS = N_(
    "If it is right, take it on: it stands at once, for every server that follows this program, "
    "and these changes are told. If not, leave it: the version before stays in use, and the next "
    "good one is taken over by itself."
)


def changes_card(
    status: SourceStatus, kept: Sequence[KeptChange], asked: ChangesOrder, *, done: str = ""
) -> LayoutView:
    """Return a page of the last changes; `done` says in Markdown what came of what was ordered."""
    filled = fill(_by_version(kept), PAGE)
    page, number = page_at(filled, asked.page)
    name = escape_line(status.name, LONGEST_NAME)
    card = Card(
        kind=_(KIND),
        title=_("What changed in {program}").format(program=name),
        head=(done,) if done else (),
        body=page.text or _(NOTHING_YET),
        foot=page_line(number, len(filled)),
        buttons=([order_button(_("Status"), StatusOrder())], turning(asked, number, len(filled))),
    )
    return layout(card)


def review_card(
    status: SourceStatus, refused: Refused, asked: ReviewOrder, *, done: str = ""
) -> LayoutView:
    """Return a page of what a refused version would change, with what takes it on."""
    filled = fill(_entries(refused), PAGE)
    page, number = page_at(filled, asked.page)
    head = (done, _why(status, refused), _(WHAT_TAKING_ON_MEANS))
    card = Card(
        kind=_(KIND),
        title=_("Not taken over yet"),
        head=tuple(text for text in head if text),
        body=page.text or _(NOTHING_DIFFERENT),
        foot=page_line(number, len(filled)),
        buttons=(
            [take_on(refused), order_button(_("Status"), StatusOrder())],
            turning(asked, number, len(filled)),
        ),
    )
    return layout(card)


def take_on(refused: Refused) -> AskButton:
    """Return the button that takes on a refused version, and no other one."""
    return order_button(
        _("Take it on"), AcceptOrder(digest=version_mark(refused)), ButtonStyle.danger
    )


def version_mark(refused: Refused) -> str:
    """Return the 24 hex digits by which a button knows a refused version."""
    return refused.digest[:24]


def _why(status: SourceStatus, refused: Refused) -> str:
    name = escape_line(status.name, LONGEST_NAME)
    lines = [
        _("⚠️ A version of {program} came {when}.").format(program=name, when=relative(refused.at)),
        _("**Its sessions** {summary}").format(summary=summary(refused.changes)),
        counts_line(refused.counts),
        _("**In use now** {counts}").format(counts=counts(status.counts)),
    ]
    if status.trouble:
        why = trouble_words(status.trouble, LONGEST_TROUBLE)
        lines.append(_("**Why it waits** {sentence}").format(sentence=why))
    return "\n".join(lines)


def _entries(refused: Refused) -> Iterator[Entry]:
    for change in refused.changes:
        yield Entry(text=change_text(change), apart=True)


def _by_version(kept: Iterable[KeptChange]) -> Iterator[Entry]:
    for one in kept:
        heading = f"### {stamp(one.at, 'f')}"
        yield Entry(text=change_text(one.change), headings=(heading,), apart=True)
