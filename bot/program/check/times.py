"""Rules for a program's days, and for when its sessions start and end."""

from collections.abc import Iterator
from datetime import datetime

from bot.errors import Severity
from bot.program.check.remark import Remark, short
from bot.program.model import Program, Session
from bot.program.timetable import Timetable
from bot.translation import said

# They name no place, and are an hour wrong there for half of the year.
_WITHOUT_SUMMER = frozenset({"EST", "MST", "HST"})


def _zone(program: Program) -> Iterator[Remark]:
    if program.zone in _WITHOUT_SUMMER:
        yield Remark(
            path=("program", "zone"),
            what=said("{zone} never has summer time.", zone=program.zone),
            fix=said("If the conference's clocks do, write its place, such as `America/New_York`."),
            severity=Severity.WARNING,
        )


def _days(program: Program) -> Iterator[Remark]:
    first, last = program.first_day, program.last_day
    if last < first:
        yield Remark(
            path=("program", "last_day"),
            what=said(
                "The last day, {last}, is before the first, {first}.",
                last=str(last),
                first=str(first),
            ),
            fix=said("Change one of them."),
        )
        return
    for place, session in enumerate(program.sessions):
        if not first <= session.start.date() <= last:
            yield Remark(
                path=("sessions", place, "start"),
                what=said(
                    "{start} is not between the first day, {first}, and the last, {last}.",
                    start=_wall(session.start),
                    first=str(first),
                    last=str(last),
                ),
                fix=said("Change it, or `first_day` or `last_day`."),
                severity=Severity.WARNING,
            )


def _ends(program: Program) -> Iterator[Remark]:
    for place, session in enumerate(program.sessions):
        # Two wall times of one zone compare without their offsets, hence as timestamps.
        if session.end is not None and session.end.timestamp() <= session.start.timestamp():
            yield Remark(
                path=("sessions", place, "end"),
                what=said(
                    "The end, {end}, is not after the start, {start}.",
                    end=_wall(session.end),
                    start=_wall(session.start),
                ),
                fix=said("Change one of them; if it ends on another day, write that day, too."),
            )


def _overlaps(program: Program) -> Iterator[Remark]:
    timetable = Timetable(program)
    places = {session: place for place, session in enumerate(program.sessions)}
    on: dict[str, Session] = {}
    for session in timetable.sessions:
        if session.room is None:
            continue
        before = on.get(session.room)
        if before is None or timetable.end_of(before).timestamp() <= session.start.timestamp():
            on[session.room] = session
            continue
        room = timetable.room(session.room)
        yield Remark(
            path=("sessions", places[session], "start"),
            what=said(
                "“{title}” starts in “{room}” while “{other}” is on there, until {end}.",
                title=short(timetable.title_of(session)),
                room=short(room.name if room else session.room),
                other=short(timetable.title_of(before)),
                end=_wall(timetable.end_of(before)),
            ),
            fix=said("Change a time or a room."),
            severity=Severity.WARNING,
        )
        on[session.room] = max(before, session, key=lambda one: timetable.end_of(one).timestamp())


def _wall(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"


RULES = (_zone, _days, _ends, _overlaps)
