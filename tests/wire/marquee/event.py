"""A tiny conference that is about to begin, and what its posts tell."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta

from bot.program.model import Program, Session
from tests.factories import a_program, a_session, a_talk
from tests.wire.loopback import Loopback

RIVERS, BRIDGES = "Rivers", "Bridges"
POLL_SECONDS = 0.02
POSTING = "^POST /channels/[0-9]+/messages$"


def posting(channel: int) -> str:
    """The path of a fault that meets the posts in one channel."""
    return f"^POST /channels/{channel}/messages$"


def an_event(**starts: float) -> Program:
    """A program of one session for each named talk, so many seconds from now or up to one less."""
    now = datetime.now(UTC).replace(microsecond=0)
    talks = tuple(a_talk(title, id=title.lower()) for title in starts)
    sessions = tuple(
        a_session(now + timedelta(seconds=seconds), id=f"{talk.id}-session", talks=(talk.id,))
        for talk, seconds in zip(talks, starts.values(), strict=True)
    )
    days = sorted(session.start.date() for session in sessions)
    return a_program(*sessions, talks=talks, zone="UTC", first_day=days[0], last_day=days[-1])


async def until(is_so: Callable[[], Awaitable[object]], within: float = 10.0) -> None:
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


def late(session: Session, lead: timedelta, wall: float) -> float:
    """How many seconds after it was due something was posted."""
    return wall - (session.start - lead).timestamp()


def once(channels: Iterable[int], *titles: str) -> dict[tuple[int, str], int]:
    """What `told` is when each talk is told once in each channel: nothing lost, nothing doubled."""
    return {(channel, title): 1 for channel in channels for title in titles}


async def told(loopback: Loopback) -> dict[tuple[int, str], int]:
    """How often each talk was told in each channel, by Discord's own record."""
    posted = await loopback.witness.posted()
    return dict(Counter((one.channel_id, one.body["embeds"][0]["title"]) for one in posted))


async def tries(loopback: Loopback, channel: int) -> list[int]:
    """What each request to post in a channel was answered; 0 is a connection that was cut."""
    path = f"/channels/{channel}/messages"
    requests = await loopback.witness.requests()
    return [one["status"] for one in requests if (one["method"], one["path"]) == ("POST", path)]
