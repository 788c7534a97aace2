"""The word to organizers when Marquee comes to their server."""

import discord

from bot.organizers.welcome import Welcome
from bot.translation import N_, _
from bot.ui import limits
from bot.ui.card import ACCENT
from bot.ui.limits import cut
from bot.ui.post import Post, classic_view
from bot.ui.setup_orders import OpenPage
from bot.ui.text import plain

CONTENT = N_("👋 Thank you for having me. Organizers: **/setup** chooses where I post, and what.")
TEXT = N_(
    "I answer questions about your conference's talks and speakers, remind people before sessions "
    "start, and tell them what changes.\n\n"
    "- **Everyone** can ask me already: `/talk`, `/speaker`, `/schedule`, `/now`, `/help`.\n"
    "- **I post nothing** until an organizer (Manage Server) has chosen a channel with `/setup`, "
    "or with the button below.\n"
    "- **/deliveries** then shows all that I post, and pauses it with one press."
)


def welcome_post(welcome: Welcome) -> Post:
    """Return the welcome."""
    button = discord.ui.Button[discord.ui.View](
        label=plain(_("Set me up"), limits.BUTTON_LABEL),
        custom_id=OpenPage(mark=welcome.mark).custom_id,
        style=discord.ButtonStyle.primary,
    )
    title = cut(_("Your conference, here"), limits.EMBED_TITLE)
    embed = discord.Embed(title=title, description=_(TEXT), colour=ACCENT)
    return Post(content=_(CONTENT), embeds=(embed,), view=classic_view([], [button]))
