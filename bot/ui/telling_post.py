"""What organizers are told: what was not posted, where and why, and what they can do about it."""

from collections.abc import Iterator
from datetime import datetime

import discord

from bot.delivery.model import Cause
from bot.mirrors.model import MirrorKind
from bot.organizers.model import Missed, Telling, Unposted, Unread, Unshown
from bot.translation import N_, _, in_words, ngettext
from bot.ui import limits
from bot.ui.card import ACCENT
from bot.ui.delivery_controls import DELIVERIES, TRY_AGAIN
from bot.ui.delivery_words import permissions
from bot.ui.limits import NOTIFICATION, cut, length
from bot.ui.log_post import escape_but_mentions
from bot.ui.orders import ListOrder
from bot.ui.post import Post
from bot.ui.text import (
    DASH,
    and_more,
    bold,
    counted,
    dotted,
    escape,
    escape_line,
    plain,
    stamp,
)

LONGEST_ID = 32
LONGEST_TITLE = 120
LONGEST_REASON = 400
LONGEST_FAULT = 2_000
# What a title must have left in the first line to be worth naming.
WORTH_NAMING = 12

# The first line, and how it ends.
FIRST_LINES = {Cause.UNREADABLE: N_("Perhaps not posted in {channel}: {what}. {end}")}
# Translators: {what} is a title in bold, or how many posts; {end} is a short sentence: why.
FIRST_LINE = N_("Not posted in {channel}: {what}. {end}")
ENDS = {
    Cause.FORBIDDEN: N_("No permission."),
    Cause.GONE: N_("The channel is gone."),
    Cause.REFUSED: N_("Discord refused."),
    Cause.LATE: N_("It was too late."),
    Cause.UNREADABLE: N_("Please look."),
}
END = N_("See below.")

TITLES = {
    Cause.FORBIDDEN: N_("Marquee may not post there"),
    Cause.GONE: N_("There is no such channel"),
    Cause.REFUSED: N_("Discord does not take it"),
    Cause.LATE: N_("It was too late to post"),
    Cause.UNREADABLE: N_("Nobody knows whether it was posted"),
}
TITLE = N_("It was not posted")

TO_DO = {
    Cause.FORBIDDEN: N_(
        "Give Marquee {permissions} in {channel}. Then press **{button}** under `/deliveries` for "
        "what has not started yet."
    ),
    Cause.GONE: N_("Choose another channel with `/setup`. What comes later is posted there."),
    Cause.REFUSED: N_(
        "If the reason names something in the program, put it right there; otherwise show this "
        "to whoever runs Marquee. Then press **{button}** under `/deliveries` for what has not "
        "started yet."
    ),
    Cause.LATE: N_(
        "For these nothing can be done any more, but that an announcement is written anew: see "
        "`/announce list`. What comes later is posted in its time. Marquee "
        "was not running then, or could not reach Discord: whoever runs it finds the reason in "
        "its log."
    ),
    Cause.UNREADABLE: N_(
        "Look into {channel} whether it stands there. If not, press **{button}** under "
        "`/deliveries`. Give Marquee {permissions} in {channel}, so that it can look for itself."
    ),
}
TO_DO_ELSE = N_("Look under `/deliveries`.")

# By whether a version from before stands in its place.
FAULT_LINES = {
    True: N_("The program **{program}** has a fault; the version before stays in use."),
    False: N_("The program **{program}** has a fault; nothing is posted from it."),
}
FAULTS_TO_DO = {
    True: N_(
        "**What to do:** put it right where the program comes from. It is taken over as soon as "
        "it is; all answers and posts come from the version before until then."
    ),
    False: N_(
        "**What to do:** put it right where the program comes from. It is taken over as soon as "
        "it is; there are no answers and no posts from it until then."
    ),
}

UNSHOWN_LINES = {
    # Translators: {end} is a short sentence: why.
    MirrorKind.BOARD: N_("The live board can't be shown in {channel}. {end}"),
    MirrorKind.EVENT: N_("Sessions can't stand among the server's events. {end}"),
}
UNPINNED_LINE = N_("The live board in {channel} is not pinned. {end}")
UNPINNED = N_("It is not among the pins")
NO_EVENTS = N_("Sessions are not among the server's events")

BOARDS_TO_DO = {
    Cause.FORBIDDEN: N_(
        "Give Marquee {permissions} in {channel}, or choose another channel with `/setup`. The "
        "board is shown within minutes."
    ),
    Cause.GONE: N_("Choose another channel with `/setup`. The board is posted there at once."),
}
EVENTS_TO_DO = {
    Cause.FORBIDDEN: N_(
        "Allow it in the server's settings, or turn these events off with `/setup`. They come "
        "within minutes."
    ),
}
SHOW_THIS = N_("Show this to whoever runs Marquee. It is tried again by itself.")
PIN_IT = N_("Put that right, and it is pinned within minutes.")

ONCE_A_DAY = N_(
    "This is told once a day for each channel and cause, whatever follows. /deliveries shows all."
)
ONCE_A_FAULT = N_("This is told once a day for each fault.")
AT_MOST_ONCE_A_DAY = N_("This is told once a day at most. /setup shows what is still so.")


def telling_post(telling: Telling) -> Post:
    """Return what organizers are told; its first hundred characters say what, where and why."""
    about = telling.about
    match about:
        case Unread():
            content, embed = _fault_line(about), _fault_embed(about)
        case Unshown():
            content, embed = _unshown_line(about), _unshown_embed(about)
        case Unposted():
            content, embed = _first_line(about), _embed(about)
    return Post(content=content, embeds=(embed,), view=_view(telling.mark))


def _view(mark: str) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    button = discord.ui.Button[discord.ui.View](
        label=plain(_(DELIVERIES), limits.BUTTON_LABEL), custom_id=ListOrder(mark=mark).custom_id()
    )
    view.add_item(button)
    # Answered from its custom id alone, so discord.py need not keep it.
    view.stop()
    return view


def _first_line(about: Unposted) -> str:
    """Return what was not posted, where and why, in what a push notification shows.

    Longer only where the language needs that for all but the title, which is left out then.
    """
    sessions = len(about.sessions) + about.more
    titles = [one.title for one in about.sessions if one.title is not None]
    left = NOTIFICATION - length(_not_posted(about, _named("", sessions)))
    if titles and left >= WORTH_NAMING:
        return _not_posted(about, _named(cut(escape_line(titles[0]), left), sessions))
    posts = counted("{count} post", "{count} posts", about.posts)
    return _not_posted(about, posts)


def _not_posted(about: Unposted, what: str) -> str:
    line = _(FIRST_LINES.get(about.cause, FIRST_LINE))
    end = _(ENDS.get(about.cause, END))
    return line.format(channel=_channel(about), what=what, end=end)


def _named(title: str, sessions: int) -> str:
    """Return a title as the first of so many sessions."""
    if sessions <= 1:
        return f"**{title}**"
    more = sessions - 1
    line = ngettext("{title} and {count} more", "{title} and {count} more", more)
    return line.format(title=f"**{title}**", count=more)


def _embed(about: Unposted) -> discord.Embed:
    embed = discord.Embed(
        title=cut(_(TITLES.get(about.cause, TITLE)), limits.EMBED_TITLE),
        description=cut("\n".join(_lines(about)), limits.EMBED_DESCRIPTION),
        colour=ACCENT,
    )
    return embed.set_footer(text=_(ONCE_A_DAY))


def _lines(about: Unposted) -> Iterator[str]:
    due = _span(about.first, about.last)
    posts = counted("{count} post, due {time}", "{count} posts, due {time}", about.posts, time=due)
    yield dotted(_where(about), posts)
    if about.sessions:
        yield ""
        yield from (_session(one) for one in about.sessions)
        if about.more:
            yield and_more(about.more)
    yield ""
    if about.words:
        reason = escape_line(in_words(about.words), LONGEST_REASON)
        yield _("**Why:** {reason}").format(reason=reason)
    to_do = _(TO_DO.get(about.cause, TO_DO_ELSE)).format(
        channel=_channel(about), permissions=permissions(), button=_(TRY_AGAIN)
    )
    yield _("**What to do:** {advice}").format(advice=to_do)


def _session(missed: Missed) -> str:
    if missed.title is None:
        title = _("a session that has left the program")
    else:
        title = bold(missed.title, LONGEST_TITLE)
    return f"- {dotted(title, stamp(missed.start, 'f'))}"


def _channel(about: Unposted | Unshown) -> str:
    return f"<#{about.place}>"


def _where(about: Unposted | Unshown) -> str:
    """Return the channel; where it is gone, clients show no name for it, so its id stands by."""
    if about.cause is not Cause.GONE:
        return _channel(about)
    return dotted(_channel(about), _("id `{id}`").format(id=about.place))


def _span(first: datetime, last: datetime) -> str:
    if first == last:
        return stamp(first, "f")
    return f"{stamp(first, 'f')} {DASH} {stamp(last, 'f')}"


def _fault_line(about: Unread) -> str:
    return _(FAULT_LINES[about.stands]).format(program=_program(about))


def _program(about: Unread) -> str:
    return escape_line(about.program, LONGEST_ID)


def _fault_embed(about: Unread) -> discord.Embed:
    lines = [
        _("Read {time}").format(time=stamp(about.at, "f")),
        "",
        cut(escape(in_words(about.words)), LONGEST_FAULT) or _("No reason was given."),
        "",
        _(FAULTS_TO_DO[about.stands]),
    ]
    title = _("The program {program} could not be taken over").format(program=_program(about))
    embed = discord.Embed(
        title=cut(title, limits.EMBED_TITLE),
        description="\n".join(lines),
        colour=ACCENT,
    )
    return embed.set_footer(text=_(ONCE_A_FAULT))


def _unshown_line(about: Unshown) -> str:
    line = UNPINNED_LINE if about.stands else UNSHOWN_LINES[MirrorKind(about.kind)]
    end = END if about.stands else ENDS.get(about.cause, END)
    return _(line).format(channel=_channel(about), end=_(end))


def _unshown_embed(about: Unshown) -> discord.Embed:
    since = stamp(about.at, "f")
    advice = _(_unshown_to_do(about)).format(channel=_channel(about), permissions=permissions())
    lines = [
        since if about.place is None else dotted(_where(about), since),
        "",
        _("**Why:** {reason}").format(
            reason=escape_but_mentions(in_words(about.words), LONGEST_REASON)
        ),
        _("**What to do:** {advice}").format(advice=advice),
    ]
    embed = discord.Embed(
        title=cut(_(_unshown_title(about)), limits.EMBED_TITLE),
        description=cut("\n".join(lines), limits.EMBED_DESCRIPTION),
        colour=ACCENT,
    )
    return embed.set_footer(text=_(AT_MOST_ONCE_A_DAY))


def _unshown_title(about: Unshown) -> str:
    if about.stands:
        return UNPINNED
    is_event = about.kind == MirrorKind.EVENT
    return NO_EVENTS if is_event else TITLES.get(about.cause, TITLE)


def _unshown_to_do(about: Unshown) -> str:
    if about.stands:
        return PIN_IT
    to_do = EVENTS_TO_DO if about.kind == MirrorKind.EVENT else BOARDS_TO_DO
    return to_do.get(about.cause, SHOW_THIS)
