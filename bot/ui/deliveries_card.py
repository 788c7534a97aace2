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
from bot.translation import N_, _, ngettext, together
from bot.ui import limits
from bot.ui.card import Card, layout, page_line
from bot.ui.controls import AskButton, Picker
from bot.ui.delivery_controls import (
    KIND,
    NOT_POSTED,
    REFRESH,
    RESUME,
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

NEXT, NEXT_IN_A_PAUSE = N_("### Next"), N_("### Next, if posting is resumed by then")
LOOK, LATELY = N_("### Needs a look"), N_("### Lately")

POSTING = {
    # By whether there is a usual channel, and whether tracks or rooms have their own.
    (True, False): N_("▶️ **Posting.** Reminders go to {channel}."),
    (False, True): N_("▶️ **Posting.** Reminders go to the channels of tracks and rooms."),
    (True, True): N_(
        "▶️ **Posting.** Reminders go to {channel} and the channels of tracks and rooms."
    ),
}

WHAT_A_PAUSE_MEANS = N_(
    "Nothing is posted in this server until somebody presses **{button}**. "
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
        kind=_(KIND),
        title=_("What I post here"),
        head=tuple(text for text in (done, _state(outlook.choices)) if text),
        body=page.text or _("Nothing is coming, and nothing was posted yet."),
        foot=page_line(number, len(filled)),
        pickers=_pickers(listed[first : first + page.entries], number, outlook),
        buttons=(
            [
                _switch(outlook.choices),
                order_button(_(REFRESH), ListOrder(page=number)),
                order_button(_("Log"), LogOrder()),
            ],
            turning(ListOrder(), number, len(filled)),
        ),
    )
    return layout(card)


def resumed_card(outlook: Outlook, since: datetime | None, now: datetime) -> LayoutView:
    """Return that posting goes on, and what fell due since it was paused; None if it was not."""
    if since is None:
        done = _("▶️ Posting was not paused.")
        return deliveries_card(outlook, ListOrder(), now, done=done)
    held = [one for one in outlook.overview.lately if was_held(one, since)]
    shown = held[:MOST_FELL_DUE]
    more = len(held) - len(shown)
    again = [retry_button(one, _post(one, outlook)) for one in shown if can_be_tried(one, now)]
    card = Card(
        kind=_(KIND),
        title=_("Posting again"),
        head=(
            _("▶️ It was paused since {time}.").format(time=stamp(since, "f")),
            _fell_due(len(held), len(again)),
        ),
        body=cut("\n\n".join(_held(one, outlook, now) for one in shown), MOST_TEXT),
        foot=_rest(more),
        buttons=(again, [order_button(_("All deliveries"), ListOrder())]),
    )
    return layout(card)


def _post(record: Record, outlook: Outlook) -> str:
    called = cut(plain_name(record.delivery, outlook.timetable), BUTTON_NAME)
    # Translators: a button that posts something now; its name follows.
    return _("Post {name}").format(name=called)


def _rest(more: int) -> tuple[str, ...]:
    if not more:
        return ()
    rest = ngettext("And {count} more, in the list.", "And {count} more, in the list.", more)
    return (rest.format(count=more),)


def _fell_due(number: int, open_still: int) -> str:
    if not number:
        return _("Nothing fell due meanwhile: nothing was missed.")
    fell = counted(
        "Meanwhile {count} post fell due and was not posted.",
        "Meanwhile {count} posts fell due and were not posted.",
        number,
    )
    if not open_still:
        return together(fell, _("It is too late now: what it was about has started."))
    return together(fell, _("What has not started yet can be posted now:"))


def _held(record: Record, outlook: Outlook, now: datetime) -> str:
    called = name(record.delivery, outlook.timetable)
    if not can_be_tried(record, now):
        called = _("{name} (has started)").format(name=called)
    return f"{called}\n{due_line(record.delivery, outlook.choices.reminder_channel)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """One delivery in the list, and what the picker calls it."""

    delivery: Delivery
    entry: Entry
    note: str


def _listed(outlook: Outlook, now: datetime) -> Iterator[_Listed]:
    asking = [one for one in outlook.overview.lately if _asks_to_be_looked_at(one, now)]
    for record in asking:
        yield _past(record, outlook, _(LOOK))
    is_paused = outlook.choices.paused_at is not None
    usual = outlook.choices.reminder_channel
    for delivery in outlook.overview.coming:
        text = f"{name(delivery, outlook.timetable)}\n{coming_line(delivery, usual)}"
        heading = _(NEXT_IN_A_PAUSE) if is_paused else _(NEXT)
        entry = Entry(text=text, headings=(heading,), apart=True)
        yield _Listed(delivery=delivery, entry=entry, note=_("coming"))
    for record in outlook.overview.lately:
        if record not in asking:
            yield _past(record, outlook, _(LATELY))


def _past(record: Record, outlook: Outlook, heading: str) -> _Listed:
    called = name(record.delivery, outlook.timetable)
    text = f"{mark(record)} {called}\n{past_lines(record, outlook.choices.reminder_channel)}"
    return _Listed(
        delivery=record.delivery,
        entry=Entry(text=text, headings=(heading,), apart=True),
        note=_(STATES[record.state]),
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
        time = f"{stamp(choices.paused_at, 'f')} ({relative(choices.paused_at)})"
        since = _("⏸️ **Paused** since {time}.").format(time=time)
        return f"{since}\n{_(WHAT_A_PAUSE_MEANS).format(button=_(RESUME))}"
    if not reminder_places(choices):
        return _(
            "No reminders are posted here: no channel is chosen for them. **/setup** does that."
        )
    usual = choices.reminder_channel
    return _(POSTING[usual is not None, bool(choices.routes)]).format(channel=f"<#{usual}>")


def _switch(choices: Choices) -> AskButton:
    if choices.paused_at is None:
        return order_button(_("Pause posting"), PauseOrder())
    return order_button(_(RESUME), ResumeOrder(), ButtonStyle.success)


def _pickers(listed: Sequence[_Listed], page: int, outlook: Outlook) -> list[Picker]:
    unique = {one.delivery.digest: one for one in listed[: limits.PICKER_OPTIONS]}
    if not unique:
        return []
    options = [
        SelectOption(
            label=plain(plain_name(one.delivery, outlook.timetable), limits.OPTION_LABEL),
            value=digest,
            description=plain(one.note, limits.OPTION_DESCRIPTION),
        )
        for digest, one in unique.items()
    ]
    picker = DeliveryPicker(page=page)
    placeholder = plain(_("Open one"), limits.PICKER_PLACEHOLDER)
    return [Select(custom_id=picker.custom_id, placeholder=placeholder, options=options)]
