"""What organizers are told: what was not posted, where and why, and what they can do about it."""

from collections.abc import Iterator
from datetime import datetime

import discord

from bot.delivery.model import Cause
from bot.organizers.model import Missed, Telling, Unposted, Unread
from bot.ui import limits
from bot.ui.card import ACCENT
from bot.ui.limits import NOTIFICATION, cut, length
from bot.ui.orders import ListOrder
from bot.ui.post import Post
from bot.ui.text import (
    DASH,
    bold,
    counted,
    dotted,
    escape,
    escape_line,
    stamp,
)

LONGEST_ID = 32
LONGEST_TITLE = 120
LONGEST_REASON = 400
LONGEST_FAULT = 2_000
# What a title must have left in the first line to be worth naming.
WORTH_NAMING = 12

PERMISSIONS = "View Channel, Send Messages, Embed Links and Read Message History"

# What the first line says of a channel, and how it ends.
LEAD_INS = {Cause.UNREADABLE: "Perhaps not posted in"}
LEAD_IN = "Not posted in"
ENDS = {
    Cause.FORBIDDEN: "No permission.",
    Cause.GONE: "The channel is gone.",
    Cause.REFUSED: "Discord refused.",
    Cause.LATE: "It was too late.",
    Cause.UNREADABLE: "Please look.",
}
END = "See below."

TITLES = {
    Cause.FORBIDDEN: "Marquee may not post there",
    Cause.GONE: "There is no such channel",
    Cause.REFUSED: "Discord does not take it",
    Cause.LATE: "It was too late to post",
    Cause.UNREADABLE: "Nobody knows whether it was posted",
}
TITLE = "It was not posted"

TRY_AGAIN = "Then press **Try again** under `/deliveries` for what has not started yet."
TO_DO = {
    Cause.FORBIDDEN: f"Give Marquee {PERMISSIONS} in {{channel}}. {TRY_AGAIN}",
    Cause.GONE: ("Choose another channel with `/setup`. What comes later is posted there."),
    Cause.REFUSED: (
        "If the reason names something in the program, put it right there; otherwise show this "
        f"to whoever runs Marquee. {TRY_AGAIN}"
    ),
    Cause.LATE: (
        "For these nothing can be done any more, but that an announcement is written anew: see "
        "`/announce list`. What comes later is posted in its time. Marquee "
        "was not running then, or could not reach Discord: whoever runs it finds the reason in "
        "its log."
    ),
    Cause.UNREADABLE: (
        "Look into {channel} whether it stands there. If not, press **Try again** under "
        f"`/deliveries`. Give Marquee {PERMISSIONS} in {{channel}}, so that it can look for itself."
    ),
}
TO_DO_ELSE = "Look under `/deliveries`."

FAULT_TO_DO = (
    "**What to do:** put it right where the program comes from. It is taken over as soon as it is;"
)
# By whether a version from before stands in its place.
UNTIL_THEN = {
    True: "all answers and posts come from the version before until then.",
    False: "there are no answers and no posts from it until then.",
}

ONCE_A_DAY = (
    "This is told once a day for each channel and cause, whatever follows. /deliveries shows all."
)
ONCE_A_FAULT = "This is told once a day for each fault."


def telling_post(telling: Telling) -> Post:
    """Return what organizers are told; its first hundred characters say what, where and why."""
    about = telling.about
    if isinstance(about, Unread):
        content, embed = _fault_line(about), _fault_embed(about)
    else:
        content, embed = _first_line(about), _embed(about)
    return Post(content=content, embeds=(embed,), view=_view(telling.mark))


def _view(mark: str) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    button = discord.ui.Button[discord.ui.View](
        label="Deliveries", custom_id=ListOrder(mark=mark).custom_id()
    )
    view.add_item(button)
    # Answered from its custom id alone, so discord.py need not keep it.
    view.stop()
    return view


def _first_line(about: Unposted) -> str:
    """Return what was not posted, where and why, at most 100 long."""
    beginning = f"{LEAD_INS.get(about.cause, LEAD_IN)} {_channel(about)}: "
    end = ENDS.get(about.cause, END)
    sessions = len(about.sessions) + about.more
    titles = [one.title for one in about.sessions if one.title is not None]
    more = f" and {sessions - 1} more. " if sessions > 1 else ". "
    left = NOTIFICATION - length(f"{beginning}****{more}{end}")
    if not titles or left < WORTH_NAMING:
        return f"{beginning}{counted(about.posts, 'post')}. {end}"
    return f"{beginning}**{cut(escape_line(titles[0]), left)}**{more}{end}"


def _embed(about: Unposted) -> discord.Embed:
    embed = discord.Embed(
        title=TITLES.get(about.cause, TITLE),
        description=cut("\n".join(_lines(about)), limits.EMBED_DESCRIPTION),
        colour=ACCENT,
    )
    return embed.set_footer(text=ONCE_A_DAY)


def _lines(about: Unposted) -> Iterator[str]:
    due = _span(about.first, about.last)
    yield dotted(_where(about), f"{counted(about.posts, 'post')}, due {due}")
    if about.sessions:
        yield ""
        yield from (_session(one) for one in about.sessions)
        if about.more:
            yield f"and {about.more} more"
    yield ""
    if about.words:
        yield f"**Why:** {escape_line(about.words, LONGEST_REASON)}"
    to_do = TO_DO.get(about.cause, TO_DO_ELSE).format(channel=_channel(about))
    yield f"**What to do:** {to_do}"


def _session(missed: Missed) -> str:
    title = "a session that has left the program"
    if missed.title is not None:
        title = bold(missed.title, LONGEST_TITLE)
    return f"- {dotted(title, stamp(missed.start, 'f'))}"


def _channel(about: Unposted) -> str:
    return f"<#{about.place}>"


def _where(about: Unposted) -> str:
    """Return the channel; where it is gone, clients show no name for it, so its id stands by."""
    return dotted(_channel(about), f"id `{about.place}`" if about.cause is Cause.GONE else None)


def _span(first: datetime, last: datetime) -> str:
    if first == last:
        return stamp(first, "f")
    return f"{stamp(first, 'f')} {DASH} {stamp(last, 'f')}"


def _fault_line(about: Unread) -> str:
    meanwhile = "the version before stays in use" if about.stands else "nothing is posted from it"
    return f"The program **{_program(about)}** has a fault; {meanwhile}."


def _program(about: Unread) -> str:
    return escape_line(about.program, LONGEST_ID)


def _fault_embed(about: Unread) -> discord.Embed:
    lines = [
        f"Read {stamp(about.at, 'f')}",
        "",
        cut(escape(about.words), LONGEST_FAULT) or "No reason was given.",
        "",
        f"{FAULT_TO_DO} {UNTIL_THEN[about.stands]}",
    ]
    embed = discord.Embed(
        title=f"The program {_program(about)} could not be taken over",
        description="\n".join(lines),
        colour=ACCENT,
    )
    return embed.set_footer(text=ONCE_A_FAULT)
