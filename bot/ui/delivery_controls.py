"""The buttons with which organizers order something, and what can be ordered when."""

from datetime import datetime

from discord import ButtonStyle
from discord.ui import Button

from bot.delivery.model import Record, State
from bot.translation import N_, _
from bot.ui.controls import READABLE_LABEL, AskButton
from bot.ui.orders import Order, PagedOrder, RetryOrder
from bot.ui.text import plain

# What stands in small print over every card for organizers.
KIND = N_("📬 For organizers")

# What the buttons are called that texts name, too.
TRY_AGAIN = N_("Try again")
REFRESH = N_("Refresh")
RESUME = N_("Resume posting")
DELIVERIES = N_("Deliveries")

NOT_POSTED = frozenset({State.FAILED, State.DROPPED, State.EXPIRED, State.UNSURE})


def order_button(label: str, order: Order, style: ButtonStyle = ButtonStyle.secondary) -> AskButton:
    """Return a button that orders something; its label is in the language spoken now."""
    return Button(label=plain(label, READABLE_LABEL), custom_id=order.custom_id(), style=style)


def turning(asked: PagedOrder, number: int, of: int) -> list[AskButton]:
    """Return the buttons to the page before and the page after, where there is one."""
    before = [order_button(_("Previous page"), asked.at(number - 1))] if number > 1 else []
    after = [order_button(_("Next page"), asked.at(number + 1))] if number < of else []
    return before + after


def retry_button(record: Record, label: str = "") -> AskButton:
    """Return the button that tries one once more; it says so, if it is called nothing else."""
    order = RetryOrder(digest=record.delivery.digest)
    return order_button(label or _(TRY_AGAIN), order, ButtonStyle.primary)


def can_be_tried(record: Record, now: datetime) -> bool:
    """Tell whether it makes sense: it was not posted, it is not too late, nor due anyway."""
    is_due = record.next_try is not None and record.next_try <= now
    return record.state in NOT_POSTED and now < record.delivery.expires and not is_due
