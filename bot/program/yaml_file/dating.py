"""Turns a program file's wall times into instants, in the zone where the conference is."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.program.check.remark import Path, Remark
from bot.program.model import Program, Session
from bot.program.yaml_file.form import Form, Head, Slot
from bot.program.yaml_file.wall_time import WallTime, offset_text
from bot.program.zones import zone_like, zone_named


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
        zone = self.zone.key
        bare = replace(wall, offset=None)
        possible = bare.instants(self.zone)
        writings = [f"`{replace(bare, offset=one.utcoffset())}`" for one in possible]
        if not possible:
            later = WallTime.of(bare.anyway(self.zone), self.zone)
            what = f"{bare} does not exist in {zone}: clocks are put forward over it."
            fix = f"Write `{later}` if that is meant, or another time."
        elif wall.offset is None:
            what = f"{bare} comes twice in {zone}: clocks are put back over it."
            fix = f"Write {writings[0]} for the first or {writings[1]} for the second."
        else:
            what = f"{offset_text(wall.offset)} is not the offset of {zone} at {bare}."
            fix = f"Write {' or '.join(writings)}." if len(writings) > 1 else f"Write `{bare}`."
        return Remark(path=path, what=what, fix=fix)


def _unknown_zone(zone: str) -> Remark:
    guess = zone_like(zone)
    meant = f"Did you mean `{guess}`?" if guess else "Write a place, such as `America/Los_Angeles`."
    return Remark(path=("program", "zone"), what=f"There is no time zone “{zone}”.", fix=meant)
