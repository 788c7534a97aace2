"""The digest of a program day, as it is posted: by time and track; and the thanks afterwards."""

from collections.abc import Iterator
from urllib.parse import urldefrag

import discord

from bot.announcements.digest.model import DayDigest, Digest, Thanks
from bot.program.model import Link
from bot.translation import N_, _, day_name, ngettext
from bot.ui import limits
from bot.ui.card import ACCENT
from bot.ui.controls import Picker, address, ask, links
from bot.ui.digest_lines import digest_text, title_of
from bot.ui.limits import NOTIFICATION, cut, length
from bot.ui.post import Post, classic_view
from bot.ui.questions import NowQuestion, ScheduleQuestion
from bot.ui.save_controls import PLACEHOLDER, SAVE, can_be_saved, save_picker
from bot.ui.text import (
    LONGEST_NAME,
    counted,
    dotted,
    escape_line,
    plain,
    stamp,
)

# Where a program names no address and nothing can be saved, nothing else can carry the mark.
CHANNEL_URL = "https://discord.com/channels/{guild}/{channel}"

# What the program's name may take of the first line, and what a title must have left there.
NAME = 30
WORTH_NAMING = 12

WELCOME_TITLE = N_("👋 Welcome! I am Marquee, and I know the program")
WELCOME = N_(
    "**/talk** tells about a talk: half a word of its title is enough.\n"
    "**/schedule** shows any day, track or room.\n"
    "**{save}** keeps a session: I remind you by direct message before it starts.\n"
    "**/agenda** shows what you saved.\n"
    "All times are in your own time zone."
)
THANKS = N_(
    "What did you like, and what could be better next time? Tell the organizers here on this "
    "server: they can only put right what they hear of.\n\n"
    "**/talk** and **/speaker** still answer, and **/agenda** still has what you saved."
)
THANKS_WITH_PAGE = N_(
    "What did you like, and what could be better next time? Tell the organizers here on this "
    "server, or through the conference's page: they can only put right what they hear of.\n\n"
    "**/talk** and **/speaker** still answer, and **/agenda** still has what you saved."
)
PAGE = N_("The conference's page")
SCHEDULE = N_("Schedule")


def digest_post(digest: Digest) -> Post:
    """Return one message of a digest, or the thanks; as it is edited once some is not so any more.

    It is within Discord's limits for any day that `announcements/digest/cut.py` cuts.
    """
    return _thanks_post(digest) if isinstance(digest, Thanks) else _day_post(digest)


def _day_post(digest: DayDigest) -> Post:
    savers = list(_save_pickers(digest))
    program = digest.timetable.program.id
    day = _embed(digest, is_marked=bool(savers))
    welcome = discord.Embed(
        title=_(WELCOME_TITLE), description=_(WELCOME).format(save=_(SAVE)), colour=ACCENT
    )
    schedule = ask(_(SCHEDULE), ScheduleQuestion(program=program, day=digest.day))
    return Post(
        content=_headline(digest),
        embeds=(welcome, day) if digest.has_welcome else (day,),
        view=classic_view(savers, [schedule, ask(_("Now"), NowQuestion(program=program))]),
    )


def _save_pickers(digest: DayDigest) -> Iterator[Picker]:
    """Yield the pickers that save what it lists and what takes place still, the first marked."""
    timetable = digest.timetable
    sessions = [row.session for row in digest.rows if row.session is not None]
    wanted = [session for session in sessions if can_be_saved(session)]
    parts = [
        wanted[first : first + limits.PICKER_OPTIONS]
        for first in range(0, len(wanted), limits.PICKER_OPTIONS)
    ]
    for number, part in enumerate(parts, start=1):
        mark = digest.mark if number == 1 else f"{digest.mark}-{number}"
        picker = save_picker(timetable.program.id, mark, part, timetable)
        if len(parts) > 1:
            # Translators: one of several pickers of the same kind.
            placeholder = _("{what} ({number} of {of})").format(
                what=_(PLACEHOLDER), number=number, of=len(parts)
            )
            picker.placeholder = plain(placeholder, limits.PICKER_PLACEHOLDER)
        yield picker


def _headline(digest: DayDigest) -> str:
    """Return one line of Markdown, at most 100 long: what, from when, and what comes first."""
    timetable = digest.timetable
    on = [row for row in digest.rows if not row.is_off]
    told = [row for row in on if row.session and can_be_saved(row.session)] or on
    first = told[0] if told else digest.rows[0]
    name = f"**{escape_line(timetable.program.name, NAME)}**"
    beginning = dotted(_beginning(digest, name), stamp(first.start, "F"))
    if not told:
        return _("{event}: cancelled").format(event=beginning)
    left = NOTIFICATION - length(_with_title(beginning, "", len(told)))
    if left < WORTH_NAMING:
        return counted(
            "{event}: {count} session", "{event}: {count} sessions", len(told), event=beginning
        )
    return _with_title(beginning, cut(escape_line(title_of(first, timetable)), left), len(told))


def _beginning(digest: DayDigest, name: str) -> str:
    """Return what is told of, by its name, and which of several messages this is."""
    if digest.of > 1:
        begins = _("{event} begins ({number} of {of})")
        told = begins if digest.has_welcome else _("{event} ({number} of {of})")
        return told.format(event=name, number=digest.number, of=digest.of)
    return _("{event} begins").format(event=name) if digest.has_welcome else name


def _with_title(beginning: str, title: str, sessions: int) -> str:
    """Return a first line that names one session, and how many there are beside it."""
    named = f"**{title}**"
    if sessions == 1:
        return _("{event}: {title}").format(event=beginning, title=named)
    more = sessions - 1
    return ngettext(
        "{event}: {title} and {count} more", "{event}: {title} and {count} more", more
    ).format(event=beginning, title=named, count=more)


def _embed(digest: DayDigest, *, is_marked: bool) -> discord.Embed:
    changed = sum(row.is_changed for row in digest.rows)
    day = day_name(digest.day)
    embed = discord.Embed(
        title=counted("{day}: {count} change", "{day}: {count} changes", changed, day=day)
        if changed
        else day,
        description=digest_text(digest),
        url=_url(digest, is_marked=is_marked),
        colour=ACCENT,
    )
    number = _("message {number} of {of}").format(number=digest.number, of=digest.of)
    several = number if digest.of > 1 else None
    name = plain(digest.timetable.program.name, LONGEST_NAME)
    return embed.set_footer(text=dotted(name, several))


def _url(digest: Digest, *, is_marked: bool) -> str | None:
    """Return the program's address; with the mark in it, if no picker carries that."""
    link = digest.timetable.program.link
    if is_marked:
        return address(link, limits.MEDIA_URL) if link else None
    marked = address(f"{urldefrag(link).url}#{digest.mark}", limits.MEDIA_URL) if link else None
    channel = CHANNEL_URL.format(guild=digest.guild_id, channel=digest.place)
    return marked or f"{channel}#{digest.mark}"


def _thanks_post(thanks: Thanks) -> Post:
    program = thanks.timetable.program
    link = address(program.link, limits.LINK_URL) if program.link else None
    embed = discord.Embed(
        title=_("Thank you for being there!"),
        description=_(THANKS_WITH_PAGE) if link else _(THANKS),
        url=_url(thanks, is_marked=False),
        colour=ACCENT,
    )
    buttons = [
        ask(_(SCHEDULE), ScheduleQuestion(program=program.id)),
        *links([Link(title=_(PAGE), url=link)] if link else []),
    ]
    told = _("**{event} is over.** Thank you! How was it? Tell the organizers.")
    left = NOTIFICATION - length(told.format(event=""))
    return Post(
        content=told.format(event=escape_line(program.name, min(NAME, left))),
        embeds=(embed.set_footer(text=plain(program.name, LONGEST_NAME)),),
        view=classic_view([], buttons),
    )
