"""The organizers' panel: what Marquee does in their server, what that lacks, how to change it."""

from typing import Any

from discord.ui import ActionRow, Container, Item, LayoutView, Separator, TextDisplay

from bot.translation import N_, _
from bot.ui.card import ACCENT
from bot.ui.setup_channels import channels_page
from bot.ui.setup_controls import button
from bot.ui.setup_making import making_page
from bot.ui.setup_orders import OpenPage, SetupPage
from bot.ui.setup_overview import overview_page
from bot.ui.setup_pages import BUTTONS, TITLES
from bot.ui.setup_panel import Panel
from bot.ui.setup_places import places_page
from bot.ui.setup_program import program_page
from bot.ui.setup_reminders import reminders_page
from bot.ui.text import small

KIND = N_("🛠️ For organizers")
PAGES = {
    SetupPage.START: overview_page,
    SetupPage.CHANNELS: channels_page,
    SetupPage.REMINDERS: reminders_page,
    SetupPage.PLACES: places_page,
    SetupPage.PROGRAM: program_page,
    SetupPage.MAKING: making_page,
}


def setup_card(panel: Panel, page: SetupPage, *, done: str = "") -> LayoutView:
    """Return a page of the panel; `done` says in Markdown what was just chosen or tried."""
    view = LayoutView(timeout=None)
    parts = [
        TextDisplay[Any](f"{small(_(KIND))}\n## {_(TITLES[page])}"),
        *([TextDisplay[Any](done)] if done else []),
        *PAGES[page](panel),
        Separator[Any](),
        _ways(page),
    ]
    view.add_item(Container(*parts, accent_colour=ACCENT))
    # As with every card: answered from its custom ids alone, so discord.py need not keep it.
    view.stop()
    return view


def _ways(page: SetupPage) -> Item[Any]:
    start = [button(_("Overview"), OpenPage())] if page is not SetupPage.START else []
    others = [button(_(BUTTONS[one]), OpenPage(page=one)) for one in BUTTONS if one is not page]
    return ActionRow(*start, *others)
