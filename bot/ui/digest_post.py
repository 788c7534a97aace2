"""The digest of a program day, as it is posted: by time and track; and the thanks afterwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urldefrag

import discord

from bot.announcements.digest.cut import ROOM, TITLE
from bot.announcements.digest.model import DayDigest, Digest, Row, Thanks
from bot.program.model import Link, Session
from bot.program.timetable import Timetable
from bot.ui import limits
from bot.ui.card import ACCENT
from bot.ui.controls import Picker, address, ask, links
from bot.ui.limits import NOTIFICATION, cut, length
from bot.ui.post import Post, classic_view
from bot.ui.questions import NowQuestion, ScheduleQuestion
from bot.ui.save_controls import PLACEHOLDER, can_be_saved, save_picker
from bot.ui.session_list import room_of, track_of
from bot.ui.text import (
    LONGEST_NAME,
    bold,
    counted,
    day_name,
    dotted,
    escape_line,
    fitting,
    names,
    plain,
    stamp,
)

# Where a program names no address and nothing can be saved, nothing else can carry the mark.
CHANNEL_URL = "https://discord.com/channels/{guild}/{channel}"

# What the program's name may take of the first line, and what a title must have left there.
NAME = 30
WORTH_NAMING = 12

WELCOME_TITLE = "👋 Welcome! I am Marquee, and I know the program"
WELCOME = (
    "**/talk** tells about a talk: half a word of its title is enough.\n"
    "**/schedule** shows any day, track or room.\n"
    "**Save** keeps a session: I remind you by direct message before it starts.\n"
    "**/agenda** shows what you saved.\n"
    "All times are in your own time zone."
)
THANKS = (
    "What did you like, and what could be better next time? Tell the organizers here on this "
    "server{or_there}: they can only put right what they hear of.\n\n"
    "**/talk** and **/speaker** still answer, and **/agenda** still has what you saved."
)
OR_THERE = ", or through the conference's page"
PAGE = "The conference's page"

MOVED, CANCELLED, NO_ROOM = "moved", "cancelled", "no room yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """How wide what stands of a session may be; nothing of what has no width."""

    title: int
    talks: int = 0
    names: int = 0
    room: int = ROOM
    track: int = 0


# From roomy to tight. At the fourth, all that one message is cut to has room; the ones behind it
# are for what changes later.
WIDTHS = (
    Width(title=160, talks=120, names=120, room=40, track=40),
    Width(title=100, talks=80, names=60, room=30, track=24),
    Width(title=80, names=40, track=16),
    Width(title=TITLE),
    Width(title=45, room=16),
    Width(title=24, room=10),
)


def digest_post(digest: Digest) -> Post:
    """Return one message of a digest, or the thanks; as it is edited once some is not so any more.

    It is within Discord's limits for any day that `announcements/digest/cut.py` cuts.
    """
    return _thanks_post(digest) if isinstance(digest, Thanks) else _day_post(digest)


def _day_post(digest: DayDigest) -> Post:
    savers = list(_save_pickers(digest))
    program = digest.timetable.program.id
    day = _embed(digest, is_marked=bool(savers))
    welcome = discord.Embed(title=WELCOME_TITLE, description=WELCOME, colour=ACCENT)
    schedule = ask("Schedule", ScheduleQuestion(program=program, day=digest.day))
    return Post(
        content=_headline(digest),
        embeds=(welcome, day) if digest.has_welcome else (day,),
        view=classic_view(savers, [schedule, ask("Now", NowQuestion(program=program))]),
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
            picker.placeholder = f"{PLACEHOLDER} ({number} of {len(parts)})"
        yield picker


def _headline(digest: DayDigest) -> str:
    """Return one line of Markdown, at most 100 long: what, from when, and what comes first."""
    timetable = digest.timetable
    on = [row for row in digest.rows if not row.is_off]
    told = [row for row in on if row.session and can_be_saved(row.session)] or on
    first = told[0] if told else digest.rows[0]
    name = f"**{escape_line(timetable.program.name, NAME)}**"
    verb = " begins" if digest.has_welcome else ""
    which = f" ({digest.number} of {digest.of})" if digest.of > 1 else ""
    beginning = f"{name}{verb}{which} · {stamp(first.start, 'F')}"
    if not told:
        return f"{beginning}: {CANCELLED}"
    more = f" and {len(told) - 1} more" if len(told) > 1 else ""
    left = NOTIFICATION - length(f"{beginning}: ****{more}")
    if left < WORTH_NAMING:
        return f"{beginning}: {counted(len(told), 'session')}"
    title = cut(escape_line(_title(first, timetable)), left)
    return f"{beginning}: **{title}**{more}"


def _embed(digest: DayDigest, *, is_marked: bool) -> discord.Embed:
    changed = sum(row.is_changed for row in digest.rows)
    embed = discord.Embed(
        title=day_name(digest.day) + (f": {counted(changed, 'change')}" if changed else ""),
        description=_description(digest),
        url=_url(digest, is_marked=is_marked),
        colour=ACCENT,
    )
    several = f"message {digest.number} of {digest.of}" if digest.of > 1 else None
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


def _description(digest: DayDigest) -> str:
    """Return all that is listed, as roomy as the embed allows."""
    text = ""
    for width in WIDTHS:
        text = "\n".join(_slots(digest, width))
        if length(text) <= limits.EMBED_DESCRIPTION:
            return text
    return fitting(text.split("\n"), limits.EMBED_DESCRIPTION)


def _slots(digest: DayDigest, width: Width) -> Iterator[str]:
    """Yield a paragraph for each start; those of one line stand close together."""
    was_short = True
    for number, (start, rows) in enumerate(groupby(digest.rows, key=lambda row: row.start)):
        lines = list(_slot(stamp(start, "t"), list(rows), digest.timetable, width))
        is_short = len(lines) == 1
        if number and not (was_short and is_short):
            yield ""
        yield "\n".join(lines)
        was_short = is_short


def _slot(start: str, rows: Sequence[Row], timetable: Timetable, width: Width) -> Iterator[str]:
    """Yield what starts at one time: on its line if it is alone, else under it."""
    if len(rows) == 1:
        yield f"{start} {_line(rows[0], timetable, width)}"
        yield from _talks(rows[0], timetable, width)
        return
    yield start
    for row in rows:
        yield f"- {_line(row, timetable, width)}"
        for talk in _talks(row, timetable, width):
            yield f"  {talk}"


def _line(row: Row, timetable: Timetable, width: Width) -> str:
    title = _title(row, timetable)
    if row.session is None:
        return f"~~{escape_line(title, width.title)}~~ · **{CANCELLED}**"
    if row.is_off:
        moved = f"**{MOVED}** to {stamp(row.session.start, 'f')}"
        return f"~~{escape_line(title, width.title)}~~ · {moved}"
    named = (
        bold(title, width.title + 4)
        if can_be_saved(row.session)
        else escape_line(title, width.title)
    )
    was = f"**{MOVED}** from {stamp(row.listed.start, 't')}" if row.is_moved else None
    who = _who(row.session, timetable, width)
    return dotted(
        named, was, who, _where(row, timetable, width), _track(row.session, timetable, width)
    )


def _title(row: Row, timetable: Timetable) -> str:
    return row.listed.title if row.session is None else timetable.title_of(row.session)


def _who(session: Session, timetable: Timetable, width: Width) -> str | None:
    """Return who gives it; of several talks in one session, how many there are."""
    talks = timetable.talks_of(session)
    if not width.names or not talks:
        return None
    if len(talks) > 1:
        return None if width.talks else counted(len(talks), "talk")
    return names(timetable.speakers_of(talks[0]), width.names)


def _where(row: Row, timetable: Timetable, width: Width) -> str | None:
    room = None if row.session is None else room_of(row.session, timetable)
    where = None if room is None else escape_line(room.name, width.room)
    if not row.is_elsewhere or row.listed.room is None:
        return where
    return f"**{where or NO_ROOM}** (was {escape_line(row.listed.room, width.room)})"


def _track(session: Session, timetable: Timetable, width: Width) -> str | None:
    """Return the track, unless it is the only one, or what is said of it is said already."""
    track, room = track_of(session, timetable), room_of(session, timetable)
    if not width.track or track is None or len(timetable.program.tracks) < 2:  # noqa: PLR2004
        return None
    is_said = track.name in (timetable.title_of(session), room and room.name)
    return None if is_said else f"*{escape_line(track.name, width.track)}*"


def _talks(row: Row, timetable: Timetable, width: Width) -> Iterator[str]:
    """Yield the talks of a session that has several, or one that is called otherwise."""
    if row.session is None or row.is_off or not width.talks:
        return
    talks = timetable.talks_of(row.session)
    if [talk.title for talk in talks] == [timetable.title_of(row.session)]:
        return
    for talk in talks:
        who = names(timetable.speakers_of(talk), width.names)
        yield f"- {dotted(escape_line(talk.title, width.talks), who)}"


def _thanks_post(thanks: Thanks) -> Post:
    program = thanks.timetable.program
    link = address(program.link, limits.LINK_URL) if program.link else None
    embed = discord.Embed(
        title="Thank you for being there!",
        description=THANKS.format(or_there=OR_THERE if link else ""),
        url=_url(thanks, is_marked=False),
        colour=ACCENT,
    )
    buttons = [
        ask("Schedule", ScheduleQuestion(program=program.id)),
        *links([Link(title=PAGE, url=link)] if link else []),
    ]
    name = escape_line(program.name, NAME)
    return Post(
        content=f"**{name} is over.** Thank you! How was it? Tell the organizers.",
        embeds=(embed.set_footer(text=plain(program.name, LONGEST_NAME)),),
        view=classic_view([], buttons),
    )
