"""The desk that every question comes to: finds the program, answers where it was asked."""

import discord

from bot.agenda.service import Agendas, followed_guild
from bot.clock import Clock
from bot.errors import NotOnProgramError
from bot.guilds.effective import EffectivePrograms
from bot.guilds.service import Guilds
from bot.guilds.timetables import timetable_named
from bot.program.attached_id import is_visible
from bot.program.lookup import Lookup
from bot.program.meaning import meant
from bot.program.search import HitKind
from bot.program.timetable import Timetable
from bot.translation import Language, speaking, spoken
from bot.ui.answer import answer
from bot.ui.notice import ABOUT, not_found
from bot.ui.questions import (
    Question,
    SearchQuestion,
)


class Desk:
    """Answers questions; everything it needs is in memory."""

    def __init__(
        self, programs: EffectivePrograms, guilds: Guilds, agendas: Agendas, clock: Clock
    ) -> None:
        self._programs = programs
        self._guilds = guilds
        self._agendas = agendas
        self.clock = clock

    def guild(self, interaction: discord.Interaction) -> int | None:
        """Return the guild whose program is meant: where the person is, and has Marquee.

        Outside of any such guild it is where they last saved something; None if they did not.
        """
        here = home(interaction)
        return self._agendas.of(interaction.user.id).last_guild if here is None else here

    def lookup(self, interaction: discord.Interaction) -> Lookup:
        """Return the program that stands where the person is; NoProgramError if there is none."""
        return self._programs.lookup_for(self.guild(interaction))

    def lookup_named(self, interaction: discord.Interaction, program: str) -> Lookup:
        """Return a program by id as it stands where the person is; NoProgramError without it."""
        return self._programs.lookup_named(program, self.guild_of(interaction, program))

    def guild_of(self, interaction: discord.Interaction, program: str) -> int | None:
        """Return the guild as which a program, by id, is seen where the person is.

        In direct messages, what a guild attached is shown to those who saved something of it there.
        """
        guild = self.guild(interaction)
        if home(interaction) is not None or is_visible(program, guild):
            return guild
        attendee = self._agendas.of(interaction.user.id)
        saved = (one for one in attendee.saved if one.program == program)
        return next((followed_guild(attendee, one) for one in saved), guild)

    def timetable_of(self, program: str, guild_id: int | None) -> Timetable | None:
        """Return a program's timetable as a guild sees it, None is no guild; None without it."""
        return timetable_named(self._programs, program, guild_id)

    def fallback(self, guild_id: int | None) -> int | None:
        """Return where a guild mentions those whose DMs are closed; None if nowhere."""
        if guild_id is None:
            return None
        choices = self._guilds.for_guild(guild_id)
        return choices.reminder_channel if choices.personal_fallback else None

    def language_of_all(self, interaction: discord.Interaction) -> Language:
        """Return the guild's language; where Marquee has no guild, that of whoever asks."""
        guild = home(interaction)
        return spoken() if guild is None else self._guilds.for_guild(guild).spoken

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
        """Answer in a new message: to the asker, or to all if shared or if the guild says so.

        What all can read is in their language.
        """
        public = share or self._answers_are_public(interaction)
        shared_by = interaction.user.id if public else None
        with speaking(self.language_of_all(interaction) if public else spoken()):
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
        lookup = self.lookup_named(interaction, question.program)
        return answer(question, lookup, self.clock.now(), shared_by=shared_by)

    def _answers_are_public(self, interaction: discord.Interaction) -> bool:
        guild = interaction.guild_id
        return guild is not None and self._guilds.for_guild(guild).public_answers


def home(interaction: discord.Interaction) -> int | None:
    """Return the guild that an interaction is in, None where Marquee is only the person's own.

    Whoever installed Marquee for themselves may use it in any guild, which has nothing to do with
    it then.
    """
    is_persons_own = interaction.is_user_integration() and not interaction.is_guild_integration()
    return None if is_persons_own else interaction.guild_id
