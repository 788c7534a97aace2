"""How a change of a session is told: what it is called, what was, and what is now."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from bot.program.diff import Change, ChangeKind, Facts
from bot.ui.limits import length
from bot.ui.text import (
    bold,
    dotted,
    enumeration,
    escape,
    escape_line,
    number_word,
    stamp,
)

LONGEST_TITLE = 160
LONGEST_NAME = 80
LONGEST_NAMES = 120
LONGEST_ADDRESS = 200
LONGEST_SUMMARY = 300
MOST_NAMES = 12

MARKS = {
    ChangeKind.ADDED: "🆕",
    ChangeKind.CANCELLED: "❌",
    ChangeKind.REINSTATED: "✅",
    ChangeKind.MOVED: "🕒",
    ChangeKind.ROOM: "📍",
    ChangeKind.RETITLED: "✏️",
    ChangeKind.SPEAKERS: "👤",
    ChangeKind.LENGTH: "⏱️",
    ChangeKind.TRACK: "🔀",
    ChangeKind.STREAM: "🎥",
}
# What is said of the whole session.
WHOLE = {
    ChangeKind.ADDED: "New on the program",
    ChangeKind.CANCELLED: "Cancelled",
    ChangeKind.REINSTATED: "Takes place after all",
}
# What is said of several, by the first of their kinds.
COUNTED = {
    ChangeKind.ADDED: "new",
    ChangeKind.CANCELLED: "cancelled",
    ChangeKind.REINSTATED: "back on the program",
    ChangeKind.MOVED: "at another time",
    ChangeKind.ROOM: "in another room",
    ChangeKind.RETITLED: "with another title",
    ChangeKind.SPEAKERS: "with other speakers",
    ChangeKind.LENGTH: "of another length",
    ChangeKind.TRACK: "in another track",
    ChangeKind.STREAM: "with another stream",
}
ARROW = " → "
NO_ROOM, NO_TRACK, NOBODY = "no room", "no track", "nobody yet"
MINUTE = timedelta(minutes=1)


def change_text(change: Change) -> str:
    """Return a change as an entry of a list: its session, old → new, and what stays as it was.

    Title, speakers, time and room stand in it, whatever it is that changed.
    """
    return "\n".join(_lines(change))


def summary(changes: Iterable[Change]) -> str:
    """Return how many sessions are different in which way: "40 cancelled and one new"."""
    numbers = Counter(change.kinds[0] for change in changes)
    parts = [f"{number_word(numbers[kind])} {COUNTED[kind]}" for kind in COUNTED if numbers[kind]]
    return enumeration(parts, LONGEST_SUMMARY) or "no session is different"


def _lines(change: Change) -> Iterator[str]:
    facts, kind = change.facts, change.kinds[0]
    yield f"{MARKS[kind]} {bold(facts.title, LONGEST_TITLE)}"
    before, after = change.before, change.after
    if kind in WHOLE:
        yield WHOLE[kind]
    if before is not None and after is not None:
        yield from (line for one in change.kinds if (line := _difference(one, before, after)))
    rest = dotted(*_unchanged(change, facts))
    if rest:
        # Not in small print: what stands in an embed need not know it.
        yield rest


def _difference(kind: ChangeKind, before: Facts, after: Facts) -> str | None:
    """Return what was and what is in one respect; None if it was said already."""
    match kind:
        case ChangeKind.MOVED:
            was, now = stamp(before.start, "F"), stamp(after.start, "F")
        case ChangeKind.ROOM:
            was, now = _name(before.room, NO_ROOM), _name(after.room, NO_ROOM)
        case ChangeKind.RETITLED:
            return f"Title: it was called {escape_line(before.title, LONGEST_TITLE)}"
        case ChangeKind.SPEAKERS:
            was, now = people(before.speakers) or NOBODY, people(after.speakers) or NOBODY
        case ChangeKind.LENGTH:
            was, now = _length(before.length), _length(after.length)
        case ChangeKind.TRACK:
            was, now = _name(before.track, NO_TRACK), _name(after.track, NO_TRACK)
        case ChangeKind.STREAM:
            return _stream(after.stream)
        case _:
            return None
    return f"{_LABELS[kind]}: {was}{ARROW}{now}"


_LABELS = {
    ChangeKind.MOVED: "Time",
    ChangeKind.ROOM: "Room",
    ChangeKind.SPEAKERS: "Speakers",
    ChangeKind.LENGTH: "Length",
    ChangeKind.TRACK: "Track",
}


def _unchanged(change: Change, facts: Facts) -> Iterator[str]:
    """Yield when, where and who, as far as no line above has told it."""
    if ChangeKind.MOVED not in change.kinds:
        yield stamp(facts.start, "F")
    if ChangeKind.ROOM not in change.kinds and facts.room is not None:
        yield escape_line(facts.room, LONGEST_NAME)
    if ChangeKind.SPEAKERS not in change.kinds:
        yield people(facts.speakers)


def people(speakers: Sequence[str]) -> str:
    """Return people's names as a sentence lists them, escaped; empty without people."""
    shown = [escape_line(name, LONGEST_NAME) for name in speakers[:MOST_NAMES]]
    return enumeration(shown, LONGEST_NAMES, more=len(speakers) - len(shown))


def _name(text: str | None, without: str) -> str:
    return without if text is None else escape_line(text, LONGEST_NAME)


def _length(span: timedelta | None) -> str:
    return "no declared end" if span is None else f"{round(span / MINUTE)} minutes"


def _stream(address: str | None) -> str:
    if address is None:
        return "Stream: the link is gone"
    shown = escape(address)
    return f"Stream: {shown}" if length(shown) <= LONGEST_ADDRESS else "Stream: another link"
