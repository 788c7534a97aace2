"""A message that Marquee posts by itself: plain content, embeds and classic rows."""

import hashlib
import json
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

    @property
    def digest(self) -> str:
        """24 hex digits of all that it shows and offers: equal for equal messages only."""
        shown = {
            "content": self.content,
            "embeds": [embed.to_dict() for embed in self.embeds],
            "components": [] if self.view is None else self.view.to_components(),
        }
        canonical = json.dumps(shown, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:24]
