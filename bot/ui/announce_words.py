"""What an announcement is called, when it is posted, and what became of it, in words."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.announcements.written.model import Announcement, At, AtOnce, Before, Moment
from bot.announcements.written.standing import Phase, Standing
from bot.delivery.model import Record
from bot.program.start_time import start_label
from bot.program.timetable import Timetable
from bot.ui.limits import CHOICE_NAME, cut, length
from bot.ui.text import DOT, bold, dotted, escape_line, plain, relative, stamp

MINUTE = timedelta(minutes=1)
LONGEST_NAME = 120
LONGEST_REASON = 300
UNTITLED = "Untitled"

MARKS = {
    Phase.DRAFT: "📝",
    Phase.WAITING: "🕒",
    Phase.HELD: "⚠️",
    Phase.POSTING: "⏳",
    Phase.POSTED: "✅",
    Phase.ENDED: "⚠️",
    Phase.CANCELLED: "🗑️",
    Phase.DELETED: "🗑️",
}
STATES = {
    Phase.DRAFT: "a draft",
    Phase.WAITING: "waits for its time",
    Phase.HELD: "held",
    Phase.POSTING: "being posted",
    Phase.POSTED: "posted",
    Phase.ENDED: "not posted",
    Phase.CANCELLED: "cancelled",
    Phase.DELETED: "deleted",
}

# Of the others it depends.
FATES = {
    Phase.DRAFT: "Nothing is posted before you have looked at it and confirmed it.",
    Phase.WAITING: "It waits for its time.",
    Phase.POSTING: "It is being posted. **Refresh** shows what came of it.",
    Phase.CANCELLED: "It was cancelled.",
    Phase.DELETED: "It was posted, and deleted since.",
}


def plain_title(announcement: Announcement, most: int = LONGEST_NAME) -> str:
    """Return what it is called where there is no Markdown."""
    return plain(announcement.words.title or UNTITLED, most)


def named(announcement: Announcement) -> str:
    """Return what a list calls it: its title, escaped and in bold."""
    return bold(announcement.words.title or UNTITLED, LONGEST_NAME)


def span_text(span: timedelta) -> str:
    """Return a span as people type it: "10 minutes"."""
    minutes = span // MINUTE
    return f"{minutes} minute" if minutes == 1 else f"{minutes} minutes"


def moment_choice(moment: Moment, timetable: Timetable | None) -> str:
    """Return what autocomplete calls a moment, in the program's own zone."""
    match moment:
        case AtOnce():
            return "Now, as soon as you confirm it"
        case At():
            return plain(moment_text(moment, timetable), CHOICE_NAME)
        case Before():
            session = None if timetable is None else timetable.session(moment.session)
            lead = f"{span_text(moment.span)} before "
            if timetable is None or session is None:
                return plain(lead + moment.session, CHOICE_NAME)
            note = DOT + start_label(session.start)
            room = CHOICE_NAME - length(lead) - length(note)
            return lead + plain(timetable.title_of(session), room) + note


def moment_text(moment: At, timetable: Timetable | None) -> str:
    """Return an instant as a person writes it, where the conference is if that is known."""
    zone = moment.at.tzinfo if timetable is None else ZoneInfo(timetable.program.zone)
    return start_label(moment.at.astimezone(zone))


def when(standing: Standing, timetable: Timetable | None) -> str:
    """Return when it is posted, in Markdown."""
    moment = standing.announcement.moment
    at = None if standing.due is None else stamp(standing.due, "F")
    match moment:
        case AtOnce():
            return "as soon as you confirm it"
        case At():
            return dotted(at, None if standing.due is None else relative(standing.due))
        case Before():
            session = None if timetable is None else timetable.session(moment.session)
            if timetable is None or session is None:
                return f"{span_text(moment.span)} before a session that does not take place"
            title = bold(timetable.title_of(session), LONGEST_NAME)
            return dotted(f"{span_text(moment.span)} before {title}", at)


def fate(standing: Standing) -> str:
    """Return as a sentence how it stands, and what can be done."""
    match standing.phase:
        case Phase.HELD:
            return _held(standing)
        case Phase.POSTED:
            return _posted(standing)
        case Phase.ENDED:
            return _ended(standing.record)
    return FATES[standing.phase]


def _held(standing: Standing) -> str:
    if standing.due is None:
        return "It is held: the session that it waits for does not take place. Give it a time."
    return "It is held: it was too late to post it. Give it a new time, or cancel it."


def _posted(standing: Standing) -> str:
    record = standing.record
    if record is None:
        return "It was posted."
    link = f"https://discord.com/channels/{record.delivery.guild_id}/{record.delivery.place}"
    where = f"[Posted]({link}/{record.message_id})" if record.message_id else "Posted"
    return f"{where} {stamp(record.settled_at or record.claimed_at, 'f')}."


def _ended(record: Record | None) -> str:
    because = ""
    if record is not None and record.reason:
        because = f": {escape_line(record.reason.rstrip('.'), LONGEST_REASON)}"
    return cut(f"It was not posted{because}. Write it anew to post it after all.", 500)
