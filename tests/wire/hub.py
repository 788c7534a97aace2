"""Tells every session that may hear of it what happened."""

import json
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.wire.snowflakes import shard_of

GUILDS, MESSAGES, DIRECT, EVENTS = 1, 1 << 9, 1 << 12, 1 << 16
# events/gateway.mdx, List of Intents; what is not here needs no intent
NEEDED = {
    "GUILD_CREATE": GUILDS,
    "GUILD_DELETE": GUILDS,
    "GUILD_UPDATE": GUILDS,
    "GUILD_ROLE_UPDATE": GUILDS,
    "CHANNEL_CREATE": GUILDS,
    "CHANNEL_UPDATE": GUILDS,
    "CHANNEL_DELETE": GUILDS,
    "CHANNEL_PINS_UPDATE": GUILDS,
    "THREAD_CREATE": GUILDS,
    "THREAD_UPDATE": GUILDS,
    "THREAD_DELETE": GUILDS,
    "GUILD_SCHEDULED_EVENT_CREATE": EVENTS,
    "GUILD_SCHEDULED_EVENT_UPDATE": EVENTS,
    "GUILD_SCHEDULED_EVENT_DELETE": EVENTS,
    "GUILD_SCHEDULED_EVENT_USER_ADD": EVENTS,
    "GUILD_SCHEDULED_EVENT_USER_REMOVE": EVENTS,
    "MESSAGE_CREATE": MESSAGES,
    "MESSAGE_UPDATE": MESSAGES,
    "MESSAGE_DELETE": MESSAGES,
}


@dataclass(slots=True, kw_only=True)
class Session:
    """One IDENTIFY and what it led to; it outlives its connection for a while.

    `send` takes a frame's text while a connection is there. Told frames are kept for RESUME.
    """

    id: str
    shard: int
    shard_count: int
    intents: int
    send: Callable[[str], None] | None = None
    left: float | None = None
    number: int = 0
    told: deque[tuple[int, str, str]] = field(default_factory=deque)

    def tell(self, event: str, text: str) -> None:
        """Tell of an event whose data are `text`, now or on RESUME."""
        self.number += 1
        self.told.append((self.number, event, text))
        if self.send:
            self.send(_frame(self.number, event, text))

    def replay(self, after: int) -> None:
        """Tell again all that came after a number, then that it is done."""
        assert self.send is not None
        for number, event, text in self.told:
            if number > after:
                self.send(_frame(number, event, text))
        self.tell("RESUMED", "{}")


def _frame(number: int, event: str, text: str) -> str:
    return f'{{"op":0,"s":{number},"t":"{event}","d":{text}}}'


class Hub:
    """The sessions that there are."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}

    def open(self, shard: int, shard_count: int, intents: int) -> Session:
        """Begin a session; it hears of nothing before it has a `send`."""
        session = Session(
            id=secrets.token_hex(16), shard=shard, shard_count=shard_count, intents=intents
        )
        self.sessions[session.id] = session
        return session

    def end(self, session: Session) -> None:
        """Forget a session: it can't be resumed."""
        self.sessions.pop(session.id, None)

    def expire(self, seconds: float) -> None:
        """Forget the sessions whose connection is gone for so long."""
        now = time.monotonic()
        for session in list(self.sessions.values()):
            if session.left is not None and now - session.left > seconds:
                self.end(session)

    def tell(self, event: str, data: dict[str, Any], guild_id: str | None) -> None:
        """Tell all sessions that have the guild (None: a DM, told to shard 0) and the intent."""
        text: str | None = None
        needed = NEEDED.get(event, 0)
        if needed == MESSAGES and guild_id is None:
            needed = DIRECT
        for session in self.sessions.values():
            mine = session.shard == shard_of(guild_id, session.shard_count)
            if mine and session.intents & needed == needed:
                text = text or json.dumps(data)
                session.tell(event, text)

    def listeners(self, guild_id: str | None) -> list[Session]:
        """Return the sessions that hear of a guild, or of DMs."""
        return [
            session
            for session in self.sessions.values()
            if session.shard == shard_of(guild_id, session.shard_count)
        ]
