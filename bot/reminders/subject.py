"""What a reminder's delivery is about, as its ledger keeps it: JSON with ids and what was told."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.reminders.model import Correction, Reminder, ToldSession
from bot.translation.said import from_text, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The sessions of one program that start at one instant (UTC), as they were told.

    What is for a person also says which guild's timetable each of them follows, None for the
    source's: `guilds` are as many as the sessions then. `is_first` tells whether it is the first
    message of that start in its channel.
    """

    program: str
    start: datetime
    sessions: tuple[ToldSession, ...]
    guilds: tuple[int | None, ...] = ()
    is_first: bool = True


def subject_of(timetable: Timetable, start: datetime, sessions: Sequence[Session]) -> Subject:
    """Return the subject of a reminder of these sessions, as they stand now."""
    return Subject(
        program=timetable.program.id,
        start=start,
        sessions=tuple(
            ToldSession(
                id=session.id,
                title=timetable.title_of(session),
                room=_room_of(session, timetable),
            )
            for session in sessions
        ),
    )


def written(subject: Subject) -> str:
    """Return the subject as JSON."""
    kept: dict[str, object] = {
        "program": subject.program,
        "start": subject.start.isoformat(),
        "sessions": [
            {"id": one.id, "title": to_text(one.title), "room": one.room}
            for one in subject.sessions
        ],
    }
    if subject.guilds:
        kept["guilds"] = subject.guilds
    if not subject.is_first:
        kept["is_first"] = False
    return json.dumps(kept)


def read(text: str) -> Subject:
    """Return the subject that `written` wrote, or its form before titles and rooms were kept.

    One from before it said whether it `is_first` counts as such: it pings, as it did then.
    """
    kept = json.loads(text)
    return Subject(
        program=kept["program"],
        start=datetime.fromisoformat(kept["start"]),
        sessions=tuple(map(_told, kept["sessions"])),
        guilds=tuple(kept.get("guilds", ())),
        is_first=kept.get("is_first", True),
    )


def reminder_of(subject: Subject, timetable: Timetable, mark: str) -> Reminder:
    """Return what a subject tells by now, with what is no longer as it was told.

    A session of which nothing is left but a break counts as cancelled, since breaks are not told.
    """
    now = [_presented(timetable.session(told.id)) for told in subject.sessions]
    return reminder_with(subject, now, timetable, mark)


def reminder_with(
    subject: Subject, sessions: Sequence[Session | None], timetable: Timetable, mark: str
) -> Reminder:
    """Return what a subject tells by now, given its sessions as they stand; None is cancelled.

    Talks, rooms and all else are the timetable's.
    """
    now = list(zip(subject.sessions, sessions, strict=True))
    return Reminder(
        timetable=timetable,
        start=subject.start,
        sessions=tuple(
            session
            for _, session in now
            if session is not None and _start_of(session) == subject.start
        ),
        mark=mark,
        corrections=tuple(_corrections(subject.start, now, timetable)),
    )


def _corrections(
    start: datetime, now: Sequence[tuple[ToldSession, Session | None]], timetable: Timetable
) -> Iterator[Correction]:
    for told, session in now:
        if session is None:
            yield Correction(told=told, session=None)
            continue
        is_moved = _start_of(session) != start
        # Where no room was told, a room is news and corrects nothing.
        is_elsewhere = told.room is not None and told.room != _room_of(session, timetable)
        if is_moved or is_elsewhere:
            yield Correction(
                told=told, session=session, is_moved=is_moved, is_elsewhere=is_elsewhere
            )


def _told(one: str | dict[str, str]) -> ToldSession:
    if isinstance(one, str):
        return ToldSession(id=one, title=one)
    return ToldSession(id=one["id"], title=from_text(one["title"]), room=one.get("room"))


def _presented(session: Session | None) -> Session | None:
    return None if session is None or session.is_break else session


def _room_of(session: Session, timetable: Timetable) -> str | None:
    room = timetable.room(session.room) if session.room else None
    return None if room is None else room.name


def _start_of(session: Session) -> datetime:
    return session.start.astimezone(UTC)
