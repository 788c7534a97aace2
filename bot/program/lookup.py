"""One version of a program, made ready to be asked."""

from collections.abc import Iterator
from typing import Final

from bot.program.model import Program
from bot.program.search import FuzzySearch, Search
from bot.program.timetable import Timetable


class Lookup:
    """A program with its timetable and its search; a new version of it is a new Lookup."""

    __slots__ = ("program", "search", "timetable")

    def __init__(
        self,
        program: Program,
        *,
        like: "Lookup | None" = None,
        made: tuple[Timetable, Search] | None = None,
    ) -> None:
        """Take the search's index from `like`, a lookup of the program with other sessions.

        It takes a tenth of the time then. Talks, speakers and tracks must be the same, and the
        sessions that only `like` has are called off. What is `made` of this very program already
        is taken as it is.
        """
        self.program: Final = program
        self.timetable: Final = _timetable(program, like) if made is None else made[0]
        self.search: Final = _search(self.timetable, like) if made is None else made[1]

    @classmethod
    def in_steps(cls, timetable: Timetable) -> "Iterator[Lookup | None]":
        """Build a lookup step by step: give None after each small step, and the lookup at last.

        A big program takes a second in all. Between two steps others may have their turn.
        """
        for search in FuzzySearch.in_steps(timetable):
            if search is None:
                yield None
            else:
                yield cls(timetable.program, made=(timetable, search))


def _timetable(program: Program, like: Lookup | None) -> Timetable:
    if like is None:
        return Timetable(program)
    stands = {session.id for session in program.sessions}
    return Timetable(program, [one for one in like.program.sessions if one.id not in stands])


def _search(timetable: Timetable, like: Lookup | None) -> Search:
    return FuzzySearch(timetable) if like is None else like.search.following(timetable)
