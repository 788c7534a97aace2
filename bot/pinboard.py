"""Posts live boards in Discord's channels, pins them and finds them again."""

from datetime import datetime, timedelta

import aiohttp
import discord

from bot.letterbox import CHOOSE_ANOTHER, obstacle
from bot.mirrors.board import Board
from bot.mirrors.board_keeper import Spot
from bot.mirrors.model import Reply, Said
from bot.refusals import words
from bot.time_limit import within
from bot.ui.board_post import board_digest, board_post

REQUEST_LIMIT = timedelta(seconds=15)
LOOK_LIMIT = timedelta(seconds=30)

# How far Discord's clock and ours may differ when a message's time is compared with a try's.
CLOCKS_DIFFER = timedelta(minutes=5)

# What discord.py raises when Discord refuses something, is not reached or takes too long.
Trouble = (discord.DiscordException, aiohttp.ClientError, OSError)

# "Unknown Message", "Maximum number of edits to messages older than 1 hour reached" and "Maximum
# number of pins reached" (opcodes and status codes, "JSON Error Codes").
UNKNOWN_MESSAGE, OLD_MESSAGE, TOO_MANY_PINS = 10008, 30046, 30003

# A new token may come with the next start; a 429 is over sooner or later.
TRIED_AGAIN = (401, 429)
BROKEN = 500


class Channels:
    """A Pinboard over discord.py's REST. It needs a client that is logged in, and no cache."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def digest(self, board: Board) -> str:
        """Return a digest of what a board shows: equal for boards that show the same only."""
        return board_digest(board)

    async def find(self, spot: Spot, tried_at: datetime) -> Reply:
        """Look among the pins, and around the instant when it was tried, for the spot's mark.

        Done with what was found, or gone. Refused where nothing can be seen or posted.
        """
        try:
            async with within(self._client, LOOK_LIMIT):
                lacking = await obstacle(
                    self._client, spot.guild_id, spot.channel, gone=CHOOSE_ANOTHER
                )
                # Without the permission to read it, Discord would show an empty channel.
                if lacking is not None:
                    return Reply(said=Said.REFUSED, reason=lacking)
                return await self._look(spot, tried_at)
        except Trouble as error:
            return _reply(error)

    async def create(self, spot: Spot, board: Board, nonce: str, now: datetime) -> Reply:
        """Post a board; gone if what this nonce posted before was deleted since."""
        post = board_post(board, spot.mark, _page(spot), now)
        try:
            async with within(self._client, REQUEST_LIMIT):
                message = await self._channel(spot).send(
                    content=post.content,
                    embeds=post.embeds,
                    view=post.view or discord.utils.MISSING,
                    nonce=nonce,
                    silent=post.silent,
                    allowed_mentions=discord.AllowedMentions.none(),
                )
        except Trouble as error:
            return _reply(error)
        return Reply(said=Said.DONE, discord_id=message.id, created_at=message.created_at)

    async def edit(self, spot: Spot, message: int, board: Board, now: datetime) -> Reply:
        """Have a posted message show a board."""
        post = board_post(board, spot.mark, _page(spot), now)
        try:
            async with within(self._client, REQUEST_LIMIT):
                edited = await self._message(spot, message).edit(
                    content=post.content,
                    embeds=post.embeds,
                    view=post.view,
                    allowed_mentions=discord.AllowedMentions.none(),
                )
        except Trouble as error:
            return _reply(error)
        return Reply(said=Said.DONE, discord_id=edited.id, is_pinned=edited.pinned)

    async def pin(self, spot: Spot, message: int) -> Reply:
        """Have a message stand among its channel's pins."""
        try:
            async with within(self._client, REQUEST_LIMIT):
                await self._message(spot, message).pin()
        except discord.HTTPException as error:
            reason = _not_pinned(error, spot)
            return Reply(said=Said.REFUSED, reason=reason) if reason else _reply(error)
        except Trouble as error:
            return _reply(error)
        return Reply(said=Said.DONE, discord_id=message, is_pinned=True)

    async def remove(self, spot: Spot, message: int) -> Reply:
        """Delete a message; gone if somebody did."""
        try:
            async with within(self._client, REQUEST_LIMIT):
                await self._message(spot, message).delete()
        except discord.NotFound:
            return Reply(said=Said.GONE)
        except Trouble as error:
            return _reply(error)
        return Reply(said=Said.DONE)

    async def _look(self, spot: Spot, tried_at: datetime) -> Reply:
        channel = self._channel(spot)
        async for pinned in channel.pins(limit=None):
            if self._is_ours(pinned, spot.mark):
                return _found(pinned, is_pinned=True)
        # One that was posted when we were cut off was not pinned yet.
        since = tried_at - CLOCKS_DIFFER
        async for message in channel.history(limit=None, after=since, oldest_first=True):
            if message.created_at > tried_at + CLOCKS_DIFFER:
                break
            if self._is_ours(message, spot.mark):
                return _found(message, is_pinned=False)
        return Reply(said=Said.GONE)

    def _is_ours(self, message: discord.Message, mark: str) -> bool:
        user = self._client.user
        is_mine = user is not None and message.author.id == user.id
        return is_mine and any(mark in embed.url for embed in message.embeds if embed.url)

    def _channel(self, spot: Spot) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(spot.channel, guild_id=spot.guild_id)

    def _message(self, spot: Spot, message: int) -> discord.PartialMessage:
        return self._channel(spot).get_partial_message(message)


def _page(spot: Spot) -> str:
    """Return the address of the channel itself, for a program that has none."""
    return f"https://discord.com/channels/{spot.guild_id}/{spot.channel}"


def _found(message: discord.Message, *, is_pinned: bool) -> Reply:
    return Reply(
        said=Said.DONE,
        discord_id=message.id,
        created_at=message.created_at,
        is_pinned=is_pinned,
    )


def _not_pinned(error: discord.HTTPException, spot: Spot) -> str:
    """Return for organizers why a board stands unpinned; empty if that can be tried again."""
    stands = f"The live board stands in <#{spot.channel}>, but not among its pins: "
    if isinstance(error, discord.Forbidden):
        return f"{stands}allow Marquee Pin Messages there."
    if error.code == TOO_MANY_PINS:
        return f"{stands}the channel has as many as it can hold. Take one away."
    return ""


def _reply(error: Exception) -> Reply:
    """Return what it means that a request failed: whether to try again, or never."""
    match error:
        case discord.HTTPException(code=code) if code == UNKNOWN_MESSAGE:
            return Reply(said=Said.GONE)
        case discord.HTTPException(code=code) if code == OLD_MESSAGE:
            return Reply(said=Said.TOO_OLD, reason=words(error))
        case discord.HTTPException(status=status) if status < BROKEN and status not in TRIED_AGAIN:
            return Reply(
                said=Said.REFUSED, reason=f"The live board can't be shown: {words(error)}."
            )
    return Reply(said=Said.LATER, reason=words(error))
