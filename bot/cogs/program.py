"""The /program commands: where a server's program comes from, what changed, what waits."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.program_desk import ProgramDesk
from bot.ui.orders import ChangesOrder, ReloadOrder, ReviewOrder, StatusOrder


# Each no is written out, since what is left open is taken from the tree, which allows all.
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class ProgramCog(
    commands.GroupCog,
    group_name="program",
    group_description="For organizers: where the program comes from, and what changed in it",
):
    """Shows organizers how their program stands, and lets them look and decide."""

    def __init__(self, desk: ProgramDesk) -> None:
        self._desk = desk

    @app_commands.command(
        description="For organizers: which program this server follows, and what is wrong with it"
    )
    async def status(self, interaction: discord.Interaction) -> None:
        """Answer /program status."""
        await self._desk.answer(interaction, StatusOrder())

    @app_commands.command(description="For organizers: look now whether there is a newer version")
    async def reload(self, interaction: discord.Interaction) -> None:
        """Answer /program reload."""
        await self._desk.answer(interaction, ReloadOrder())

    @app_commands.command(description="For organizers: what changed in the program lately")
    async def changes(self, interaction: discord.Interaction) -> None:
        """Answer /program changes."""
        await self._desk.answer(interaction, ChangesOrder())

    @app_commands.command(
        description="For organizers: what a refused version would change, and whether to take it on"
    )
    async def accept(self, interaction: discord.Interaction) -> None:
        """Answer /program accept."""
        await self._desk.answer(interaction, ReviewOrder())
