"""Posts live boards in Discord's channels, pins them and finds them again."""

from datetime import datetime, timedelta

import aiohttp
import discord

from bot.delivery.model import Cause
from bot.letterbox import WORDS, obstacle
from bot.mirrors.board import Board
from bot.mirrors.board_spots import Spot
from bot.mirrors.model import Reply, Result
from bot.refusals import words
from bot.time_limit import within
from bot.translation import N_, said, speaking
from bot.ui.board_post import board_digest, board_post
from bot.ui.post import Post

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

GONE = N_("The live board's channel <#{channel}> is gone: choose another one.")


class Channels:
    """A Pinboard over discord.py's REST. It needs a client that is logged in, and no cache."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def digest(self, board: Board) -> str:
        """Return a digest of what a board shows: equal for boards that show the same only."""
        with speaking(board.language):
            return board_digest(board)

    async def find(self, spot: Spot, tried_at: datetime) -> Reply:
        """Look among the pins, and around the instant when it was tried, for the spot's mark.

        Done with what was found, or gone. Refused where nothing can be seen or posted.
        """
        try:
            async with within(self._client, LOOK_LIMIT):
                lacking = await obstacle(self._client, spot.guild_id, spot.channel, gone=GONE)
                # Without the permission to read it, Discord would show an empty channel.
                if lacking is not None:
                    is_gone = lacking == _gone(spot).reason
                    cause = Cause.GONE if is_gone else Cause.FORBIDDEN
                    return Reply(result=Result.REFUSED, reason=lacking, cause=cause)
                return await self._look(spot, tried_at)
        except Trouble as error:
            return _reply(error, spot)

    async def create(self, spot: Spot, board: Board, nonce: str, now: datetime) -> Reply:
        """Post a board; gone if what this nonce posted before was deleted since."""
        post = _post(spot, board, now)
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
            return _reply(error, spot)
        return Reply(result=Result.DONE, discord_id=message.id, created_at=message.created_at)

    async def edit(self, spot: Spot, message: int, board: Board, now: datetime) -> Reply:
        """Have a posted message show a board."""
        post = _post(spot, board, now)
        try:
            async with within(self._client, REQUEST_LIMIT):
                edited = await self._message(spot, message).edit(
                    content=post.content,
                    embeds=post.embeds,
                    view=post.view,
                    allowed_mentions=discord.AllowedMentions.none(),
                )
        except Trouble as error:
            return _reply(error, spot)
        return Reply(result=Result.DONE, discord_id=edited.id, is_pinned=edited.pinned)

    async def pin(self, spot: Spot, message: int) -> Reply:
        """Have a message stand among its channel's pins."""
        try:
            async with within(self._client, REQUEST_LIMIT):
                await self._message(spot, message).pin()
        except discord.HTTPException as error:
            reason = _not_pinned(error, spot)
            return Reply(result=Result.REFUSED, reason=reason) if reason else _reply(error, spot)
        except Trouble as error:
            return _reply(error, spot)
        return Reply(result=Result.DONE, discord_id=message, is_pinned=True)

    async def remove(self, spot: Spot, message: int) -> Reply:
        """Delete a message; gone if somebody did."""
        try:
            async with within(self._client, REQUEST_LIMIT):
                await self._message(spot, message).delete()
        except discord.NotFound:
            return Reply(result=Result.GONE)
        except Trouble as error:
            return _reply(error, spot)
        return Reply(result=Result.DONE)

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
        return Reply(result=Result.GONE)

    def _is_ours(self, message: discord.Message, mark: str) -> bool:
        user = self._client.user
        is_mine = user is not None and message.author.id == user.id
        return is_mine and any(mark in embed.url for embed in message.embeds if embed.url)

    def _channel(self, spot: Spot) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(spot.channel, guild_id=spot.guild_id)

    def _message(self, spot: Spot, message: int) -> discord.PartialMessage:
        return self._channel(spot).get_partial_message(message)


def _post(spot: Spot, board: Board, now: datetime) -> Post:
    with speaking(board.language):
        return board_post(board, spot.mark, _page(spot), now)


def _page(spot: Spot) -> str:
    """Return the address of the channel itself, for a program that has none."""
    return f"https://discord.com/channels/{spot.guild_id}/{spot.channel}"


def _found(message: discord.Message, *, is_pinned: bool) -> Reply:
    return Reply(
        result=Result.DONE,
        discord_id=message.id,
        created_at=message.created_at,
        is_pinned=is_pinned,
    )


def _not_pinned(error: discord.HTTPException, spot: Spot) -> str:
    """Return for organizers why a board stands unpinned; empty if that can be tried again."""
    channel = f"<#{spot.channel}>"
    if isinstance(error, discord.Forbidden):
        return said(
            "The live board stands in {channel}, but not among its pins: allow Marquee "
            "{permission} there.",
            channel=channel,
            permission=WORDS["pin_messages"],
        )
    if error.code == TOO_MANY_PINS:
        return said(
            "The live board stands in {channel}, but not among its pins: the channel has as many "
            "as it can hold. Take one away.",
            channel=channel,
        )
    return ""


def _gone(spot: Spot) -> Reply:
    reason = said(GONE, channel=str(spot.channel))
    return Reply(result=Result.REFUSED, reason=reason, cause=Cause.GONE)


def _reply(error: Exception, spot: Spot) -> Reply:
    """Return what it means that a request failed: whether to try again, or never."""
    match error:
        case discord.HTTPException(code=code) if code == UNKNOWN_MESSAGE:
            return Reply(result=Result.GONE)
        case discord.HTTPException(code=code) if code == OLD_MESSAGE:
            return Reply(result=Result.TOO_OLD, reason=words(error))
        case discord.NotFound():
            return _gone(spot)
        case discord.HTTPException(status=status) if status < BROKEN and status not in TRIED_AGAIN:
            channel = f"<#{spot.channel}>"
            reason = said(
                "The live board can't be shown in {channel}: {why}.",
                channel=channel,
                why=words(error),
            )
            is_forbidden = isinstance(error, discord.Forbidden)
            cause = Cause.FORBIDDEN if is_forbidden else Cause.REFUSED
            return Reply(result=Result.REFUSED, reason=reason, cause=cause)
    return Reply(result=Result.LATER, reason=words(error))
