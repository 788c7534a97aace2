"""Renders one due delivery, hands it to Discord, and reports what Discord said."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import aiohttp
import discord

from bot.clock import Clock
from bot.delivery.model import Cause, Delivery, Kind, Outcome, Record, Seen, Sighting, State
from bot.ui.post import Post

Value = TypeVar("Value")

# discord.py would wait 300 seconds for an answer, and hold up the channel for so long.
SEND_LIMIT = timedelta(seconds=15)
LOOK_LIMIT = timedelta(seconds=30)

# How far Discord's clock and ours may differ when a message's time is compared with a claim's.
CLOCKS_DIFFER = timedelta(minutes=5)

# In answer to a create, "Unknown Message" means that its nonce belongs to a message that was
# posted and then deleted by someone (discord-api-docs#6647).
UNKNOWN_MESSAGE = 10008

# In answer to an edit: somebody deleted the message, or it is older than an hour and was edited
# too often since (opcodes and status codes, "JSON Error Codes").
NEVER_EDITED = {
    UNKNOWN_MESSAGE: "the message was deleted by someone",
    30046: "Discord takes no more edits of a message that is older than an hour",
}

# A new token may come with the next start; a 429 is over sooner or later.
TRIED_AGAIN = (401, 429)

UNREADABLE = "Marquee may not read the channel's history, so it can't know whether it was posted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters(Generic[Value]):
    """How one kind of delivery is written.

    `subject` gives what a delivery tells at an instant, None if it is not called for any more.
    `standing` gives what a posted one should tell by now, None if nothing can be said; without it
    what was posted stays as it is. `post` renders either.
    """

    subject: Callable[[Delivery, datetime], Value | None]
    post: Callable[[Value], Post]
    standing: Callable[[Delivery], Value | None] | None = None


class Postman:
    """A Sender and a Corrector over discord.py's REST.

    It needs a client that is logged in, and no cache. `on_found` is called when a look found a
    message of an earlier try: what that shows, nobody knows.
    """

    def __init__(
        self,
        client: discord.Client,
        letters: Mapping[Kind, Letters[Any]],
        clock: Clock,
        on_found: Callable[[], None] | None = None,
    ) -> None:
        self._client = client
        self._letters = letters
        self._clock = clock
        self._on_found = on_found

    async def send(self, delivery: Delivery) -> Outcome:
        """Post it and say what came of it, within seconds.

        Sending again what was posted a moment ago posts nothing new: Discord knows its nonce.
        """
        letters = self._letters[delivery.kind]
        subject = letters.subject(delivery, self._clock.now())
        if subject is None:
            return Outcome(state=State.WITHDRAWN, reason="it is not called for any more")
        post = letters.post(subject)
        try:
            async with self._within(SEND_LIMIT):
                message = await self._channel(delivery).send(
                    content=post.content,
                    embeds=post.embeds,
                    view=post.view or discord.utils.MISSING,
                    # discord.py sends `enforce_nonce` along with it.
                    nonce=delivery.digest,
                    allowed_mentions=discord.AllowedMentions.none(),
                )
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            return _outcome(error)
        return Outcome(state=State.SENT, message_id=message.id, content=post.digest)

    def content(self, record: Record) -> str | None:
        """Return the digest of what a posted message should show by now.

        None if that can't be said: the message is to be left alone.
        """
        post = self._standing(record.delivery)
        return None if post is None else post.digest

    async def amend(self, record: Record) -> Outcome:
        """Have a posted message show what it should by now, and say what came of it.

        Sent with the new content, failed if it can be tried again, and else dropped.
        """
        post = self._standing(record.delivery)
        assert post is not None
        assert record.message_id is not None
        message = self._channel(record.delivery).get_partial_message(record.message_id)
        try:
            async with self._within(SEND_LIMIT):
                await message.edit(
                    content=post.content,
                    embeds=post.embeds,
                    view=post.view,
                    allowed_mentions=discord.AllowedMentions.none(),
                )
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            return _outcome_of_edit(error)
        return Outcome(state=State.SENT, message_id=record.message_id, content=post.digest)

    def _standing(self, delivery: Delivery) -> Post | None:
        letters = self._letters[delivery.kind]
        standing = None if letters.standing is None else letters.standing(delivery)
        return None if standing is None else letters.post(standing)

    async def find(self, delivery: Delivery, claimed_at: datetime) -> Sighting:
        """Look in the channel's history, from shortly before its time, for the delivery's mark."""
        try:
            async with self._within(LOOK_LIMIT):
                sighting = await self._look(delivery, claimed_at)
        except discord.Forbidden:
            return Sighting(seen=Seen.HIDDEN, reason=UNREADABLE)
        except discord.NotFound:
            # The channel is gone, and the message with it, if it ever was.
            return Sighting(seen=Seen.ABSENT)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            return Sighting(seen=Seen.UNKNOWN, reason=_words(error))
        if sighting.seen is Seen.FOUND and self._on_found is not None:
            self._on_found()
        return sighting

    async def _look(self, delivery: Delivery, claimed_at: datetime) -> Sighting:
        channel = self._channel(delivery)
        # Should our clock have been set back since, the claim lies in its future.
        after = min(claimed_at, delivery.due, self._clock.now()) - CLOCKS_DIFFER
        anything = False
        async for message in channel.history(limit=None, after=after, oldest_first=True):
            anything = True
            if message.created_at > delivery.expires + CLOCKS_DIFFER:
                break
            if self._is_ours(message) and _is_marked(message, delivery.digest):
                return Sighting(seen=Seen.FOUND, message_id=message.id)
        # Without the permission to read it, Discord gives an empty history and no error.
        if anything or [message async for message in channel.history(limit=1)]:
            return Sighting(seen=Seen.ABSENT)
        return Sighting(seen=Seen.HIDDEN, reason=UNREADABLE)

    def _channel(self, delivery: Delivery) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(delivery.place, guild_id=delivery.guild_id)

    def _is_ours(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id

    @asynccontextmanager
    async def _within(self, limit: timedelta) -> AsyncIterator[None]:
        """Stop what takes longer than `limit`, with a TimeoutError."""
        try:
            async with asyncio.timeout(limit.total_seconds()):
                yield
        except TimeoutError:
            # Stopped while it waits for the end of a global rate limit, discord.py never says that
            # the limit is over, and every later request of the process waits for that word.
            self._client.http._global_over.set()  # noqa: SLF001 - there is no public way
            raise


def _is_marked(message: discord.Message, mark: str) -> bool:
    """Tell whether a message carries the mark in a component's id or an embed's URL."""
    ids = [
        getattr(item, "custom_id", None)
        for row in message.components
        for item in getattr(row, "children", ())
    ]
    urls = [embed.url for embed in message.embeds]
    return any(mark in text for text in (*ids, *urls) if text)


def _outcome(error: Exception) -> Outcome:
    """Return what a failed create means: whether to try again, or never."""
    if isinstance(error, discord.RateLimited):
        wait = timedelta(seconds=error.retry_after)
        return Outcome(state=State.FAILED, reason=_words(error), retry_after=wait)
    if not isinstance(error, discord.HTTPException) or isinstance(
        error, discord.DiscordServerError
    ):
        return Outcome(state=State.FAILED, reason=_words(error))
    if error.code == UNKNOWN_MESSAGE:
        return Outcome(state=State.SENT, reason="posted, and deleted by someone since")
    if error.status in TRIED_AGAIN:
        return Outcome(state=State.FAILED, reason=_words(error))
    return Outcome(state=State.DROPPED, reason=_words(error), cause=_cause(error))


def _outcome_of_edit(error: Exception) -> Outcome:
    """Return what a failed edit means: whether to try again, or never."""
    if not isinstance(error, discord.HTTPException) or error.code not in NEVER_EDITED:
        return _outcome(error)
    return Outcome(state=State.DROPPED, reason=NEVER_EDITED[error.code], cause=_cause(error))


def _cause(error: discord.HTTPException) -> Cause:
    match error:
        case discord.Forbidden():
            return Cause.FORBIDDEN
        case discord.NotFound():
            return Cause.GONE
        case _:
            return Cause.REFUSED


def _words(error: Exception) -> str:
    """Return for a person what stood in the way."""
    match error:
        case discord.Forbidden():
            return f"Marquee may not post in this channel ({error.text})"
        case discord.NotFound():
            return f"there is no such channel ({error.text})"
        case discord.RateLimited():
            return f"Discord asked to wait {error.retry_after:.0f} seconds"
        case discord.HTTPException():
            return f"Discord answered {error.status} {error.text}".strip()
        case TimeoutError():
            return "Discord took too long to answer"
        case _:
            return f"Discord could not be reached ({type(error).__name__})"
