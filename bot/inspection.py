"""Asks Discord about an installation: whether it takes the token, and each server's channels."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import discord

from bot.config import Settings
from bot.errors import DiscordUnreachableError
from bot.finding import Finding, ok, warning, wrong
from bot.guilds.model import GuildTable
from bot.letterbox import obstacle


async def inspect(settings: Settings) -> tuple[Finding, ...]:
    """Ask Discord whether it takes the token and whether each guild's channels can be posted to.

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
    for table in settings.guilds:
        if not settings.shards.owns(table.id):
            continue
        try:
            for finding in await _server(client, table):
                yield finding
        except discord.HTTPException as error:
            yield warning(f"Discord did not tell about server {table.id}.", str(error))


async def _server(client: discord.Client, table: GuildTable) -> list[Finding]:
    """Return what is to be said of a server, of each channel that its table names and of its role.

    Raises:
        discord.HTTPException: Discord did not answer the question.
    """
    fault = await obstacle(client, table.id, None)
    if fault:
        return [wrong(f"Server {table.id} is not as it should be.", fault)]
    faults = await asyncio.gather(*(obstacle(client, table.id, one) for one in table.uses))
    found = []
    for (channel, keys), fault in zip(table.uses.items(), faults, strict=True):
        named = f"{channel} of server {table.id} ({', '.join(keys)})"
        if fault:
            found.append(wrong(f"Nothing can be posted in channel {named}.", fault))
        else:
            found.append(ok(f"Posts can be made in channel {named}."))
    if table.mention_role is not None:
        guild = await client.fetch_guild(table.id)
        if guild.get_role(table.mention_role) is None:
            what = f"Server {table.id} has no role with the id {table.mention_role} (mention_role)."
            found.append(wrong(what, "Correct the id, or reminders will mention nobody."))
    return found
