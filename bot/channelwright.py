"""Makes channels and categories in Discord's guilds, over REST, and says which stand there."""

from datetime import timedelta
from typing import Any

import discord

from bot.delivery.model import Cause
from bot.errors import SetupError
from bot.guilds.channel_plan import LONGEST_TOPIC, Standing
from bot.refusals import TROUBLE, words
from bot.time_limit import within
from bot.translation import said

# discord.py waits by itself where Discord asks it to; what takes longer is tried again by a press.
REQUEST_LIMIT = timedelta(seconds=60)

# What stands in the guild's audit log as the reason.
REASON = "/setup"


# "Maximum number of guild channels reached" (opcodes and status codes, "JSON Error Codes").
TOO_MANY_CHANNELS = 30013

TEXT, CATEGORY = discord.ChannelType.text.value, discord.ChannelType.category.value

REFUSED = {
    Cause.FORBIDDEN: said("Marquee may not make channels in this server"),
    Cause.GONE: said("the server is not there any more"),
}


class Channelwright:
    """A ChannelMaker over discord.py's REST; it needs a client that is logged in, and no cache.

    A request whose answer got lost is not asked again here: whoever looks what stands finds it.
    (discord.py itself asks again after an answer of 500, 502 or 504; should such a one have had its
    effect, two channels of a name stand, and people see it.)
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def standing(self, guild_id: int) -> tuple[Standing, ...]:
        """Return a guild's channels and categories. Raises SetupError, in words, if it can't."""
        try:
            async with within(self._client, REQUEST_LIMIT):
                found = await self._client.http.get_all_guild_channels(guild_id)
        except TROUBLE as error:
            raise _told(error) from error
        return tuple(_standing(one) for one in found)

    async def make_category(self, guild_id: int, name: str) -> int:
        """Make a category; return its id. Raises SetupError, in words, if it can't."""
        return await self._made(guild_id, CATEGORY, name=name)

    async def make(self, guild_id: int, name: str, topic: str, category: int) -> int:
        """Make a text channel in a category; return its id. Raises SetupError if it can't."""
        return await self._made(
            guild_id, TEXT, name=name, topic=topic[:LONGEST_TOPIC], parent_id=category
        )

    async def _made(self, guild_id: int, kind: Any, **shown: Any) -> int:
        try:
            async with within(self._client, REQUEST_LIMIT):
                made = await self._client.http.create_channel(
                    guild_id, kind, reason=REASON, **shown
                )
        except TROUBLE as error:
            raise _told(error) from error
        return int(made["id"])


def _standing(channel: Any) -> Standing:
    category = channel.get("parent_id")
    return Standing(
        id=int(channel["id"]),
        name=channel["name"],
        category=None if category is None else int(category),
        is_category=channel["type"] == CATEGORY,
        is_text=channel["type"] == TEXT,
    )


def _told(error: Exception) -> SetupError:
    """Return as a sentence why no channel was made."""
    if isinstance(error, discord.HTTPException) and error.code == TOO_MANY_CHANNELS:
        return SetupError(
            said(
                "The server holds as many channels as Discord allows. "
                "Delete some that nobody needs."
            )
        )
    # Translators: {why} is what was in the way, as "Discord took too long to answer".
    return SetupError(said("Discord was asked in vain: {why}.", why=words(error, REFUSED)))
