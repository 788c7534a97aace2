"""What a list says of a saved session: when, where, what clashes with it, what changed in it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.agenda.model import Saved, Seen
from bot.agenda.outline import AgendaEntry, News
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
    name = bold(entry.now.title, TITLE)
    if entry.is_gone:
        name = f"~~{name}~~"
    gap = [small(f"{free(entry.gap)} free")] if entry.gap else []
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
    title = escape_line(entry.now.title, TITLE)
    return f"{stamp(entry.start, 'f')} {f'~~{title}~~' if entry.is_gone else title}"


def top_line(entry: AgendaEntry) -> str:
    """Return what stands on top of the agenda of what is on now, or is next."""
    when = _until(entry) if entry.is_on else relative(entry.start)
    facts = dotted(bold(entry.now.title, TITLE), where(entry.now), when)
    return f"▶️ On now: {facts}" if entry.is_on else f"⏭️ Next: {facts}"


def where(seen: Seen) -> str | None:
    """Return the room, escaped; None without one."""
    return escape_line(seen.room, LONGEST_NAME) if seen.room else None


def free(gap: timedelta) -> str:
    """Return how long nothing saved is on: "45 min", "2 h", "1 h 15 min"."""
    hours, minutes = divmod(gap // timedelta(minutes=1), 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes)
    return " ".join(parts) or "a moment"


def clash_line(clashes: Sequence[Saved], others: Others) -> str:
    """Return what takes place at the same time, with its start; of another program as last seen."""
    named = []
    for one in clashes:
        other = others.get((one.program, one.session))
        seen = one.seen if other is None else other.now
        named.append(f"{bold(seen.title, CLASHING_TITLE)} ({stamp(seen.start, 't')})")
    return f"⚠️ At the same time: {enumeration(named, 2 * LONGEST_NAMES)}"


def news_lines(entry: AgendaEntry) -> list[str]:
    """Return a line for each respect in which it is not as it was last seen."""
    return [f"{CHANGED} {_news(one, entry.saved.seen, entry.now)}" for one in entry.news]


def _news(news: News, before: Seen, now: Seen) -> str:
    match news:
        case News.MOVED:
            return f"**Moved** here from {stamp(before.start, 'f')}"
        case News.ROOM:
            was = f"it was in {where(before)}" if before.room else "it had none"
            return f"**{'Other' if now.room else 'No'} room**; {was}"
        case News.RETITLED:
            return f"**New title**; it was “{escape_line(before.title, CLASHING_TITLE)}”"
        case News.CANCELLED:
            return "**Cancelled**"
        case News.BACK:
            return "**Takes place after all**"


def openings(entry: AgendaEntry) -> tuple[Opening, ...]:
    """Return what opens each talk of an entry; nothing if it does not take place."""
    if entry.session is None or entry.timetable is None:
        return ()
    return talk_openings(entry.timetable.talks_of(entry.session), entry.timetable)


def _until(entry: AgendaEntry) -> str | None:
    """Return when it ends, if the program says so; what is only assumed is not shown."""
    if entry.session is None or entry.session.end is None:
        return None
    return f"until {stamp(entry.session.end, 't')}"
