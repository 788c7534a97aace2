"""A message that Marquee posts by itself: plain content, embeds and classic rows."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.ui.controls import AskButton, Picker


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What is posted; the first hundred characters of `content` alone tell what, where and when.

    Not Components V2: such a message shows no text in a push notification. A `silent` one comes
    without a sound. `mentions` are the ids of the users whom its mentions may ping, `roles` those
    of the roles; no others do.
    """

    content: str
    embeds: tuple[discord.Embed, ...] = ()
    view: discord.ui.View | None = None
    silent: bool = False
    mentions: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()

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


def classic_view(pickers: Sequence[Picker], buttons: Sequence[AskButton]) -> discord.ui.View | None:
    """Return the rows under a post: one for each picker, then the buttons; None without any."""
    if not pickers and not buttons:
        return None
    view = discord.ui.View(timeout=None)
    for item in (*pickers, *buttons):
        view.add_item(item)
    # As with a card: answered from its custom ids alone, so discord.py need not keep it.
    view.stop()
    return view
