"""Which program stands for a guild."""

from typing import Protocol

from bot.errors import NoProgramError
from bot.guilds.model import Choices
from bot.program.lookup import Lookup
from bot.program.timetable import Timetable


class Programs(Protocol):
    """Where loaded programs stand."""

    def lookup(self, program: str | None) -> Lookup:
        """Return a program by id, None for the default; NoProgramError if it is not loaded."""
        ...


class KnownGuilds(Protocol):
    """Where guilds' choices stand."""

    def for_guild(self, guild_id: int) -> Choices:
        """Return a guild's choices; one that set nothing has empty ones. Never fails."""
        ...


class EffectivePrograms:
    """Gives each guild its program, and everyone without a guild the default one."""

    def __init__(self, programs: Programs, guilds: KnownGuilds) -> None:
        self._programs = programs
        self._guilds = guilds

    def lookup_for(self, guild_id: int | None) -> Lookup:
        """Return what is said in and for a guild; NoProgramError if its program is not loaded."""
        if guild_id is None:
            return self._programs.lookup(None)
        return self._programs.lookup(self._guilds.for_guild(guild_id).program)

    def lookup_named(self, program: str) -> Lookup:
        """Return a program by id, as a button remembers it; NoProgramError if not loaded."""
        return self._programs.lookup(program)

    def timetable_for(self, choices: Choices) -> Timetable | None:
        """Return the timetable that a guild's posts follow; None if its program is not loaded."""
        try:
            return self._programs.lookup(choices.program).timetable
        except NoProgramError:
            return None
