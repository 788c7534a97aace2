"""The desk that every question comes to: finds the program, answers where it was asked."""

import discord

from bot.clock import Clock
from bot.errors import NotOnProgramError
from bot.guilds.effective import EffectivePrograms
from bot.guilds.service import Guilds
from bot.program.lookup import Lookup
from bot.program.meaning import meant
from bot.program.search import HitKind
from bot.ui.answer import answer
from bot.ui.notice import ABOUT, not_found
from bot.ui.questions import (
    Question,
    SearchQuestion,
)


class Desk:
    """Answers questions; everything it needs is in memory."""

    def __init__(self, programs: EffectivePrograms, guilds: Guilds, clock: Clock) -> None:
        self._programs = programs
        self._guilds = guilds
        self.clock = clock

    def lookup(self, interaction: discord.Interaction) -> Lookup:
        """Return the program that stands where the person is; NoProgramError if there is none."""
        return self._programs.lookup_for(interaction.guild_id)

    async def ask_about(
        self, interaction: discord.Interaction, kind: HitKind, words: str, *, share: bool
    ) -> None:
        """Answer about the talk, speaker or track that `words` mean, or say what is nearest."""
        lookup = self.lookup(interaction)
        try:
            one = meant(lookup, kind, words, self.clock.now())
        except NotOnProgramError as error:
            near = lookup.search.nearest(words, kinds=frozenset({kind}), limit=3)
            view = not_found(error, near, lookup.program.id)
            await interaction.response.send_message(view=view, ephemeral=True)
            return
        program = lookup.program.id
        if one is None:
            await self.answer(
                interaction, SearchQuestion(program=program, words=words), share=share
            )
        else:
            await self.answer(interaction, ABOUT[kind](program=program, id=one), share=share)

    async def answer(
        self, interaction: discord.Interaction, question: Question, *, share: bool = False
    ) -> None:
        """Answer in a new message: to the asker, or to all if shared or if the guild says so."""
        public = share or self._answers_are_public(interaction)
        shared_by = interaction.user.id if public else None
        view = self._render(interaction, question, shared_by=shared_by)
        await interaction.response.send_message(
            view=view, ephemeral=not public, allowed_mentions=discord.AllowedMentions.none()
        )

    async def turn(self, interaction: discord.Interaction, question: Question) -> None:
        """Answer a press: in the asker's own message if it is only theirs, else in a new one."""
        message = interaction.message
        if message is not None and message.flags.ephemeral:
            await interaction.response.edit_message(view=self._render(interaction, question))
        else:
            await interaction.response.send_message(
                view=self._render(interaction, question),
                ephemeral=True,
                allowed_mentions=discord.AllowedMentions.none(),
            )

    def _render(
        self, interaction: discord.Interaction, question: Question, *, shared_by: int | None = None
    ) -> discord.ui.LayoutView:
        lookup = self._programs.lookup_named(question.program, interaction.guild_id)
        return answer(question, lookup, self.clock.now(), shared_by=shared_by)

    def _answers_are_public(self, interaction: discord.Interaction) -> bool:
        guild = interaction.guild_id
        return guild is not None and self._guilds.for_guild(guild).public_answers
