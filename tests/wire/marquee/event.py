"""A tiny conference that is about to begin, and what its posts tell."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.program.model import Program
from tests.factories import a_program, a_session, a_talk
from tests.wire.loopback import Loopback
from tests.wire.witness import PATIENCE

# So long that nothing expires while a busy machine takes its time.
LEAD = timedelta(minutes=10)


RIVERS, BRIDGES = "Rivers", "Bridges"
POLL_SECONDS = 0.02
POSTING = "^POST /channels/[0-9]+/messages$"
CUT = 0


def posting(channel: int) -> str:
    """The path of a fault that meets the posts in one channel."""
    return f"^POST /channels/{channel}/messages$"


def an_event(*, lead: timedelta = LEAD, now: datetime | None = None, **dues: float) -> Program:
    """A program of one session for each named talk.

    Its reminder is due so many seconds from now, or up to one more, since sessions start at whole
    seconds.
    """
    now = datetime.fromtimestamp(math.ceil((now or datetime.now(UTC)).timestamp()), UTC)
    talks = tuple(a_talk(title, id=title.lower()) for title in dues)
    sessions = tuple(
        a_session(now + timedelta(seconds=due) + lead, id=f"{talk.id}-session", talks=(talk.id,))
        for talk, due in zip(talks, dues.values(), strict=True)
    )
    days = sorted(session.start.date() for session in sessions)
    return a_program(*sessions, talks=talks, zone="UTC", first_day=days[0], last_day=days[-1])


async def until(is_so: Callable[[], Awaitable[object]], within: float = PATIENCE) -> None:
    """Ask again and again until the answer is yes.

    Raises:
        TimeoutError: it was not, in time.
    """
    deadline = time.monotonic() + within
    while not await is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not in {within} s")
        await asyncio.sleep(POLL_SECONDS)


async def passed(instant: datetime) -> None:
    """Wait until it is over."""
    await asyncio.sleep((instant - datetime.now(UTC)).total_seconds())


async def creates(loopback: Loopback, channel: int | None = None) -> list[dict]:
    """The requests to post, in one channel or in all, in the order of their arrival."""
    requests = await loopback.witness.requests()
    found = [one for one in requests if one["route"] == "/channels/{channel_id}/messages"]
    mine = [one for one in found if channel is None or f"/{channel}/" in one["path"]]
    return sorted((one for one in mine if one["method"] == "POST"), key=lambda one: one["wall"])


async def tries(loopback: Loopback, channel: int) -> list[int]:
    """What each request to post in a channel was answered; 0 is a connection that was cut."""
    return [one["status"] for one in await creates(loopback, channel)]
