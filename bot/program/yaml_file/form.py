"""The form of a program file: the model's own values, with times as people write them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Annotated, Any, ClassVar, TypeVar
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ConfigDict, PlainValidator, TypeAdapter, WithJsonSchema
from pydantic_core import PydanticCustomError

from bot.program.model import ASSUMED_LENGTH, Program, Room, Session, Speaker, Talk, Track
from bot.program.yaml_file.wall_time import CLOCK_PATTERN, DAY_PATTERN, WallTime, read_day
from bot.translation import N_

# What a person is told that a value should be; `misfits.py` says what goes on after it.
A_DAY = N_("`{key}` should be a day such as 2022-11-30")
A_START = N_("`{key}` should be a day and a time such as 2022-11-30 09:00")
AN_END = N_("`{key}` should be a time such as 09:45 or 2022-11-30 09:45")
MINUTES = N_("`{key}` should be a whole number of minutes from 1 to 1440")

_MINUTE = timedelta(minutes=1)
_LONGEST_ASSUMED = 24 * 60
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
Value = TypeVar("Value")


def _read_start(text: str) -> WallTime:
    wall = WallTime.read(text)
    if wall.day is None:
        raise ValueError(text)
    return wall


def _read_minutes(text: str) -> int:
    if not _NUMBER.fullmatch(text.strip()) or int(text) > _LONGEST_ASSUMED:
        raise ValueError(text)
    return int(text)


def _told(read: Callable[[str], Value], wanted: str) -> Callable[[Any], Value]:
    """Return `read` for pydantic, which keeps what was `wanted` for `misfits` to tell."""

    def reading(value: Any) -> Value:
        try:
            return read(str(value))
        except ValueError:
            raise PydanticCustomError("wanted", "{wanted}", {"wanted": wanted}) from None

    return reading


def _time_schema(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


Day = Annotated[date, BeforeValidator(_told(read_day, A_DAY))]
Start = Annotated[
    WallTime,
    PlainValidator(_told(_read_start, A_START)),
    _time_schema(f"{DAY_PATTERN}[ T]+{CLOCK_PATTERN}"),
]
End = Annotated[
    WallTime,
    PlainValidator(_told(WallTime.read, AN_END)),
    _time_schema(f"({DAY_PATTERN}[ T]+)?{CLOCK_PATTERN}"),
]
Minutes = Annotated[
    int,
    PlainValidator(_told(_read_minutes, MINUTES)),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": _LONGEST_ASSUMED}),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The conference itself."""

    id: str
    name: str
    zone: str
    first_day: Day
    last_day: Day
    link: str | None = None
    assumed_length: Minutes = ASSUMED_LENGTH // _MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A session: when and where something happens."""

    id: str
    start: Start
    end: End | None = None
    title: str | None = None
    room: str | None = None
    track: str | None = None
    talks: tuple[str, ...] = ()
    stream: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A program file, section by section."""

    # Holds for the values in it, too: what is misspelled must not be lost silently.
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    program: Head
    tracks: tuple[Track, ...] = ()
    rooms: tuple[Room, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    talks: tuple[Talk, ...] = ()
    sessions: tuple[Slot, ...] = ()


FORM = TypeAdapter(Form)


def form_of(program: Program) -> Form:
    """Return a program in the form of its file.

    Raises:
        ValueError: the file has no way to write a fraction of a minute of `assumed_length` or of
            a second of a time.
    """
    minutes, rest = divmod(program.assumed_length, _MINUTE)
    if rest:
        raise ValueError(program.assumed_length)
    zone = ZoneInfo(program.zone)
    head = {one.name: getattr(program, one.name) for one in fields(Head)}
    return Form(
        program=Head(**{**head, "assumed_length": minutes}),
        tracks=program.tracks,
        rooms=program.rooms,
        speakers=program.speakers,
        talks=program.talks,
        sessions=tuple(_slot(session, zone) for session in program.sessions),
    )


def _slot(session: Session, zone: ZoneInfo) -> Slot:
    start = WallTime.of(session.start, zone)
    end = None if session.end is None else WallTime.of(session.end, zone)
    if end is not None and end.day == start.day:
        end = WallTime(time=end.time, offset=end.offset)
    return Slot(
        id=session.id,
        start=start,
        end=end,
        title=session.title,
        room=session.room,
        track=session.track,
        talks=session.talks,
        stream=session.stream,
        key=session.key,
    )
