"""What organizers did lately, the latest first: who, what and when."""

from collections.abc import Sequence

from discord.ui import LayoutView

from bot.organizers.actions import Action
from bot.ui.card import Card, layout, page_line
from bot.ui.delivery_controls import KIND, order_button, turning
from bot.ui.listing import PAGE, Entry, fill, page_at
from bot.ui.log_post import action_line
from bot.ui.orders import ListOrder, LogOrder
from bot.ui.text import small, stamp

NOTHING = "Nothing was ordered here yet."
KEPT = "Kept until 30 days after the program's end. Only organizers see this."


def log_card(actions: Sequence[Action], asked: LogOrder) -> LayoutView:
    """Return a page of what a guild's organizers did."""
    filled = fill((_entry(one) for one in actions), PAGE)
    page, number = page_at(filled, asked.page)
    card = Card(
        kind=KIND,
        title="What organizers did",
        body=page.text or NOTHING,
        foot=(*page_line(number, len(filled)), KEPT),
        buttons=(
            turning(LogOrder(), number, len(filled)),
            [order_button("Deliveries", ListOrder())],
        ),
    )
    return layout(card)


def _entry(action: Action) -> Entry:
    text = f"{action_line(action.user_id, action.what)}\n{small(stamp(action.at, 'f'))}"
    return Entry(text=text, apart=True)
