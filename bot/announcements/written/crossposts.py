"""Publishes what was posted in announcement channels to the servers that follow them."""

import logging
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.clock import Clock
from bot.delivery.carrier import Sender
from bot.delivery.log_lines import named, new_reference
from bot.delivery.model import Delivery, Kind, Outcome, Record, Seen, Sighting, State

log = logging.getLogger(__name__)

# Not documented: ten an hour for each channel, as many report (discord.js#4956).
MOST_AN_HOUR = 10
AN_HOUR = timedelta(hours=1)

# What failed for now is tried once more, when the limit that it may have met is over.
TRIES = 2


class Publishing(StrEnum):
    """What came of publishing a message.

    Elsewhere: its channel is none for announcements. Later: Discord did not take it now.
    """

    DONE = "published"
    ELSEWHERE = "elsewhere"
    LATER = "later"
    REFUSED = "refused"


class Publisher(Protocol):
    """Publishes messages over Discord."""

    async def publish(self, guild_id: int, channel: int, message_id: int) -> Publishing:
        """Publish a message, within seconds; one that was published already is done.

        Raises only on a bug.
        """
        ...


class Posts(Protocol):
    """Where posts that stand are known."""

    async def standing(self, now: datetime) -> tuple[Record, ...]:
        """Return what was sent with a message and has not expired by `now`, in due order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    delivery: Delivery
    message_id: int
    opens: datetime
    tries: int = 0


class Crossposts:
    """Publishes each announcement once it is posted, ten an hour in a channel.

    Nothing is claimed for it: what was published already is so if it is tried again. So a start
    tries it with all that was posted within the hour before.
    """

    def __init__(
        self,
        publisher: Publisher,
        posts: Posts,
        clock: Clock,
        owns: Callable[[int], bool],
    ) -> None:
        self._publisher = publisher
        self._posts = posts
        self._clock = clock
        self._owns = owns
        self._waiting: list[_Waiting] = []
        self._published = defaultdict[int, deque[datetime]](deque)
        self._is_at_it = False

    async def start(self) -> None:
        """Publish what was posted when nobody was here to do it. Never fails."""
        try:
            standing = await self._posts.standing(self._clock.now())
        except Exception:
            log.exception("Reference %s: could not look what is to be published", new_reference())
            return
        for record in standing:
            if record.message_id is not None and self._owns(record.delivery.guild_id):
                self.posted(record.delivery, record.message_id)

    def posted(self, delivery: Delivery, message_id: int) -> None:
        """Have an announcement published with the next sweep. Never fails."""
        if delivery.kind is Kind.ANNOUNCEMENT:
            now = self._clock.now()
            one = _Waiting(delivery=delivery, message_id=message_id, opens=now)
            self._waiting.append(one)

    async def sweep(self) -> None:
        """Publish what waits and may be published by now. Never fails.

        To be called every few seconds; it costs nothing as long as nothing waits.
        """
        if self._is_at_it:
            return
        self._is_at_it = True
        try:
            now = self._clock.now()
            for one in [one for one in self._waiting if one.opens <= now]:
                waiting = await self._try(one)
                self._waiting.remove(one)
                if waiting is not None:
                    self._waiting.append(waiting)
        finally:
            self._is_at_it = False

    async def _try(self, one: _Waiting) -> _Waiting | None:
        """Publish one; return it as it waits on, None if it does no longer."""
        now, channel = self._clock.now(), one.delivery.place
        opens = self._opens(channel, now)
        if opens > now:
            # Its turn was not there yet, so this was no try.
            return replace(one, opens=opens)
        result = await self._publish(one)
        if result is Publishing.DONE:
            self._published[channel].append(now)
            log.info("%s: published", named(one.delivery))
        if result in (Publishing.DONE, Publishing.ELSEWHERE):
            return None
        if result is Publishing.LATER and one.tries + 1 < TRIES:
            return replace(one, opens=now + AN_HOUR, tries=one.tries + 1)
        log.warning("%s: not published; organizers can do it by hand", named(one.delivery))
        return None

    async def _publish(self, one: _Waiting) -> Publishing:
        delivery = one.delivery
        try:
            return await self._publisher.publish(delivery.guild_id, delivery.place, one.message_id)
        except Exception:
            log.exception("Reference %s: publishing broke: %s", new_reference(), named(delivery))
            return Publishing.REFUSED

    def _opens(self, channel: int, now: datetime) -> datetime:
        """Return from when on another message of a channel may be published."""
        lately = self._published[channel]
        while lately and lately[0] + AN_HOUR <= now:
            lately.popleft()
        return now if len(lately) < MOST_AN_HOUR else lately[0] + AN_HOUR


class PublishingSender:
    """A Sender that has announcements published once they are posted."""

    def __init__(self, sender: Sender, crossposts: Crossposts) -> None:
        self._sender = sender
        self._crossposts = crossposts

    async def send(self, delivery: Delivery) -> Outcome:
        """Post it and say what came of it, within seconds."""
        outcome = await self._sender.send(delivery)
        if outcome.state is State.SENT and outcome.message_id is not None:
            self._crossposts.posted(delivery, outcome.message_id)
        return outcome

    async def find(self, delivery: Delivery, claimed_at: datetime) -> Sighting:
        """Look in the channel's history whether it was posted since its claim, within seconds."""
        sighting = await self._sender.find(delivery, claimed_at)
        if sighting.seen is Seen.FOUND and sighting.message_id is not None:
            self._crossposts.posted(delivery, sighting.message_id)
        return sighting
