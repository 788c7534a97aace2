"""Asks Discord about an installation: whether it takes the token, and each server's channels."""

from collections.abc import AsyncIterator

import aiohttp
import discord

from bot.config import Settings
from bot.errors import DiscordUnreachableError
from bot.finding import Finding, ok, warning, wrong
from bot.letterbox import obstacle


async def inspect(settings: Settings) -> tuple[Finding, ...]:
    """Ask Discord whether it takes the token and whether each guild's channel can be posted to.

    Raises:
        DiscordUnreachableError: Discord did not answer.
    """
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            await client.login(settings.bot_token())
            return tuple([finding async for finding in _seen_by(client, settings)])
        except discord.LoginFailure:
            fix = "Copy it anew from the Bot page of the Discord developer portal."
            return (wrong("Discord does not take the token.", fix),)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise DiscordUnreachableError(str(error)) from error


async def _seen_by(client: discord.Client, settings: Settings) -> AsyncIterator[Finding]:
    yield ok(f"Discord takes the token: it is {client.user}'s.")
    for guild in settings.guilds:
        if not settings.shards.owns(guild.id):
            continue
        try:
            fault = await obstacle(client, guild.id, guild.reminder_channel)
        except discord.HTTPException as error:
            yield warning(f"Discord did not tell about server {guild.id}.", str(error))
            continue
        if fault:
            yield wrong(f"Server {guild.id} is not as it should be.", fault)
        elif guild.reminder_channel is not None:
            yield ok(f"Reminders can be posted in channel {guild.reminder_channel}.")
