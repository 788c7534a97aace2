"""What autocomplete offers while a person types: answered from memory, never an error."""

import discord
from discord.app_commands import Choice

from bot.cogs.desk import Desk
from bot.errors import NoProgramError
from bot.program.meaning import day_label
from bot.program.search import HitKind
from bot.ui.choices import choice_name, plain_choice
from bot.ui.limits import AUTOCOMPLETE_CHOICES


class Suggestions:
    """Offers talks, speakers, tracks, days and rooms that fit what is typed so far."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def things(
        self, interaction: discord.Interaction, kinds: frozenset[HitKind], typed: str
    ) -> list[Choice[str]]:
        """Return what matches; on an empty field what is on now and next."""
        try:
            lookup = self._desk.lookup(interaction)
        except NoProgramError:
            return []
        now = self._desk.clock.now()
        hits = lookup.search.find(typed, now, kinds=kinds, limit=AUTOCOMPLETE_CHOICES)
        return [Choice(name=choice_name(hit, lookup.timetable, now), value=hit.id) for hit in hits]

    def days(self, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        """Return the program's days whose writing holds what is typed."""
        try:
            days = self._desk.lookup(interaction).timetable.days
        except NoProgramError:
            return []
        named = [(f"{day_label(day)} {day.year}", day.isoformat()) for day in days]
        return _matching(named, typed)

    def rooms(self, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        """Return the rooms whose name holds what is typed."""
        try:
            rooms = self._desk.lookup(interaction).program.rooms
        except NoProgramError:
            return []
        return _matching([(room.name, room.id) for room in rooms], typed)


def _matching(named: list[tuple[str, str]], typed: str) -> list[Choice[str]]:
    wanted = typed.casefold().split()
    fitting = [
        Choice(name=plain_choice(name), value=value)
        for name, value in named
        if all(word in f"{name} {value}".casefold() for word in wanted)
    ]
    return fitting[:AUTOCOMPLETE_CHOICES]
