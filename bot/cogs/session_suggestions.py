"""What autocomplete offers organizers for sessions and starts: from memory, never an error."""

from typing import Any

import discord
from discord.app_commands import Choice

from bot.cogs.session_desk import SessionDesk
from bot.errors import NoProgramError
from bot.program.lookup import Lookup
from bot.program.session_search import Fits, sessions_like
from bot.program.start_time import start_value, starts_like
from bot.ui.choices import plain_choice
from bot.ui.limits import AUTOCOMPLETE_CHOICES
from bot.ui.session_choices import session_choice, start_choice

Choices = list[Choice[str]]


class SessionSuggestions:
    """Offers what fits what is typed so far."""

    def __init__(self, desk: SessionDesk) -> None:
        self._desk = desk

    def open_sessions(self, interaction: discord.Interaction, typed: str) -> Choices:
        """Return the sessions that can be changed; on an empty field what is on now and next."""
        try:
            return self._sessions(typed, *self._desk.open_sessions(interaction.guild_id))
        except NoProgramError:
            return []

    def changed_sessions(self, interaction: discord.Interaction, typed: str) -> Choices:
        """Return the sessions that were changed here."""
        if interaction.guild_id is None:
            return []
        try:
            return self._sessions(typed, *self._desk.changed_sessions(interaction.guild_id))
        except NoProgramError:
            return []

    def starts(self, interaction: discord.Interaction, typed: str) -> Choices:
        """Return the starts to come that may be meant, with their days."""
        try:
            lookup, _ = self._desk.open_sessions(interaction.guild_id)
        except NoProgramError:
            return []
        now, timetable = self._desk.clock.now(), lookup.timetable
        session = timetable.session(_chosen(interaction))
        starts = starts_like(typed, session, timetable, now)
        return [
            Choice(name=plain_choice(start_choice(start, session)), value=start_value(start))
            for start in starts
            if start.timestamp() > now.timestamp()
        ][:AUTOCOMPLETE_CHOICES]

    def _sessions(self, typed: str, lookup: Lookup, fits: Fits) -> Choices:
        now = self._desk.clock.now()
        return [
            Choice(name=session_choice(session, lookup.timetable), value=session.id)
            for session in sessions_like(lookup, typed, now, fits, AUTOCOMPLETE_CHOICES)
        ]


def _chosen(interaction: discord.Interaction) -> str:
    """Return what stands in the command's `session` field so far."""
    namespace: Any = interaction.namespace
    return str(getattr(namespace, "session", None) or "")
