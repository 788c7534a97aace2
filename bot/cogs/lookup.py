"""Commands about things: /talk, /speaker, /track and /search."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.desk import Desk
from bot.cogs.suggestions import Suggestions
from bot.program.search import HitKind
from bot.translation import N_
from bot.ui.questions import LONGEST_WORDS, SearchQuestion

Words = app_commands.Range[str, 1, 100]
SHARE_HELP = N_("Show the answer to everyone here")


class LookupCog(commands.Cog):
    """Answers about one talk, speaker or track, and searches all of them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._suggestions = Suggestions(desk)

    @app_commands.command(description=N_("A talk: what it is about, who gives it, when and where"))
    @app_commands.describe(
        title=N_("Some of its title, or a speaker's name; typos are fine"), share=SHARE_HELP
    )
    async def talk(
        self, interaction: discord.Interaction, title: Words, *, share: bool = False
    ) -> None:
        """Answer /talk."""
        await self._desk.ask_about(interaction, HitKind.TALK, title, share=share)

    @app_commands.command(description=N_("A speaker: who they are and what they talk about"))
    @app_commands.describe(name=N_("Some of their name, or their company"), share=SHARE_HELP)
    async def speaker(
        self, interaction: discord.Interaction, name: Words, *, share: bool = False
    ) -> None:
        """Answer /speaker."""
        await self._desk.ask_about(interaction, HitKind.SPEAKER, name, share=share)

    @app_commands.command(description=N_("A track: what it is about, its hosts and its talks"))
    @app_commands.describe(name=N_("Some of its name"), share=SHARE_HELP)
    async def track(
        self, interaction: discord.Interaction, name: Words, *, share: bool = False
    ) -> None:
        """Answer /track."""
        await self._desk.ask_about(interaction, HitKind.TRACK, name, share=share)

    @app_commands.command(description=N_("Find talks, speakers and tracks by any word"))
    @app_commands.describe(words=N_("Words from a title, an abstract, a name, a company"))
    async def search(
        self,
        interaction: discord.Interaction,
        words: app_commands.Range[str, 1, LONGEST_WORDS],
        *,
        share: bool = False,
    ) -> None:
        """Answer /search."""
        program = self._desk.lookup(interaction).program.id
        question = SearchQuestion(program=program, words=words)
        await self._desk.answer(interaction, question, share=share)

    @talk.autocomplete("title")
    async def _talks(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggestions.things(interaction, frozenset({HitKind.TALK}), typed)

    @speaker.autocomplete("name")
    async def _speakers(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggestions.things(interaction, frozenset({HitKind.SPEAKER}), typed)

    @track.autocomplete("name")
    async def _tracks(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggestions.things(interaction, frozenset({HitKind.TRACK}), typed)
