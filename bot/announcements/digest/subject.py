"""What a digest's delivery is about, as its ledger keeps it: what it lists, and what follows."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from bot.announcements.digest.cut import in_order
from bot.announcements.digest.model import DayDigest, Digest, Listed, Row, Thanks
from bot.delivery.model import Delivery
from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.translation.said import from_text, to_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What one message of a digest tells: the `number`th of its day, or the thanks.

    `rest` are the sessions of the messages that follow, by id: how a day is cut is decided once,
    with its first message, whatever becomes of the program until the last one is posted.
    """

    program: str
    day: date
    number: int = 1
    listed: tuple[Listed, ...] = ()
    rest: tuple[tuple[str, ...], ...] = ()
    has_welcome: bool = False
    is_thanks: bool = False


def subject_of(
    timetable: Timetable,
    day: date,
    sessions: Iterable[Session],
    *,
    rest: tuple[tuple[str, ...], ...] = (),
    has_welcome: bool = False,
) -> Subject:
    """Return the subject of a day's first message that lists these sessions as they stand now."""
    return Subject(
        program=timetable.program.id,
        day=day,
        listed=_listed(sessions, timetable),
        rest=rest,
        has_welcome=has_welcome,
    )


def following(subject: Subject, timetable: Timetable) -> Subject | None:
    """Return what is told next, as it stands now; None if that was the last message.

    Of what was to follow, that has left the day since is not told, since nobody read of it.
    """
    for number, ids in enumerate(subject.rest, start=1):
        sessions = [one for one in _found(ids, timetable) if _is_on(one, subject.day, timetable)]
        if sessions:
            return replace(
                subject,
                number=subject.number + number,
                listed=_listed(in_order(timetable, sessions), timetable),
                rest=subject.rest[number:],
                has_welcome=False,
            )
    return None


def is_held(subject: Subject, timetable: Timetable) -> bool:
    """Tell whether anything that a day's message lists takes place on that day by now."""
    found = _found((one.id for one in subject.listed), timetable)
    return any(_is_on(one, subject.day, timetable) for one in found)


def digest_of(subject: Subject, timetable: Timetable, delivery: Delivery) -> Digest:
    """Return what a subject tells by now, with what is not as it was listed."""
    guild_id, place, mark = delivery.guild_id, delivery.place, delivery.digest
    if subject.is_thanks:
        return Thanks(timetable=timetable, guild_id=guild_id, place=place, mark=mark)
    rows = [_row(listed, subject.day, timetable) for listed in subject.listed]
    return DayDigest(
        timetable=timetable,
        guild_id=guild_id,
        place=place,
        day=subject.day,
        rows=tuple(sorted(rows, key=lambda row: row.start)),
        mark=mark,
        number=subject.number,
        of=subject.number + len(subject.rest),
        has_welcome=subject.has_welcome,
    )


def written(subject: Subject) -> str:
    """Return the subject as JSON."""
    return json.dumps(
        {
            "program": subject.program,
            "day": subject.day.isoformat(),
            "number": subject.number,
            "sessions": [
                {
                    "id": one.id,
                    "title": to_text(one.title),
                    "start": one.start.isoformat(),
                    "room": one.room,
                }
                for one in subject.listed
            ],
            "rest": subject.rest,
            "welcome": subject.has_welcome,
            "thanks": subject.is_thanks,
        }
    )


# Guilds that follow one timetable have the same ones, and each plan reads those of the day.
@lru_cache(maxsize=256)
def read(text: str) -> Subject:
    """Return the subject that `written` wrote."""
    kept = json.loads(text)
    return Subject(
        program=kept["program"],
        day=date.fromisoformat(kept["day"]),
        number=kept["number"],
        listed=tuple(
            Listed(
                id=one["id"],
                title=from_text(one["title"]),
                start=datetime.fromisoformat(one["start"]),
                room=one["room"],
            )
            for one in kept["sessions"]
        ),
        rest=tuple(tuple(ids) for ids in kept["rest"]),
        has_welcome=kept["welcome"],
        is_thanks=kept["thanks"],
    )


def _listed(sessions: Iterable[Session], timetable: Timetable) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            id=session.id,
            title=timetable.title_of(session),
            start=session.start.astimezone(UTC),
            room=_room_of(session, timetable),
        )
        for session in sessions
    )


def _row(listed: Listed, day: date, timetable: Timetable) -> Row:
    session = timetable.session(listed.id)
    if session is None:
        return Row(listed=listed, session=None, is_off=True)
    return Row(
        listed=listed,
        session=session,
        is_off=not _is_on(session, day, timetable),
        is_moved=session.start.astimezone(UTC) != listed.start,
        # Where no room was listed, a room is news and corrects nothing.
        is_elsewhere=listed.room is not None and listed.room != _room_of(session, timetable),
    )


def _found(ids: Iterable[str], timetable: Timetable) -> Sequence[Session]:
    sessions = (timetable.session(one) for one in ids)
    return [session for session in sessions if session is not None]


def _is_on(session: Session, day: date, timetable: Timetable) -> bool:
    return timetable.day_of(session.start) == day


def _room_of(session: Session, timetable: Timetable) -> str | None:
    room = timetable.room(session.room) if session.room else None
    return None if room is None else room.name
