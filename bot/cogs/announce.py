"""The /announce commands, and the forms that organizers send in."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.announce_answers import rescue
from bot.cogs.announce_desk import AnnounceDesk
from bot.cogs.announce_presses import read_of
from bot.cogs.announce_suggestions import MomentSuggestions
from bot.cogs.announce_writing import AnnounceWriting
from bot.translation import N_, Language, speak
from bot.ui.announce_forms import answers_of
from bot.ui.announce_orders import ANNOUNCE_FORM_ID, ListOrder, announce_form_of

Interaction = discord.Interaction[Any]
# Tells a person that something went wrong, and the log why; never fails.
Apologise = Callable[[Interaction, Exception], Awaitable[None]]
When = app_commands.Range[str, 1, 100]


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class AnnounceCog(
    commands.GroupCog,
    group_name="announce",
    group_description=N_("For organizers: post an announcement on this server, now or later"),
):
    """Has announcements written and listed; all else is done with the buttons under them."""

    def __init__(
        self,
        desk: AnnounceDesk,
        writing: AnnounceWriting,
        moments: MomentSuggestions,
        apologise: Apologise,
    ) -> None:
        self._desk = desk
        self._writing = writing
        self._moments = moments
        self._apologise = apologise

    @app_commands.command(
        description=N_("For organizers: write an announcement, look at it, and have it posted")
    )
    @app_commands.describe(
        when=N_(
            "Now, or where the event is: 14:30, Thu 14:30, in 20 minutes, 10 minutes before Rivers"
        )
    )
    async def new(self, interaction: discord.Interaction, when: When | None = None) -> None:
        """Answer /announce new."""
        await self._desk.new(interaction, when or "")

    @app_commands.command(
        name="list",
        description=N_("For organizers: what waits and what was posted; edit, cancel, delete"),
    )
    async def overview(self, interaction: discord.Interaction) -> None:
        """Answer /announce list."""
        await self._desk.turn(interaction, ListOrder())

    @new.autocomplete("when")
    async def _when(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return self._moments.moments(interaction, typed)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Take a form that was sent in, also one that was opened before a restart."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Any = interaction.data or {}
        match = ANNOUNCE_FORM_ID.fullmatch(str(data.get("custom_id", "")))
        if match is None:
            return
        speak(Language.of_discord(interaction.locale.value))
        typed = answers_of(data.get("components", ()))
        try:
            form = read_of(announce_form_of, match)
            await self._writing.submitted(interaction, form, typed)
        except Exception as error:  # noqa: BLE001 - whatever it was, the person is told
            await self._apologise(interaction, error)
            await rescue(interaction, typed)
