"""Takes out of Discord what Marquee keeps standing in a server: its live boards and its events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import discord

from bot.eventbook import ScheduledEvents
from bot.mirrors.model import Mirror, MirrorKind, Result
from bot.mirrors.native import MARK_BEGINS
from bot.refusals import TROUBLE
from bot.time_limit import within

REQUEST_LIMIT = timedelta(seconds=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDown:
    """How many boards and events were taken down; what is `left`, in words, and `why` it is."""

    boards: int = 0
    events: int = 0
    left: tuple[str, ...] = ()
    why: str = ""


async def take_down(token: str, guild_id: int, standing: Sequence[Mirror]) -> TakenDown:
    """Log in, and take down what stands in a server by what was kept of it; never fails."""
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            async with within(client, REQUEST_LIMIT):
                await client.login(token)
        except discord.LoginFailure:
            return not_taken(guild_id, standing, "Discord does not take the token")
        except TROUBLE:
            return not_taken(guild_id, standing, "Discord could not be reached")
        return await taken_down(client, guild_id, standing)


def not_taken(guild_id: int, standing: Sequence[Mirror], why: str) -> TakenDown:
    """Return that all is left which stands in a server, and why."""
    boards, events = _sorted(standing)
    left = [_address(guild_id, one) for one in boards]
    return TakenDown(left=(*left, *_events_left(len(events))), why=why)


async def taken_down(
    client: discord.Client, guild_id: int, standing: Sequence[Mirror]
) -> TakenDown:
    """Take down what stands in a server, with a client that is logged in; never fails."""
    away = await _away(client, guild_id)
    if away is not None:
        return not_taken(guild_id, standing, away)
    boards, events = _sorted(standing)
    left: list[str] = []
    removed, why = 0, ""
    for board in boards:
        trouble = await _remove(client, board)
        removed += trouble is None
        if trouble is not None:
            left.append(_address(guild_id, board))
            why = why or trouble
    ended, staying, trouble = await _end(client, guild_id, len(events)) if events else (0, 0, "")
    return TakenDown(
        boards=removed,
        events=ended,
        left=(*left, *_events_left(staying)),
        why=why or trouble,
    )


async def _away(client: discord.Client, guild_id: int) -> str | None:
    """Return why nothing can be done in a server at all, None if something can."""
    try:
        async with within(client, REQUEST_LIMIT):
            await client.fetch_guild(guild_id)
    except (discord.NotFound, discord.Forbidden):
        return "Marquee is not in that server any more"
    except TROUBLE as error:
        return _words(error)
    return None


async def _remove(client: discord.Client, board: Mirror) -> str | None:
    """Delete a board's message; return what is in the way, None if it is not there any more."""
    if board.is_pending:
        return "it was just being posted"
    channel = client.get_partial_messageable(board.channel or 0, guild_id=board.guild_id)
    try:
        async with within(client, REQUEST_LIMIT):
            await channel.get_partial_message(board.discord_id).delete()
    except discord.NotFound:
        return None
    except TROUBLE as error:
        return _words(error)
    return None


async def _end(client: discord.Client, guild_id: int, known: int) -> tuple[int, int, str]:
    """Cancel or end all of Marquee's events; return how many, how many are left, and why."""
    book = ScheduledEvents(client)
    listed = await book.listed(guild_id)
    if listed.reply.result is not Result.DONE:
        return 0, known, str(listed.reply.reason)
    ours = [one for one in listed.seen if MARK_BEGINS in one.description]
    for number, one in enumerate(ours):
        reply = await book.remove(guild_id, one)
        if reply.result not in (Result.DONE, Result.GONE):
            # What one is refused for holds for all of them.
            return number, len(ours) - number, str(reply.reason)
    return len(ours), 0, ""


def _sorted(standing: Sequence[Mirror]) -> tuple[list[Mirror], list[Mirror]]:
    boards = [one for one in standing if one.kind is MirrorKind.BOARD]
    return boards, [one for one in standing if one.kind is MirrorKind.EVENT]


def _address(guild_id: int, board: Mirror) -> str:
    channel = f"https://discord.com/channels/{guild_id}/{board.channel}"
    return f"a live board: {channel}" + ("" if board.is_pending else f"/{board.discord_id}")


def _events_left(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    what = "a scheduled event" if number == 1 else f"{number} scheduled events"
    return (f"{what}, with “{MARK_BEGINS}…” in the description",)


def _words(error: Exception) -> str:
    match error:
        case discord.HTTPException(text=text, status=status):
            return f"Discord says: {text or status}"
    return "Discord could not be reached"
