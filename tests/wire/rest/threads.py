"""Threads: started from a message or without one, in a forum, archived (topics/threads.mdx)."""

from typing import Any

from tests.wire.limits import MESSAGE
from tests.wire.refusal import Refusal
from tests.wire.rest.route import Answer, Call, route
from tests.wire.snowflakes import stamp
from tests.wire.world import BOT_ID, FORUM, NEWS, THREADS, Channel

NEWS_THREAD, PUBLIC, PRIVATE = 10, 11, 12
HAS_THREAD = 1 << 5
MAX_PAGE = 100
CHANNEL_THREADS = "/channels/{channel_id}/threads"


@route("POST", f"{MESSAGE}/threads")
def start_from_message(call: Call) -> Answer:
    """Start a thread below a message; it gets the message's id."""
    world = call.state.world
    channel = world.channel(call.ids["channel_id"])
    world.allow(channel, "create_public_threads")
    message = channel.message(call.ids["message_id"])
    if message.body["id"] in world.channels:
        raise Refusal(400, 160004, "A thread has already been created for this message")
    kind = NEWS_THREAD if channel.body["type"] == NEWS else PUBLIC
    thread = _start(call, channel, kind, message.body["id"])
    message.body = {**message.body, "flags": message.body["flags"] | HAS_THREAD}
    return Answer(status=201, body=thread.body)


@route("POST", CHANNEL_THREADS)
def start(call: Call) -> Answer:
    """Start a thread without a message, or a post in a forum with its first one."""
    state = call.state
    channel = state.world.channel(call.ids["channel_id"])
    if channel.body["type"] != FORUM:
        kind = call.body.get("type") or PRIVATE
        right = "create_private_threads" if kind == PRIVATE else "create_public_threads"
        state.world.allow(channel, right)
        return Answer(status=201, body=_start(call, channel, kind, state.world.ids.next()).body)
    state.world.allow(channel, "send_messages")
    thread = _start(call, channel, PUBLIC, state.world.ids.next())
    first = state.composer.new(thread, call.body["message"], call.files)
    # The first message of a forum's post has the post's id (topics/threads.mdx).
    state.world.put(thread, {**first, "id": thread.id})
    return Answer(status=201, body={**thread.body, "message": thread.messages[thread.id].body})


@route("GET", "/channels/{channel_id}/threads/archived/public")
@route("GET", "/channels/{channel_id}/threads/archived/private")
def archived(call: Call) -> Answer:
    """Return archived threads, the last archived first."""
    world = call.state.world
    channel = world.channel(call.ids["channel_id"])
    world.allow(channel, "read_message_history")
    before = call.query.get("before")
    found = [
        thread
        for thread in _threads(call, channel.guild_id)
        if thread["parent_id"] == channel.id
        and thread["thread_metadata"]["archived"]
        and (not before or thread["thread_metadata"]["archive_timestamp"] < before)
    ]
    found.sort(key=lambda one: one["thread_metadata"]["archive_timestamp"], reverse=True)
    limit = call.limit(MAX_PAGE, MAX_PAGE)
    more = len(found) > limit
    return Answer(body={"threads": found[:limit], "members": [], "has_more": more})


@route("GET", "/guilds/{guild_id}/threads/active")
def active(call: Call) -> Answer:
    """Return a guild's threads that are not archived."""
    guild = call.state.world.guild(call.ids["guild_id"])
    found = [one for one in _threads(call, guild.id) if not one["thread_metadata"]["archived"]]
    return Answer(body={"threads": found, "members": [], "has_more": False})


@route("PUT", "/channels/{channel_id}/thread-members/@me")
@route("DELETE", "/channels/{channel_id}/thread-members/@me")
def join_or_leave(call: Call) -> Answer:
    """Join or leave a thread; who is in it plays no part here."""
    channel = call.state.world.channel(call.ids["channel_id"])
    if channel.body["type"] not in THREADS:
        raise Refusal(400, 50024, "Cannot execute action on this channel type")
    return Answer(status=204)


def _threads(call: Call, guild_id: str | None) -> list[dict[str, Any]]:
    world = call.state.world
    threads = world.guilds[guild_id].threads if guild_id else []
    return [world.channels[one].body for one in threads]


def _start(call: Call, parent: Channel, kind: int, thread_id: str) -> Channel:
    world, asked = call.state.world, call.body
    assert parent.guild_id is not None
    now = stamp()
    body = {
        "id": thread_id,
        "type": kind,
        "guild_id": parent.guild_id,
        "parent_id": parent.id,
        "owner_id": BOT_ID,
        "name": asked["name"],
        "flags": 0,
        "last_message_id": None,
        "rate_limit_per_user": asked.get("rate_limit_per_user") or 0,
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "thread_metadata": {
            "archived": False,
            "archive_timestamp": now,
            "auto_archive_duration": asked.get("auto_archive_duration") or 1440,
            "locked": False,
            "create_timestamp": now,
        },
    }
    if kind == PRIVATE:
        body["thread_metadata"]["invitable"] = bool(asked.get("invitable", True))
    thread = world.channels[thread_id] = Channel(body=body)
    world.guilds[parent.guild_id].threads.append(thread_id)
    world.hub.tell("THREAD_CREATE", {**body, "newly_created": True}, parent.guild_id)
    return thread
