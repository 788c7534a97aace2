"""What changed in the program, as it is posted: what it was, what it is now, by what matters."""

from collections.abc import Iterator, Sequence
from urllib.parse import urldefrag

import discord

from bot.announcements.model import Part
from bot.announcements.parts import ORDER, OTHERS, QUIET, in_order, rank
from bot.delivery.model import NO_GUILD
from bot.program.diff import Change, ChangeKind
from bot.program.model import Session
from bot.ui import limits
from bot.ui.card import ACCENT
from bot.ui.change_words import change_text
from bot.ui.controls import Opening, Picker, address, pickers
from bot.ui.limits import NOTIFICATION, cut, length
from bot.ui.listing import Entry, fill
from bot.ui.openings import talk_openings
from bot.ui.post import Post, classic_view
from bot.ui.save_controls import savers
from bot.ui.text import LONGEST_NAME, bold, escape_line, number_word, plain, stamp

HEADINGS = {
    ChangeKind.CANCELLED: "Cancelled",
    ChangeKind.REINSTATED: "They take place after all",
    ChangeKind.MOVED: "Other times",
    ChangeKind.ROOM: "Other rooms",
    ChangeKind.ADDED: "New on the program",
}
TITLE = "Changes of the program"
OTHERS_HEADING, QUIET_HEADING = "Other changes", "Breaks and streams"

# What the first line says before a title, or after it and before the start.
LEAD_INS = {
    ChangeKind.CANCELLED: "Cancelled:",
    ChangeKind.ADDED: "New:",
    ChangeKind.RETITLED: "New title:",
    ChangeKind.SPEAKERS: "Other speakers:",
}
LEAD_IN = "Changed:"
VERBS = {
    ChangeKind.MOVED: "moved to",
    ChangeKind.REINSTATED: "takes place after all,",
}

# What a room may take of the first line, and what a title must have left there to be worth naming.
ROOM = 24
WORTH_NAMING = 12

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
        "Open a talk…",
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
    beginning = (
        "" if len(changes) == 1 else f"**{number_word(len(changes)).capitalize()} changes:** "
    )
    end = "" if len(changes) == 1 else " …"
    before, after = _around(changes[0])
    left = NOTIFICATION - length(f"{beginning}{before}****{after}{end}")
    if left < WORTH_NAMING:
        after = ""
        left = NOTIFICATION - length(f"{beginning}{before}****{end}")
    title = cut(escape_line(changes[0].facts.title), left)
    return f"{beginning}{before}**{title}**{after}{end}"


def _around(change: Change) -> tuple[str, str]:
    """Return what stands before and after its title in a sentence that says what changed."""
    kind, facts = change.kinds[0], change.facts
    start = stamp(facts.start, "F")
    if kind is ChangeKind.ROOM:
        room = "has no room yet" if facts.room is None else f"is in {escape_line(facts.room, ROOM)}"
        return "", f" {room}, {start}"
    if kind in VERBS:
        return "", f" {VERBS[kind]} {start}"
    return f"{LEAD_INS.get(kind, LEAD_IN)} ", f", {start}"


def change_embeds(part: Part, *, is_marked: bool, title: str = TITLE) -> Iterator[discord.Embed]:
    """Yield as many embeds as hold all of it; the first has the title, the last the footer.

    The first one's address carries the mark unless that `is_marked` elsewhere.
    """
    program = part.timetable.program
    pages = fill(_entries(in_order(part.changes)), limits.EMBED_DESCRIPTION)
    for number, page in enumerate(pages, start=1):
        embed = discord.Embed(description=page.text, colour=ACCENT)
        if number == 1:
            embed.title = title
            embed.url = _url(part, is_marked=is_marked)
        if number == len(pages):
            several = f" · message {part.number} of {part.of}" if part.of > 1 else ""
            embed.set_footer(text=plain(program.name, LONGEST_NAME) + several)
        yield embed


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
    match group:
        case _ if group == QUIET:
            return QUIET_HEADING
        case _ if group == OTHERS:
            return OTHERS_HEADING
        case _:
            return HEADINGS[ORDER[group]]
