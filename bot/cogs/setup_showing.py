"""Shows the organizers' panel as things stand by now: chosen, loaded, and what each thing lacks."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import discord

from bot.cogs.setup_choosing import Programs
from bot.cogs.setup_role import role_trouble
from bot.cogs.setup_words import Choosing
from bot.errors import NoProgramError, StaleButtonError
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.mirrors.model import Trouble
from bot.program.model import Program
from bot.refusals import TROUBLE
from bot.ui.setup_card import setup_card
from bot.ui.setup_orders import (
    ChannelPicker,
    Pick,
    RolePicker,
    RoutePicker,
    SetupPage,
    Switch,
    TextPicker,
    Turn,
    place_of,
)
from bot.ui.setup_panel import PURPOSES, Making, Panel, channel_of

log = logging.getLogger(__name__)

PAGE_OF_SWITCH = {
    Switch.PUBLIC_ANSWERS: SetupPage.PROGRAM,
    Switch.PERSONAL_FALLBACK: SetupPage.REMINDERS,
    Switch.NATIVE_EVENTS: SetupPage.PROGRAM,
    Switch.STREAMS_AT_START: SetupPage.REMINDERS,
    Switch.ROOM_BOARDS: SetupPage.PLACES,
}
PAGE_OF_PICK = {
    Pick.PROGRAM: SetupPage.PROGRAM,
    Pick.LEADS: SetupPage.REMINDERS,
    Pick.DIGEST: SetupPage.REMINDERS,
    Pick.LANGUAGE: SetupPage.PROGRAM,
}

# What is asked why nothing can be posted in a guild's channel, in words; None if it can.
Obstacle = Callable[[int, int], Awaitable[str | None]]


class Mirror(Protocol):
    """Keeps something in Discord equal to the program."""

    def troubles(self, guild_id: int) -> Sequence[Trouble]:
        """Return what it lacks in a guild."""
        ...

    def try_again(self, guild_id: int) -> None:
        """Try in a guild at the next look what was in vain before."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What of the panel is shown: a page, and of tracks and rooms which one, or which of them.

    `making` is what the page tells that makes channels.
    """

    page: SetupPage = SetupPage.START
    place: RoutePicker | None = None
    number: int = 0
    making: Making | None = None


class Showing:
    """Makes the panel anew from what stands.

    `mirrors` are what keeps something in Discord equal to the program.
    """

    def __init__(
        self, guilds: Guilds, shelf: Programs, obstacle: Obstacle, mirrors: Sequence[Mirror] = ()
    ) -> None:
        self._guilds = guilds
        self._shelf = shelf
        self._obstacle = obstacle
        self._mirrors = mirrors

    def program(self, choices: Choices) -> Program | None:
        """Return the program that a guild follows, None if it is not loaded."""
        try:
            return self._shelf.lookup(choices.program).program
        except NoProgramError:
            return None

    async def panel(
        self, client: discord.Client, guild_id: int, view: View, *, done: str = ""
    ) -> discord.ui.LayoutView:
        """Return the panel; `done` says in Markdown what was just chosen or tried."""
        choices = self._guilds.for_guild(guild_id)
        chosen = (
            *(channel_of(choices, role) for role in PURPOSES),
            *(route.channel for route in choices.routes),
        )
        obstacles = await self._obstacles(guild_id, dict.fromkeys(chosen))
        panel = Panel(
            choices=choices,
            program=self.program(choices),
            programs=self._shelf.programs_for(guild_id),
            obstacles=obstacles,
            role_trouble=role_trouble(client.get_guild(guild_id), choices, obstacles),
            place=view.place,
            number=view.number,
            troubles=self._troubles(guild_id, obstacles),
            making=view.making or Making(),
        )
        return setup_card(panel, view.page, done=done)

    async def put(
        self, interaction: discord.Interaction, guild_id: int, view: View, *, done: str = ""
    ) -> None:
        """Show the panel in place of the one that was pressed, once Discord was told to wait."""
        panel = await self.panel(interaction.client, guild_id, view, done=done)
        await replace_panel(interaction, panel)

    def _troubles(self, guild_id: int, told: Container[int | None]) -> list[str]:
        """Return what mirrors lack by now, but in channels of which it is told already.

        Whoever looks may have mended it, so they try again.
        """
        found = [one for mirror in self._mirrors for one in mirror.troubles(guild_id)]
        for mirror in self._mirrors:
            mirror.try_again(guild_id)
        return list(dict.fromkeys(one.words for one in found if one.place not in told))

    async def _obstacles(self, guild_id: int, channels: Iterable[int | None]) -> Mapping[int, str]:
        chosen = [one for one in channels if one is not None]
        asked = (self._obstacle(guild_id, channel) for channel in chosen)
        found = zip(chosen, await asyncio.gather(*asked), strict=True)
        return {channel: why for channel, why in found if why is not None}


async def replace_panel(interaction: discord.Interaction, panel: discord.ui.LayoutView) -> None:
    """Show something in the panel's place; what was done is done, even if that is in vain."""
    try:
        await interaction.edit_original_response(view=panel)
    except TROUBLE as error:
        # Discord takes it for 15 minutes, and not any more once the message was dismissed.
        log.warning("The panel could not be shown as it is by now: %r", error)


def page_of(order: Choosing) -> SetupPage:
    """Return the page that an order was given on."""
    match order:
        case Turn():
            return PAGE_OF_SWITCH[order.switch]
        case ChannelPicker():
            return SetupPage.CHANNELS
        case RoutePicker():
            return SetupPage.PLACES
        case RolePicker():
            return SetupPage.REMINDERS
        case TextPicker():
            return PAGE_OF_PICK[order.pick]


def view_of(values: Sequence[str]) -> View:
    """Return the page with the track or room that was picked; StaleButtonError if it is none."""
    try:
        return View(page=SetupPage.PLACES, place=place_of(values[0]))
    except (ValueError, IndexError):
        raise StaleButtonError from None
