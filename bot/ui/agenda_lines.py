"""What a list says of a saved session: when, where, what clashes with it, what changed in it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.agenda.model import Saved, Seen
from bot.agenda.outline import AgendaEntry, News
from bot.translation import _, in_words
from bot.ui.controls import Opening
from bot.ui.openings import talk_openings
from bot.ui.text import (
    LONGEST_NAME,
    LONGEST_NAMES,
    bold,
    dotted,
    enumeration,
    escape_line,
    relative,
    small,
    stamp,
)

# One among many: cut sooner than on a card of its own.
TITLE = 160
CLASHING_TITLE = 60
CHANGED = "🔸"

Others = Mapping[tuple[str, str], AgendaEntry]


def by_session(entries: Sequence[AgendaEntry]) -> Others:
    """Return entries by program and session."""
    return {(one.saved.program, one.saved.session): one for one in entries}


def entry_text(entry: AgendaEntry, others: Others) -> str:
    """Return an entry as a few lines of Markdown; `others` are all of the agenda."""
    name = bold(in_words(entry.now.title), TITLE)
    if entry.is_gone:
        name = f"~~{name}~~"
    gap = [small(_gap_line(entry.gap))] if entry.gap else []
    facts = "" if entry.is_gone else dotted(where(entry.now), _until(entry))
    lines = [
        *gap,
        f"{stamp(entry.start, 't')} {name}",
        *([small(facts)] if facts else []),
        *news_lines(entry),
        *([clash_line(entry.clashes, others)] if entry.clashes else []),
    ]
    return "\n".join(lines)


def past_text(entry: AgendaEntry) -> str:
    """Return an entry that is over, on one line."""
    title = escape_line(in_words(entry.now.title), TITLE)
    return f"{stamp(entry.start, 'f')} {f'~~{title}~~' if entry.is_gone else title}"


def top_line(entry: AgendaEntry) -> str:
    """Return what stands on top of the agenda of what is on now, or is next."""
    when = _until(entry) if entry.is_on else relative(entry.start)
    facts = dotted(bold(in_words(entry.now.title), TITLE), where(entry.now), when)
    if entry.is_on:
        # Translators: {session} is its title, its room, and when it ends.
        return _("▶️ On now: {session}").format(session=facts)
    # Translators: {session} is its title, its room, and when it starts.
    return _("⏭️ Next: {session}").format(session=facts)


def where(seen: Seen) -> str | None:
    """Return the room, escaped; None without one."""
    return escape_line(seen.room, LONGEST_NAME) if seen.room else None


def free(gap: timedelta) -> str:
    """Return how long nothing saved is on: "45 min", "2 h", "1 h 15 min"."""
    hours, minutes = divmod(gap // timedelta(minutes=1), 60)
    if hours and minutes:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes)
    if hours:
        return _("{hours} h").format(hours=hours)
    if minutes:
        return _("{minutes} min").format(minutes=minutes)
    # Translators: less than a minute; it stands where "15 min" would, in "{gap} free".
    return _("a moment")


def _gap_line(gap: timedelta) -> str:
    # Translators: between two saved sessions: "15 min free".
    return _("{gap} free").format(gap=free(gap))


def clash_line(clashes: Sequence[Saved], others: Others) -> str:
    """Return what takes place at the same time, with its start; of another program as last seen."""
    named = []
    for one in clashes:
        other = others.get((one.program, one.session))
        seen = one.seen if other is None else other.now
        named.append(f"{bold(in_words(seen.title), CLASHING_TITLE)} ({stamp(seen.start, 't')})")
    sessions = enumeration(named, 2 * LONGEST_NAMES)
    return _("⚠️ At the same time: {sessions}").format(sessions=sessions)


def news_lines(entry: AgendaEntry) -> list[str]:
    """Return a line for each respect in which it is not as it was last seen."""
    return [f"{CHANGED} {_news(one, entry.saved.seen, entry.now)}" for one in entry.news]


def _news(news: News, before: Seen, now: Seen) -> str:
    match news:
        case News.MOVED:
            return _("**Moved** here from {time}").format(time=stamp(before.start, "f"))
        case News.ROOM:
            return _room_news(before, now)
        case News.RETITLED:
            was = escape_line(in_words(before.title), CLASHING_TITLE)
            return _("**New title**; it was “{title}”").format(title=was)
        case News.CANCELLED:
            return _("**Cancelled**")
        case News.BACK:
            return _("**Takes place after all**")


def _room_news(before: Seen, now: Seen) -> str:
    if not before.room:
        return _("**Other room**; it had none")
    if now.room:
        return _("**Other room**; it was in {room}").format(room=where(before))
    return _("**No room**; it was in {room}").format(room=where(before))


def openings(entry: AgendaEntry) -> tuple[Opening, ...]:
    """Return what opens each talk of an entry; nothing if it does not take place."""
    if entry.session is None or entry.timetable is None:
        return ()
    return talk_openings(entry.timetable.talks_of(entry.session), entry.timetable)


def _until(entry: AgendaEntry) -> str | None:
    """Return when it ends, if the program says so; what is only assumed is not shown."""
    if entry.session is None or entry.session.end is None:
        return None
    return _("until {time}").format(time=stamp(entry.session.end, "t"))
