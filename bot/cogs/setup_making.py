"""Has channels made for a program's tracks or rooms, and chooses each as soon as it stands."""

from typing import Protocol

import discord

from bot.clock import Clock
from bot.cogs.register import Register
from bot.cogs.setup_choosing import Chooser, newcomers_language
from bot.cogs.setup_role import UNSEEN
from bot.cogs.setup_showing import replace_panel
from bot.cogs.setup_words import words_of_making
from bot.errors import SetupError
from bot.guilds.channel_plan import (
    Category,
    ChannelPlan,
    Standing,
    Wanted,
    channel_plan,
)
from bot.guilds.model import RouteKind
from bot.guilds.service import Guilds
from bot.letterbox import WORDS
from bot.program.model import Program
from bot.translation import said
from bot.ui.setup_making import Made, progress_card
from bot.ui.setup_orders import MakeChannels
from bot.ui.setup_panel import Making

# The panel is edited each time that so many more stand.
STEP = 5

MANAGE_CHANNELS = WORDS["manage_channels"]
NOT_MINE = said(
    "Marquee lacks {permission} in this server: allow it. Once the channels stand you can take it "
    "away again.",
    permission=MANAGE_CHANNELS,
)
NOT_YOURS = said(
    "You lack {permission} in this server, so you can't have channels created either.",
    permission=MANAGE_CHANNELS,
)
BUSY = said("Channels are being created here just now. Look again in a minute.")


class ChannelMaker(Protocol):
    """Makes channels in Discord's guilds."""

    async def standing(self, guild_id: int) -> tuple[Standing, ...]:
        """Return a guild's channels and categories. Raises SetupError, in words, if it can't."""
        ...

    async def make_category(self, guild_id: int, name: str) -> int:
        """Make a category; return its id. Raises SetupError, in words, if it can't."""
        ...

    async def make(self, guild_id: int, name: str, topic: str, category: int) -> int:
        """Make a text channel in a category; return its id. Raises SetupError if it can't."""
        ...


class MakingDesk:
    """Says what would be made, and makes it: in one guild one thing at a time."""

    def __init__(
        self,
        guilds: Guilds,
        register: Register,
        chooser: Chooser,
        maker: ChannelMaker,
        clock: Clock,
    ) -> None:
        self._guilds = guilds
        self._register = register
        self._chooser = chooser
        self._maker = maker
        self._clock = clock
        self._busy: set[int] = set()

    async def look(
        self, interaction: discord.Interaction, guild_id: int, program: Program | None
    ) -> Making:
        """Return what would be made, and why nothing can be. Changes nothing."""
        if program is None:
            return Making()
        try:
            _check_rights(interaction, guild_id)
            standing = await self._maker.standing(guild_id)
        except SetupError as error:
            return Making(trouble=error.args[0])
        choices = self._guilds.for_guild(guild_id)
        plans = {kind: channel_plan(kind, program, choices, standing) for kind in RouteKind}
        return Making(plans=plans)

    async def make(
        self,
        interaction: discord.Interaction,
        guild_id: int,
        program: Program | None,
        order: MakeChannels,
    ) -> Made | None:
        """Make what was ordered and show how it goes; None if it is not as it was shown.

        Raises:
            SetupError: somebody may not, or it could not even be begun.
        """
        if guild_id in self._busy:
            raise SetupError(BUSY)
        self._busy.add(guild_id)
        try:
            looked = await self.look(interaction, guild_id, program)
            if looked.trouble is not None:
                raise SetupError(looked.trouble)
            plan = looked.plans.get(order.kind)
            if plan is None or plan.print != order.print or not plan.wanted:
                return None
            return await self._make(interaction, guild_id, plan)
        finally:
            self._busy.remove(guild_id)

    async def _make(
        self, interaction: discord.Interaction, guild_id: int, plan: ChannelPlan
    ) -> Made:
        count, total, why = 0, len(plan.wanted), None
        made: dict[Category, int] = {}
        try:
            for one in plan.wanted:
                if count % STEP == 0:
                    await replace_panel(interaction, progress_card(Made(count=count, of=total)))
                category = one.category.id or made.get(one.category)
                if category is None:
                    category = await self._maker.make_category(guild_id, one.category.name)
                    made[one.category] = category
                await self._give(interaction, guild_id, plan.kind, one, category)
                count += 1
        except SetupError as error:
            why = error.args[0]
        finally:
            if count:
                words = words_of_making(plan.kind, count)
                await self._register.note(guild_id, interaction.user.id, words)
        return Made(count=count, of=total, left_out=plan.left_out, why=why)

    async def _give(
        self,
        interaction: discord.Interaction,
        guild_id: int,
        kind: RouteKind,
        wanted: Wanted,
        category: int,
    ) -> None:
        """Make the channel of one track or room, and choose it."""
        channel = wanted.stands
        if channel is None:
            channel = await self._maker.make(guild_id, wanted.name, wanted.title, category)
        now = self._clock.now()
        change = self._chooser.made(kind, wanted.id, channel, now)
        await self._guilds.choose(guild_id, newcomers_language(change, interaction), now)


def _check_rights(interaction: discord.Interaction, guild_id: int) -> None:
    """Say no unless both who asks and Marquee may make channels; SetupError says who may not."""
    person = interaction.user
    assert isinstance(person, discord.Member), "only members press in a server"
    guild = interaction.client.get_guild(guild_id)
    if guild is None or guild.unavailable:
        raise SetupError(UNSEEN)
    if not person.guild_permissions.manage_channels:
        raise SetupError(NOT_YOURS)
    if not guild.me.guild_permissions.manage_channels:
        raise SetupError(NOT_MINE)
