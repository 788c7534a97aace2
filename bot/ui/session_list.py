"""Sessions as entries of a list: what it is, where, until when, who gives it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.program.model import Room, Session, Talk, Track
from bot.program.timetable import Timetable
from bot.translation import N_, _
from bot.ui import limits
from bot.ui.controls import address
from bot.ui.listing import Entry, Page, fill
from bot.ui.openings import talk_openings
from bot.ui.questions import ScheduleQuestion
from bot.ui.text import (
    LONGEST_NAME,
    LONGEST_NAMES,
    LONGEST_TITLE,
    bold,
    counted,
    dotted,
    escape_line,
    names,
    place,
    small,
    stamp,
    times,
    until,
)

Heading = Callable[[Session], tuple[str, ...]]

# Translators: on a link: watch the stream.
WATCH = N_("Watch")
# What a list of what is on now may take with its links, whose addresses nobody sees: a post has
# room for another list beside it.
WITH_LINKS = 3_200

# What would end a masked link too early, or ping everyone.
_TURNING = re.compile(r"[()\[\]]|@(?=everyone|here)")


def room_of(session: Session, timetable: Timetable) -> Room | None:
    """Return the room that a session is in, if it says and the program has it."""
    return timetable.room(session.room) if session.room else None


def track_of(session: Session, timetable: Timetable) -> Track | None:
    """Return the track that a session is in, if it says and the program has it."""
    return timetable.track(session.track) if session.track else None


def asked_for(schedule: ScheduleQuestion, timetable: Timetable) -> tuple[Session, ...]:
    """Return the sessions that a schedule is of, by time; without a day, those of all days."""
    days = timetable.days if schedule.day is None else (schedule.day,)
    return tuple(
        session
        for day in days
        for session in timetable.on_day(day, track=schedule.track, room=schedule.room)
    )


def session_entries(
    sessions: Iterable[Session],
    timetable: Timetable,
    heading: Heading,
    *,
    with_date: bool = False,
    with_track: bool = True,
) -> tuple[Entry, ...]:
    """Return entries for sessions, each under the headings that `heading` gives it.

    `with_date` tells each one's day and start, where its heading does not; `with_track` its track.
    """
    lines = (
        _Lines(session=session, timetable=timetable, with_date=with_date, with_track=with_track)
        for session in sessions
    )
    return tuple(entry for one in lines for entry in one.entries(heading(one.session)))


def on_now_pages(sessions: Sequence[Session], timetable: Timetable, most: int) -> tuple[Page, ...]:
    """Return pages of sessions that are on, of at most `most` each without the links on the first.

    The first leads to where its sessions can be watched, unless those links are too long for a
    message: they push no session out.
    """
    pages = fill(session_entries(sessions, timetable, _since), most)
    lines = (_Lines(session=one, timetable=timetable, with_stream=True) for one in sessions)
    linked = [entry for one in lines for entry in one.entries(_since(one.session))]
    first, *beyond = fill(linked[: pages[0].entries], WITH_LINKS)
    return pages if beyond else (first, *pages[1:])


def watch_link(session: Session) -> str | None:
    """Return where a session can be watched as a masked link; None without a usable address."""
    found = address(session.stream, limits.LINK_URL) if session.stream else None
    if found is None:
        return None
    url = _TURNING.sub(lambda mark: f"%{ord(mark[0]):02X}", found)
    return f"[{_(WATCH)}]({url})" if limits.length(url) <= limits.LINK_URL else None


def bullet(talk: Talk, timetable: Timetable, title_width: int, names_width: int) -> str:
    """Return a talk as one of a session's: its title, and under it who gives it."""
    who = names(timetable.speakers_of(talk), names_width)
    return f"- {escape_line(talk.title, title_width)}" + (f"\n  *{who}*" if who else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """What a list says of one session."""

    session: Session
    timetable: Timetable
    with_date: bool = False
    with_track: bool = True
    with_stream: bool = False

    def entries(self, headings: tuple[str, ...]) -> Iterator[Entry]:
        talks = self.timetable.talks_of(self.session)
        if [talk.title for talk in talks] in ([], [self._title]):
            who = names(self.timetable.speakers_of(talks[0]), LONGEST_NAMES) if talks else ""
            yield Entry(
                text=_over(bold(self._title), self._facts(who)),
                headings=headings,
                opens=talk_openings(talks, self.timetable),
                session=self.session,
                apart=True,
            )
            return
        head = self._head(len(talks))
        for talk in talks:
            yield Entry(
                text=bullet(talk, self.timetable, LONGEST_TITLE, LONGEST_NAMES),
                headings=(*headings, head),
                opens=talk_openings((talk,), self.timetable),
                session=self.session,
            )

    @property
    def _title(self) -> str:
        return self.timetable.title_of(self.session)

    @property
    def _track(self) -> Track | None:
        """The track, unless the session is called like it."""
        track = track_of(self.session, self.timetable)
        return None if track is None or track.name == self._title else track

    def _head(self, talks: int) -> str:
        """Return what stands over the talks of a session that has a name of its own."""
        many = counted("{count} talk in one session", "{count} talks in one session", talks)
        facts = self._facts(many if talks > 1 else "")
        is_called_like_its_track = self._track is None and self.session.track is not None
        if facts and is_called_like_its_track and not self.with_track:
            # The reader is looking at that very track.
            return small(facts)
        return _over(bold(self._title), facts)

    def _facts(self, what: str) -> str:
        track = self._track if self.with_track else None
        return dotted(
            times(self.session, "f") if self.with_date else None,
            place(room_of(self.session, self.timetable)),
            None if self.with_date else until(self.session),
            what,
            escape_line(track.name, LONGEST_NAME) if track else None,
            watch_link(self.session) if self.with_stream else None,
        )


def _since(session: Session) -> tuple[str, ...]:
    return (_("### Since {time}").format(time=stamp(session.start, "t")),)


def _over(title: str, facts: str) -> str:
    return "\n".join([title, *([small(facts)] if facts else [])])
