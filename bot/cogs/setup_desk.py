"""The desk that organizers set up their server at: one panel, made anew from what stands."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.clock import Clock
from bot.cogs.orders import organized
from bot.cogs.register import Register
from bot.cogs.replies import reply, turn
from bot.cogs.setup_choosing import Chooser, Choosing, page_of, words_of
from bot.errors import NoProgramError, StaleButtonError
from bot.guilds.service import Guilds
from bot.ui.setup_card import PURPOSES, Panel, channel_of, setup_card
from bot.ui.setup_orders import OpenPage, Role, SendTest, SetupOrder, SetupPage

# What is asked why nothing can be posted in a guild's channel, in words; None if it can.
Obstacle = Callable[[int, int], Awaitable[str | None]]
# Posts a test in a guild's channel; returns in words why it can't, None if it did.
Trial = Callable[[int, int], Awaitable[str | None]]

TESTED = "✅ A test stands in <#{channel}>. You may delete it."
NOT_TESTED = "⚠️ No test was posted in <#{channel}>: {why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What the desk does outside: looks whether a channel can be posted to, and posts a test."""

    obstacle: Obstacle
    trial: Trial


class SetupDesk:
    """Shows the panel to organizers, and keeps what they choose, each press once."""

    def __init__(
        self,
        guilds: Guilds,
        register: Register,
        chooser: Chooser,
        hands: Hands,
        clock: Clock,
    ) -> None:
        self._guilds = guilds
        self._chooser = chooser
        self._register = register
        self._hands = hands
        self._clock = clock

    async def open(self, interaction: discord.Interaction) -> None:
        """Show the panel in a message that only the asker sees; NotAnOrganizerError for others."""
        guild_id = organized(interaction)
        await reply(interaction, await self._panel(guild_id, SetupPage.START))

    async def turn(
        self, interaction: discord.Interaction, order: SetupOrder, values: Sequence[Any] = ()
    ) -> None:
        """Carry out a press or a choice, and show the panel as it is then.

        Raises:
            NotAnOrganizerError: whoever pressed is none, or this is no server.
            StaleButtonError: a chosen value is none that the panel offers.
            SetupError: it can't be chosen.
        """
        guild_id = organized(interaction)
        match order:
            case OpenPage():
                await turn(interaction, await self._panel(guild_id, order.page))
            case SendTest():
                await self._test(interaction, guild_id, order.role)
            case _:
                await self._choose(interaction, guild_id, order, values)

    async def _choose(
        self,
        interaction: discord.Interaction,
        guild_id: int,
        order: Choosing,
        values: Sequence[Any],
    ) -> None:
        now = self._clock.now()
        try:
            change = self._chooser.change(order, values, now)
        except (ValueError, IndexError):
            raise StaleButtonError from None
        if not await self._register.claim(interaction.id, now):
            return
        await self._guilds.choose(guild_id, change, now)
        await self._register.note(guild_id, interaction.user.id, words_of(order))
        await turn(interaction, await self._panel(guild_id, page_of(order)))

    async def _test(self, interaction: discord.Interaction, guild_id: int, role: Role) -> None:
        """Post a test where something is posted. Discord is told to wait: a send takes its time."""
        channel = channel_of(self._guilds.for_guild(guild_id), role)
        if channel is None:
            await turn(interaction, await self._panel(guild_id, SetupPage.CHANNELS))
            return
        if not await self._register.claim(interaction.id, self._clock.now()):
            return
        await interaction.response.defer()
        why = await self._hands.trial(guild_id, channel)
        words = TESTED if why is None else NOT_TESTED
        done = words.format(channel=channel, why=why)
        view = await self._panel(guild_id, SetupPage.CHANNELS, done=done)
        await interaction.edit_original_response(view=view)

    async def _panel(
        self, guild_id: int, page: SetupPage, *, done: str = ""
    ) -> discord.ui.LayoutView:
        choices = self._guilds.for_guild(guild_id)
        try:
            program = self._chooser.shelf.lookup(choices.program).program
        except NoProgramError:
            program = None
        chosen = {channel_of(choices, role) for role in PURPOSES}
        panel = Panel(
            choices=choices,
            program=program,
            programs=self._chooser.shelf.programs,
            obstacles=await self._obstacles(guild_id, chosen),
        )
        return setup_card(panel, page, done=done)

    async def _obstacles(self, guild_id: int, channels: Iterable[int | None]) -> Mapping[int, str]:
        chosen = [one for one in channels if one is not None]
        asked = (self._hands.obstacle(guild_id, channel) for channel in chosen)
        found = zip(chosen, await asyncio.gather(*asked), strict=True)
        return {channel: why for channel, why in found if why is not None}
