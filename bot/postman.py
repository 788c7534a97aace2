"""Renders one due delivery, hands it to Discord, and reports what Discord said."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Protocol

import aiohttp
import discord

from bot.clock import Clock
from bot.delivery.model import Delivery, Kind, Outcome, Seen, Sighting, State
from bot.program.timetable import Timetable
from bot.reminders.model import Reminder
from bot.ui.reminder_post import reminder_post

# discord.py would wait 300 seconds for an answer, and hold up the channel for so long.
SEND_LIMIT = timedelta(seconds=15)
LOOK_LIMIT = timedelta(seconds=30)

# How far Discord's clock and ours may differ when a message's time is compared with a claim's.
CLOCKS_DIFFER = timedelta(minutes=5)

# In answer to a create, "Unknown Message" means that its nonce belongs to a message that was
# posted and then deleted by someone (discord-api-docs#6647).
UNKNOWN_MESSAGE = 10008

UNREADABLE = "Marquee may not read the channel's history, so it can't know whether it was posted"


class Subjects(Protocol):
    """The service that planned a kind of delivery."""

    def subject(self, delivery: Delivery, now: datetime) -> tuple[Reminder, Timetable] | None:
        """Return what the delivery tells; None if it is not called for any more."""
        ...


class Postman:
    """A Sender over discord.py's REST; it needs a client that is logged in, and no cache."""

    def __init__(
        self, client: discord.Client, services: Mapping[Kind, Subjects], clock: Clock
    ) -> None:
        self._client = client
        self._services = services
        self._clock = clock

    async def send(self, delivery: Delivery) -> Outcome:
        """Post it and say what came of it, within seconds.

        Sending again what was posted a moment ago posts nothing new: Discord knows its nonce.
        """
        subject = self._services[delivery.kind].subject(delivery, self._clock.now())
        if subject is None:
            return Outcome(state=State.WITHDRAWN, reason="it is not called for any more")
        post = reminder_post(*subject)
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
        return Outcome(state=State.SENT, message_id=message.id)

    async def find(self, delivery: Delivery, claimed_at: datetime) -> Sighting:
        """Look in the channel's history, from shortly before the claim, for the delivery's mark."""
        try:
            async with self._within(LOOK_LIMIT):
                return await self._look(delivery, claimed_at)
        except discord.Forbidden:
            return Sighting(seen=Seen.HIDDEN, reason=UNREADABLE)
        except discord.NotFound:
            # The channel is gone, and the message with it, if it ever was.
            return Sighting(seen=Seen.ABSENT)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            return Sighting(seen=Seen.UNKNOWN, reason=_words(error))

    async def _look(self, delivery: Delivery, claimed_at: datetime) -> Sighting:
        channel = self._channel(delivery)
        # Should our clock have been set back since, the claim lies in its future.
        after = min(claimed_at, self._clock.now()) - CLOCKS_DIFFER
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
    if error.status in (401, 429):
        # A new token may come with the next start; a 429 is over sooner or later.
        return Outcome(state=State.FAILED, reason=_words(error))
    return Outcome(state=State.DROPPED, reason=_words(error))


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
