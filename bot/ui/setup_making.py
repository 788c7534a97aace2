"""The panel's page that makes channels for tracks or rooms: what would be made, and how it goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from discord import ButtonStyle
from discord.ui import ActionRow, Container, Item, LayoutView, TextDisplay

from bot.guilds.channel_plan import CATEGORY_CHANNELS, GUILD_CHANNELS, ChannelPlan
from bot.guilds.model import RouteKind
from bot.translation import N_, _, in_words, ngettext
from bot.ui.card import ACCENT
from bot.ui.setup_controls import button, obstacle_line
from bot.ui.setup_orders import MakeChannels
from bot.ui.setup_panel import Panel
from bot.ui.text import bold, enumeration, escape_line, escape_sentence

LONGEST_CATEGORY = 120
LONGEST_CATEGORIES = 260
# Of the channels that would be made for tracks, and of those for rooms.
LONGEST_LIST = 700

WHAT_FOR = N_(
    "I can create the text channels for you: one for each track, or one for each room, together in "
    "a category that is called like the program. Who may read and write there is as in any new "
    "channel of your server. Nothing is created before you press a button below."
)
OTHER_BY_NOW = N_("⚠️ What is to be created is other by now. Look again, please.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """How far making channels came: so many `of` all are chosen by now; `why` it went no further.

    `left_out` counts those for which Discord leaves no place.
    """

    count: int
    of: int
    left_out: int = 0
    why: str | None = None


def making_page(panel: Panel) -> Iterator[Item[Any]]:
    """Yield the page: what would be made for tracks, and for rooms, with a button for each."""
    yield TextDisplay(_(WHAT_FOR))
    making = panel.making
    if making.trouble is not None:
        yield TextDisplay(f"⚠️ {escape_sentence(in_words(making.trouble))}")
    for plan in making.plans.values():
        if plan.known:
            yield TextDisplay("\n".join(_lines(plan)))
    buttons = [_button(plan) for plan in making.plans.values() if plan.wanted]
    if buttons and making.trouble is None:
        yield ActionRow(*buttons)


def progress_card(made: Made) -> LayoutView:
    """Return what stands in the panel's place while channels are made; nothing can be pressed."""
    view = LayoutView(timeout=None)
    told = ngettext("⏳ {done} of {count} channel…", "⏳ {done} of {count} channels…", made.of)
    text = told.format(done=made.count, count=made.of)
    view.add_item(Container(TextDisplay[Any](text), accent_colour=ACCENT))
    view.stop()
    return view


def made_line(made: Made) -> str:
    """Return in Markdown what came of it."""
    parts = []
    if made.count:
        there = ngettext(
            "✅ {count} channel is there, and chosen.",
            "✅ {count} channels are there, and chosen.",
            made.count,
        )
        parts.append(there.format(count=made.count))
    if made.why is not None:
        missing = ngettext(
            "⚠️ {count} is missing: {why} Create them again, and what is missing is added.",
            "⚠️ {count} are missing: {why} Create them again, and what is missing is added.",
            made.of - made.count,
        )
        parts.append(missing.format(count=made.of - made.count, why=obstacle_line(made.why)))
    if made.left_out:
        parts.append(_left_out(made.left_out))
    return "\n".join(parts)


def _lines(plan: ChannelPlan) -> Iterator[str]:
    """Yield what would be made for tracks, or rooms, and what would not."""
    is_track = plan.kind is RouteKind.TRACK
    yield _("**🧵 Tracks**") if is_track else _("**🚪 Rooms**")
    if plan.wanted:
        yield _list(plan)
    elif not plan.left_out:
        yield _("Each of them has a channel.")
    if taken := len(plan.wanted) - plan.made:
        yield ngettext(
            "{count} of these stands there already, and is taken.",
            "{count} of these stand there already, and are taken.",
            taken,
        ).format(count=taken)
    if plan.left_out:
        yield _left_out(plan.left_out)


def _list(plan: ChannelPlan) -> str:
    number, categories = len(plan.wanted), plan.categories
    if len(categories) > 1:
        text = ngettext(
            "{count} channel in the categories {category}, as one holds {most}: {names}",
            "{count} channels in the categories {category}, as one holds {most}: {names}",
            number,
        )
    elif categories[0].id is None:
        text = ngettext(
            "{count} channel in a new category, {category}: {names}",
            "{count} channels in a new category, {category}: {names}",
            number,
        )
    else:
        text = ngettext(
            "{count} channel in the category {category}: {names}",
            "{count} channels in the category {category}: {names}",
            number,
        )
    called = [bold(one.name, LONGEST_CATEGORY) for one in categories]
    return text.format(
        count=number,
        category=enumeration(called, LONGEST_CATEGORIES),
        most=CATEGORY_CHANNELS,
        names=enumeration([f"#{escape_line(one.name)}" for one in plan.wanted], LONGEST_LIST),
    )


def _left_out(number: int) -> str:
    return ngettext(
        "⚠️ There is no place for {count} more: Discord allows {server} channels in a server, "
        "categories included. Delete some that nobody needs and look again, or choose one channel "
        "for several.",
        "⚠️ There is no place for {count} more: Discord allows {server} channels in a server, "
        "categories included. Delete some that nobody needs and look again, or choose one channel "
        "for several.",
        number,
    ).format(count=number, server=GUILD_CHANNELS)


def _button(plan: ChannelPlan) -> Item[Any]:
    number = len(plan.wanted)
    if plan.kind is RouteKind.TRACK:
        label = ngettext(
            "Create {count} channel for tracks", "Create {count} channels for tracks", number
        )
    else:
        label = ngettext(
            "Create {count} channel for rooms", "Create {count} channels for rooms", number
        )
    order = MakeChannels(kind=plan.kind, print=plan.print)
    return button(label.format(count=number), order, ButtonStyle.primary)
