"""Looks whether a channel can be posted to, or tries it, and says what is in the way."""

import asyncio

import aiohttp
import discord

from bot.translation import N_, _, said, together

TRIAL = N_("✅ A test from Marquee: I can post here.")
Place = discord.abc.GuildChannel | discord.Thread

# In seconds. An organizer is waiting.
TRIAL_LIMIT = 8

# History is read after a crash, to see whether a message was posted already.
NEEDED = discord.Permissions(
    view_channel=True, send_messages=True, embed_links=True, read_message_history=True
)

# A thread, and so a forum post, asks for another permission to post; its channel holds it.
NEEDED_IN_THREADS = discord.Permissions(
    view_channel=True, send_messages_in_threads=True, embed_links=True, read_message_history=True
)

# What Discord's settings call them.
WORDS = {
    # Translators: a permission, as Discord's settings call it in your language; so the next ones.
    "view_channel": said("View Channel"),
    "send_messages": said("Send Messages"),
    "send_messages_in_threads": said("Send Messages in Threads"),
    "embed_links": said("Embed Links"),
    "read_message_history": said("Read Message History"),
    "pin_messages": said("Pin Messages"),
    "create_events": said("Create Events"),
    "manage_channels": said("Manage Channels"),
}

# What only some servers need, with what for; it is said in the terminal alone.
EXTRAS = {
    "send_messages_in_threads": "posts in threads and forum posts",
    "pin_messages": "the live board among the pins",
    "create_events": "talks among the server's own events",
}
MORE = discord.Permissions(**dict.fromkeys(EXTRAS, True))

# What is said of a channel that is gone: to organizers, and of one that settings name.
CHOOSE_ANOTHER = N_("The channel is gone: choose another one.")
CORRECT_ID = N_("{guild} has no channel with the id {channel}: correct the id.")


def named(permissions: discord.Permissions) -> list[str]:
    """Return some of the permissions that Marquee asks for as Discord's settings call them."""
    # Not by going through them, where discord.py calls some by an older name.
    return [words for name, words in WORDS.items() if getattr(permissions, name)]


async def obstacle(
    client: discord.Client, guild_id: int, channel_id: int | None, *, gone: str = CORRECT_ID
) -> str | None:
    """Return in words why `client` can't post in a guild's channel, None if it can.

    Without a channel only the guild is looked for. Asks Discord where nothing is cached, so that it
    works before the gateway is connected. `gone` is what to say of a channel that is no more.

    Raises:
        discord.HTTPException: Discord did not answer the question.
    """
    try:
        guild = client.get_guild(guild_id) or await client.fetch_guild(guild_id)
    except (discord.NotFound, discord.Forbidden):
        return said(
            "Marquee is not in a server with the id {guild}: invite it, or correct the id.",
            guild=str(guild_id),
        )
    return None if channel_id is None else await _obstacle_in(client, guild, channel_id, gone)


async def try_out(client: discord.Client, guild_id: int, channel_id: int) -> str | None:
    """Post a test in a guild's channel; return in words why that failed, None if it is there.

    It is posted over REST, by the rules for what Marquee posts, in the language spoken now, and
    takes seconds at most.
    """
    why = await seen_obstacle(client, guild_id, channel_id)
    if why is not None:
        return why
    channel = client.get_partial_messageable(channel_id, guild_id=guild_id)
    try:
        async with asyncio.timeout(TRIAL_LIMIT):
            await channel.send(
                _(TRIAL), allowed_mentions=discord.AllowedMentions.none(), silent=True
            )
    except discord.HTTPException as error:
        return said("Discord refused it ({answer}).", answer=error.text or error.status)
    except (OSError, TimeoutError, aiohttp.ClientError):
        return said("Discord could not be reached just now. Try again.")
    return None


async def seen_obstacle(client: discord.Client, guild_id: int, channel_id: int) -> str | None:
    """Return for organizers what is in the way, or None where that could not be seen."""
    try:
        return await obstacle(client, guild_id, channel_id, gone=CHOOSE_ANOTHER)
    except (discord.HTTPException, OSError, aiohttp.ClientError):
        return None


async def _obstacle_in(
    client: discord.Client, guild: discord.Guild, channel_id: int, gone: str
) -> str | None:
    try:
        channel = guild.get_channel_or_thread(channel_id) or await guild.fetch_channel(channel_id)
        home = await _home(guild, channel)
    except discord.Forbidden:
        return said(
            "Marquee may not see the channel {channel} in {guild}: give it {permission}, and in a "
            "private thread mention it, which adds it.",
            channel=str(channel_id),
            guild=guild.name,
            permission=WORDS["view_channel"],
        )
    except (discord.NotFound, discord.InvalidData):
        return said(gone, guild=guild.name, channel=str(channel_id))
    if not isinstance(channel, discord.abc.Messageable):
        return said(
            "#{channel} in {guild} holds no messages: choose a text channel.",
            channel=channel.name,
            guild=guild.name,
        )
    assert client.user is not None
    me = guild.get_member(client.user.id) or await guild.fetch_member(client.user.id)
    if not isinstance(channel, discord.Thread):
        return _lack(guild, channel.name, NEEDED & ~home.permissions_for(me))
    # Not the thread's own method, which needs the channel cached.
    held = discord.abc.GuildChannel.permissions_for(home, me)
    if channel.locked and not held.manage_threads:
        return said(
            "#{channel} in {guild} is locked: unlock it, or choose another one.",
            channel=channel.name,
            guild=guild.name,
        )
    return _lack(guild, channel.name, NEEDED_IN_THREADS & ~held)


async def _home(guild: discord.Guild, channel: Place) -> discord.abc.GuildChannel:
    """Return the channel whose permissions hold: that of a thread, otherwise the same."""
    if not isinstance(channel, discord.Thread):
        return channel
    home = channel.parent or await guild.fetch_channel(channel.parent_id)
    assert isinstance(home, discord.abc.GuildChannel), "threads hang in channels"
    return home


def _lack(guild: discord.Guild, channel: str, lacking: discord.Permissions) -> str | None:
    names = named(lacking)
    if names:
        return said(
            "Marquee lacks {permissions} in #{channel} of {guild}: allow it.",
            permissions=together(*names, by=", "),
            channel=channel,
            guild=guild.name,
        )
    return None
