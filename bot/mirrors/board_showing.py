"""What boards show by now: made once for all that show the same, until something starts or ends."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from bot.mirrors.board import Board, board_of, board_of_room, within_room
from bot.program.model import Room
from bot.program.timetable import Timetable
from bot.translation import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a board is about: a program, or one of its rooms; and in which language."""

    timetable: Timetable
    language: Language
    room: Room | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A board and its digest, and since when it is known to be right."""

    board: Board
    digest: str
    since: datetime

    def holds(self, now: datetime) -> bool:
        """Tell whether nothing started or ended since."""
        return self.board.until is not None and self.since <= now < self.board.until


class Showing:
    """What boards are to show, by their topics."""

    def __init__(self, digest: Callable[[Board], str]) -> None:
        self._digest = digest
        self._shown: dict[Topic, Shown] = {}

    def of(self, topic: Topic, now: datetime) -> Shown:
        """Return what a board shows at `now`."""
        shown = self._shown.get(topic)
        if shown is None or not shown.holds(now):
            board = _board(topic, None if shown is None else shown.board.timetable, now)
            shown = Shown(board=board, digest=self._digest(board), since=now)
            self._shown[topic] = shown
        return shown

    def keep(self, topics: Collection[Topic]) -> None:
        """Forget all others: they are of earlier versions."""
        for topic in self._shown.keys() - set(topics):
            del self._shown[topic]


def _board(topic: Topic, known: Timetable | None, now: datetime) -> Board:
    """Return a topic's board at `now`; what takes place in its room may be `known`."""
    language = topic.language
    if topic.room is None:
        return board_of(topic.timetable, now, language=language)
    within = known or within_room(topic.timetable, topic.room)
    return board_of_room(topic.room, within, now, language=language)
