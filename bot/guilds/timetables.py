"""Where others find the timetable that a guild follows, or a program's as a guild sees it."""

from typing import Protocol

from bot.errors import NoProgramError
from bot.guilds.model import Choices
from bot.program.timetable import Timetable


class Timetables(Protocol):
    """Where a guild's timetable comes from."""

    def timetable_for(self, choices: Choices) -> Timetable | None:
        """Return the timetable that a guild's posts follow; None if its program is not loaded."""
        ...


class _Named(Protocol):
    @property
    def timetable(self) -> Timetable: ...


class NamedPrograms(Protocol):
    """Where programs stand, as guilds see them."""

    def lookup_named(self, program: str, guild_id: int | None) -> _Named:
        """Return a program by id as a guild sees it; NoProgramError if it is not loaded."""
        ...


def timetable_named(
    programs: NamedPrograms, program: str, guild_id: int | None
) -> Timetable | None:
    """Return a program's timetable as a guild sees it, None if the program is not loaded."""
    try:
        return programs.lookup_named(program, guild_id).timetable
    except NoProgramError:
        return None
