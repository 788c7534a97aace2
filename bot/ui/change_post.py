"""What changed in the program, as it is posted: what it was, what it is now, by what matters."""

from collections.abc import Iterator, Sequence
from urllib.parse import urldefrag

import discord

from bot.announcements.model import Part
from bot.announcements.parts import ORDER, OTHERS, QUIET, in_order, rank
from bot.delivery.model import NO_GUILD
from bot.program.diff import Change, ChangeKind
from bot.program.model import Session
from bot.translation import N_, _, ngettext, pgettext
from bot.ui import limits
from bot.ui.card import ACCENT
from bot.ui.change_words import change_text
from bot.ui.controls import Opening, Picker, address, pickers
from bot.ui.limits import NOTIFICATION, cut, length
from bot.ui.listing import Entry, fill
from bot.ui.openings import talk_openings
from bot.ui.post import Post, classic_view
from bot.ui.save_controls import savers
from bot.ui.text import LONGEST_NAME, bold, dotted, escape_line, number_word, plain, stamp

TITLE = N_("Changes of the program")

# What a room may take of the first line.
ROOM = 24

# Where a program names no address and holds no talk, nothing else can carry the mark.
CHANNEL_URL = "https://discord.com/channels/{guild}/{channel}"
# A direct message's `place` is its reader, which is nobody's address.
DIRECT_URL = "https://discord.com/channels/@me"


def change_post(part: Part) -> Post:
    """Return one message that tells of changes; its first hundred characters say the first of them.

    It is within Discord's limits for any part that `announcements/parts.py` cuts.
    """
    chosen = change_pickers(part)
    save, save_picker = savers(
        part.mark, change_sessions(part), part.timetable, beside_others=len(part.changes) > 1
    )
    return Post(
        content=change_headline(part),
        embeds=tuple(change_embeds(part, is_marked=bool(chosen))),
        view=classic_view([*chosen, *save_picker], save),
    )


def change_pickers(part: Part) -> list[Picker]:
    """Return the pickers that open what it tells of, with its mark; they leave one row free."""
    return pickers(
        part.timetable.program.id,
        part.mark,
        _("Open a talk…"),
        _openings(part),
        most=limits.CLASSIC_ROWS - 1,
    )


def change_sessions(part: Part) -> list[Session]:
    """Return the sessions that changed and are on the program still."""
    found = (part.timetable.session(change.session) for change in in_order(part.changes))
    return [session for session in found if session is not None]


def _openings(part: Part) -> Sequence[Opening]:
    """Return what opens the talks of the sessions that changed; if they are gone, any others."""
    timetable = part.timetable
    talks = [talk for session in change_sessions(part) for talk in timetable.talks_of(session)]
    return talk_openings(talks or timetable.program.talks[: limits.PICKER_OPTIONS], timetable)


def change_headline(part: Part) -> str:
    """Return one line of Markdown, at most 100 long: how many there are, and what the first is."""
    changes = in_order(part.changes)
    first, many = changes[0], len(changes)
    left = NOTIFICATION - length(_counted(many, _sentence(first, "****")))
    title = cut(escape_line(first.facts.title), left)
    return _counted(many, _sentence(first, f"**{title}**"))


def _counted(many: int, first: str) -> str:
    """Return the first of so many changes as a line of all of them."""
    if many == 1:
        return first
    line = ngettext("**{count} change:** {first} …", "**{count} changes:** {first} …", many)
    return line.format(count=number_word(many).capitalize(), first=first)


def _sentence(change: Change, title: str) -> str:
    """Return what changed of the session of this title, and when it starts."""
    facts = change.facts
    match change.kinds[0]:
        case ChangeKind.ROOM if facts.room is None:
            sentence = _("{title} has no room yet, {start}")
        case ChangeKind.ROOM:
            sentence = _("{title} is in {room}, {start}")
        case ChangeKind.MOVED:
            sentence = _("{title} moved to {start}")
        case ChangeKind.REINSTATED:
            sentence = _("{title} takes place after all, {start}")
        case ChangeKind.CANCELLED:
            sentence = _("Cancelled: {title}, {start}")
        case ChangeKind.ADDED:
            sentence = _("New: {title}, {start}")
        case ChangeKind.RETITLED:
            sentence = _("New title: {title}, {start}")
        case ChangeKind.SPEAKERS:
            sentence = _("Other speakers: {title}, {start}")
        case _:
            sentence = _("Changed: {title}, {start}")
    room = escape_line(facts.room or "", ROOM)
    return sentence.format(title=title, room=room, start=stamp(facts.start, "F"))


def change_embeds(
    part: Part, *, is_marked: bool, title: str | None = None
) -> Iterator[discord.Embed]:
    """Yield as many embeds as hold all of it; the first has the title, the last the footer.

    The first one's address carries the mark unless that `is_marked` elsewhere.
    """
    program = part.timetable.program
    pages = fill(_entries(in_order(part.changes)), limits.EMBED_DESCRIPTION)
    for number, page in enumerate(pages, start=1):
        embed = discord.Embed(description=page.text, colour=ACCENT)
        if number == 1:
            embed.title = _(TITLE) if title is None else title
            embed.url = _url(part, is_marked=is_marked)
        if number == len(pages):
            embed.set_footer(text=dotted(plain(program.name, LONGEST_NAME), _number(part)))
        yield embed


def _number(part: Part) -> str | None:
    if part.of == 1:
        return None
    return _("message {number} of {total}").format(number=part.number, total=part.of)


def _url(part: Part, *, is_marked: bool) -> str | None:
    """Return the program's address; with the mark in it, if no picker carries that."""
    link = part.timetable.program.link
    if is_marked:
        return address(link, limits.MEDIA_URL) if link else None
    marked = address(f"{urldefrag(link).url}#{part.mark}", limits.MEDIA_URL) if link else None
    if part.guild_id == NO_GUILD:
        return marked or f"{DIRECT_URL}#{part.mark}"
    channel = CHANNEL_URL.format(guild=part.guild_id, channel=part.place)
    return marked or f"{channel}#{part.mark}"


def _entries(changes: Sequence[Change]) -> Iterator[Entry]:
    for change in changes:
        heading = bold(_heading(rank(change)))
        yield Entry(text=change_text(change), headings=(f"__{heading}__",), apart=True)


def _heading(group: int) -> str:
    """Return what stands over the sessions of one group."""
    if group == QUIET:
        return _("Breaks and streams")
    if group == OTHERS:
        return _("Other changes")
    headings = {
        ChangeKind.CANCELLED: pgettext("heading", "Cancelled"),
        ChangeKind.REINSTATED: _("They take place after all"),
        ChangeKind.MOVED: _("Other times"),
        ChangeKind.ROOM: _("Other rooms"),
        ChangeKind.ADDED: pgettext("heading", "New on the program"),
    }
    return headings[ORDER[group]]
