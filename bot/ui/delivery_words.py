"""What a delivery is called, when it is, and what became of it, in words for organizers."""

from datetime import datetime

from bot.delivery.model import Cause, Delivery, Kind, Record, State
from bot.program.timetable import Timetable
from bot.ui.text import (
    bold,
    dotted,
    enumeration,
    escape_line,
    relative,
    small,
    stamp,
)

LONGEST_REASON = 300
LISTED_TITLE = 90
LISTED_TITLES = 200
MOST_NAMED = 3
MOST_LINES = 10

KINDS = {
    Kind.REMINDER: "Reminder",
    Kind.TELLING: "Word to organizers",
    Kind.CHANGE: "Changes of the program",
    Kind.DIGEST: "Digest of the day",
    Kind.ANNOUNCEMENT: "Announcement",
    Kind.PERSONAL: "Reminder for one person",
    Kind.PERSONAL_CHANGE: "Changes for one person",
    Kind.WELCOME: "Welcome to organizers",
    Kind.LOG: "What an organizer did",
}

STATES = {
    State.CLAIMED: "being posted",
    State.SENT: "posted",
    State.FAILED: "not posted yet",
    State.DROPPED: "not posted",
    State.EXPIRED: "not posted",
    State.UNSURE: "perhaps not posted",
    State.WITHDRAWN: "taken back",
}
MARKS = {
    State.CLAIMED: "⏳",
    State.SENT: "✅",
    State.FAILED: "🔁",
    State.DROPPED: "⚠️",
    State.EXPIRED: "⚠️",
    State.UNSURE: "❓",
    State.WITHDRAWN: "↩️",
}
# What somebody chose is no reason to be alarmed.
CHOSEN = {Cause.PAUSED: "⏸️", Cause.BY_HAND: "🗑️"}

# Why something was not posted, and what to do about it.
WHY_NOT = {
    Cause.FORBIDDEN: (
        "Not posted: I may not post in {where}. Give me View Channel, Send Messages, Embed Links "
        "and Read Message History there."
    ),
    Cause.GONE: "Not posted: its channel is gone. Choose another one for me.",
    Cause.REFUSED: "Not posted: Discord refused it{because}.",
    Cause.LATE: "Not posted: it was too late{because}.",
    Cause.CLOSED: "Not sent: they take no direct messages of mine.",
    Cause.UNREADABLE: (
        "I can't know whether it was posted, since I may not read {where}. "
        "Look there before you try again."
    ),
    Cause.PAUSED: "Not posted: posting was paused when it fell due.",
    Cause.BY_HAND: "Not posted: somebody dropped it.",
}


def session_title(session_id: str, timetable: Timetable | None) -> str:
    """Return what a session is called, unescaped; its id where it left the program."""
    session = None if timetable is None else timetable.session(session_id)
    if timetable is None or session is None:
        return session_id
    return timetable.title_of(session)


def session_titles(delivery: Delivery, timetable: Timetable | None) -> tuple[str, ...]:
    """Return what its sessions are called, unescaped, each name once."""
    return tuple(dict.fromkeys(session_title(one.session, timetable) for one in delivery.items))


def plain_name(delivery: Delivery, timetable: Timetable | None) -> str:
    """Return what it is called where there is no Markdown: "Rivers and 2 more"."""
    titles = session_titles(delivery, timetable)
    if not titles:
        return KINDS[delivery.kind]
    return titles[0] + (f" and {len(titles) - 1} more" if titles[1:] else "")


def name(delivery: Delivery, timetable: Timetable | None) -> str:
    """Return what a list calls it, escaped and in bold where it is a title."""
    titles = session_titles(delivery, timetable)
    if not titles:
        return f"**{KINDS[delivery.kind]}**"
    shown = [bold(title, LISTED_TITLE) for title in titles[:MOST_NAMED]]
    return enumeration(shown, LISTED_TITLES, more=len(titles) - len(shown))


def was_held(record: Record, since: datetime) -> bool:
    """Tell whether it was not posted because it fell due in the pause that began at `since`."""
    return record.cause is Cause.PAUSED and record.delivery.due >= since


def mark(record: Record) -> str:
    """Return the sign of what became of it."""
    if record.state is State.DROPPED and record.cause in CHOSEN:
        return CHOSEN[record.cause]
    return MARKS[record.state]


def fate(record: Record) -> str:
    """Return what became of it as a sentence of Markdown: why, and what to do about it."""
    match record.state:
        case State.CLAIMED:
            return "It is being posted right now."
        case State.SENT:
            return f"Posted {_moment(record)}."
        case State.FAILED:
            return _failed(record)
        case State.WITHDRAWN:
            return "Taken back: the program or your choices changed before it was posted."
        case State.DROPPED | State.EXPIRED | State.UNSURE:
            return _not_posted(record)


def _moment(record: Record) -> str:
    return stamp(record.settled_at or record.claimed_at, "f")


def _failed(record: Record) -> str:
    again = "" if record.next_try is None else f" I try again {relative(record.next_try)}."
    return f"Not posted yet{_because(record)}.{again}"


def _not_posted(record: Record) -> str:
    why = WHY_NOT[record.cause] if record.cause else "Not posted{because}."
    return why.format(where=f"<#{record.delivery.place}>", because=_because(record))


def _because(record: Record) -> str:
    if not record.reason:
        return ""
    return f": {escape_line(record.reason.rstrip('.'), LONGEST_REASON)}"


def coming_line(delivery: Delivery, usual: int | None) -> str:
    """Return when it will be posted, and where if that is not the `usual` channel."""
    when = f"{stamp(delivery.due, 'f')} ({relative(delivery.due)})"
    return small(dotted(when, _where(delivery, usual)))


def past_lines(record: Record, usual: int | None) -> str:
    """Return what became of it, when, and where if that is not the `usual` channel."""
    if record.state is State.SENT:
        return small(dotted(f"posted {_moment(record)}", _where(record.delivery, usual)))
    return f"{fate(record)}\n{due_line(record.delivery, usual)}"


def due_line(delivery: Delivery, usual: int | None) -> str:
    """Return when it was due, and where if that is not the `usual` channel."""
    return small(dotted(f"was due {stamp(delivery.due, 'f')}", _where(delivery, usual)))


def _where(delivery: Delivery, usual: int | None) -> str | None:
    return None if delivery.place == usual else f"<#{delivery.place}>"


def session_lines(delivery: Delivery, timetable: Timetable | None) -> tuple[str, ...]:
    """Return a line for each of its sessions, as many as one message ever holds."""
    lines = [
        f"- {bold(session_title(one.session, timetable), LISTED_TITLE)}, {stamp(one.start, 'f')}"
        for one in delivery.items[:MOST_LINES]
    ]
    more = len(delivery.items) - len(lines)
    return (*lines, *([f"- and {more} more"] if more else []))
