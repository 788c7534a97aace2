"""Sessions as entries of a list: what it is, where, until when, who gives it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.program.model import Room, Session, Talk, Track
from bot.program.timetable import Timetable
from bot.ui.listing import Entry
from bot.ui.openings import talk_openings
from bot.ui.text import (
    LONGEST_NAME,
    LONGEST_NAMES,
    LONGEST_TITLE,
    bold,
    dotted,
    escape_line,
    names,
    number_word,
    place,
    small,
    times,
    until,
)

Heading = Callable[[Session], tuple[str, ...]]


def room_of(session: Session, timetable: Timetable) -> Room | None:
    """Return the room that a session is in, if it says and the program has it."""
    return timetable.room(session.room) if session.room else None


def track_of(session: Session, timetable: Timetable) -> Track | None:
    """Return the track that a session is in, if it says and the program has it."""
    return timetable.track(session.track) if session.track else None


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
    return tuple(
        entry
        for session in sessions
        for entry in _Lines(session, timetable, with_date, with_track).entries(heading(session))
    )


def bullet(talk: Talk, timetable: Timetable, title_width: int, names_width: int) -> str:
    """Return a talk as one of a session's: its title, and under it who gives it."""
    who = names(timetable.speakers_of(talk), names_width)
    return f"- {escape_line(talk.title, title_width)}" + (f"\n  *{who}*" if who else "")


@dataclass(frozen=True, slots=True)
class _Lines:
    """What a list says of one session."""

    session: Session
    timetable: Timetable
    with_date: bool
    with_track: bool

    def entries(self, headings: tuple[str, ...]) -> Iterator[Entry]:
        talks = self.timetable.talks_of(self.session)
        if len(talks) <= 1:
            who = names(self.timetable.speakers_of(talks[0]), LONGEST_NAMES) if talks else ""
            yield Entry(
                text=self._under_title(who),
                headings=headings,
                opens=talk_openings(talks, self.timetable),
                apart=True,
            )
            return
        head = self._under_title(f"{number_word(len(talks))} talks in one session")
        for talk in talks:
            yield Entry(
                text=bullet(talk, self.timetable, LONGEST_TITLE, LONGEST_NAMES),
                headings=(*headings, head),
                opens=talk_openings((talk,), self.timetable),
            )

    def _under_title(self, what: str) -> str:
        title = self.timetable.title_of(self.session)
        track = track_of(self.session, self.timetable)
        says_track = track is not None and track.name == title
        facts = dotted(
            times(self.session, "f") if self.with_date else None,
            place(room_of(self.session, self.timetable)),
            None if self.with_date else until(self.session),
            what,
            escape_line(track.name, LONGEST_NAME)
            if track and self.with_track and not says_track
            else None,
        )
        # In a track's own list its name is no news.
        is_told = says_track and not self.with_track and what
        return "\n".join([*([] if is_told else [bold(title)]), *([small(facts)] if facts else [])])
