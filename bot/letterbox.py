"""Looks whether a channel can be posted to, or tries it, and says what is in the way."""

import asyncio

import aiohttp
import discord

TRIAL = "✅ A test from Marquee: I can post here."
# In seconds. An organizer is waiting.
TRIAL_LIMIT = 8

# History is read after a crash, to see whether a message was posted already.
NEEDED = discord.Permissions(
    view_channel=True, send_messages=True, embed_links=True, read_message_history=True
)

WORDS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
}


async def obstacle(client: discord.Client, guild_id: int, channel_id: int | None) -> str | None:
    """Return in words why `client` can't post in a guild's channel, None if it can.

    Without a channel only the guild is looked for. Asks Discord where nothing is cached, so that it
    works before the gateway is connected.

    Raises:
        discord.HTTPException: Discord did not answer the question.
    """
    try:
        guild = client.get_guild(guild_id) or await client.fetch_guild(guild_id)
    except (discord.NotFound, discord.Forbidden):
        return f"Marquee is not in a server with the id {guild_id}: invite it, or correct the id."
    return None if channel_id is None else await _obstacle_in(client, guild, channel_id)


async def try_out(client: discord.Client, guild_id: int, channel_id: int) -> str | None:
    """Post a test in a guild's channel; return in words why that failed, None if it is there.

    It is posted over REST, by the rules for what Marquee posts, and takes seconds at most.
    """
    why = await seen_obstacle(client, guild_id, channel_id)
    if why is not None:
        return why
    channel = client.get_partial_messageable(channel_id, guild_id=guild_id)
    try:
        async with asyncio.timeout(TRIAL_LIMIT):
            await channel.send(TRIAL, allowed_mentions=discord.AllowedMentions.none(), silent=True)
    except discord.HTTPException as error:
        return f"Discord refused it ({error.text or error.status})."
    except (OSError, TimeoutError, aiohttp.ClientError):
        return "Discord could not be reached just now. Try again."
    return None


async def seen_obstacle(client: discord.Client, guild_id: int, channel_id: int) -> str | None:
    """Return what is in the way as `obstacle` does, or None where that could not be seen."""
    try:
        return await obstacle(client, guild_id, channel_id)
    except (discord.HTTPException, OSError, aiohttp.ClientError):
        return None


async def _obstacle_in(client: discord.Client, guild: discord.Guild, channel_id: int) -> str | None:
    try:
        channel = guild.get_channel_or_thread(channel_id) or await guild.fetch_channel(channel_id)
    except discord.Forbidden:
        return (
            f"Marquee may not see the channel {channel_id} in {guild.name}: give it View Channel."
        )
    except (discord.NotFound, discord.InvalidData):
        return f"{guild.name} has no channel with the id {channel_id}: correct the id."
    if not isinstance(channel, discord.abc.Messageable):
        return f"#{channel.name} in {guild.name} holds no messages: choose a text channel."
    assert client.user is not None
    me = guild.get_member(client.user.id) or await guild.fetch_member(client.user.id)
    lacking = NEEDED & ~channel.permissions_for(me)
    names = [WORDS[name] for name, missing in lacking if missing]
    if names:
        return f"Marquee lacks {', '.join(names)} in #{channel.name} of {guild.name}: allow it."
    return None
