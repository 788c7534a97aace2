"""Everything about one delivery: what, where, when, what became of it, and what can be done."""

from collections.abc import Iterator
from datetime import datetime

from discord import ButtonStyle
from discord.ui import Button, LayoutView

from bot.delivery.model import Cause, Delivery, Kind, Record, State
from bot.guilds.model import Choices
from bot.program.timetable import Timetable
from bot.translation import _, ngettext
from bot.ui import limits
from bot.ui.card import Card, layout
from bot.ui.controls import AskButton
from bot.ui.delivery_controls import (
    KIND,
    REFRESH,
    RESUME,
    can_be_tried,
    order_button,
    retry_button,
)
from bot.ui.delivery_words import KINDS, fate, mark, plain_name, session_lines
from bot.ui.orders import DropOrder, ListOrder, OneOrder
from bot.ui.text import dotted, plain, relative, stamp, title

# What is written down for these was not handed to Discord, unless it was tried before.
NEVER_TRIED = frozenset({Cause.PAUSED, Cause.BY_HAND, Cause.LATE})


def delivery_card(
    one: Delivery | Record,
    choices: Choices,
    timetable: Timetable | None,
    now: datetime,
    *,
    done: str = "",
) -> LayoutView:
    """Return the card of a coming delivery, or of one that the ledger knows.

    `choices` and `timetable` are its guild's, the latter None if its program is not loaded. `done`
    says in Markdown what was just ordered, and was done.
    """
    delivery = one if isinstance(one, Delivery) else one.delivery
    card = Card(
        kind=dotted(_(KIND), _(KINDS[delivery.kind])),
        title=title(plain_name(delivery, timetable)),
        head=tuple(text for text in (done, _state(one), _pause(choices)) if text),
        body=_body(one, timetable),
        foot=(_("Delivery {digest}").format(digest=delivery.digest),),
        buttons=(_actions(one, choices, now), _ways_on(delivery)),
    )
    return layout(card)


def _state(one: Delivery | Record) -> str:
    if isinstance(one, Delivery):
        return _("🕒 Will be posted {time}.").format(time=relative(one.due))
    return f"{mark(one)} {fate(one)}"


def _body(one: Delivery | Record, timetable: Timetable | None) -> str:
    """Return its sessions, where the title does not name the only one, and the facts."""
    delivery = one if isinstance(one, Delivery) else one.delivery
    sessions = session_lines(delivery, timetable) if len(delivery.items) > 1 else ()
    return "\n\n".join("\n".join(lines) for lines in (sessions, tuple(_facts(one))) if lines)


def _facts(one: Delivery | Record) -> Iterator[str]:
    delivery = one if isinstance(one, Delivery) else one.delivery
    yield _("**Channel** {channel}").format(channel=f"<#{delivery.place}>")
    yield _("**Due** {time}").format(time=stamp(delivery.due, "f"))
    is_before_start = delivery.items and delivery.kind is Kind.REMINDER
    last = _("**Starts** {time}") if is_before_start else _("**Not after** {time}")
    yield last.format(time=stamp(delivery.expires, "f"))
    if isinstance(one, Record) and _was_tried(one):
        # Translators: how often it was tried to post this.
        tries = ngettext(
            "**Tries** {count}, the first {time}",
            "**Tries** {count}, the first {time}",
            one.attempts,
        )
        yield tries.format(count=one.attempts, time=stamp(one.claimed_at, "f"))


def _was_tried(record: Record) -> bool:
    return record.attempts > 1 or record.cause not in NEVER_TRIED


def _pause(choices: Choices) -> str:
    if choices.paused_at is None:
        return ""
    return _(
        "⏸️ Posting is paused here. To post this one, press **{button}** in the list first."
    ).format(button=_(RESUME))


def _actions(one: Delivery | Record, choices: Choices, now: datetime) -> list[AskButton]:
    if isinstance(one, Delivery):
        return [_drop(one)]
    again = [retry_button(one)] if can_be_tried(one, now) and not choices.paused_at else []
    drop = [_drop(one.delivery)] if one.state is State.FAILED else []
    return [*again, *drop, *_message(one)]


def _drop(delivery: Delivery) -> AskButton:
    drop = DropOrder(digest=delivery.digest)
    return order_button(_("Don't post it"), drop, ButtonStyle.danger)


def _message(record: Record) -> list[AskButton]:
    """Return the link to what was posted, where that is known."""
    if record.message_id is None:
        return []
    where = f"{record.delivery.guild_id}/{record.delivery.place}/{record.message_id}"
    label = plain(_("Open the message"), limits.BUTTON_LABEL)
    return [Button(label=label, url=f"https://discord.com/channels/{where}")]


def _ways_on(delivery: Delivery) -> list[AskButton]:
    return [
        order_button(_("Back"), ListOrder()),
        order_button(_(REFRESH), OneOrder(digest=delivery.digest)),
    ]
