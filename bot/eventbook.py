"""Makes, changes and ends the scheduled events of Discord's guilds, over REST."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord

from bot.delivery.model import Cause
from bot.mirrors.event_keeper import Listed
from bot.mirrors.guests import Counted, Page
from bot.mirrors.model import Reply, Result
from bot.mirrors.native import Native, Seen
from bot.program.model import Session
from bot.program.timetable import Timetable
from bot.refusals import answer, words
from bot.time_limit import within
from bot.translation import said
from bot.ui.event_text import native_event

REQUEST_LIMIT = timedelta(seconds=15)

# What discord.py raises when Discord refuses something, is not reached or takes too long.
Trouble = (discord.DiscordException, aiohttp.ClientError, OSError)

# "Unknown Guild Scheduled Event" and "Maximum number of uncompleted guild scheduled events reached"
# (opcodes and status codes, "JSON Error Codes").
UNKNOWN_EVENT, TOO_MANY_EVENTS = 10070, 30038

# Discord's numbers (guild scheduled event, "Entity Types", "Privacy Level", "Status").
EXTERNAL, GUILD_ONLY = 3, 2
ACTIVE, COMPLETED, CANCELED = 2, 3, 4

TRIED_AGAIN = (401, 429)
BROKEN = 500

# How many of the interested Discord names at once (same page, "Get Guild Scheduled Event Users").
PAGE = 100


class ScheduledEvents:
    """An EventBook and a GuestBook over discord.py's REST; they need a client that is logged in.

    discord.py's own `create_scheduled_event` may leave out what Discord asks for, so all is named.
    No cache is needed.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def native(
        self, session: Session, timetable: Timetable, guild_id: int, *, with_stream: bool
    ) -> Native:
        """Return what a session's event shows, and where to watch it if that is wanted."""
        return native_event(session, timetable, guild_id, with_stream=with_stream)

    async def listed(self, guild_id: int) -> Listed:
        """Return the events that are not over, whoever made them."""
        try:
            async with within(self._client, REQUEST_LIMIT):
                found = await self._client.http.get_scheduled_events(
                    guild_id, with_user_count=False
                )
        except Trouble as error:
            return Listed(reply=_reply(error))
        return Listed(reply=Reply(result=Result.DONE), seen=tuple(self._seen(one) for one in found))

    async def counted(self, guild_id: int) -> Counted:
        """Return how many are interested in each of the events that are not over."""
        try:
            async with within(self._client, REQUEST_LIMIT):
                found = await self._client.http.get_scheduled_events(guild_id, with_user_count=True)
        except Trouble as error:
            return Counted(reply=_unread(error))
        counts = {int(one["id"]): one.get("user_count") for one in found}
        return Counted(reply=Reply(result=Result.DONE), counts=counts)

    async def interested(self, guild_id: int, event: int, after: int) -> Page:
        """Return the people with the next ids after one; gone if there is no such event.

        discord.py's own `users` has its pages in another order than Discord's, and caches people.
        """
        try:
            async with within(self._client, REQUEST_LIMIT):
                found = await self._client.http.get_scheduled_event_users(
                    guild_id, event, limit=PAGE, with_member=False, after=after
                )
        except Trouble as error:
            return Page(reply=_unread(error))
        users = [one["user"] for one in found]
        ids = [int(one["id"]) for one in users if not one.get("bot")]
        return Page(
            reply=Reply(result=Result.DONE),
            people=tuple(sorted(one for one in ids if one > after)),
            last_id=max((int(one["id"]) for one in users), default=None),
            is_last=len(users) < PAGE,
        )

    async def create(self, guild_id: int, native: Native) -> Reply:
        """Make an event."""
        try:
            async with within(self._client, REQUEST_LIMIT):
                made = await self._client.http.create_guild_scheduled_event(
                    guild_id, **_shown(native)
                )
        except Trouble as error:
            return _reply(error)
        return Reply(result=Result.DONE, discord_id=int(made["id"]))

    async def edit(self, guild_id: int, event: int, native: Native) -> Reply:
        """Have an event that has not begun show something else; gone if it is not there."""
        try:
            async with within(self._client, REQUEST_LIMIT):
                await self._client.http.edit_scheduled_event(guild_id, event, **_shown(native))
        except Trouble as error:
            return _reply(error)
        return Reply(result=Result.DONE, discord_id=event)

    async def remove(self, guild_id: int, seen: Seen) -> Reply:
        """Cancel an event, or end it if it has begun; gone if it is not there."""
        status = COMPLETED if seen.is_active else CANCELED
        try:
            async with within(self._client, REQUEST_LIMIT):
                await self._client.http.edit_scheduled_event(guild_id, seen.id, status=status)
        except Trouble as error:
            return _reply(error)
        return Reply(result=Result.DONE, discord_id=seen.id)

    def _seen(self, event: Any) -> Seen:
        user = self._client.user
        is_mine = user is not None and event.get("creator_id") == str(user.id)
        return Seen(
            id=int(event["id"]),
            start=datetime.fromisoformat(event["scheduled_start_time"]),
            description=(event.get("description") or "") if is_mine else "",
            is_active=event["status"] == ACTIVE,
        )


def _shown(native: Native) -> dict[str, Any]:
    return {
        "name": native.name,
        "description": native.description,
        "entity_type": EXTERNAL,
        "entity_metadata": {"location": native.location},
        "privacy_level": GUILD_ONLY,
        "scheduled_start_time": native.start.isoformat(),
        "scheduled_end_time": native.end.isoformat(),
    }


def _unread(error: Exception) -> Reply:
    """Return what it means that something could not be read."""
    reply = _reply(error)
    if reply.result is Result.REFUSED and isinstance(error, discord.HTTPException):
        return replace(reply, reason=answer(error))
    return reply


def _reply(error: Exception) -> Reply:
    """Return what it means that a request failed: whether to try again, or never."""
    match error:
        case discord.HTTPException(code=code) if code == UNKNOWN_EVENT:
            return Reply(result=Result.GONE)
        case discord.HTTPException(code=code) if code == TOO_MANY_EVENTS:
            reason = said("the server holds as many events as it can")
            return Reply(result=Result.LATER, reason=reason)
        case discord.Forbidden():
            reason = said(
                "Sessions can't stand among the server's events: allow Marquee {permission}.",
                permission=said("Create Events"),
            )
            return Reply(result=Result.REFUSED, reason=reason, cause=Cause.FORBIDDEN)
        case discord.HTTPException(status=status) if status < BROKEN and status not in TRIED_AGAIN:
            reason = said(
                "Sessions can't stand among the server's events: {why}.", why=words(error)
            )
            return Reply(result=Result.REFUSED, reason=reason)
    return Reply(result=Result.LATER, reason=words(error))
