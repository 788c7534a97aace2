"""One version of a program, made ready to be asked."""

from typing import Final

from bot.program.model import Program
from bot.program.search import FuzzySearch, Search
from bot.program.timetable import Timetable


class Lookup:
    """A program with its timetable and its search; a new version of it is a new Lookup."""

    __slots__ = ("program", "search", "timetable")

    def __init__(self, program: Program) -> None:
        self.program: Final = program
        self.timetable: Final = Timetable(program)
        self.search: Final[Search] = FuzzySearch(self.timetable)
