"""An announcement as it is posted, and as it is previewed: the very same message."""

import discord

from bot.announcements.written.model import Announcement, Stranded, Written
from bot.translation import N_, _
from bot.ui import limits
from bot.ui.announce_orders import OpenOrder
from bot.ui.card import ACCENT
from bot.ui.controls import READABLE_LABEL, address
from bot.ui.limits import cut
from bot.ui.post import Post, classic_view
from bot.ui.text import bold, plain

# Nothing under it carries an id, so its mark stands where the embed leads: to its own channel.
URL = "https://discord.com/channels/{guild}/{channel}#{mark}"

# What its first line may hold. Every letter of a title may have to be escaped.
LONGEST_TITLE = 500

STRANDED = N_("Not posted: {title} waits for a session that does not take place.")
STRANDED_TO_DO = N_(
    "It was to be posted in {channel}.\n\n**What to do:** give it another time, or cancel it. If "
    "the session takes place after all, it is posted by itself."
)


def announce_post(told: Written | Stranded) -> Post:
    """Return what is posted; its first line is the title.

    The text is Markdown as organizers wrote it. Whatever mentions stand in it ping nobody: only the
    role that they picked is pinged.
    """
    if isinstance(told, Stranded):
        return _stranded(told)
    one = told.announcement
    role = "" if one.role is None else f"<@&{one.role}> "
    return Post(
        content=f"{role}{bold(one.words.title, LONGEST_TITLE)}",
        embeds=(_embed(one, told.mark),),
        roles=() if one.role is None else (one.role,),
    )


def _embed(one: Announcement, mark: str) -> discord.Embed:
    embed = discord.Embed(
        # A text that is too long is refused before; this is for one that another version took.
        description=cut(one.words.text, limits.EMBED_DESCRIPTION),
        url=URL.format(guild=one.guild_id, channel=one.channel, mark=mark),
        colour=ACCENT,
    )
    picture = address(one.words.picture, limits.MEDIA_URL) if one.words.picture else None
    return embed if picture is None else embed.set_image(url=picture)


def _stranded(told: Stranded) -> Post:
    one = told.announcement
    embed = discord.Embed(
        description=_(STRANDED_TO_DO).format(channel=f"<#{one.channel}>"),
        url=URL.format(guild=one.guild_id, channel=one.channel, mark=told.mark),
        colour=ACCENT,
    )
    button = discord.ui.Button[discord.ui.View](
        label=plain(_("Open it"), READABLE_LABEL), custom_id=OpenOrder(id=one.id).custom_id()
    )
    title = bold(one.words.title, limits.NOTIFICATION)
    return Post(
        content=_(STRANDED).format(title=title), embeds=(embed,), view=classic_view([], [button])
    )
