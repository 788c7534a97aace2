"""The /session commands: what organizers change of the program on the day, for their server."""

from datetime import timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.desk import Desk
from bot.cogs.session_desk import SessionDesk
from bot.cogs.session_suggestions import SessionSuggestions
from bot.cogs.suggestions import Suggestions
from bot.translation import N_

Words = app_commands.Range[str, 1, 100]
Minutes = app_commands.Range[int, 1, 1_440]

SESSION_HELP = N_("Which one; some of its title or of a speaker's name")


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class SessionCog(
    commands.GroupCog,
    group_name="session",
    group_description=N_("For organizers: delay, move, cancel or restore a session on this server"),
):
    """Shows what a change would be; the button under that makes it."""

    def __init__(self, desk: SessionDesk, lookups: Desk) -> None:
        self._desk = desk
        self._suggestions = SessionSuggestions(desk)
        self._rooms_here = Suggestions(lookups)

    @app_commands.command(description=N_("For organizers: a session starts later, on this server"))
    @app_commands.describe(session=SESSION_HELP, minutes=N_("By how many minutes"))
    async def delay(
        self, interaction: discord.Interaction, session: Words, minutes: Minutes
    ) -> None:
        """Answer /session delay."""
        await self._desk.delay(interaction, session, timedelta(minutes=minutes))

    @app_commands.command(
        description=N_("For organizers: another time or room for a session, on this server")
    )
    @app_commands.describe(
        session=SESSION_HELP,
        start=N_("Its new start where the event is: 14:30, Thu 14:30, in 20 minutes"),
        room=N_("Its new room"),
    )
    async def move(
        self,
        interaction: discord.Interaction,
        session: Words,
        start: Words | None = None,
        room: Words | None = None,
    ) -> None:
        """Answer /session move."""
        await self._desk.move(interaction, session, start, room)

    @app_commands.command(
        description=N_("For organizers: a session does not take place, on this server")
    )
    @app_commands.describe(session=SESSION_HELP)
    async def cancel(self, interaction: discord.Interaction, session: Words) -> None:
        """Answer /session cancel."""
        await self._desk.cancel(interaction, session)

    @app_commands.command(
        description=N_("For organizers: a session is as in the program again, on this server")
    )
    @app_commands.describe(session=N_("Which one, of those that were changed here"))
    async def restore(self, interaction: discord.Interaction, session: Words) -> None:
        """Answer /session restore."""
        await self._desk.restore(interaction, session)

    @delay.autocomplete("session")
    @move.autocomplete("session")
    @cancel.autocomplete("session")
    async def _open_sessions(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggestions.open_sessions(interaction, typed)

    @restore.autocomplete("session")
    async def _changed_sessions(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggestions.changed_sessions(interaction, typed)

    @move.autocomplete("start")
    async def _starts(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._suggestions.starts(interaction, typed)

    @move.autocomplete("room")
    async def _rooms(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._rooms_here.rooms(interaction, typed)
