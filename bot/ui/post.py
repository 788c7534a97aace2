"""A message that Marquee posts by itself: plain content, embeds and classic rows."""

from dataclasses import dataclass

import discord


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What is posted; the first hundred characters of `content` alone tell what, where and when.

    Not Components V2: such a message shows no text in a push notification.
    """

    content: str
    embeds: tuple[discord.Embed, ...] = ()
    view: discord.ui.View | None = None
