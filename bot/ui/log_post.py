"""What organizers did, as it is posted in their log channel."""

from bot.organizers.actions import Logged
from bot.ui.delivery_controls import order_button
from bot.ui.orders import LogOrder
from bot.ui.post import Post, classic_view
from bot.ui.text import dotted, escape_line, stamp

OPERATOR = "Whoever runs Marquee"
LONGEST = 500


def log_post(logged: Logged) -> Post:
    """Return one line: who did what, and when. It pings nobody."""
    line = dotted(action_line(logged.user_id, logged.what), stamp(logged.at, "f"))
    button = order_button("Log", LogOrder(mark=logged.mark))
    return Post(content=line, view=classic_view([], [button]))


def action_line(user_id: int | None, what: str) -> str:
    """Return who did what; someone's name is a mention, which Discord shows to everyone."""
    who = OPERATOR if user_id is None else f"<@{user_id}>"
    return f"{who} {escape_line(what, LONGEST)}"
