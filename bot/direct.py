"""Opens the channels of direct messages, no faster than Discord takes, and knows the open ones.

Nobody waits here: who asks for a channel whose turn has not come is told when to ask again.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from functools import partial
from typing import Any, Protocol

import discord

from bot.direct_turns import Turns, Waiting
from bot.refusals import TOO_MANY, is_closed, is_final
from bot.time_limit import within
from bot.translation import said_many

log = logging.getLogger(__name__)

# In answer to an opening or a send: "You are opening direct messages too fast", and the application
# was flagged by Discord's anti-spam system (opcodes and status codes, "JSON Error Codes").
TOO_FAST = frozenset({40003, 20026})

OPEN_LIMIT = timedelta(seconds=10)
SEND_LIMIT = timedelta(seconds=10)


class KnownChannels(Protocol):
    """Remembers people's DM channels, over restarts."""

    def channel_of(self, user_id: int) -> int | None:
        """Return the DM channel that was opened with a person, None if none was. Never fails."""
        ...

    async def open(self, user_id: int, channel: int) -> None:
        """Remember a person's channel; raises what the store raises."""
        ...


class NotYetOpenError(Exception):
    """A channel can't be opened by now; after `wait` it will be open, or its turn have come.

    `words` say so to a person.
    """

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        self.words = said_many(
            "its channel is to be opened in {count} second",
            "its channel is to be opened in {count} seconds",
            round(wait.total_seconds()),
        )
        super().__init__(self.words)


class DirectMessages:
    """The channels of direct messages with people, by Discord's user ids.

    It needs a client that is logged in. Those whom something is to be sent to come first, in the
    order in which they were asked for. `on_closed` is called with the user id of one who turned out
    to take no direct messages. No log line says who anybody is.
    """

    def __init__(
        self,
        client: discord.Client,
        known: KnownChannels,
        on_closed: Callable[[int], Awaitable[None]],
        turns: Turns | None = None,
    ) -> None:
        self._client = client
        self._known = known
        self._on_closed = on_closed
        self._turns = turns or Turns()
        self._waiting = Waiting()
        self._opening: dict[int, asyncio.Task[int]] = {}
        self._failures = _Failures(self.closed)
        self._timer: asyncio.TimerHandle | None = None
        self._stopped = False

    def channel_of(self, user_id: int) -> int | None:
        """Return the channel of a person's direct messages if it was opened before."""
        return self._known.channel_of(user_id)

    async def channel(self, user_id: int) -> int:
        """Return the channel of a person's direct messages; it is opened if it is their turn.

        Otherwise they wait, and are opened by themselves when it is.

        Raises:
            NotYetOpenError: it is not; ask again when it says.
            DiscordException, ClientError, OSError: it could not be opened.
        """
        known = self._known.channel_of(user_id)
        if known is not None:
            return known
        self._failures.tell(user_id)
        opening = self._opening.get(user_id)
        if opening is None:
            if not self._is_next(user_id):
                raise NotYetOpenError(self._wait_for(user_id))
            opening = self._begin(user_id, is_awaited=True)
        try:
            # Whoever asks may be cut off; the channel is opened all the same.
            return await asyncio.shield(opening)
        except Exception:
            self._failures.told(user_id)
            raise

    async def send(self, user_id: int, text: str) -> None:
        """Send a person a text now, whatever became of earlier tries.

        Raises NotYetOpenError if it is not their turn, and `TROUBLE` if it could not be sent.
        """
        self._failures.told(user_id)
        channel = await self.channel(user_id)
        try:
            async with within(self._client, SEND_LIMIT):
                await self._client.get_partial_messageable(channel).send(text)
        except discord.HTTPException as error:
            if error.code not in TOO_FAST:
                raise
            raise NotYetOpenError(self.refused()) from error

    def open_soon(self, user_id: int) -> None:
        """Have a person's channel opened before anything is to be sent there. Never fails.

        Needs a running event loop. Asked again and again it does no more than once; and once
        Discord refused it nothing, until something is to be sent there.
        """
        is_known = user_id in self._opening or self._known.channel_of(user_id) is not None
        if not is_known and not self._failures.is_refused(user_id):
            self._waiting.add_soon(user_id)
            self._go_on()

    def forget(self, user_id: int) -> None:
        """Open nothing for a person who waits for it, and know nothing of them."""
        self._waiting.leave(user_id)
        self._failures.forget(user_id)

    def refused(self) -> timedelta:
        """Open nothing for a while, since Discord said TOO_FAST; return for how long."""
        is_news = not self._turns.is_resting(_now())
        rest = self._turns.refuse(_now())
        if is_news:
            log.warning(
                "Discord takes no more new direct messages; none is opened for %.0f seconds",
                rest.total_seconds(),
            )
            self._go_on()
        return rest

    async def closed(self, user_id: int) -> None:
        """Tell that a person takes no direct messages. Never fails."""
        self._waiting.leave(user_id)
        self._failures.told(user_id)
        try:
            await self._on_closed(user_id)
        except Exception as error:  # noqa: BLE001 - the next message is tried in vain once more
            # Without a traceback: it might say who it is.
            log.warning(
                "Reference %s: it could not be kept that somebody takes no direct messages (%s)",
                secrets.token_hex(4),
                type(error).__name__,
            )

    async def stop(self) -> None:
        """Open no more by itself, and return when what is under way has ended."""
        self._stopped = True
        self._go_on()
        await asyncio.gather(*self._opening.values(), return_exceptions=True)
        await self._failures.stop()

    def _is_next(self, user_id: int) -> bool:
        now = _now()
        is_first = self._waiting.first_awaited in (None, user_id)
        return is_first and self._turns.next(now, is_awaited=True) <= now

    def _wait_for(self, user_id: int) -> timedelta:
        """Let a person wait, if they don't yet; return for how long that will be."""
        self._waiting.add(user_id)
        self._go_on()
        return self._turns.wait(_now(), self._waiting.before(user_id))

    def _go_on(self) -> None:
        """Open for those whose turn it is, and come back when the next one's is."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while not self._stopped:
            user_id = self._waiting.first()
            if user_id is None:
                return
            if self._known.channel_of(user_id) is not None:
                self._waiting.leave(user_id)
                continue
            is_awaited = self._waiting.is_awaited(user_id)
            now = _now()
            opens = self._turns.next(now, is_awaited=is_awaited)
            if opens > now:
                self._timer = asyncio.get_running_loop().call_at(opens, self._go_on)
                return
            self._begin(user_id, is_awaited=is_awaited)

    def _begin(self, user_id: int, *, is_awaited: bool) -> asyncio.Task[int]:
        self._waiting.leave(user_id)
        self._turns.take(_now())
        opening = asyncio.create_task(self._open(user_id))
        self._opening[user_id] = opening
        opening.add_done_callback(partial(self._ended, user_id, is_awaited=is_awaited))
        return opening

    async def _open(self, user_id: int) -> int:
        try:
            async with within(self._client, OPEN_LIMIT):
                opened = await self._client.create_dm(discord.Object(user_id))
        except discord.DiscordException as error:
            if not _is_too_fast(error):
                raise
            raise NotYetOpenError(self.refused()) from error
        # Kept before anything is sent there: who has no channel was surely sent nothing.
        await self._known.open(user_id, opened.id)
        return opened.id

    def _ended(self, user_id: int, opening: asyncio.Task[int], *, is_awaited: bool) -> None:
        del self._opening[user_id]
        error = None if opening.cancelled() else opening.exception()
        if isinstance(error, NotYetOpenError):
            self._waiting.put_back(user_id, is_awaited=is_awaited)
            self._go_on()
        elif isinstance(error, Exception):
            self._failures.note(user_id, error, is_awaited=is_awaited)


class _Failures:
    """What went wrong with openings, by user id: told to whoever asks for that person next.

    Where nobody asked, it is `closed` that is told that a person takes no direct messages.
    """

    def __init__(self, closed: Callable[[int], Coroutine[Any, Any, None]]) -> None:
        self._closed = closed
        self._untold: dict[int, Exception] = {}
        # Discord would say the same again; each refused request counts against the bot's address.
        self._refused: set[int] = set()
        self._closing: set[asyncio.Task[None]] = set()

    def is_refused(self, user_id: int) -> bool:
        """Tell whether Discord refused to open a person's channel."""
        return user_id in self._refused

    def note(self, user_id: int, error: Exception, *, is_awaited: bool) -> None:
        """Keep what went wrong; `is_awaited` by somebody who will ask again."""
        if is_final(error):
            self._refused.add(user_id)
        if is_awaited:
            self._untold[user_id] = error
        else:
            log.info("A direct message could not be opened yet (%s)", type(error).__name__)
        if is_closed(error) and not is_awaited:
            closing = asyncio.create_task(self._closed(user_id))
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    def tell(self, user_id: int) -> None:
        """Raise what nobody was told yet; without that it may be tried again."""
        error = self._untold.pop(user_id, None)
        if error is not None:
            raise error
        self._refused.discard(user_id)

    def told(self, user_id: int) -> None:
        """Tell it nobody any more."""
        self._untold.pop(user_id, None)

    def forget(self, user_id: int) -> None:
        """Know nothing of a person any more."""
        self.told(user_id)
        self._refused.discard(user_id)

    async def stop(self) -> None:
        """Return once it is told of everybody who takes none."""
        await asyncio.gather(*self._closing)


def _now() -> float:
    # The loop's clock does not go back or jump, so no set clock can stop all openings.
    return asyncio.get_running_loop().time()


def _is_too_fast(error: discord.DiscordException) -> bool:
    if isinstance(error, discord.HTTPException):
        return error.code in TOO_FAST or error.status == TOO_MANY
    return isinstance(error, discord.RateLimited)
