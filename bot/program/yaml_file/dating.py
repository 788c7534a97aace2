"""Turns a program file's wall times into instants, in the zone where the conference is."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.program.check.remark import Path, Remark
from bot.program.model import Program, Session
from bot.program.yaml_file.form import Form, Head, Slot
from bot.program.yaml_file.wall_time import WallTime, offset_text
from bot.program.zones import zone_like, zone_named
from bot.translation import said


def dated(form: Form) -> tuple[Program, tuple[Remark, ...]]:
    """Return the program that a file's form holds, and what is wrong with its zone and times.

    Where something is, the program stands on a guess, so that the rest of it can be checked.
    """
    head = {one.name: getattr(form.program, one.name) for one in fields(Head)}
    dating = _Dating(form.program.zone)
    program = Program(
        **{
            **head,
            "zone": dating.zone.key,
            "assumed_length": timedelta(minutes=form.program.assumed_length),
        },
        tracks=form.tracks,
        rooms=form.rooms,
        speakers=form.speakers,
        talks=form.talks,
        sessions=tuple(dating.session(place, slot) for place, slot in enumerate(form.sessions)),
    )
    return program, tuple(dating.remarks)


class _Dating:
    """Dates one form's times and keeps the remarks on the way."""

    def __init__(self, zone: str) -> None:
        self.remarks: list[Remark] = []
        known = zone_named(zone)
        self._zone_known = known is not None
        self.zone = known or ZoneInfo("UTC")
        if known is None:
            self.remarks.append(_unknown_zone(zone))

    def session(self, place: int, slot: Slot) -> Session:
        """Return the session that stands at `place` in the file."""
        path: Path = ("sessions", place)
        start = self._instant((*path, "start"), slot.start)
        end = None
        if slot.end is not None:
            wall = replace(slot.end, day=slot.end.day or slot.start.day)
            end = self._instant((*path, "end"), wall)
        return Session(
            id=slot.id,
            start=start or slot.start.anyway(self.zone),
            end=end if start else None,
            title=slot.title,
            room=slot.room,
            track=slot.track,
            talks=slot.talks,
            stream=slot.stream,
            key=slot.key,
        )

    def _instant(self, path: Path, wall: WallTime) -> datetime | None:
        """Return the one instant that is meant; None, and a remark, if it is not clear which."""
        instants = wall.instants(self.zone)
        if len(instants) == 1:
            return instants[0]
        if self._zone_known:
            self.remarks.append(self._why_not_one(path, wall))
        return None

    def _why_not_one(self, path: Path, wall: WallTime) -> Remark:
        bare = replace(wall, offset=None)
        possible = bare.instants(self.zone)
        known = {"time": str(bare), "zone": self.zone.key}
        if not possible:
            later = str(WallTime.of(bare.anyway(self.zone), self.zone))
            return Remark(
                path=path,
                what=said(
                    "{time} does not exist in {zone}: clocks are put forward over it.", **known
                ),
                fix=said("Write `{time}` if that is meant, or another time.", time=later),
            )
        ends = possible[0], possible[-1]
        first, second = (str(replace(bare, offset=one.utcoffset())) for one in ends)
        if wall.offset is None:
            return Remark(
                path=path,
                what=said("{time} comes twice in {zone}: clocks are put back over it.", **known),
                fix=said(
                    "Write `{first}` for the first or `{second}` for the second.",
                    first=first,
                    second=second,
                ),
            )
        offset = offset_text(wall.offset)
        return Remark(
            path=path,
            what=said("{offset} is not the offset of {zone} at {time}.", offset=offset, **known),
            fix=said("Write `{time}`.", time=str(bare))
            if len(possible) == 1
            else said("Write `{first}` or `{second}`.", first=first, second=second),
        )


def _unknown_zone(zone: str) -> Remark:
    guess = zone_like(zone)
    if guess:
        fix = said("Did you mean `{meant}`?", meant=guess)
    else:
        fix = said("Write a place, such as `America/Los_Angeles`.")
    what = said("There is no time zone “{zone}”.", zone=zone)
    return Remark(path=("program", "zone"), what=what, fix=fix)
