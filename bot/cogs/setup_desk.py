"""The desk that organizers set up their server at: one panel, made anew from what stands."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import discord

from bot.clock import Clock
from bot.cogs.orders import organized
from bot.cogs.register import Register
from bot.cogs.replies import reply, turn
from bot.cogs.setup_choosing import Chooser, page_of
from bot.cogs.setup_role import refuse_role, role_trouble
from bot.cogs.setup_words import Choosing, words_of
from bot.errors import NoProgramError, StaleButtonError
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.program.model import Program
from bot.ui.setup_card import PURPOSES, Panel, channel_of, setup_card
from bot.ui.setup_orders import (
    OpenPage,
    OpenPlaces,
    Pick,
    RolePicker,
    RoutePicker,
    SendTest,
    SetupOrder,
    SetupPage,
    TextPicker,
    TryPlace,
    place_of,
)
from bot.ui.setup_places import places_in
from bot.ui.text import escape_line

# What is asked why nothing can be posted in a guild's channel, in words; None if it can.
Obstacle = Callable[[int, int], Awaitable[str | None]]
# Posts a test in a guild's channel; returns in words why it can't, None if it did.
Trial = Callable[[int, int], Awaitable[str | None]]


class Mirror(Protocol):
    """Keeps something in Discord equal to the program."""

    def troubles(self, guild_id: int) -> str | None:
        """Return in words what it lacks in a guild, None if that is nothing."""
        ...

    def try_again(self, guild_id: int) -> None:
        """Try in a guild at the next look what was in vain before."""
        ...


TESTED = "✅ A test stands in <#{channel}>. You may delete it."
NOT_TESTED = "⚠️ No test was posted in <#{channel}>: {why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What the desk does outside: looks whether a channel can be posted to, and posts a test.

    `mirrors` are what keeps something in Discord equal to the program.
    """

    obstacle: Obstacle
    trial: Trial
    mirrors: Sequence[Mirror] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What of the panel is shown: a page, and of tracks and rooms which one, or which of them."""

    page: SetupPage = SetupPage.START
    place: RoutePicker | None = None
    number: int = 0


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
        guild_id = organized(interaction, "setup")
        await reply(interaction, await self._panel(interaction, guild_id, View()))

    async def turn(
        self, interaction: discord.Interaction, order: SetupOrder, values: Sequence[Any] = ()
    ) -> None:
        """Carry out a press or a choice, and show the panel as it is then.

        Raises:
            NotAnOrganizerError: whoever pressed is none, or this is no server.
            StaleButtonError: a chosen value is none that the panel offers.
            SetupError: it can't be chosen.
        """
        guild_id = organized(interaction, "setup")
        match order:
            case OpenPage():
                await turn(
                    interaction, await self._panel(interaction, guild_id, View(page=order.page))
                )
            case OpenPlaces():
                view = View(page=SetupPage.PLACES, number=order.number)
                await turn(interaction, await self._panel(interaction, guild_id, view))
            case TextPicker(pick=Pick.PLACE):
                view = View(page=SetupPage.PLACES, place=_picked(values))
                await turn(interaction, await self._panel(interaction, guild_id, view))
            case SendTest() | TryPlace():
                await self._test(interaction, guild_id, order)
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
        if isinstance(order, RolePicker) and values:
            refuse_role(interaction, values[0], self._guilds.for_guild(guild_id))
        place = order if isinstance(order, RoutePicker) else None
        if place is not None and not self._is_known(guild_id, place):
            raise StaleButtonError
        if not await self._register.claim(interaction.id, now):
            return
        before = self._guilds.for_guild(guild_id)
        if await self._guilds.choose(guild_id, change, now) != before:
            words = words_of(order, values, self._chooser.shelf.programs)
            await self._register.note(guild_id, interaction.user.id, words)
        view = View(page=page_of(order), place=place)
        await turn(interaction, await self._panel(interaction, guild_id, view))

    def _is_known(self, guild_id: int, place: RoutePicker) -> bool:
        """Tell whether a track or room is on the guild's program, or has a channel all the same."""
        choices = self._guilds.for_guild(guild_id)
        return place in {one.picker for one in places_in(choices, self._program(choices))}

    async def _test(
        self, interaction: discord.Interaction, guild_id: int, order: SendTest | TryPlace
    ) -> None:
        """Post a test where something is posted. Discord is told to wait: a send takes its time."""
        choices = self._guilds.for_guild(guild_id)
        match order:
            case SendTest():
                view = View(page=SetupPage.CHANNELS)
                channel = channel_of(choices, order.role)
            case TryPlace():
                place = RoutePicker(kind=order.kind, id=order.id)
                view = View(page=SetupPage.PLACES, place=place)
                own = {(route.kind, route.id): route.channel for route in choices.routes}
                channel = own.get((order.kind, order.id))
        if channel is None:
            await turn(interaction, await self._panel(interaction, guild_id, view))
            return
        if not await self._register.claim(interaction.id, self._clock.now()):
            return
        await interaction.response.defer()
        why = await self._hands.trial(guild_id, channel)
        words = TESTED if why is None else NOT_TESTED
        done = words.format(channel=channel, why=escape_line(why or ""))
        panel = await self._panel(interaction, guild_id, view, done=done)
        await interaction.edit_original_response(view=panel)

    def _program(self, choices: Choices) -> Program | None:
        try:
            return self._chooser.shelf.lookup(choices.program).program
        except NoProgramError:
            return None

    async def _panel(
        self, interaction: discord.Interaction, guild_id: int, view: View, *, done: str = ""
    ) -> discord.ui.LayoutView:
        choices = self._guilds.for_guild(guild_id)
        chosen = (
            *(channel_of(choices, role) for role in PURPOSES),
            *(route.channel for route in choices.routes),
        )
        obstacles = await self._obstacles(guild_id, dict.fromkeys(chosen))
        guild = interaction.client.get_guild(guild_id)
        panel = Panel(
            choices=choices,
            program=self._program(choices),
            programs=self._chooser.shelf.programs_for(guild_id),
            obstacles=obstacles,
            role_trouble=role_trouble(guild, choices, obstacles),
            place=view.place,
            number=view.number,
            troubles=self._troubles(guild_id),
        )
        return setup_card(panel, view.page, done=done)

    def _troubles(self, guild_id: int) -> list[str]:
        """Return what mirrors lack by now; whoever looks may have mended it, so they try again."""
        found = [mirror.troubles(guild_id) for mirror in self._hands.mirrors]
        for mirror in self._hands.mirrors:
            mirror.try_again(guild_id)
        return [one for one in found if one is not None]

    async def _obstacles(self, guild_id: int, channels: Iterable[int | None]) -> Mapping[int, str]:
        chosen = [one for one in channels if one is not None]
        asked = (self._hands.obstacle(guild_id, channel) for channel in chosen)
        found = zip(chosen, await asyncio.gather(*asked), strict=True)
        return {channel: why for channel, why in found if why is not None}


def _picked(values: Sequence[Any]) -> RoutePicker:
    """Return the track or room that was chosen; StaleButtonError for a value that is none."""
    try:
        return place_of(values[0])
    except (ValueError, IndexError):
        raise StaleButtonError from None
