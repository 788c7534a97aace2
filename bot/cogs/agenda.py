"""The /agenda commands: what one saved, as a list and as a file, and how one is reminded of it."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.agenda_desk import AgendaDesk
from bot.translation import N_
from bot.ui.agenda_orders import (
    AskToClearOrder,
    AskToForgetOrder,
    ExportOrder,
    SettingsOrder,
    ShowOrder,
)


class AgendaCog(
    commands.GroupCog,
    group_name="agenda",
    group_description=N_("What you saved, and how you are reminded of it; only you see it"),
):
    """Shows people their own agenda, and lets them settle all about it."""

    def __init__(self, desk: AgendaDesk) -> None:
        self._desk = desk

    @app_commands.command(description=N_("What you saved, day by day, and what is next"))
    async def show(self, interaction: discord.Interaction) -> None:
        """Answer /agenda show."""
        await self._desk.turn(interaction, ShowOrder(program=self._desk.program(interaction)))

    @app_commands.command(description=N_("A calendar file (.ics) of what you saved"))
    async def export(self, interaction: discord.Interaction) -> None:
        """Answer /agenda export."""
        await self._desk.turn(interaction, ExportOrder(program=self._desk.program(interaction)))

    @app_commands.command(
        description=N_("Take everything of this conference out of your agenda; I ask you first")
    )
    async def clear(self, interaction: discord.Interaction) -> None:
        """Answer /agenda clear."""
        order = AskToClearOrder(program=self._desk.program(interaction))
        await self._desk.turn(interaction, order)

    @app_commands.command(
        description=N_("When you are reminded, by direct message or not; quiet hours")
    )
    async def settings(self, interaction: discord.Interaction) -> None:
        """Answer /agenda settings."""
        await self._desk.turn(interaction, SettingsOrder())

    @app_commands.command(
        description=N_("Your agenda beside somebody else's, if both of you agree")
    )
    @app_commands.describe(
        person=N_("Whom to compare with; they see nothing before they agree, too")
    )
    async def compare(self, interaction: discord.Interaction, person: discord.User) -> None:
        """Answer /agenda compare."""
        await self._desk.clerks.comparing.begin(interaction, person)

    @app_commands.command(
        name="forget-me", description=N_("Remove everything I hold about you; I ask you first")
    )
    async def forget_me(self, interaction: discord.Interaction) -> None:
        """Answer /agenda forget-me."""
        await self._desk.turn(interaction, AskToForgetOrder())
