"""The word to organizers when Marquee comes to their server."""

import discord

from bot.organizers.welcome import Welcome
from bot.ui.card import ACCENT
from bot.ui.post import Post, classic_view
from bot.ui.setup_orders import OpenPage

CONTENT = "👋 Thank you for having me. Organizers: **/setup** chooses where I post, and what."
TEXT = (
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
        label="Set me up",
        custom_id=OpenPage(mark=welcome.mark).custom_id,
        style=discord.ButtonStyle.primary,
    )
    embed = discord.Embed(title="Your conference, here", description=TEXT, colour=ACCENT)
    return Post(content=CONTENT, embeds=(embed,), view=classic_view([], [button]))
