"""Cuts a list of Changes into messages, always in the same way, and puts them in order."""

import string
from collections.abc import Iterable, Sequence

from bot.program.diff import Change, ChangeKind, Facts

# What people should know first stands first. Breaks and mere links to a stream come last.
ORDER = (
    ChangeKind.CANCELLED,
    ChangeKind.REINSTATED,
    ChangeKind.MOVED,
    ChangeKind.ROOM,
    ChangeKind.ADDED,
)
OTHERS, QUIET = len(ORDER), len(ORDER) + 1

# One message stays readable. Of what an embed may hold, the rest is for headings.
MOST_CHANGES = 20
MOST_LENGTH = 5_000

# At most so much of these is shown, escapes counted; `ui/change_words.py` cuts them.
TITLE, NAME, NAMES, ADDRESS = 160, 80, 120, 200
# Between two in a list, in any language.
BETWEEN = 5
# Signs, labels, arrows and timestamps: of every change, and of each respect in which it is one.
FRAME, LINE = 75, 50

_PUNCTUATION = frozenset(string.punctuation)


def rank(change: Change) -> int:
    """Return which group a Change is told in: a place in ORDER, OTHERS or QUIET."""
    if change.facts.is_break or change.kinds == (ChangeKind.STREAM,):
        return QUIET
    return next((place for place, kind in enumerate(ORDER) if kind in change.kinds), OTHERS)


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return the Changes by group, then by time."""
    return tuple(sorted(changes, key=_place))


def parts_of(changes: Iterable[Change]) -> tuple[tuple[Change, ...], ...]:
    """Return the Changes, in order, as many together as one message can hold."""
    parts: list[tuple[Change, ...]] = []
    part: list[Change] = []
    left = MOST_LENGTH
    for change in in_order(changes):
        longest = longest_text(change)
        if part and (len(part) == MOST_CHANGES or longest > left):
            parts.append(tuple(part))
            part, left = [], MOST_LENGTH
        part.append(change)
        left -= longest
    return (*parts, tuple(part)) if part else tuple(parts)


def longest_text(change: Change) -> int:
    """Return a length that the text of a Change never passes, in UTF-16 units."""
    shown = [change.facts]
    if change.before is not None and change.after is not None:
        shown.append(change.before)
    length = (
        FRAME + LINE * len(change.kinds) + (ADDRESS if ChangeKind.STREAM in change.kinds else 0)
    )
    for one in shown:
        length += _shown(TITLE, [one.title]) if _is_told(ChangeKind.RETITLED, one, change) else 0
        length += _shown(NAME, [one.room or ""]) if _is_told(ChangeKind.ROOM, one, change) else 0
        length += _shown(NAMES, one.speakers) if _is_told(ChangeKind.SPEAKERS, one, change) else 0
        length += _shown(NAME, [one.track or ""]) if ChangeKind.TRACK in change.kinds else 0
    return length


def _is_told(kind: ChangeKind, facts: Facts, change: Change) -> bool:
    """Tell whether a respect of these facts is shown: what was only stands where it is other."""
    return kind in change.kinds or facts is change.facts


def _shown(most: int, texts: Sequence[str]) -> int:
    """Return how long texts in a row may become once their Markdown is escaped, `most` at most."""
    length = 0
    for text in texts:
        units = len(text.encode("utf-16-le", "replace")) // 2
        length += units + sum(letter in _PUNCTUATION for letter in text) + BETWEEN
    return min(length, most)


def _place(change: Change) -> tuple[int, float, str]:
    return rank(change), change.facts.start.timestamp(), change.session
