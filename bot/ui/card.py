"""The frame that every answer stands in: a Components V2 layout with title, body and controls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from discord.ui import (
    ActionRow,
    Container,
    Item,
    LayoutView,
    Section,
    Separator,
    TextDisplay,
    Thumbnail,
)

from bot.translation import _
from bot.ui import limits
from bot.ui.controls import AskButton, Picker, address, ask, rows
from bot.ui.questions import ScheduleQuestion, SpeakerQuestion, TalkQuestion, TrackQuestion
from bot.ui.text import small

Paged = TalkQuestion | SpeakerQuestion | TrackQuestion | ScheduleQuestion

# The amber of a theatre's marquee.
ACCENT = 0xF5A524


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card shows, in Markdown that is escaped and fits, from top to bottom.

    `kind` says in small print what this is; `head` is what else stands on every page, in blocks.
    `picture` is a web address.
    """

    title: str
    kind: str = ""
    head: Sequence[str] = ()
    body: str = ""
    foot: tuple[str, ...] = ()
    picture: str | None = None
    picture_of: str = ""
    pickers: Sequence[Picker] = ()
    buttons: Sequence[Sequence[AskButton]] = ()


def page_buttons(question: Paged, number: int, of: int) -> list[AskButton]:
    """Return the buttons to the page before and the page after, where there is one."""
    before = [ask(_("Previous page"), question.at(number - 1))] if number > 1 else []
    after = [ask(_("Next page"), question.at(number + 1), leading=True)] if number < of else []
    return before + after


def page_line(number: int, of: int) -> tuple[str, ...]:
    """Return the small line that says which page this is; none if it is the only one."""
    return (_("Page {number} of {count}").format(number=number, count=of),) if of > 1 else ()


def layout(card: Card, *, shared_by: int | None = None) -> LayoutView:
    """Return a card as a message; `shared_by` is the id of the user who showed it to everyone."""
    view = LayoutView(timeout=None)
    view.add_item(Container(*_parts(card, shared_by), accent_colour=ACCENT))
    # Presses are answered from their custom ids alone. A stopped view is not kept by discord.py,
    # which would hold every answer ever given in memory.
    view.stop()
    return view


def _parts(card: Card, shared_by: int | None) -> Iterator[Item[Any]]:
    yield from _head(card)
    if card.body:
        yield Separator()
        yield TextDisplay(card.body)
    foot = [*card.foot]
    if shared_by is not None:
        foot.append(_("Shared by {person}").format(person=f"<@{shared_by}>"))
    if foot:
        yield TextDisplay("\n".join(small(line) for line in foot))
    if card.pickers or any(card.buttons):
        yield Separator()
    yield from (ActionRow(picker) for picker in card.pickers)
    yield from rows(*card.buttons)


def _head(card: Card) -> Iterator[Item[Any]]:
    kind = small(card.kind) + "\n" if card.kind else ""
    first: TextDisplay[Any] = TextDisplay(f"{kind}## {card.title}")
    others = [TextDisplay[Any](block) for block in card.head if block]
    picture = address(card.picture, limits.MEDIA_URL) if card.picture else None
    if picture is not None:
        thumbnail = Thumbnail[Any](picture, description=card.picture_of or None)
        beside = others[: limits.SECTION_TEXTS - 1]
        yield Section(first, *beside, accessory=thumbnail)
        others = others[len(beside) :]
    else:
        yield first
    for block in others:
        yield Separator(visible=False)
        yield block
