"""Looks whether a channel can be posted to, and says what is in the way."""

import discord

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
