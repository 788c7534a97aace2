"""What is asked before everything that is held of a person is removed, and what was removed."""

from collections.abc import Iterator

from discord import ButtonStyle
from discord.ui import LayoutView

from bot.agenda.model import Attendee, Forgotten
from bot.translation import N_, _
from bot.ui.agenda_controls import agenda_button, settings_button
from bot.ui.agenda_orders import ForgetOrder
from bot.ui.card import Card, layout
from bot.ui.text import counted

KIND = N_("🧹 What I hold about you")


def ask_to_forget_card(attendee: Attendee) -> LayoutView:
    """Return the question whether everything that is held of a person shall be removed."""
    saved = counted(
        "what you saved: {count} session", "what you saved: {count} sessions", len(attendee.saved)
    )
    card = Card(
        kind=_(KIND),
        title=_("Forget you?"),
        head=(
            _list(
                _("That removes at once, from all servers:"),
                saved,
                _("your reminder settings, and reminders on their way"),
                _("with whom you agreed to compare agendas, and who agreed with you"),
                _("your name in organizers' logs: what you did stays, without you"),
            ),
            _("It can't be undone, and I remind you of nothing any more."),
        ),
        buttons=(
            [
                agenda_button(_("Forget me"), ForgetOrder(), ButtonStyle.danger),
                settings_button(),
            ],
        ),
    )
    return layout(card)


def forgotten_card(forgotten: Forgotten) -> LayoutView:
    """Return what was removed."""
    removed = list(_removed(forgotten))
    if not removed:
        return layout(
            Card(kind=_(KIND), title=_("Nothing to forget"), head=(_("I held nothing."),))
        )
    head = (_list(_("I removed:"), *removed), _("I hold nothing any more."))
    return layout(Card(kind=_(KIND), title=_("Forgotten"), head=head))


def _removed(forgotten: Forgotten) -> Iterator[str]:
    """Yield what there was, in words; what organizers did stays in their logs, without a name."""
    if number := forgotten.sessions:
        yield counted("{count} saved session", "{count} saved sessions", number)
    if number := forgotten.agreements:
        yield counted(
            "{count} agreement to compare agendas", "{count} agreements to compare agendas", number
        )
    if number := forgotten.deliveries:
        yield counted(
            "{count} reminder or news, sent or on their way",
            "{count} reminders or news, sent or on their way",
            number,
        )
    if number := forgotten.actions:
        yield counted(
            "{count} entry in organizers' logs that named you: what was done stays, without you",
            "{count} entries in organizers' logs that named you: what was done stays, without you",
            number,
        )
    if forgotten.settings:
        yield _("your settings")


def _list(heading: str, *items: str) -> str:
    return "\n".join((heading, *(f"- {item}" for item in items)))
