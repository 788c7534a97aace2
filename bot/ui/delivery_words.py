"""What a delivery is called, when it is, and what became of it, in words for organizers."""

from datetime import datetime

from bot.delivery.model import Cause, Delivery, Kind, Record, State
from bot.program.timetable import Timetable
from bot.translation import N_, _, in_words, listed, said, said_many
from bot.ui.text import (
    and_more,
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
    Kind.REMINDER: N_("Reminder"),
    Kind.TELLING: N_("Word to organizers"),
    Kind.CHANGE: N_("Changes of the program"),
    Kind.DIGEST: N_("Digest of the day"),
    Kind.ANNOUNCEMENT: N_("Announcement"),
    Kind.PERSONAL: N_("Reminder for one person"),
    Kind.PERSONAL_CHANGE: N_("Changes for one person"),
    Kind.WELCOME: N_("Welcome to organizers"),
    Kind.LOG: N_("What an organizer did"),
}

NOT_POSTED = N_("not posted")
STATES = {
    # Translators: what became of a post, in a list of posts; so the next ones.
    State.CLAIMED: N_("being posted"),
    State.SENT: N_("posted"),
    State.FAILED: N_("not posted yet"),
    State.DROPPED: NOT_POSTED,
    State.EXPIRED: NOT_POSTED,
    State.UNSURE: N_("perhaps not posted"),
    State.WITHDRAWN: N_("taken back"),
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
    Cause.FORBIDDEN: N_("Not posted: I may not post in {where}. Give me {permissions} there."),
    Cause.GONE: N_("Not posted: its channel is gone. Choose another one for me."),
    Cause.REFUSED: N_("Not posted: Discord refused it."),
    Cause.LATE: N_("Not posted: it was too late."),
    Cause.CLOSED: N_("Not sent: they take no direct messages of mine."),
    Cause.UNREADABLE: N_(
        "I can't know whether it was posted, since I may not read {where}. "
        "Look there before you try again."
    ),
    Cause.PAUSED: N_("Not posted: posting was paused when it fell due."),
    Cause.BY_HAND: N_("Not posted: somebody dropped it."),
    None: N_("Not posted."),
}
# The same where there are words for what stood in the way.
WHY_NOT_IN_WORDS = {
    Cause.REFUSED: N_("Not posted: Discord refused it: {reason}."),
    Cause.LATE: N_("Not posted: it was too late: {reason}."),
    None: N_("Not posted: {reason}."),
}


def permissions() -> str:
    """Return the permissions that posting needs, as Discord's settings call them."""
    needed = (
        _("View Channel"), _("Send Messages"), _("Embed Links"), _("Read Message History"),
    )  # fmt: skip
    return listed(needed)


def session_title(session_id: str, timetable: Timetable | None) -> str:
    """Return what a session is called, unescaped; its id where it left the program."""
    session = None if timetable is None else timetable.session(session_id)
    if timetable is None or session is None:
        return session_id
    return timetable.title_of(session)


def session_titles(delivery: Delivery, timetable: Timetable | None) -> tuple[str, ...]:
    """Return what its sessions are called, unescaped, each name once."""
    return tuple(dict.fromkeys(session_title(one.session, timetable) for one in delivery.items))


def called(delivery: Delivery, timetable: Timetable | None) -> str:
    """Return what it is called, to be said later in any language: "Rivers and 2 more"."""
    titles = session_titles(delivery, timetable)
    if not titles:
        return said(KINDS[delivery.kind])
    if not titles[1:]:
        return titles[0]
    more = len(titles) - 1
    return said_many("{title} and {count} more", "{title} and {count} more", more, title=titles[0])


def plain_name(delivery: Delivery, timetable: Timetable | None) -> str:
    """Return what it is called where there is no Markdown: "Rivers and 2 more"."""
    return in_words(called(delivery, timetable))


def name(delivery: Delivery, timetable: Timetable | None) -> str:
    """Return what a list calls it, escaped and in bold where it is a title."""
    titles = session_titles(delivery, timetable)
    if not titles:
        return f"**{_(KINDS[delivery.kind])}**"
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
            return _("It is being posted right now.")
        case State.SENT:
            return _("Posted {time}.").format(time=_moment(record))
        case State.FAILED:
            return _failed(record)
        case State.WITHDRAWN:
            return _("Taken back: the program or your choices changed before it was posted.")
        case State.DROPPED | State.EXPIRED | State.UNSURE:
            return _not_posted(record)


def _moment(record: Record) -> str:
    return stamp(record.settled_at or record.claimed_at, "f")


def _failed(record: Record) -> str:
    reason = _reason(record)
    failed = _("Not posted yet: {reason}.") if reason else _("Not posted yet.")
    sentences = [failed.format(reason=reason)]
    if record.next_try is not None:
        sentences.append(_("I try again {time}.").format(time=relative(record.next_try)))
    return " ".join(sentences)


def _not_posted(record: Record) -> str:
    reason = _reason(record)
    words = WHY_NOT_IN_WORDS if reason and record.cause in WHY_NOT_IN_WORDS else WHY_NOT
    where = f"<#{record.delivery.place}>"
    return _(words[record.cause]).format(where=where, permissions=permissions(), reason=reason)


def _reason(record: Record) -> str:
    """Return what stood in the way as a part of a sentence; empty if that is not known."""
    if not record.reason:
        return ""
    return escape_line(in_words(record.reason).rstrip(".。"), LONGEST_REASON)


def coming_line(delivery: Delivery, usual: int | None) -> str:
    """Return when it will be posted, and where if that is not the `usual` channel."""
    when = f"{stamp(delivery.due, 'f')} ({relative(delivery.due)})"
    return small(dotted(when, _where(delivery, usual)))


def past_lines(record: Record, usual: int | None) -> str:
    """Return what became of it, when, and where if that is not the `usual` channel."""
    if record.state is State.SENT:
        posted = _("posted {time}").format(time=_moment(record))
        return small(dotted(posted, _where(record.delivery, usual)))
    return f"{fate(record)}\n{due_line(record.delivery, usual)}"


def due_line(delivery: Delivery, usual: int | None) -> str:
    """Return when it was due, and where if that is not the `usual` channel."""
    due = _("was due {time}").format(time=stamp(delivery.due, "f"))
    return small(dotted(due, _where(delivery, usual)))


def _where(delivery: Delivery, usual: int | None) -> str | None:
    return None if delivery.place == usual else f"<#{delivery.place}>"


def session_lines(delivery: Delivery, timetable: Timetable | None) -> tuple[str, ...]:
    """Return a line for each of its sessions, as many as one message ever holds."""
    lines = [
        f"- {bold(session_title(one.session, timetable), LISTED_TITLE)}, {stamp(one.start, 'f')}"
        for one in delivery.items[:MOST_LINES]
    ]
    more = len(delivery.items) - len(lines)
    return (*lines, *([f"- {and_more(more)}"] if more else []))
