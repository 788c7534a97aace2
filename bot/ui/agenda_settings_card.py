"""How an attendee is reminded: when, whether by DM, when quietly, and how to change that."""

from dataclasses import dataclass
from datetime import datetime

from discord import ButtonStyle
from discord.ui import LayoutView, Select

from bot.agenda.model import Attendee, Quiet, Wishes
from bot.program.model import Program
from bot.translation import N_, _, said
from bot.ui.agenda_controls import agenda_button, show_button
from bot.ui.agenda_orders import (
    LEADS_PICKER,
    QUIET_PICKER,
    AskToForgetOrder,
    DirectOrder,
    TryOrder,
)
from bot.ui.card import Card, layout
from bot.ui.controls import AskButton, Picker
from bot.ui.limits import PICKER_PLACEHOLDER
from bot.ui.text import LONGEST_NAME, escape_line, plain, stamp
from bot.ui.wish_choices import lead_options, quiet_options, spans

KIND = N_("🔔 Your reminders")
OPEN_AGAIN = N_("Done: I can write to you. You have a DM from me.")
STILL_CLOSED = N_("I tried just now: Discord still does not let me write to you.")
NOT_NOW = said(
    "Discord lets me open no more conversations at this moment. "
    "Please try again in a few minutes; you need to change nothing."
)
NOT_REACHED = said(
    "Discord did not take my message just now. "
    "Please try again in a few minutes; you need to change nothing."
)
TRIAL = N_(
    "👋 This is where your reminders come. **/agenda settings** changes when, or turns them off."
)

TRY_AGAIN = N_("Try again")
# Translators: "Privacy Settings" is what Discord calls it, in its own words for your language.
HOW_TO_OPEN = N_(
    "In a server that we share, open its menu, then **Privacy Settings**, and allow direct "
    "messages. If you have blocked me, unblock me. Then press **{button}**."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminding:
    """How a person is reminded, the program at hand, and where they are mentioned instead.

    `program` is None if none is loaded; `fallback` is a channel's id, None if there is none.
    """

    attendee: Attendee
    program: Program | None = None
    fallback: int | None = None


def settings_card(reminding: Reminding, *, done: str = "") -> LayoutView:
    """Return the card; `done` says in Markdown what was just ordered, and what came of it."""
    attendee, program = reminding.attendee, reminding.program
    wishes = attendee.wishes
    is_closed = attendee.closed_at is not None
    trouble = closed_lines(attendee.closed_at, reminding.fallback) if is_closed else ""
    card = Card(
        kind=_(KIND),
        title=_("How I remind you"),
        head=tuple(text for text in (done, trouble) if text),
        body="\n".join(_state(wishes, program)),
        pickers=_pickers(wishes) if wishes.direct else (),
        buttons=(
            [_switch(wishes), *([_try(is_closed)] if wishes.direct else [])],
            [] if program is None else [show_button(program.id)],
            [agenda_button(_("Forget me…"), AskToForgetOrder())],
        ),
    )
    return layout(card)


def closed_lines(since: datetime | None, fallback: int | None) -> str:
    """Return that DMs are closed, what to do, and where the person is mentioned until then."""
    if since is None:
        trouble = _("⚠️ **Discord does not let me write to you**.")
    else:
        trouble = _("⚠️ **Discord does not let me write to you** (since {time}).")
        trouble = trouble.format(time=stamp(since, "f"))
    what_to_do = [_(HOW_TO_OPEN).format(button=_(TRY_AGAIN))]
    if fallback is not None:
        instead = _("Until then I mention you in {channel}.")
        what_to_do.append(instead.format(channel=f"<#{fallback}>"))
    return f"{trouble}\n{' '.join(what_to_do)}"


def reminder_line(wishes: Wishes) -> str:
    """Return in a sentence when one is reminded."""
    if not wishes.direct:
        return _("🔕 **Reminders are off.** I send you no DMs, not even if a session moves.")
    if not wishes.leads:
        return _("🔔 I send you a DM only if a session you saved moves or is cancelled.")
    # Translators: {spans} is like "1 hour and 5 minutes".
    line = _(
        "🔔 I send you a DM **{spans} before** each session you saved, and if it moves or is "
        "cancelled."
    )
    return line.format(spans=spans(lead.before for lead in wishes.leads))


def _state(wishes: Wishes, program: Program | None) -> list[str]:
    quiet = [_quiet_line(wishes.quiet, program)] if wishes.direct else []
    return [reminder_line(wishes), *quiet]


def _quiet_line(quiet: Quiet | None, program: Program | None) -> str:
    if quiet is None:
        return _("🔊 They come with a sound at any hour.")
    begin, end = f"{quiet.begin:%H:%M}", f"{quiet.end:%H:%M}"
    if program is None:
        line = _("🌙 From **{begin} to {end}** they come without a sound, in the event's own time.")
        return line.format(begin=begin, end=end)
    line = _(
        "🌙 From **{begin} to {end}** they come without a sound, in the time of {program} ({zone})."
    )
    name, zone = escape_line(program.name, LONGEST_NAME), escape_line(program.zone)
    return line.format(begin=begin, end=end, program=name, zone=zone)


def _switch(wishes: Wishes) -> AskButton:
    if wishes.direct:
        return agenda_button(_("Turn reminders off"), DirectOrder(on=False))
    return agenda_button(_("Turn reminders on"), DirectOrder(on=True), ButtonStyle.success)


def _try(is_closed: bool) -> AskButton:  # noqa: FBT001 - the only thing that it depends on
    if is_closed:
        return try_button()
    return agenda_button(_("Send me a test"), TryOrder())


def try_button() -> AskButton:
    """Return the button that looks whether DMs are open again."""
    return agenda_button(_(TRY_AGAIN), TryOrder(), ButtonStyle.primary)


def _pickers(wishes: Wishes) -> list[Picker]:
    options = lead_options(wishes.leads)
    return [
        Select(
            custom_id=LEADS_PICKER,
            placeholder=plain(_("How long before? Choose one or several"), PICKER_PLACEHOLDER),
            min_values=0,
            max_values=len(options),
            options=options,
        ),
        Select(custom_id=QUIET_PICKER, options=quiet_options(wishes.quiet)),
    ]
