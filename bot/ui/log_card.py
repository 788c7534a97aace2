"""What organizers did lately, the latest first: who, what and when."""

from collections.abc import Sequence

from discord.ui import LayoutView

from bot.organizers.actions import Action
from bot.translation import N_, _
from bot.ui.card import Card, layout, page_line
from bot.ui.delivery_controls import DELIVERIES, KIND, order_button, turning
from bot.ui.listing import PAGE, Entry, fill, page_at
from bot.ui.log_post import action_line
from bot.ui.orders import ListOrder, LogOrder
from bot.ui.text import small, stamp

NOTHING = N_("Nothing was ordered here yet.")
KEPT = N_("Kept until 30 days after the program's end. Only organizers see this.")


def log_card(actions: Sequence[Action], asked: LogOrder) -> LayoutView:
    """Return a page of what a guild's organizers did."""
    filled = fill((_entry(one) for one in actions), PAGE)
    page, number = page_at(filled, asked.page)
    card = Card(
        kind=_(KIND),
        title=_("What organizers did"),
        body=page.text or _(NOTHING),
        foot=(*page_line(number, len(filled)), _(KEPT)),
        buttons=(
            turning(LogOrder(), number, len(filled)),
            [order_button(_(DELIVERIES), ListOrder())],
        ),
    )
    return layout(card)


def _entry(action: Action) -> Entry:
    text = f"{action_line(action.user_id, action.what)}\n{small(stamp(action.at, 'f'))}"
    return Entry(text=text, apart=True)
