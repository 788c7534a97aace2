"""The buttons, switches and pickers of the organizers' panel."""

from collections.abc import Sequence
from typing import Any

from discord import (
    ButtonStyle,
    ChannelType,
    SelectDefaultValue,
    SelectDefaultValueType,
    SelectOption,
)
from discord.ui import Button, ChannelSelect, RoleSelect, Select

from bot.translation import N_, _, in_words
from bot.ui.limits import BUTTON_LABEL, PICKER_PLACEHOLDER, cut
from bot.ui.setup_orders import (
    ChannelPicker,
    Pick,
    RolePicker,
    RoutePicker,
    SetupOrder,
    Switch,
    TextPicker,
    Turn,
)
from bot.ui.text import escape_line, plain

PLACES = [
    ChannelType.text,
    ChannelType.news,
    ChannelType.public_thread,
    ChannelType.private_thread,
    ChannelType.news_thread,
    ChannelType.voice,
    ChannelType.stage_voice,
]
LONGEST_OBSTACLE = 220

# How each is when it is on, and when it is off.
SWITCHES = {
    Switch.PUBLIC_ANSWERS: (N_("Answers for everyone"), N_("Answers for the asker")),
    Switch.PERSONAL_FALLBACK: (N_("Mention whose DMs are closed"), N_("Mention nobody")),
    Switch.NATIVE_EVENTS: (N_("Among the server's events"), N_("Not among the server's events")),
    Switch.STREAMS_AT_START: (N_("Not before the start"), N_("Before the start, too")),
    Switch.ROOM_BOARDS: (N_("A board for each room"), N_("No boards for rooms")),
}


def button(
    label: str, order: SetupOrder, style: ButtonStyle = ButtonStyle.secondary
) -> Button[Any]:
    """Return the button that gives an order; its label is translated already."""
    return Button(label=plain(label, BUTTON_LABEL), custom_id=order.custom_id, style=style)


def switch(which: Switch, *, on: bool) -> Button[Any]:
    """Return the button that turns over; it says what it is for by now, and how it is."""
    yes, no = SWITCHES[which]
    # Translators: on a button that turns something on or off; {state} is how it is by now.
    label = _("Now: {state}").format(state=_(yes if on else no))
    style = ButtonStyle.success if on else ButtonStyle.secondary
    return button(label, Turn(switch=which, on=not on), style)


def text_picker(
    pick: Pick, options: list[SelectOption], placeholder: str, *, several: bool = False
) -> Select[Any]:
    """Return what picks from a list of texts; the placeholder is translated already."""
    return Select(
        custom_id=TextPicker(pick=pick).custom_id,
        placeholder=cut(placeholder, PICKER_PLACEHOLDER),
        options=options,
        max_values=len(options) if several else 1,
    )


def channel_picker(
    order: ChannelPicker | RoutePicker, chosen: int | None, placeholder: str
) -> ChannelSelect[Any]:
    """Return what picks a channel that can be posted in, or none."""
    return ChannelSelect(
        custom_id=order.custom_id,
        channel_types=PLACES,
        placeholder=cut(placeholder, PICKER_PLACEHOLDER),
        min_values=0,
        default_values=_chosen(chosen, SelectDefaultValueType.channel),
    )


def role_picker(chosen: int | None, placeholder: str) -> RoleSelect[Any]:
    """Return what picks a role, or none."""
    return RoleSelect(
        custom_id=RolePicker().custom_id,
        placeholder=cut(placeholder, PICKER_PLACEHOLDER),
        min_values=0,
        default_values=_chosen(chosen, SelectDefaultValueType.role),
    )


def with_trouble(text: str, trouble: str | None) -> str:
    """Return a text in Markdown, and under it what is in the way, if anything is."""
    return text if not trouble else f"{text}\n⚠️ {obstacle_line(trouble)}"


def obstacle_line(obstacle: str) -> str:
    """Return in Markdown what is in the way, on one line and cut."""
    return cut(escape_line(in_words(obstacle)), LONGEST_OBSTACLE)


def _chosen(one: int | None, what: SelectDefaultValueType) -> Sequence[SelectDefaultValue]:
    return [] if one is None else [SelectDefaultValue(id=one, type=what)]
