"""Commands about time: /schedule, /now and /next."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.desk import Desk
from bot.cogs.lookup import SHARE_HELP
from bot.cogs.suggestions import Suggestions
from bot.errors import NotOnProgramError
from bot.program.meaning import meant, meant_day, meant_room
from bot.program.search import HitKind
from bot.translation import N_
from bot.ui.questions import NextQuestion, NowQuestion, ScheduleQuestion


class ScheduleCog(commands.Cog):
    """Answers what happens when."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._suggestions = Suggestions(desk)

    @app_commands.command(description=N_("The timetable, by day, track or room"))
    @app_commands.describe(
        day=N_("A day of the event"),
        track=N_("Only this track"),
        room=N_("Only this room"),
        share=SHARE_HELP,
    )
    async def schedule(
        self,
        interaction: discord.Interaction,
        day: str | None = None,
        track: str | None = None,
        room: str | None = None,
        *,
        share: bool = False,
    ) -> None:
        """Answer /schedule."""
        track_id = self._track_meant(interaction, track)
        if track is not None and track_id is None:
            await self._desk.ask_about(interaction, HitKind.TRACK, track, share=share)
            return
        lookup = self._desk.lookup(interaction)
        question = ScheduleQuestion(
            program=lookup.program.id,
            day=None if day is None else meant_day(lookup.timetable, day, self._desk.clock.now()),
            track=track_id,
            room=None if room is None else meant_room(lookup.timetable, room).id,
        )
        await self._desk.answer(interaction, question, share=share)

    @app_commands.command(description=N_("What is on right now"))
    @app_commands.describe(share=SHARE_HELP)
    async def now(self, interaction: discord.Interaction, *, share: bool = False) -> None:
        """Answer /now."""
        program = self._desk.lookup(interaction).program.id
        await self._desk.answer(interaction, NowQuestion(program=program), share=share)

    @app_commands.command(description=N_("What starts next, in each room"))
    @app_commands.describe(share=SHARE_HELP)
    async def next(self, interaction: discord.Interaction, *, share: bool = False) -> None:
        """Answer /next."""
        program = self._desk.lookup(interaction).program.id
        await self._desk.answer(interaction, NextQuestion(program=program), share=share)

    def _track_meant(self, interaction: discord.Interaction, words: str | None) -> str | None:
        """Return the one track that is meant, None if no word or no single track is."""
        if words is None:
            return None
        try:
            lookup = self._desk.lookup(interaction)
            return meant(lookup, HitKind.TRACK, words, self._desk.clock.now())
        except NotOnProgramError:
            return None

    @schedule.autocomplete("day")
    async def _days(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggestions.days(interaction, typed)

    @schedule.autocomplete("track")
    async def _tracks(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggestions.things(interaction, frozenset({HitKind.TRACK}), typed)

    @schedule.autocomplete("room")
    async def _rooms(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggestions.rooms(interaction, typed)
