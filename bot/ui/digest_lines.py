"""What a digest says of each session, by time: as roomy as its message allows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.announcements.digest.cut import ROOM, TITLE
from bot.announcements.digest.model import DayDigest, Row
from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.translation import N_, _, pgettext
from bot.ui import limits
from bot.ui.limits import length
from bot.ui.save_controls import can_be_saved
from bot.ui.session_list import room_of, track_of
from bot.ui.text import bold, counted, dotted, escape_line, fitting, names, stamp

NO_ROOM = N_("no room yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Width:
    """How wide what stands of a session may be; nothing of what has no width."""

    title: int
    talks: int = 0
    names: int = 0
    room: int = ROOM
    track: int = 0


# From roomy to tight. At the fourth, all that one message is cut to has room; the ones behind it
# are for what changes later.
WIDTHS = (
    Width(title=160, talks=120, names=120, room=40, track=40),
    Width(title=100, talks=80, names=60, room=30, track=24),
    Width(title=80, names=40, track=16),
    Width(title=TITLE),
    Width(title=45, room=16),
    Width(title=24, room=10),
)


def digest_text(digest: DayDigest) -> str:
    """Return all that a message of a digest lists, as roomy as an embed allows."""
    text = ""
    for width in WIDTHS:
        text = "\n".join(_slots(digest, width))
        if length(text) <= limits.EMBED_DESCRIPTION:
            return text
    return fitting(text.split("\n"), limits.EMBED_DESCRIPTION)


def _slots(digest: DayDigest, width: Width) -> Iterator[str]:
    """Yield a paragraph for each start; those of one line stand close together."""
    was_short = True
    for number, (start, rows) in enumerate(groupby(digest.rows, key=lambda row: row.start)):
        lines = list(_slot(stamp(start, "t"), list(rows), digest.timetable, width))
        is_short = len(lines) == 1
        if number and not (was_short and is_short):
            yield ""
        yield "\n".join(lines)
        was_short = is_short


def _slot(start: str, rows: Sequence[Row], timetable: Timetable, width: Width) -> Iterator[str]:
    """Yield what starts at one time: on its line if it is alone, else under it."""
    if len(rows) == 1:
        yield f"{start} {_line(rows[0], timetable, width)}"
        yield from _talks(rows[0], timetable, width)
        return
    yield start
    for row in rows:
        yield f"- {_line(row, timetable, width)}"
        for talk in _talks(row, timetable, width):
            yield f"  {talk}"


def _line(row: Row, timetable: Timetable, width: Width) -> str:
    title = title_of(row, timetable)
    if row.session is None:
        cancelled = pgettext("session", "**cancelled**")
        return f"~~{escape_line(title, width.title)}~~ · {cancelled}"
    if row.is_off:
        moved = _("**moved** to {time}").format(time=stamp(row.session.start, "f"))
        return f"~~{escape_line(title, width.title)}~~ · {moved}"
    named = (
        bold(title, width.title + 4)
        if can_be_saved(row.session)
        else escape_line(title, width.title)
    )
    was = _("**moved** from {time}").format(time=stamp(row.listed.start, "t"))
    who = _who(row.session, timetable, width)
    return dotted(
        named,
        was if row.is_moved else None,
        who,
        _where(row, timetable, width),
        _track(row.session, timetable, width),
    )


def title_of(row: Row, timetable: Timetable) -> str:
    """Return what a listed session is called: as now, or as it was listed if it is gone."""
    return row.listed.title if row.session is None else timetable.title_of(row.session)


def _who(session: Session, timetable: Timetable, width: Width) -> str | None:
    """Return who gives it; of several talks in one session, how many there are."""
    talks = timetable.talks_of(session)
    if not width.names or not talks:
        return None
    if len(talks) > 1:
        return None if width.talks else counted("{count} talk", "{count} talks", len(talks))
    return names(timetable.speakers_of(talks[0]), width.names)


def _where(row: Row, timetable: Timetable, width: Width) -> str | None:
    room = None if row.session is None else room_of(row.session, timetable)
    where = None if room is None else escape_line(room.name, width.room)
    if not row.is_elsewhere or row.listed.room is None:
        return where
    was = escape_line(row.listed.room, width.room)
    return _("**{room}** (was {earlier})").format(room=where or _(NO_ROOM), earlier=was)


def _track(session: Session, timetable: Timetable, width: Width) -> str | None:
    """Return the track, unless it is the only one, or what is said of it is said already."""
    track, room = track_of(session, timetable), room_of(session, timetable)
    if not width.track or track is None or len(timetable.program.tracks) < 2:  # noqa: PLR2004
        return None
    is_said = track.name in (timetable.title_of(session), room and room.name)
    return None if is_said else f"*{escape_line(track.name, width.track)}*"


def _talks(row: Row, timetable: Timetable, width: Width) -> Iterator[str]:
    """Yield the talks of a session that has several, or one that is called otherwise."""
    if row.session is None or row.is_off or not width.talks:
        return
    talks = timetable.talks_of(row.session)
    if [talk.title for talk in talks] == [timetable.title_of(row.session)]:
        return
    for talk in talks:
        who = names(timetable.speakers_of(talk), width.names)
        yield f"- {dotted(escape_line(talk.title, width.talks), who)}"
