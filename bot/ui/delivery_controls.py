"""The buttons with which organizers order something, and what can be ordered when."""

from datetime import datetime

from discord import ButtonStyle
from discord.ui import Button

from bot.delivery.model import Record, State
from bot.ui.controls import READABLE_LABEL, AskButton
from bot.ui.orders import Order, PagedOrder, RetryOrder
from bot.ui.text import plain

# What stands in small print over every card for organizers.
KIND = "📬 For organizers"

NOT_POSTED = frozenset({State.FAILED, State.DROPPED, State.EXPIRED, State.UNSURE})


def order_button(label: str, order: Order, style: ButtonStyle = ButtonStyle.secondary) -> AskButton:
    """Return a button that orders something."""
    return Button(label=plain(label, READABLE_LABEL), custom_id=order.custom_id(), style=style)


def turning(asked: PagedOrder, number: int, of: int) -> list[AskButton]:
    """Return the buttons to the page before and the page after, where there is one."""
    before = [order_button("Previous page", asked.at(number - 1))] if number > 1 else []
    after = [order_button("Next page", asked.at(number + 1))] if number < of else []
    return before + after


def retry_button(record: Record, label: str = "Try again") -> AskButton:
    """Return the button that tries one once more."""
    return order_button(label, RetryOrder(digest=record.delivery.digest), ButtonStyle.primary)


def can_be_tried(record: Record, now: datetime) -> bool:
    """Tell whether it makes sense: it was not posted, it is not too late, nor due anyway."""
    is_due = record.next_try is not None and record.next_try <= now
    return record.state in NOT_POSTED and now < record.delivery.expires and not is_due
