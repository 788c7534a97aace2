"""The /program commands: where a server's program comes from, what changed, what waits."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.handed_in import HandedIn
from bot.cogs.program_attach import AttachDesk
from bot.cogs.program_desk import ProgramDesk
from bot.program.zones import zones_with
from bot.translation import N_
from bot.ui.limits import AUTOCOMPLETE_CHOICES
from bot.ui.orders import ChangesOrder, ReloadOrder, ReviewOrder, StatusOrder

Address = app_commands.Range[str, 1, 1_000]
Zone = app_commands.Range[str, 1, 60]


# Each no is written out, since what is left open is taken from the tree, which allows all.
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions(manage_guild=True)
class ProgramCog(
    commands.GroupCog,
    group_name="program",
    group_description=N_("For organizers: where the program comes from, and what changed in it"),
):
    """Shows organizers how their program stands, and lets them look and decide."""

    def __init__(self, desk: ProgramDesk, attaching: AttachDesk) -> None:
        self._desk = desk
        self._attaching = attaching

    @app_commands.command(
        description=N_(
            "For organizers: which program this server follows, and what is wrong with it"
        )
    )
    async def status(self, interaction: discord.Interaction) -> None:
        """Answer /program status."""
        await self._desk.answer(interaction, StatusOrder())

    @app_commands.command(
        description=N_("For organizers: look now whether there is a newer version")
    )
    async def reload(self, interaction: discord.Interaction) -> None:
        """Answer /program reload."""
        await self._desk.answer(interaction, ReloadOrder())

    @app_commands.command(description=N_("For organizers: what changed in the program lately"))
    async def changes(self, interaction: discord.Interaction) -> None:
        """Answer /program changes."""
        await self._desk.answer(interaction, ChangesOrder())

    @app_commands.command(
        description=N_(
            "For organizers: what a refused version would change, and whether to take it on"
        )
    )
    async def accept(self, interaction: discord.Interaction) -> None:
        """Answer /program accept."""
        await self._desk.answer(interaction, ReviewOrder())

    @app_commands.command(
        description=N_(
            "For organizers: have this server follow your own program, a file or an address"
        )
    )
    @app_commands.describe(
        file=N_("As your conference publishes it: .ics, .json, .xml, .yaml, .zip; up to 8 MB"),
        address=N_("Where it is published on the web; I keep looking there for what changes"),
        zone=N_("Where the conference is, if the program doesn't say: Europe/Berlin"),
    )
    async def attach(
        self,
        interaction: discord.Interaction,
        file: discord.Attachment | None = None,
        address: Address | None = None,
        zone: Zone | None = None,
    ) -> None:
        """Answer /program attach."""
        handed_in = HandedIn(file=file, address=address, zone=zone)
        await self._attaching.attach(interaction, handed_in)

    @app_commands.command(
        description=N_("For organizers: let go of the program that was attached here")
    )
    async def detach(self, interaction: discord.Interaction) -> None:
        """Answer /program detach."""
        await self._attaching.ask_to_detach(interaction)

    @attach.autocomplete("zone")
    async def _zone(
        self, _interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        found = zones_with(typed, AUTOCOMPLETE_CHOICES)
        return [app_commands.Choice(name=one, value=one) for one in found]
