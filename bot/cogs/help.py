"""The /help command: what the bot can do here."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.desk import Desk
from bot.guilds.service import Guilds
from bot.translation import N_
from bot.ui.help_card import help_card


class HelpCog(commands.Cog):
    """Tells a newcomer what can be asked, and where reminders are posted."""

    def __init__(self, desk: Desk, guilds: Guilds) -> None:
        self._desk = desk
        self._guilds = guilds

    @app_commands.command(name="help", description=N_("What Marquee can do here"))
    async def help_(self, interaction: discord.Interaction) -> None:
        """Answer /help."""
        lookup = self._desk.lookup(interaction)
        guild = interaction.guild_id
        choices = None if guild is None else self._guilds.for_guild(guild)
        is_organizer = guild is not None and interaction.permissions.manage_guild
        view = help_card(lookup.program, choices, for_organizer=is_organizer)
        await interaction.response.send_message(view=view, ephemeral=True)
