"""What Marquee posts in a server: what comes next, what was posted, what was not and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from discord import ButtonStyle, SelectOption
from discord.ui import LayoutView, Select

from bot.delivery.model import Cause, Delivery, Record, State
from bot.delivery.overview import Overview
from bot.guilds.model import Choices
from bot.guilds.routing import reminder_places
from bot.program.timetable import Timetable
from bot.ui import limits
from bot.ui.card import Card, layout, page_line
from bot.ui.controls import AskButton, Picker
from bot.ui.delivery_controls import (
    KIND,
    NOT_POSTED,
    can_be_tried,
    order_button,
    retry_button,
    turning,
)
from bot.ui.delivery_words import (
    STATES,
    coming_line,
    due_line,
    mark,
    name,
    past_lines,
    plain_name,
    was_held,
)
from bot.ui.limits import cut
from bot.ui.listing import Entry, fill, page_at
from bot.ui.orders import (
    DeliveryPicker,
    ListOrder,
    LogOrder,
    PauseOrder,
    ResumeOrder,
)
from bot.ui.text import counted, plain, relative, stamp

# Two screens of a phone. So short that no more entries fit than a picker has options.
PAGE = 900

# How long after it was due something that was not posted still asks to be looked at.
WORTH_A_LOOK = timedelta(hours=24)

# After a pause: what can be tried again stands with a button each, in two rows.
MOST_FELL_DUE = 10
# So that a button fits one line of a phone.
BUTTON_NAME = 28

# What is left for the list once the card's head, foot and labels have theirs.
MOST_TEXT = 3_000

NEXT, NEXT_IN_A_PAUSE = "### Next", "### Next, if posting is resumed by then"
LOOK, LATELY = "### Needs a look", "### Lately"

WHAT_A_PAUSE_MEANS = (
    "Nothing is posted in this server until somebody presses **Resume posting**. "
    "A reminder that falls due meanwhile is not posted later by itself: it is listed here, and "
    "once you have resumed you can post it by hand until its session starts. What changed in the "
    "program meanwhile is told as soon as you resume."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """All that the card tells of one guild; `timetable` is None if its program is not loaded."""

    choices: Choices
    overview: Overview
    timetable: Timetable | None


def deliveries_card(
    outlook: Outlook, asked: ListOrder, now: datetime, *, done: str = ""
) -> LayoutView:
    """Return a page of the card; `done` says in Markdown what was just ordered, and was done."""
    listed = tuple(_listed(outlook, now))
    filled = fill((one.entry for one in listed), PAGE)
    page, number = page_at(filled, asked.page)
    first = sum(earlier.entries for earlier in filled[: number - 1])
    card = Card(
        kind=KIND,
        title="What I post here",
        head=tuple(text for text in (done, _state(outlook.choices)) if text),
        body=page.text or "Nothing is coming, and nothing was posted yet.",
        foot=page_line(number, len(filled)),
        pickers=_pickers(listed[first : first + page.entries], number, outlook),
        buttons=(
            [
                _switch(outlook.choices),
                order_button("Refresh", ListOrder(page=number)),
                order_button("Log", LogOrder()),
            ],
            turning(ListOrder(), number, len(filled)),
        ),
    )
    return layout(card)


def resumed_card(outlook: Outlook, since: datetime | None, now: datetime) -> LayoutView:
    """Return that posting goes on, and what fell due since it was paused; None if it was not."""
    if since is None:
        return deliveries_card(outlook, ListOrder(), now, done="▶️ Posting was not paused.")
    held = [one for one in outlook.overview.lately if was_held(one, since)]
    shown = held[:MOST_FELL_DUE]
    more = len(held) - len(shown)
    again = [
        retry_button(one, f"Post {cut(plain_name(one.delivery, outlook.timetable), BUTTON_NAME)}")
        for one in shown
        if can_be_tried(one, now)
    ]
    card = Card(
        kind=KIND,
        title="Posting again",
        head=(f"▶️ It was paused since {stamp(since, 'f')}.", _fell_due(len(held), len(again))),
        body=cut("\n\n".join(_held(one, outlook, now) for one in shown), MOST_TEXT),
        foot=(f"And {more} more, in the list.",) if more else (),
        buttons=(again, [order_button("All deliveries", ListOrder())]),
    )
    return layout(card)


def _fell_due(number: int, open_still: int) -> str:
    if not number:
        return "Nothing fell due meanwhile: nothing was missed."
    fell = f"Meanwhile {counted(number, 'post')} fell due and {_were(number)} not posted."
    if not open_still:
        return f"{fell} It is too late now: what it was about has started."
    return f"{fell} What has not started yet can be posted now:"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _held(record: Record, outlook: Outlook, now: datetime) -> str:
    over = "" if can_be_tried(record, now) else " (has started)"
    due = due_line(record.delivery, outlook.choices.reminder_channel)
    return f"{name(record.delivery, outlook.timetable)}{over}\n{due}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """One delivery in the list, and what the picker calls it."""

    delivery: Delivery
    entry: Entry
    note: str


def _listed(outlook: Outlook, now: datetime) -> Iterator[_Listed]:
    asking = [one for one in outlook.overview.lately if _asks_to_be_looked_at(one, now)]
    for record in asking:
        yield _past(record, outlook, LOOK)
    is_paused = outlook.choices.paused_at is not None
    usual = outlook.choices.reminder_channel
    for delivery in outlook.overview.coming:
        text = f"{name(delivery, outlook.timetable)}\n{coming_line(delivery, usual)}"
        heading = NEXT_IN_A_PAUSE if is_paused else NEXT
        entry = Entry(text=text, headings=(heading,), apart=True)
        yield _Listed(delivery=delivery, entry=entry, note="coming")
    for record in outlook.overview.lately:
        if record not in asking:
            yield _past(record, outlook, LATELY)


def _past(record: Record, outlook: Outlook, heading: str) -> _Listed:
    called = name(record.delivery, outlook.timetable)
    text = f"{mark(record)} {called}\n{past_lines(record, outlook.choices.reminder_channel)}"
    return _Listed(
        delivery=record.delivery,
        entry=Entry(text=text, headings=(heading,), apart=True),
        note=STATES[record.state],
    )


def _asks_to_be_looked_at(record: Record, now: datetime) -> bool:
    """Tell whether it was not posted, nobody chose that, and it is not long ago.

    What was held by a pause can still be posted until its session starts.
    """
    if record.state not in NOT_POSTED or record.cause is Cause.BY_HAND:
        return False
    is_recent = now - record.delivery.due < WORTH_A_LOOK and record.cause is not Cause.PAUSED
    return record.state is State.FAILED or is_recent or now < record.delivery.expires


def _state(choices: Choices) -> str:
    if choices.paused_at is not None:
        since = f"{stamp(choices.paused_at, 'f')} ({relative(choices.paused_at)})"
        return f"⏸️ **Paused** since {since}.\n{WHAT_A_PAUSE_MEANS}"
    if not reminder_places(choices):
        return "No reminders are posted here: no channel is chosen for them. **/setup** does that."
    usual = [] if choices.reminder_channel is None else [f"<#{choices.reminder_channel}>"]
    own = ["the channels of tracks and rooms"] if choices.routes else []
    return f"▶️ **Posting.** Reminders go to {' and '.join([*usual, *own])}."


def _switch(choices: Choices) -> AskButton:
    if choices.paused_at is None:
        return order_button("Pause posting", PauseOrder())
    return order_button("Resume posting", ResumeOrder(), ButtonStyle.success)


def _pickers(listed: Sequence[_Listed], page: int, outlook: Outlook) -> list[Picker]:
    unique = {one.delivery.digest: one for one in listed[: limits.PICKER_OPTIONS]}
    if not unique:
        return []
    options = [
        SelectOption(
            label=plain(plain_name(one.delivery, outlook.timetable), limits.OPTION_LABEL),
            value=digest,
            description=one.note,
        )
        for digest, one in unique.items()
    ]
    picker = DeliveryPicker(page=page)
    return [Select(custom_id=picker.custom_id, placeholder="Open one", options=options)]
