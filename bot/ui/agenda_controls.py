"""The buttons and pickers with which attendees order something about their agenda."""

from collections.abc import Iterable

from discord import ButtonStyle, SelectOption
from discord.ui import Button, Select

from bot.translation import N_, _
from bot.ui import limits
from bot.ui.agenda_orders import (
    AgendaOrder,
    DropPicker,
    SettingsOrder,
    ShowOrder,
)
from bot.ui.controls import READABLE_LABEL, AskButton, Picker
from bot.ui.text import plain

# What stands in small print over every card about one's own agenda.
KIND = N_("📒 Your agenda")
# Texts say its name, too.
SETTINGS = N_("Reminder settings")


def agenda_button(
    label: str, order: AgendaOrder, style: ButtonStyle = ButtonStyle.secondary
) -> AskButton:
    """Return a button that orders something about the presser's own agenda."""
    return Button(label=plain(label, READABLE_LABEL), custom_id=order.custom_id(), style=style)


def show_button(program: str, *, leading: bool = False) -> AskButton:
    """Return the button that shows the presser's agenda of a program."""
    style = ButtonStyle.primary if leading else ButtonStyle.secondary
    return agenda_button(_("My agenda"), ShowOrder(program=program), style)


def settings_button() -> AskButton:
    """Return the button that shows how the presser is reminded."""
    return agenda_button(_(SETTINGS), SettingsOrder())


def turning(program: str, number: int, of: int) -> list[AskButton]:
    """Return the buttons to the agenda's page before and the one after, where there is one."""
    order = ShowOrder(program=program)
    before = [agenda_button(_("Previous page"), order.at(number - 1))] if number > 1 else []
    after = [agenda_button(_("Next page"), order.at(number + 1))] if number < of else []
    return before + after


def drop_pickers(program: str, named: Iterable[tuple[str, str, str]]) -> list[Picker]:
    """Return the picker that takes sessions out; each is its id, what it is called, and a note."""
    options = [
        SelectOption(
            label=plain(name, limits.OPTION_LABEL),
            value=session,
            description=plain(note, limits.OPTION_DESCRIPTION) if note else None,
        )
        for session, (name, note) in {one: rest for one, *rest in named}.items()
    ]
    if not options:
        return []
    return [
        Select(
            custom_id=DropPicker(program=program).custom_id,
            placeholder=plain(_("Take out…"), limits.PICKER_PLACEHOLDER),
            options=options[: limits.PICKER_OPTIONS],
        )
    ]
