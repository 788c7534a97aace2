"""Renders one due delivery, hands it to Discord, and reports what Discord said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import discord

from bot.clock import Clock
from bot.delivery.model import Cause, Delivery, Kind, Outcome, Record, Seen, Sighting, State
from bot.direct import TOO_FAST, DirectMessages, NotYetOpenError
from bot.refusals import TROUBLE, outcome_of_edit, outcome_of_post, words
from bot.time_limit import within
from bot.translation import Language, said, speaking
from bot.ui.post import Post

Value = TypeVar("Value")

# discord.py would wait 300 seconds for an answer, and hold up the channel for so long.
SEND_LIMIT = timedelta(seconds=15)
LOOK_LIMIT = timedelta(seconds=30)

# How far Discord's clock and ours may differ when a message's time is compared with a claim's.
CLOCKS_DIFFER = timedelta(minutes=5)

UNREADABLE = said(
    "Marquee may not read the channel's history, so it can't know whether it was posted"
)
HAS_LEFT = said("they are in this server no more, so nobody is to be told of them there")
NOT_CALLED_FOR = said("it is not called for any more")
# Unknown Member, and Unknown User for whoever deleted their account.
STRANGERS = (10007, 10013)
UNKNOWN = said("the channel of this direct message is not known any more")


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


def _english(delivery: Delivery) -> Language:
    del delivery
    return Language.ENGLISH


class Writing:
    """Writes deliveries: each by its kind's letters, and in the `language` that it is told in."""

    def __init__(
        self,
        letters: Mapping[Kind, Letters[Any]],
        language: Callable[[Delivery], Language] = _english,
    ) -> None:
        self._letters = letters
        self._language = language

    def due(self, delivery: Delivery, now: datetime) -> Post | None:
        """Return what is to be posted at `now`, None if it is not called for any more."""
        letters = self._letters[delivery.kind]
        with speaking(self._language(delivery)):
            subject = letters.subject(delivery, now)
            return None if subject is None else letters.post(subject)

    def standing(self, delivery: Delivery) -> Post | None:
        """Return what a posted message should show by now, None if that can't be said."""
        letters = self._letters[delivery.kind]
        with speaking(self._language(delivery)):
            standing = None if letters.standing is None else letters.standing(delivery)
            return None if standing is None else letters.post(standing)


class Postman:
    """A Sender and a Corrector over discord.py's REST.

    It needs a client that is logged in, and no cache. `direct` has the channels of people; without
    it no direct message may be handed in. `on_found` is called when a look found a message of an
    earlier try: what that shows, nobody knows.
    """

    def __init__(
        self,
        client: discord.Client,
        writing: Writing,
        clock: Clock,
        direct: DirectMessages | None = None,
        on_found: Callable[[], None] | None = None,
    ) -> None:
        self._client = client
        self._writing = writing
        self._clock = clock
        self._direct = direct
        self._on_found = on_found

    async def send(self, delivery: Delivery) -> Outcome:
        """Post it and say what came of it, within seconds.

        Sending again what was posted a moment ago posts nothing new: Discord knows its nonce.
        """
        post = self._writing.due(delivery, self._clock.now())
        place = self._place(delivery)
        try:
            if place is None and post is not None:
                place = await self._people().channel(delivery.place)
                # Much may have changed meanwhile.
                post = self._writing.due(delivery, self._clock.now())
            if place is None or post is None:
                return Outcome(state=State.WITHDRAWN, reason=NOT_CALLED_FOR)
            if await self._has_left(delivery):
                return Outcome(state=State.DROPPED, reason=HAS_LEFT, cause=Cause.CLOSED)
            return await self._post(self._channel(delivery, place), delivery, post)
        except (*TROUBLE, NotYetOpenError) as error:
            return await self._told(delivery, error)

    async def _has_left(self, delivery: Delivery) -> bool:
        """Tell whether a guild's channel would name somebody who is not in that guild any more."""
        if delivery.user_id is None or delivery.is_direct:
            return False
        try:
            async with within(self._client, SEND_LIMIT):
                await self._client.http.get_member(delivery.guild_id, delivery.user_id)
        except discord.NotFound as error:
            if error.code not in STRANGERS:
                raise
            return True
        return False

    async def _post(
        self, channel: discord.PartialMessageable, delivery: Delivery, post: Post
    ) -> Outcome:
        async with within(self._client, SEND_LIMIT):
            message = await channel.send(
                content=post.content,
                embeds=post.embeds,
                view=post.view or discord.utils.MISSING,
                # discord.py sends `enforce_nonce` along with it.
                nonce=delivery.digest,
                silent=post.silent,
                allowed_mentions=_allowed(post),
            )
        return Outcome(state=State.SENT, message_id=message.id, content=post.digest)

    async def _told(self, delivery: Delivery, error: Exception) -> Outcome:
        """Return what a failed create means, and tell those whom it concerns."""
        code = error.code if isinstance(error, discord.HTTPException) else 0
        if delivery.is_direct and code in TOO_FAST:
            error = NotYetOpenError(self._people().refused())
        if isinstance(error, NotYetOpenError):
            return Outcome(state=State.FAILED, reason=error.words, retry_after=error.wait)
        outcome = outcome_of_post(error, is_direct=delivery.is_direct)
        if outcome.cause is Cause.CLOSED:
            await self._people().closed(delivery.place)
        return outcome

    def content(self, record: Record) -> str | None:
        """Return the digest of what a posted message should show by now.

        None if that can't be said: the message is to be left alone.
        """
        post = self._writing.standing(record.delivery)
        return None if post is None else post.digest

    async def amend(self, record: Record) -> Outcome:
        """Have a posted message show what it should by now, and say what came of it.

        Sent with the new content, failed if it can be tried again, and else dropped.
        """
        post = self._writing.standing(record.delivery)
        assert post is not None
        assert record.message_id is not None
        place = self._place(record.delivery)
        if place is None:
            return Outcome(state=State.DROPPED, cause=Cause.GONE, reason=UNKNOWN)
        message = self._channel(record.delivery, place).get_partial_message(record.message_id)
        try:
            async with within(self._client, SEND_LIMIT):
                await message.edit(
                    content=post.content,
                    embeds=post.embeds,
                    view=post.view,
                    allowed_mentions=_allowed(post),
                )
        except TROUBLE as error:
            return outcome_of_edit(error, is_direct=record.delivery.is_direct)
        return Outcome(state=State.SENT, message_id=record.message_id, content=post.digest)

    async def find(self, delivery: Delivery, claimed_at: datetime) -> Sighting:
        """Look in the channel's history, from shortly before its time, for the delivery's mark."""
        place = self._place(delivery)
        if place is None:
            # A person's channel is kept before anything is sent there.
            return Sighting(seen=Seen.ABSENT)
        channel = self._channel(delivery, place)
        try:
            async with within(self._client, LOOK_LIMIT):
                sighting = await self._look(channel, delivery, claimed_at)
        except discord.Forbidden:
            return Sighting(seen=Seen.HIDDEN, reason=UNREADABLE)
        except discord.NotFound:
            # The channel is gone, and the message with it, if it ever was.
            return Sighting(seen=Seen.ABSENT)
        except TROUBLE as error:
            return Sighting(seen=Seen.UNKNOWN, reason=words(error))
        if sighting.seen is Seen.FOUND and self._on_found is not None:
            self._on_found()
        return sighting

    async def _look(
        self, channel: discord.PartialMessageable, delivery: Delivery, claimed_at: datetime
    ) -> Sighting:
        # Should our clock have been set back since, the claim lies in its future.
        after = min(claimed_at, delivery.due, self._clock.now()) - CLOCKS_DIFFER
        anything = False
        async for message in channel.history(limit=None, after=after, oldest_first=True):
            anything = True
            if message.created_at > delivery.expires + CLOCKS_DIFFER:
                break
            if self._is_ours(message) and _is_marked(message, delivery.digest):
                return Sighting(seen=Seen.FOUND, message_id=message.id)
        # Without the permission to read it, Discord gives an empty history and no error. A direct
        # message's can always be read.
        if (
            anything
            or delivery.is_direct
            or [message async for message in channel.history(limit=1)]
        ):
            return Sighting(seen=Seen.ABSENT)
        return Sighting(seen=Seen.HIDDEN, reason=UNREADABLE)

    def _place(self, delivery: Delivery) -> int | None:
        """Return the channel it belongs in, None if that of a direct message is not known."""
        if not delivery.is_direct:
            return delivery.place
        return self._people().channel_of(delivery.place)

    def _channel(self, delivery: Delivery, place: int) -> discord.PartialMessageable:
        guild_id = None if delivery.is_direct else delivery.guild_id
        return self._client.get_partial_messageable(place, guild_id=guild_id)

    def _people(self) -> DirectMessages:
        assert self._direct is not None, "direct messages need the channels of people"
        return self._direct

    def _is_ours(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id


def _allowed(post: Post) -> discord.AllowedMentions:
    """Return whom a post may ping: the users and roles that it names, and nobody else."""
    allowed = discord.AllowedMentions.none()
    if post.mentions:
        allowed.users = [discord.Object(user_id) for user_id in post.mentions]
    if post.roles:
        allowed.roles = [discord.Object(role_id) for role_id in post.roles]
    return allowed


def _is_marked(message: discord.Message, mark: str) -> bool:
    """Tell whether a message carries the mark in a component's id or an embed's URL."""
    ids = [
        getattr(item, "custom_id", None)
        for row in message.components
        for item in getattr(row, "children", ())
    ]
    urls = [embed.url for embed in message.embeds]
    return any(mark in text for text in (*ids, *urls) if text)
