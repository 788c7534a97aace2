"""Which nonce made which message, for as long as it is remembered (message.mdx, Create Message)."""

import time

from tests.wire.refusal import unknown
from tests.wire.settings import Settings
from tests.wire.world import Channel, Message


class Nonces:
    """The bot's nonces of the past few minutes; how many minutes is a setting.

    The page says "another message created by the same author with the same nonce": the channel
    plays no part.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._used: dict[str, tuple[float, Channel, str]] = {}

    def before(self, nonce: str) -> Message | None:
        """Return the message that a remembered nonce made.

        Raises:
            Refusal: 10008, it was deleted since (discord-api-docs#6647).
        """
        used = self._used.get(nonce)
        if used is None:
            return None
        at, channel, message_id = used
        if time.monotonic() - at >= self._settings.nonce_memory:
            del self._used[nonce]
            return None
        message = channel.messages[message_id]
        if message.deleted:
            raise unknown("Message")
        return message

    def remember(self, nonce: str, channel: Channel, message_id: str) -> None:
        """Remember what a nonce made."""
        self._used[nonce] = (time.monotonic(), channel, message_id)
