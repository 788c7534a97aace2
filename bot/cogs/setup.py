"""The /setup command: the panel on which organizers choose what Marquee does in their server."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.setup_desk import SetupDesk
from bot.translation import N_


class SetupCog(commands.Cog):
    """Opens the panel to organizers."""

    def __init__(self, desk: SetupDesk) -> None:
        self._desk = desk

    # Each no is written out, since what is left open is taken from the tree, which allows all.
    @app_commands.command(description=N_("For organizers: choose where I post, what, and when"))
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_guild=True)
    async def setup(self, interaction: discord.Interaction) -> None:
        """Answer /setup."""
        await self._desk.open(interaction)
