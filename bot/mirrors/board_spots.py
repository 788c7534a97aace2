"""Where boards stand in a guild: one of all that is on, and one in each room's own channel."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.guilds.model import Choices, RouteKind
from bot.mirrors.model import MirrorKind, mark_of
from bot.program.timetable import Timetable

# The subject of a guild's board of all rooms. No room's is called so.
WHOLE = "whole"
_ROOM = "room:"
# That of one that could not be taken away from where it is not wanted any more.
_LEFT = "left:"

# A guild's id and the subject of one of its boards.
Key = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a board stands, and the mark by which it is known again there."""

    guild_id: int
    channel: int
    subject: str = WHOLE

    @property
    def mark(self) -> str:
        """The text that is found in its message and in no other."""
        return mark_of(self.guild_id, MirrorKind.BOARD, self.subject)


def room_subject(room: str) -> str:
    """Return the subject of a room's board, by the room's id."""
    return f"{_ROOM}{room}"


def room_of(subject: str) -> str | None:
    """Return the id of the room that a board is of, None if it is of all."""
    return subject.removeprefix(_ROOM) if subject.startswith(_ROOM) else None


def left_subject(message: int) -> str:
    """Return the subject under which a message is kept until it can be deleted."""
    return f"{_LEFT}{message}"


def is_left(subject: str) -> bool:
    """Tell whether it is only kept until it can be deleted."""
    return subject.startswith(_LEFT)


def wants_boards(choices: Choices) -> bool:
    """Tell whether a guild may want any."""
    return choices.board_channel is not None or choices.has_room_boards


def places_of(choices: Choices, timetable: Timetable | None) -> Mapping[str, int]:
    """Return the channels in which a guild wants boards, by their subjects.

    A room that is not on the program has none; without a `timetable` nobody knows that.
    """
    places = {} if choices.board_channel is None else {WHOLE: choices.board_channel}
    for route in choices.routes if choices.has_room_boards else ():
        is_known = timetable is None or timetable.room(route.id) is not None
        if route.kind is RouteKind.ROOM and is_known:
            places[room_subject(route.id)] = route.channel
    return places
