"""What autocomplete offers while a person types: answered from memory, never an error."""

from datetime import date
from functools import lru_cache

import discord
from discord.app_commands import Choice

from bot.cogs.desk import Desk
from bot.errors import NoProgramError, NotOnProgramError
from bot.program.meaning import meant_day
from bot.program.search import HitKind
from bot.program.timetable import Timetable
from bot.translation import Language, day_name, pgettext, short_day, speaking, spoken
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
        """Return the program's days whose writing holds what is typed, else the one it means."""
        try:
            timetable = self._desk.lookup(interaction).timetable
        except NoProgramError:
            return []
        wanted = typed.casefold().split()
        fitting = [day for day in timetable.days if _holds(_writings(day, spoken()), wanted)]
        return [
            Choice(name=plain_choice(_day(day)), value=day.isoformat())
            for day in fitting or self._meant(timetable, typed)
        ][:AUTOCOMPLETE_CHOICES]

    def rooms(self, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        """Return the rooms whose name holds what is typed."""
        try:
            rooms = self._desk.lookup(interaction).program.rooms
        except NoProgramError:
            return []
        wanted = typed.casefold().split()
        fitting = [room for room in rooms if _holds(f"{room.name} {room.id}", wanted)]
        return [
            Choice(name=plain_choice(room.name), value=room.id)
            for room in fitting[:AUTOCOMPLETE_CHOICES]
        ]

    def _meant(self, timetable: Timetable, typed: str) -> list[date]:
        try:
            return [meant_day(timetable, typed, self._desk.clock.now())]
        except NotOnProgramError:
            return []


def _holds(text: str, wanted: list[str]) -> bool:
    return all(word in text.casefold() for word in wanted)


def _day(day: date) -> str:
    # Translators: a short day and its year: "Wed 30 Nov 2022".
    text = pgettext("date", "{day} {year}")
    return text.format(day=short_day(day), year=day.year)


# Asked for each day at every key that a person types.
@lru_cache(maxsize=1_000)
def _writings(day: date, language: Language) -> str:
    """Return how a day is written in a language, and in English."""
    texts = [day.isoformat()]
    for one in (language, Language.ENGLISH):
        with speaking(one):
            texts += [_day(day), day_name(day)]
    return " ".join(texts)
