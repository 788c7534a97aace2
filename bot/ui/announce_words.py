"""What an announcement is called, when it is posted, and what became of it, in words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.announcements.written.model import Announcement, At, AtOnce, Before, Moment
from bot.announcements.written.standing import Phase, Standing
from bot.delivery.model import Record
from bot.program.start_time import start_label
from bot.program.timetable import Timetable
from bot.translation import N_, _, in_words, ngettext, pgettext
from bot.ui.limits import CHOICE_NAME, cut, length
from bot.ui.text import DOT, bold, dotted, escape_line, plain, relative, stamp

MINUTE = timedelta(minutes=1)
LONGEST_NAME = 120
LONGEST_REASON = 300
LONGEST_FATE = 500
# What ends a sentence, where it is put into another one.
STOPS = ".\u3002"
UNTITLED = N_("Untitled")
REFRESH = N_("Refresh")

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

# Of the others it depends.
FATES = {
    Phase.DRAFT: N_("Nothing is posted before you have looked at it and confirmed it."),
    Phase.WAITING: N_("It waits for its time."),
    Phase.POSTING: N_("It is being posted. **{refresh}** shows what came of it."),
    Phase.CANCELLED: N_("It was cancelled."),
    Phase.DELETED: N_("It was posted, and deleted since."),
}


def state(phase: Phase) -> str:
    """Return in a few words where an announcement is on its way."""
    words = {
        Phase.DRAFT: pgettext("announcement", "a draft"),
        Phase.WAITING: pgettext("announcement", "waits for its time"),
        Phase.HELD: pgettext("announcement", "held"),
        Phase.POSTING: pgettext("announcement", "being posted"),
        Phase.POSTED: pgettext("announcement", "posted"),
        Phase.ENDED: pgettext("announcement", "not posted"),
        Phase.CANCELLED: pgettext("announcement", "cancelled"),
        Phase.DELETED: pgettext("announcement", "deleted"),
    }
    return words[phase]


def plain_title(announcement: Announcement, most: int = LONGEST_NAME) -> str:
    """Return what it is called where there is no Markdown."""
    return plain(announcement.words.title or _(UNTITLED), most)


def named(announcement: Announcement) -> str:
    """Return what a list calls it: its title, escaped and in bold."""
    return bold(announcement.words.title or _(UNTITLED), LONGEST_NAME)


def moment_choice(moment: Moment, timetable: Timetable | None) -> str:
    """Return what autocomplete calls a moment, in the program's own zone."""
    match moment:
        case AtOnce():
            return plain(_("Now, as soon as you confirm it"), CHOICE_NAME)
        case At():
            return plain(moment_text(moment, timetable), CHOICE_NAME)
        case Before():
            session = None if timetable is None else timetable.session(moment.session)
            if timetable is None or session is None:
                return plain(before_text(moment, moment.session), CHOICE_NAME)
            note = DOT + start_label(session.start)
            room = CHOICE_NAME - length(before_text(moment, "")) - length(note)
            return before_text(moment, plain(timetable.title_of(session), room)) + note


def before_text(moment: Before, session: str) -> str:
    """Return how long before a session, as people type it: "10 minutes before Rivers"."""
    minutes = moment.span // MINUTE
    return ngettext(
        "{count} minute before {session}", "{count} minutes before {session}", minutes
    ).format(count=minutes, session=session)


def moment_text(moment: At, timetable: Timetable | None) -> str:
    """Return an instant as a person writes it, where the conference is if that is known."""
    return start_label(_local(moment, timetable))


def is_shown_twice(moment: At, timetable: Timetable | None) -> bool:
    """Tell whether clocks at the conference, that are put back, show an instant twice."""
    local = _local(moment, timetable)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _local(moment: At, timetable: Timetable | None) -> datetime:
    zone = moment.at.tzinfo if timetable is None else ZoneInfo(timetable.program.zone)
    return moment.at.astimezone(zone)


def when(standing: Standing, timetable: Timetable | None) -> str:
    """Return when it is posted, in Markdown."""
    moment = standing.announcement.moment
    at = None if standing.due is None else stamp(standing.due, "F")
    match moment:
        case AtOnce():
            return pgettext("time", "as soon as you confirm it")
        case At():
            return dotted(at, None if standing.due is None else relative(standing.due))
        case Before():
            session = None if timetable is None else timetable.session(moment.session)
            if timetable is None or session is None:
                minutes = moment.span // MINUTE
                return ngettext(
                    "{count} minute before a session that does not take place",
                    "{count} minutes before a session that does not take place",
                    minutes,
                ).format(count=minutes)
            title = bold(timetable.title_of(session), LONGEST_NAME)
            return dotted(before_text(moment, title), at)


def fate(standing: Standing) -> str:
    """Return as a sentence how it stands, and what can be done."""
    match standing.phase:
        case Phase.HELD:
            return _held(standing)
        case Phase.POSTED:
            return _posted(standing)
        case Phase.ENDED:
            return _ended(standing.record)
    return _(FATES[standing.phase]).format(refresh=_(REFRESH))


def _held(standing: Standing) -> str:
    if standing.due is None:
        return _("It is held: the session that it waits for does not take place. Give it a time.")
    return _("It is held: it was too late to post it. Give it a new time, or cancel it.")


def _posted(standing: Standing) -> str:
    record = standing.record
    if record is None:
        return _("It was posted.")
    at = stamp(record.settled_at or record.claimed_at, "f")
    if not record.message_id:
        return _("Posted {time}.").format(time=at)
    channel = f"https://discord.com/channels/{record.delivery.guild_id}/{record.delivery.place}"
    # Translators: what stands in [ ] leads to the post.
    told = _("[Posted]({link}) {time}.")
    return told.format(link=f"{channel}/{record.message_id}", time=at)


def _ended(record: Record | None) -> str:
    if record is None or not record.reason:
        return _("It was not posted. Write it anew to post it after all.")
    reason = escape_line(in_words(record.reason).rstrip(STOPS), LONGEST_REASON)
    told = _("It was not posted: {reason}. Write it anew to post it after all.")
    return cut(told.format(reason=reason), LONGEST_FATE)
