"""How a change of a session is told: what it is called, what was, and what is now."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta

from bot.program.diff import Change, ChangeKind, Facts
from bot.translation import N_, _, ngettext
from bot.ui.limits import length
from bot.ui.text import bold, counted, dotted, enumeration, escape, escape_line, stamp

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
    ChangeKind.ADDED: N_("New on the program"),
    ChangeKind.CANCELLED: N_("Cancelled"),
    ChangeKind.REINSTATED: N_("Takes place after all"),
}
# What is said of several, by the first of their kinds.
COUNTED: dict[ChangeKind, Callable[[int], str]] = {
    # Translators: how many sessions, in "40 cancelled and one new".
    ChangeKind.ADDED: lambda number: counted("{count} new", "{count} new", number),
    # Translators: how many sessions, in "40 cancelled and one new".
    ChangeKind.CANCELLED: lambda number: counted("{count} cancelled", "{count} cancelled", number),
    # Translators: how many sessions, in "40 cancelled and one new".
    ChangeKind.REINSTATED: lambda number: counted(
        "{count} back on the program", "{count} back on the program", number
    ),
    # Translators: how many sessions, in "40 cancelled and one new".
    ChangeKind.MOVED: lambda number: counted(
        "{count} at another time", "{count} at another time", number
    ),
    # Translators: how many sessions, in "40 cancelled and one new".
    ChangeKind.ROOM: lambda number: counted(
        "{count} in another room", "{count} in another room", number
    ),
    # Translators: how many sessions, in "40 cancelled and one new".
    ChangeKind.RETITLED: lambda number: counted(
        "{count} with another title", "{count} with another title", number
    ),
    # Translators: how many sessions, in "40 cancelled and one new".
    ChangeKind.SPEAKERS: lambda number: counted(
        "{count} with other speakers", "{count} with other speakers", number
    ),
    # Translators: how many sessions, in "40 cancelled and one new".
    ChangeKind.LENGTH: lambda number: counted(
        "{count} of another length", "{count} of another length", number
    ),
    # Translators: how many sessions, in "40 cancelled and one new".
    ChangeKind.TRACK: lambda number: counted(
        "{count} in another track", "{count} in another track", number
    ),
    # Translators: how many sessions, in "40 cancelled and one new".
    ChangeKind.STREAM: lambda number: counted(
        "{count} with another stream", "{count} with another stream", number
    ),
}
NO_ROOM, NO_TRACK, NOBODY = N_("no room"), N_("no track"), N_("nobody yet")
MINUTE = timedelta(minutes=1)


def change_text(change: Change) -> str:
    """Return a change as an entry of a list: its session, old → new, and what stays as it was.

    Title, speakers, time and room stand in it, whatever it is that changed.
    """
    return "\n".join(_lines(change))


def summary(changes: Iterable[Change]) -> str:
    """Return how many sessions are different in which way: "40 cancelled and one new"."""
    numbers = Counter(change.kinds[0] for change in changes)
    parts = [told(numbers[kind]) for kind, told in COUNTED.items() if numbers[kind]]
    return enumeration(parts, LONGEST_SUMMARY) or _("no session is different")


def _lines(change: Change) -> Iterator[str]:
    facts, kind = change.facts, change.kinds[0]
    yield f"{MARKS[kind]} {bold(facts.title, LONGEST_TITLE)}"
    before, after = change.before, change.after
    if kind in WHOLE:
        yield _(WHOLE[kind])
    if before is not None and after is not None:
        yield from (line for one in change.kinds if (line := _difference(one, before, after)))
    rest = dotted(*_unchanged(change, facts))
    if rest:
        # Not in small print: what stands in an embed need not know it.
        yield rest


def _difference(kind: ChangeKind, before: Facts, after: Facts) -> str | None:
    """Return what was and what is in one respect; None if it was said already."""
    match kind:
        case ChangeKind.RETITLED:
            called = escape_line(before.title, LONGEST_TITLE)
            return _("Title: it was called {title}").format(title=called)
        case ChangeKind.STREAM:
            return _stream(after.stream)
        case ChangeKind.MOVED:
            line = _("Time: {before} → {after}")
            was, now = stamp(before.start, "F"), stamp(after.start, "F")
        case ChangeKind.ROOM:
            line = _("Room: {before} → {after}")
            was, now = _name(before.room, _(NO_ROOM)), _name(after.room, _(NO_ROOM))
        case ChangeKind.SPEAKERS:
            line = _("Speakers: {before} → {after}")
            was, now = (people(one.speakers) or _(NOBODY) for one in (before, after))
        case ChangeKind.LENGTH:
            line = _("Length: {before} → {after}")
            was, now = _length(before.length), _length(after.length)
        case ChangeKind.TRACK:
            line = _("Track: {before} → {after}")
            was, now = _name(before.track, _(NO_TRACK)), _name(after.track, _(NO_TRACK))
        case _:
            return None
    return line.format(before=was, after=now)


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
    if span is None:
        return _("no declared end")
    minutes = round(span / MINUTE)
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)


def _stream(address: str | None) -> str:
    if address is None:
        return _("Stream: the link is gone")
    shown = escape(address)
    if length(shown) > LONGEST_ADDRESS:
        return _("Stream: another link")
    return _("Stream: {address}").format(address=shown)
