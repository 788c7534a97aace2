"""What organizers did, as it is posted in their log channel."""

import re

from bot.organizers.actions import Logged
from bot.translation import N_, _, in_words
from bot.ui.delivery_controls import order_button
from bot.ui.limits import cut
from bot.ui.orders import LogOrder
from bot.ui.post import Post, classic_view
from bot.ui.text import dotted, escape_line, stamp

OPERATOR = N_("Whoever runs Marquee")
LONGEST = 500

# A channel's or a role's mention as `escape_line` leaves it. Discord's ids have 15 digits or more.
_ESCAPED_MENTION = re.compile(r"\\(?P<mention><(?:#|@&)\d{15,20}>)", re.ASCII)


def log_post(logged: Logged) -> Post:
    """Return one line: who did what, and when. It pings nobody."""
    line = dotted(action_line(logged.user_id, logged.what), stamp(logged.at, "f"))
    # Translators: the list of what organizers did.
    button = order_button(_("Log"), LogOrder(mark=logged.mark))
    return Post(content=line, view=classic_view([], [button]))


def action_line(user_id: int | None, what: str) -> str:
    """Return who did what; someone's name is a mention, which Discord shows to everyone."""
    who = _(OPERATOR) if user_id is None else f"<@{user_id}>"
    # Translators: who did what, in a log: a name, and words that follow it ("paused all posting").
    done = _("{who} {what}")
    return done.format(who=who, what=escape_but_mentions(in_words(what), LONGEST))


def escape_but_mentions(text: str, most: int) -> str:
    """Return the text as `escape_line` does, but what names a channel or a role as its mention."""
    return cut(_ESCAPED_MENTION.sub(r"\g<mention>", escape_line(text)), most)
