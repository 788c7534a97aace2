"""Holds the connection to Discord, and says in words why it can't be made or why it ended."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import aiohttp
import discord

from bot.config import Settings, token_error
from bot.errors import DiscordUnreachableError

# The gateway's close code for a token that was reset.
AUTHENTICATION_FAILED = 4004

# How long discord.py may take over letting go.
HANG_UP_LIMIT = timedelta(seconds=1)


async def connect(client: discord.Client, token: str, settings: Settings) -> None:
    """Log in and stay connected, until the client is closed.

    Raises:
        SettingsError: Discord doesn't take the token, or takes it no longer.
        DiscordUnreachableError: Discord can't be reached to log in.
    """
    try:
        await client.start(token)
    except discord.LoginFailure:
        raise token_error("Discord does not take the token.", settings) from None
    except discord.ConnectionClosed as error:
        if error.code == AUTHENTICATION_FAILED:
            raise token_error("Discord no longer takes the token.", settings) from None
        raise DiscordUnreachableError(str(error)) from error
    except (
        discord.GatewayNotFound,
        discord.HTTPException,
        aiohttp.ClientConnectionError,
        OSError,
    ) as error:
        raise DiscordUnreachableError(str(error)) from error


async def held_until(asked: asyncio.Event, connection: Coroutine[Any, Any, None]) -> None:
    """Hold the connection until it ends or somebody asks to stop; raise what ended it.

    It is cut off then: discord.py would try to reach a gateway for ever, even when it is closed.
    """
    connecting, asking = asyncio.create_task(connection), asyncio.create_task(asked.wait())
    await asyncio.wait({connecting, asking}, return_when=asyncio.FIRST_COMPLETED)
    for task in (connecting, asking):
        task.cancel()
    # Before Python 3.12, `asyncio.wait_for` can swallow that. The connection then goes on until the
    # client is closed, so it is not waited for without a limit.
    done, _ = await asyncio.wait({connecting}, timeout=HANG_UP_LIMIT.total_seconds())
    if done and not connecting.cancelled():
        connecting.result()
