"""The desk that organizers set up their server at: one panel, made anew from what stands."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.clock import Clock
from bot.cogs.orders import organized
from bot.cogs.register import Register
from bot.cogs.replies import reply, turn
from bot.cogs.setup_choosing import Chooser, newcomers_language
from bot.cogs.setup_making import MakingDesk
from bot.cogs.setup_role import refuse_role
from bot.cogs.setup_showing import Showing, View, page_of, view_of
from bot.cogs.setup_words import Choosing, words_of
from bot.errors import StaleButtonError
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.translation import N_, _, in_words, speaking
from bot.ui.setup_making import OTHER_BY_NOW, made_line
from bot.ui.setup_orders import (
    MakeChannels,
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
)
from bot.ui.setup_panel import channel_of
from bot.ui.setup_places import places_in
from bot.ui.text import escape_line

# Posts a test in a guild's channel; returns in words why it can't, None if it did.
Trial = Callable[[int, int], Awaitable[str | None]]

TESTED = N_("✅ A test stands in {channel}. You may delete it.")
# Translators: {why} is a whole sentence.
NOT_TESTED = N_("⚠️ No test was posted in {channel}: {why}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """What the desk has done: the panel shown, channels made, and tests posted."""

    showing: Showing
    making: MakingDesk
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
        guild_id = organized(interaction, "setup")
        panel = await self._hands.showing.panel(interaction.client, guild_id, View())
        await reply(interaction, panel)

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
            case OpenPage(page=SetupPage.MAKING):
                await interaction.response.defer()
                await self._look(interaction, guild_id)
            case OpenPage():
                await self._turn(interaction, guild_id, View(page=order.page))
            case OpenPlaces():
                view = View(page=SetupPage.PLACES, number=order.number)
                await self._turn(interaction, guild_id, view)
            case TextPicker(pick=Pick.PLACE):
                await self._turn(interaction, guild_id, view_of(values))
            case SendTest() | TryPlace():
                await self._test(interaction, guild_id, order)
            case MakeChannels():
                await self._make(interaction, guild_id, order)
            case _:
                await self._choose(interaction, guild_id, order, values)

    async def _turn(self, interaction: discord.Interaction, guild_id: int, view: View) -> None:
        await turn(interaction, await self._hands.showing.panel(interaction.client, guild_id, view))

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
        change = newcomers_language(change, interaction)
        if await self._guilds.choose(guild_id, change, now) != before:
            words = words_of(order, values, self._chooser.shelf.programs)
            await self._register.note(guild_id, interaction.user.id, words)
        await self._turn(interaction, guild_id, View(page=page_of(order), place=place))

    def _is_known(self, guild_id: int, place: RoutePicker) -> bool:
        """Tell whether a track or room is on the guild's program, or has a channel all the same."""
        choices = self._guilds.for_guild(guild_id)
        program = self._hands.showing.program(choices)
        return place in {one.picker for one in places_in(choices, program)}

    async def _test(
        self, interaction: discord.Interaction, guild_id: int, order: SendTest | TryPlace
    ) -> None:
        """Post a test where something is posted. Discord is told to wait: a send takes its time."""
        choices = self._guilds.for_guild(guild_id)
        view, channel = _tried(order, choices)
        if channel is None:
            await self._turn(interaction, guild_id, view)
            return
        if not await self._register.claim(interaction.id, self._clock.now()):
            return
        await interaction.response.defer()
        with speaking(choices.spoken):  # all can read it
            why = await self._hands.trial(guild_id, channel)
        words = _(TESTED) if why is None else _(NOT_TESTED)
        done = words.format(channel=f"<#{channel}>", why=escape_line(in_words(why or "")))
        await self._hands.showing.put(interaction, guild_id, view, done=done)

    async def _look(
        self, interaction: discord.Interaction, guild_id: int, *, done: str = ""
    ) -> None:
        """Show what making channels would make, once Discord was told to wait."""
        program = self._hands.showing.program(self._guilds.for_guild(guild_id))
        making = await self._hands.making.look(interaction, guild_id, program)
        view = View(page=SetupPage.MAKING, making=making)
        await self._hands.showing.put(interaction, guild_id, view, done=done)

    async def _make(
        self, interaction: discord.Interaction, guild_id: int, order: MakeChannels
    ) -> None:
        """Make channels, if what was shown still holds; else show what would be made by now."""
        if not await self._register.claim(interaction.id, self._clock.now()):
            return
        await interaction.response.defer()
        program = self._hands.showing.program(self._guilds.for_guild(guild_id))
        try:
            made = await self._hands.making.make(interaction, guild_id, program, order)
        except Exception:
            # Nothing can be pressed on what shows how it goes.
            await self._look(interaction, guild_id)
            raise
        if made is None:
            await self._look(interaction, guild_id, done=_(OTHER_BY_NOW))
            return
        view = View(page=SetupPage.PLACES)
        await self._hands.showing.put(interaction, guild_id, view, done=made_line(made))


def _tried(order: SendTest | TryPlace, choices: Choices) -> tuple[View, int | None]:
    """Return the page that a test was asked for on, and the channel that it goes to."""
    if isinstance(order, SendTest):
        return View(page=SetupPage.CHANNELS), channel_of(choices, order.role)
    place = RoutePicker(kind=order.kind, id=order.id)
    own = {(route.kind, route.id): route.channel for route in choices.routes}
    return View(page=SetupPage.PLACES, place=place), own.get((order.kind, order.id))
