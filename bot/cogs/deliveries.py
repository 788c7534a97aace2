"""The /deliveries command: what is posted here, for organizers."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.orders import OrderDesk
from bot.translation import N_
from bot.ui.orders import ListOrder


class DeliveriesCog(commands.Cog):
    """Shows organizers what is posted, what was not and why, and lets them pause and resume."""

    def __init__(self, desk: OrderDesk) -> None:
        self._desk = desk

    @app_commands.command(
        description=N_(
            "For organizers: what I post here, what was not posted and why; pause, resume"
        )
    )
    # Each no is written out, since what is left open is taken from the tree, which allows all.
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.default_permissions(manage_guild=True)
    async def deliveries(self, interaction: discord.Interaction) -> None:
        """Answer /deliveries."""
        await self._desk.answer(interaction, ListOrder())
