"""Discord's limits as named numbers, and what cuts text to them.

The numbers are from Discord's documentation of messages and components unless a note says else.
Lengths are in UTF-16 units, the longer of the two ways in which Discord may count a character.
"""

import re
from collections.abc import Iterator

CONTENT = 2_000

EMBED_TITLE = 256
EMBED_DESCRIPTION = 4_096
EMBED_FOOTER = 2_048
# Over all embeds of a message.
EMBEDS_TOTAL = 6_000

# Over all text of a Components V2 message; only discord.py's documentation names this one.
LAYOUT_TEXT = 4_000
LAYOUT_COMPONENTS = 40
SECTION_TEXTS = 3

ROW_BUTTONS = 5
CLASSIC_ROWS = 5
BUTTON_LABEL = 80
LINK_URL = 512
CUSTOM_ID = 100
PICKER_OPTIONS = 25
PICKER_PLACEHOLDER = 150
OPTION_LABEL = 100
OPTION_DESCRIPTION = 100
THUMBNAIL_DESCRIPTION = 256
# Discord's API description; longer addresses are refused with the whole message.
MEDIA_URL = 2_048

# Of a form: its title, and what is said over each field and under that.
MODAL_TITLE = 45
LABEL_TEXT = 45
LABEL_DESCRIPTION = 100

AUTOCOMPLETE_CHOICES = 25
CHOICE_NAME = 100

# What a phone shows of a message in a push notification: not documented, so the shortest seen.
NOTIFICATION = 100

ELLIPSIS = "…"

# What is never cut in two: an escape, a mention or timestamp, a masked link, a bare link, and a
# letter with all that is drawn on it or joined to it.
_JOINED = "(?:[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]|\u200d.)"
_WHOLE = re.compile(
    rf"\\.{_JOINED}*|<[^<>\s]{{1,60}}>|\[[^\]\n]*\]\([^)\s]*\)|https?://\S+|.{_JOINED}+",
    re.DOTALL,
)

# Where a page may end, the best place first.
_BREAKS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…])\s+|(?<=[\u3002\uff01\uff1f])"),
    re.compile(r"\s+"),
)
# A better place to break is taken only if it keeps at least this much of what fits.
_WORTH_KEEPING = 0.5


def length(text: str) -> int:
    """Return how long Discord may find the text, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "replace")) // 2


def cut(text: str, most: int) -> str:
    """Return the text in at most `most` units, with "…" for what is left out.

    Cuts between words where that keeps enough, and never inside an escape, a link or a timestamp.
    """
    if length(text) <= most:
        return text
    kept = beginning(text, most - length(ELLIPSIS))
    within_word = not (kept[-1:].isspace() or text[len(kept)].isspace())
    if within_word:
        words, *_ = kept.rsplit(maxsplit=1) or [""]
        kept = words if len(words) >= len(kept) * _WORTH_KEEPING else kept
    return kept.rstrip() + ELLIPSIS


def pages(text: str, most: int) -> tuple[str, ...]:
    """Return the text in pieces of at most `most` units each; none for a blank text.

    Breaks between paragraphs if it can, else lines, else sentences, else words.
    """
    return tuple(_pieces(text.strip(), most))


def _pieces(text: str, most: int) -> Iterator[str]:
    rest = text
    while length(rest) > most:
        # What can't be kept whole (an endless link) is broken after all.
        window = beginning(rest, most) or rest[: most // 2]
        end = _best_break(window, rest)
        if piece := rest[:end].rstrip():
            yield piece
        rest = rest[end:].lstrip()
    if rest:
        yield rest


def _best_break(window: str, rest: str) -> int:
    if not rest[len(window)].strip():
        # The window happens to end where a word does; only a better place may come before it.
        return _last(window, _BREAKS[:-1]) or len(window)
    return _last(window, _BREAKS) or len(window)


def _last(window: str, breaks: tuple[re.Pattern[str], ...]) -> int | None:
    for pattern in breaks:
        ends = [found.end() for found in pattern.finditer(window)]
        if ends and ends[-1] >= len(window) * _WORTH_KEEPING:
            return ends[-1]
    return None


def beginning(text: str, most: int) -> str:
    """Return the longest beginning of whole things that fits; empty if the first does not."""
    units = text.encode("utf-16-le", "replace")[: 2 * most]
    end = len(units.decode("utf-16-le", "ignore"))
    for found in _WHOLE.finditer(text):
        if found.end() > end:
            return text[: min(end, found.start())]
    return text[:end]
