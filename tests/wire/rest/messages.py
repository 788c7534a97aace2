"""A channel's messages: posted, read back, edited, deleted, published (resources/message.mdx)."""

from typing import Any

from tests.wire import permissions
from tests.wire.composing import CROSSPOSTED
from tests.wire.limits import MESSAGE, MESSAGES
from tests.wire.refusal import Breach, Refusal, hold
from tests.wire.rest.route import Answer, Call, route
from tests.wire.world import BOT_ID, DM, FORUM, NEWS, Channel, Message, World

MAX_PAGE, PAGE = 100, 50

CLOSED = {
    50007: "Cannot send messages to this user",
    50278: "Cannot send messages to this user due to having no mutual guilds",
}


@route("POST", MESSAGES)
def create_message(call: Call) -> Answer:
    """Post a message, or return the one that its nonce made before."""
    state = call.state
    channel = state.world.channel(call.ids["channel_id"])
    may_post(state.world, channel, call)
    nonce = call.body.get("nonce")
    nonce = None if nonce is None else str(nonce)
    if nonce and call.body.get("enforce_nonce"):
        before = state.nonces.before(nonce)
        if before is not None:
            before.repeats += 1
            return Answer(body={**before.body, "nonce": nonce})
    body = state.composer.new(channel, call.body, call.files)
    message = state.world.put(channel, body, nonce)
    if nonce:
        state.nonces.remember(nonce, channel, body["id"])
    return Answer(body={**message.body, **({"nonce": nonce} if nonce else {})})


def may_post(world: World, channel: Channel, call: Call) -> None:
    """Pass if the bot may post what the call holds in a channel.

    Raises:
        Refusal: what Discord would say.
    """
    if channel.body["type"] == FORUM:
        raise Refusal(400, 50008, "Cannot send messages in a non-text channel")
    if channel.body["type"] == DM:
        code = world.closed_to_bot.get(channel.body["recipients"][0]["id"])
        if code is not None:
            raise Refusal(403, code, CLOSED[code])
        return
    needed = ["send_messages_in_threads" if channel.is_thread else "send_messages"]
    needed += ["attach_files"] if call.files else []
    needed += ["read_message_history"] if call.body.get("message_reference") else []
    world.allow(channel, *needed)
    if channel.is_thread and channel.body["thread_metadata"]["locked"]:
        raise Refusal(400, 50083, "Thread is archived")
    if channel.is_thread and channel.body["thread_metadata"]["archived"]:
        channel.body["thread_metadata"]["archived"] = False
        world.hub.tell("THREAD_UPDATE", channel.body, channel.guild_id)


@route("GET", MESSAGES)
def list_messages(call: Call) -> Answer:
    """Return a page, newest first; nothing at all where the bot may not read the history."""
    world = call.state.world
    channel = world.channel(call.ids["channel_id"])
    world.allow(channel)
    asked = [key for key in ("before", "after", "around") if key in call.query]
    if len(asked) > 1:
        what = "before, after and around are mutually exclusive"
        hold(Breach(where=(key,), what=what) for key in asked)
    if not world.held(channel) & permissions.BITS["read_message_history"]:
        return Answer(body=[])
    page = _page(channel, call, asked[0] if asked else "")
    return Answer(body=[_shown(channel, message) for message in reversed(page)])


def _page(channel: Channel, call: Call, direction: str) -> list[Message]:
    """Return a page of messages, oldest first."""
    limit = call.limit(PAGE, MAX_PAGE)
    standing = channel.standing()
    if not direction:
        return standing[-limit:]
    at = int(call.query[direction])
    older = [one for one in standing if int(one.body["id"]) < at]
    if direction == "before":
        return older[-limit:]
    newer = [one for one in standing if int(one.body["id"]) > at]
    if direction == "after":
        return newer[:limit]
    exact = [one for one in standing if int(one.body["id"]) == at]
    half = limit // 2
    return (older[-half:] if half else []) + exact + newer[: limit - half - len(exact)]


def _shown(channel: Channel, message: Message) -> dict[str, Any]:
    return {**message.body, "pinned": message.body["id"] in channel.pins}


@route("GET", MESSAGE)
def get_message(call: Call) -> Answer:
    """Return one message."""
    world = call.state.world
    channel = world.channel(call.ids["channel_id"])
    world.allow(channel, "read_message_history")
    return Answer(body=_shown(channel, channel.message(call.ids["message_id"])))


@route("PATCH", MESSAGE)
def edit_message(call: Call) -> Answer:
    """Edit a message of the bot's."""
    state = call.state
    channel = state.world.channel(call.ids["channel_id"])
    state.world.allow(channel)
    message = channel.message(call.ids["message_id"])
    if message.body["author"]["id"] != BOT_ID:
        raise Refusal(403, 50005, "Cannot edit a message authored by another user")
    message.body = state.composer.edited(channel, message.body, call.body, call.files)
    heard = state.world.heard(channel, message.body)
    state.hub.tell("MESSAGE_UPDATE", heard, channel.guild_id)
    return Answer(body=_shown(channel, message))


@route("DELETE", MESSAGE)
def delete_message(call: Call) -> Answer:
    """Delete a message; others' only with the permission."""
    world = call.state.world
    channel = world.channel(call.ids["channel_id"])
    message = channel.message(call.ids["message_id"])
    is_mine = message.body["author"]["id"] == BOT_ID
    world.allow(channel, *([] if is_mine else ["manage_messages"]))
    world.remove(channel, message)
    return Answer(status=204)


@route("POST", f"{MESSAGE}/crosspost")
def crosspost(call: Call) -> Answer:
    """Publish a message of an announcement channel to those who follow it."""
    world = call.state.world
    channel = world.channel(call.ids["channel_id"])
    message = channel.message(call.ids["message_id"])
    is_mine = message.body["author"]["id"] == BOT_ID
    world.allow(channel, "send_messages", *([] if is_mine else ["manage_messages"]))
    if channel.body["type"] != NEWS:
        raise Refusal(400, 50024, "Cannot execute action on this channel type")
    if message.body["flags"] & CROSSPOSTED:
        raise Refusal(400, 40033, "This message has already been crossposted.")
    message.body = {**message.body, "flags": message.body["flags"] | CROSSPOSTED}
    world.hub.tell("MESSAGE_UPDATE", world.heard(channel, message.body), channel.guild_id)
    return Answer(body=_shown(channel, message))
