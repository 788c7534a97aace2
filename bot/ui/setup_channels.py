"""The panel's page for channels: where each thing is posted, and a test of it."""

from collections.abc import Iterator
from typing import Any

from discord.ui import ActionRow, Item, TextDisplay

from bot.translation import _
from bot.ui.setup_controls import button, channel_picker, with_trouble
from bot.ui.setup_orders import ChannelPicker, Role, SendTest
from bot.ui.setup_panel import PURPOSES, Panel, channel_of
from bot.ui.text import small


def channels_page(panel: Panel) -> Iterator[Item[Any]]:
    """Yield the page."""
    for role, purpose in PURPOSES.items():
        channel = channel_of(panel.choices, role)
        obstacle = panel.obstacles.get(channel) if channel is not None else None
        yield TextDisplay(with_trouble(f"**{purpose.called}** {_(purpose.what)}", obstacle))
        picker = ChannelPicker(role=role)
        yield ActionRow(channel_picker(picker, channel, _("Choose a channel…")))
    tests = [
        # Translators: posts a test where a thing is posted; {sign} is that thing's emoji.
        button(_("Test {sign}").format(sign=PURPOSES[role].sign), SendTest(role=role))
        for role in Role
        # The board is its own test.
        if role is not Role.BOARD and channel_of(panel.choices, role) is not None
    ]
    if tests:
        yield TextDisplay(small(_("Send a test to:")))
        yield ActionRow(*tests)
