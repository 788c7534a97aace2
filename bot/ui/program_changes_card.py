"""What changed in a server's program lately, and what a refused version of it would change."""

from collections.abc import Iterable, Iterator, Sequence

from discord import ButtonStyle
from discord.ui import LayoutView

from bot.sources.overview import Refused, SourceStatus
from bot.sources.version import KeptChange
from bot.ui.card import Card, layout, page_line
from bot.ui.change_words import change_text, summary
from bot.ui.controls import AskButton
from bot.ui.delivery_controls import order_button, turning
from bot.ui.listing import Entry, fill, page_at
from bot.ui.orders import AcceptOrder, ChangesOrder, ReviewOrder, StatusOrder
from bot.ui.program_status_card import KIND, counts, trouble_words
from bot.ui.text import LONGEST_NAME, escape_line, relative, stamp

# Two screens of a phone.
PAGE = 1_200
LONGEST_TROUBLE = 800

NOTHING_YET = "Nothing has changed since I know this program."
NOTHING_DIFFERENT = (
    "No session is different. What differs is in texts, people or rooms that no session tells of."
)
WHAT_TAKING_ON_MEANS = (
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
    card = Card(
        kind=KIND,
        title=f"What changed in {escape_line(status.name, LONGEST_NAME)}",
        head=(done,) if done else (),
        body=page.text or NOTHING_YET,
        foot=page_line(number, len(filled)),
        buttons=([order_button("Status", StatusOrder())], turning(asked, number, len(filled))),
    )
    return layout(card)


def review_card(
    status: SourceStatus, refused: Refused, asked: ReviewOrder, *, done: str = ""
) -> LayoutView:
    """Return a page of what a refused version would change, with what takes it on."""
    filled = fill(_entries(refused), PAGE)
    page, number = page_at(filled, asked.page)
    card = Card(
        kind=KIND,
        title="Not taken over yet",
        head=tuple(text for text in (done, _why(status, refused), WHAT_TAKING_ON_MEANS) if text),
        body=page.text or NOTHING_DIFFERENT,
        foot=page_line(number, len(filled)),
        buttons=(
            [take_on(refused), order_button("Status", StatusOrder())],
            turning(asked, number, len(filled)),
        ),
    )
    return layout(card)


def take_on(refused: Refused) -> AskButton:
    """Return the button that takes on a refused version, and no other one."""
    return order_button("Take it on", AcceptOrder(digest=version_mark(refused)), ButtonStyle.danger)


def version_mark(refused: Refused) -> str:
    """Return the 24 hex digits by which a button knows a refused version."""
    return refused.digest[:24]


def _why(status: SourceStatus, refused: Refused) -> str:
    name = escape_line(status.name, LONGEST_NAME)
    lines = [
        f"⚠️ A version of {name} came {relative(refused.at)}.",
        f"**Its sessions** {summary(refused.changes)}",
        f"**On it** {counts(refused.counts)}",
        f"**In use now** {counts(status.counts)}",
    ]
    if status.trouble:
        lines.append(f"**Why it waits** {trouble_words(status.trouble, LONGEST_TROUBLE)}")
    return "\n".join(lines)


def _entries(refused: Refused) -> Iterator[Entry]:
    for change in refused.changes:
        yield Entry(text=change_text(change), apart=True)


def _by_version(kept: Iterable[KeptChange]) -> Iterator[Entry]:
    for one in kept:
        heading = f"### {stamp(one.at, 'f')}"
        yield Entry(text=change_text(one.change), headings=(heading,), apart=True)
