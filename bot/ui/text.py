"""Puts names, times and what people wrote into Discord's Markdown, and takes theirs out."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from discord.utils import TimestampStyle, format_dt

from bot.program.model import Room, Session, Speaker
from bot.translation import Language, _, figures, in_words, listed, ngettext, spoken
from bot.ui.limits import LAYOUT_TEXT, cut, length

# Between things on one line.
DOT = " · "
DASH = "\N{EN DASH}"

LONGEST_TITLE = 300
LONGEST_NAME = 120
LONGEST_ROLE = 160
LONGEST_NAMES = 200
# Nobody reads a list of more people than these.
MOST_NAMES = 12

# What would turn the text around it, or can't be sent at all.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Not one of the letters that leave no mark; Discord refuses a label that has nothing else.
_VISIBLE = re.compile(
    "[^\\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
# Where Discord's clients see a link begin and end, and what may stand between it and a "<".
_ADDRESS = r"https?://[^\s<]+[^<.,:;\"'\]\s](?:[.,:;\"'\]]*(?=<))?"
_MARKS = r"[\\*_~|`<\[]"
_PING = r"@(?=everyone|here)"
# The colon of an emoji's short name, or of an address that is not to be a link.
_COLON = r":(?=[A-Za-z0-9_+-]{1,64}:|//)"
_BLOCK = r"[#>+-]"
_NUMBER = r"\d+(?=[.)])"

_IN_TEXT = re.compile(
    rf"(?P<address>{_ADDRESS})|(?P<ping>{_PING})|(?P<number>(?<!\S){_NUMBER})"
    rf"|{_COLON}|{_MARKS}|(?<!\S){_BLOCK}"
)
_IN_LINE = re.compile(rf"(?P<ping>{_PING})|(?P<number>\A{_NUMBER})|{_COLON}|{_MARKS}|\A{_BLOCK}")
_MARKS_IN_ADDRESS = re.compile(rf"[*|`\\]|{_PING}")
_PINGS = re.compile(_PING)
# Discord's clients ignore a backslash before these; a letter of no width is what stops them.
_UNPING = "@\u200b"
_CODE = re.compile(r"`([^`\n]+)`")
_MANY_BLANK_LINES = re.compile(r"\n\s*\n\s*")
_BLANKS_AT_LINE_END = re.compile(r"[^\S\n]+\n")

_SMALL_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def plain(text: str, most: int = LAYOUT_TEXT) -> str:
    """Return the text on one line and cut to `most`, for labels, where there is no Markdown.

    What can be said in any language (`Said`) is said in that spoken now, here and in all that
    escapes. A text that shows nothing becomes a dash, since Discord refuses a blank label.
    """
    seen = " ".join(_UNSEEN.sub("", in_words(text)).split())
    return cut(seen, most) if _VISIBLE.search(seen) else DASH


def escape_line(text: str, most: int = LAYOUT_TEXT) -> str:
    """Return the text on one line as Markdown that shows it as it is, links included.

    It is cut to `most`, escapes counted.
    """
    # An escaped letter is never shorter than the letter, so no more of them can be needed.
    return cut(_IN_LINE.sub(_escaped, plain(text)[: most + 1]), most)


def escape(text: str) -> str:
    """Return the text as Markdown that shows it as it is, with its lines; addresses stay links."""
    return _IN_TEXT.sub(_escaped, _tidy(text))


def escape_sentence(text: str) -> str:
    """Return the text like `escape`, but with what stands in backticks as code."""
    parts = _CODE.split(_tidy(text))
    return "".join(
        f"`{_PINGS.sub(_UNPING, part)}`" if place % 2 else _IN_TEXT.sub(_escaped, part)
        for place, part in enumerate(parts)
    )


def _tidy(text: str) -> str:
    seen = _UNSEEN.sub("", "\n".join(in_words(text).splitlines()))
    return _MANY_BLANK_LINES.sub("\n\n", _BLANKS_AT_LINE_END.sub("\n", seen.strip()))


def _escaped(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "ping":
            return _UNPING
        case "number":
            return found[0] + "\\"
        case "address":
            # A backslash in a link or right behind it would be taken for a part of it.
            link = _MARKS_IN_ADDRESS.sub(lambda mark: f"%{ord(mark[0]):02X}", found[0])
            return link + " " if found.string.startswith("<", found.end()) else link
        case _:
            return "\\" + found[0]


def bold(text: str, most: int = LONGEST_TITLE) -> str:
    """Return a name or a title in bold, escaped and cut to `most`."""
    return f"**{escape_line(text, most - 4)}**"


def small(text: str) -> str:
    """Return a line of Markdown in Discord's small print."""
    return f"-# {text}"


def title(text: str) -> str:
    """Return what a card is called, escaped and cut."""
    return escape_line(text, LONGEST_TITLE)


def dotted(*parts: str | None) -> str:
    """Return the parts that there are on one line, with dots between."""
    return DOT.join(part for part in parts if part)


def stamp(instant: datetime, style: TimestampStyle) -> str:
    """Return an instant as each reader's own client shows it; styles as Discord names them."""
    return format_dt(instant, style)


def relative(instant: datetime) -> str:
    """Return how long it is until or since an instant, kept true by the reader's client."""
    return stamp(instant, "R")


def times(session: Session, style: TimestampStyle = "F") -> str:
    """Return a session's day and start, and its end if one was declared."""
    start = stamp(session.start, style)
    if session.end is None:
        return start
    return f"{start} {DASH} {_end(session.start, session.end)}"


def until(session: Session) -> str | None:
    """Return when a session ends: "until 9:45"; None if no end was declared."""
    if session.end is None:
        return None
    return _("until {time}").format(time=_end(session.start, session.end))


def _end(start: datetime, end: datetime) -> str:
    # Where the reader is, midnight may lie anywhere; a day's name is spared only for short ones.
    return stamp(end, "t" if end - start < timedelta(days=1) else "F")


def place(room: Room | None) -> str | None:
    """Return a room's name, escaped; None without a room."""
    return None if room is None else escape_line(room.name, LONGEST_NAME)


def role_of(speaker: Speaker) -> str:
    """Return a person's role and company as far as they are known, escaped: "Engineer, Acme"."""
    known = [text for text in (speaker.role, speaker.company) if text]
    return escape_line(", ".join(known), LONGEST_ROLE) if known else ""


def person(speaker: Speaker) -> str:
    """Return who a person is: the name in bold, and under it role and company in small print."""
    role = role_of(speaker)
    return "\n".join([bold(speaker.name, LONGEST_NAME), *([small(role)] if role else [])])


def names(speakers: Sequence[Speaker], most: int) -> str:
    """Return people's names in at most `most`: "Ada, Bo and Cy", or "Ada, Bo and 3 more".

    Empty without people; at least the first name always stands, cut if it must be.
    """
    texts = [escape_line(speaker.name, LONGEST_NAME) for speaker in speakers[:MOST_NAMES]]
    return enumeration(texts, most, more=len(speakers) - len(texts))


def enumeration(texts: Sequence[str], most: int, *, more: int = 0) -> str:
    """Return the texts as a sentence lists them, in at most `most`, the rest as "and 3 more".

    `more` counts those that are not among the texts to begin with.
    """
    for shown in range(len(texts), 0, -1):
        left_out = len(texts) + more - shown
        line = listed([*texts[:shown], *([_more(left_out)] if left_out else [])])
        if length(line) <= most:
            return line
    return cut(texts[0], most) if texts else ""


def _more(number: int) -> str:
    return ngettext("{count} more", "{count} more", number).format(count=number)


def and_more(number: int) -> str:
    """Return what ends a list that leaves some out: "and 3 more"."""
    return ngettext("and {count} more", "and {count} more", number).format(count=number)


def counted(one: str, many: str, number: int, **values: object) -> str:
    """Return a text with how many there are as prose writes it: "five talks", "40 talks".

    `one` and `many` are its forms in English with {count} in them, marked for translation by this.
    """
    return ngettext(one, many, number).format(count=number_word(number), **values)


def number_word(number: int) -> str:
    """Return a number as prose writes it: "five", "40".

    Other languages than English bend these words, and have figures here.
    """
    if spoken() is Language.ENGLISH and 0 <= number < len(_SMALL_NUMBERS):
        return _SMALL_NUMBERS[number]
    return figures(number)


def fitting(lines: Sequence[str], most: int) -> str:
    """Return as many of the lines as fit in `most`, and a last one for how many more there are."""
    text = "\n".join(lines)
    if length(text) <= most:
        return text
    kept: list[str] = []
    left = most - length(small(and_more(len(lines))))
    for line in lines:
        left -= length(line) + 1
        if left < 0:
            break
        kept.append(line)
    return "\n".join([*kept, small(and_more(len(lines) - len(kept)))])
