"""Notices when Marquee comes to a server, and when it is removed from one."""

import discord
from discord.ext import commands

from bot.clock import Clock
from bot.guilds.service import Guilds
from bot.letterbox import NEEDED
from bot.organizers.welcome import WELCOMED_FOR, Welcomes
from bot.shards import shard_of
from bot.translation import Language


class PresenceCog(commands.Cog):
    """Keeps where Marquee is, and has organizers welcomed where it came.

    What happened while it was not connected is seen once it is again.
    """

    def __init__(
        self, client: commands.AutoShardedBot, guilds: Guilds, welcomes: Welcomes, clock: Clock
    ) -> None:
        self._client = client
        self._guilds = guilds
        self._welcomes = welcomes
        self._clock = clock

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Take note that Marquee is there, and welcome its organizers."""
        await self._guilds.come_back(guild.id, self._clock.now())
        self._welcome(guild)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Stop all plans for it."""
        await self._guilds.leave(guild.id, self._clock.now())

    @commands.Cog.listener()
    async def on_shard_ready(self, shard_id: int) -> None:
        """See where Marquee came to, or was removed from, while the shard was not connected."""
        here = {guild.id: guild for guild in self._client.guilds if guild.shard_id == shard_id}
        for guild_id in self._guilds.known():
            if shard_of(guild_id, self._client.shard_count or 1) != shard_id:
                continue
            if guild_id in here:
                await self._guilds.come_back(guild_id, self._clock.now())
            else:
                await self._guilds.leave(guild_id, self._clock.now())
        for guild in here.values():
            joined = None if guild.unavailable else guild.me.joined_at
            if joined is not None and self._clock.now() - joined < WELCOMED_FOR:
                self._welcome(guild)

    def _welcome(self, guild: discord.Guild) -> None:
        place = _place(guild)
        if place is not None:
            came_at = guild.me.joined_at or self._clock.now()
            language = Language.of_discord(guild.preferred_locale.value)
            self._welcomes.greet(guild.id, place.id, came_at, language)


def _place(guild: discord.Guild) -> discord.TextChannel | None:
    """Return where organizers read: Discord's channel for moderators, else where all are welcomed.

    Else it is the first channel that Marquee may post in; None if there is none.
    """
    first = (guild.public_updates_channel, guild.system_channel)
    for channel in (*first, *guild.text_channels):
        if channel is not None and channel.permissions_for(guild.me) >= NEEDED:
            return channel
    return None
