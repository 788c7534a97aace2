"""Publishes and deletes what organizers had posted, over discord.py's REST."""

from datetime import timedelta

import discord

from bot.announcements.written.crossposts import Publishing
from bot.delivery.model import Outcome, Record, State
from bot.refusals import TROUBLE, UNKNOWN_MESSAGE, outcome_of_post
from bot.time_limit import within

LIMIT = timedelta(seconds=10)

# "This message has already been crossposted" (opcodes and status codes, "JSON Error Codes").
PUBLISHED_ALREADY = 40033


class DiscordPublisher:
    """A Publisher and a Remover; it needs a client that is logged in, and no cache."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def publish(self, guild_id: int, channel: int, message_id: int) -> Publishing:
        """Publish a message to the servers that follow its channel, within seconds.

        That Discord says so only late, since its limit is reached, counts as later.
        """
        try:
            async with within(self._client, LIMIT):
                if not await self._is_for_announcements(channel):
                    return Publishing.ELSEWHERE
                await self._message(guild_id, channel, message_id).publish()
        except discord.HTTPException as error:
            if error.code == PUBLISHED_ALREADY:
                return Publishing.DONE
            outcome = outcome_of_post(error, is_direct=False)
            return Publishing.LATER if outcome.state is State.FAILED else Publishing.REFUSED
        except TROUBLE:
            return Publishing.LATER
        return Publishing.DONE

    async def remove(self, record: Record) -> Outcome:
        """Delete what was posted, within seconds, and say what came of it.

        Sent if it is gone by now, whoever deleted it; failed if it can be tried again; or dropped.
        """
        assert record.message_id is not None
        delivery = record.delivery
        message = self._message(delivery.guild_id, delivery.place, record.message_id)
        try:
            async with within(self._client, LIMIT):
                await message.delete()
        except discord.HTTPException as error:
            if error.code != UNKNOWN_MESSAGE and not isinstance(error, discord.NotFound):
                return outcome_of_post(error, is_direct=False)
        except TROUBLE as error:
            return outcome_of_post(error, is_direct=False)
        return Outcome(state=State.SENT, message_id=record.message_id)

    async def _is_for_announcements(self, channel_id: int) -> bool:
        channel = self._client.get_channel(channel_id)
        if channel is None:
            channel = await self._client.fetch_channel(channel_id)
        return isinstance(channel, discord.TextChannel) and channel.is_news()

    def _message(self, guild_id: int, channel: int, message_id: int) -> discord.PartialMessage:
        place = self._client.get_partial_messageable(channel, guild_id=guild_id)
        return place.get_partial_message(message_id)
