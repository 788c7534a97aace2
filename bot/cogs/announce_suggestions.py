"""What autocomplete offers for when an announcement is posted: from memory, never an error."""

from dataclasses import dataclass

import discord
from discord.app_commands import Choice

from bot.announcements.written.moment import moment_value, moments_like
from bot.clock import Clock
from bot.errors import NoProgramError
from bot.guilds.effective import EffectivePrograms
from bot.program.lookup import Lookup
from bot.ui.announce_words import moment_choice
from bot.ui.limits import AUTOCOMPLETE_CHOICES


@dataclass(frozen=True, slots=True)
class MomentSuggestions:
    """Offers the moments that fit what is typed so far."""

    programs: EffectivePrograms
    clock: Clock

    def lookup(self, guild_id: int | None) -> Lookup | None:
        """Return what stands in a guild; None if its program is not loaded."""
        try:
            return self.programs.lookup_for(guild_id)
        except NoProgramError:
            return None

    def moments(self, interaction: discord.Interaction, typed: str) -> list[Choice[str]]:
        """Return now, starts and "10 minutes before" sessions to come, as far as they fit."""
        lookup = self.lookup(interaction.guild_id)
        timetable = None if lookup is None else lookup.timetable
        moments = moments_like(typed, lookup, self.clock.now(), AUTOCOMPLETE_CHOICES)
        return [
            Choice(name=moment_choice(one, timetable), value=moment_value(one)) for one in moments
        ]
