"""A channel's pinned messages (resources/message.mdx, Get Channel Pins)."""

from tests.wire.refusal import Refusal
from tests.wire.rest.route import Answer, Call, route
from tests.wire.snowflakes import stamp
from tests.wire.world import Channel

PINS = "/channels/{channel_id}/messages/pins"
PIN = f"{PINS}/{{message_id}}"
MAX_PINS, MAX_PAGE = 250, 50


@route("GET", PINS)
def list_pins(call: Call) -> Answer:
    """Return a page of pins, the latest first; `before` is a time."""
    world = call.state.world
    channel = world.channel(call.ids["channel_id"])
    world.allow(channel, "read_message_history")
    before = call.query.get("before")
    pins = [pin for pin in reversed(channel.pins.items()) if not before or pin[1] < before]
    limit = call.limit(MAX_PAGE, MAX_PAGE)
    items = [
        {"pinned_at": at, "message": {**channel.messages[message_id].body, "pinned": True}}
        for message_id, at in pins[:limit]
    ]
    return Answer(body={"items": items, "has_more": len(pins) > limit})


@route("PUT", PIN)
def pin(call: Call) -> Answer:
    """Pin a message."""
    channel = _channel(call)
    message_id = channel.message(call.ids["message_id"]).body["id"]
    if message_id not in channel.pins and len(channel.pins) >= MAX_PINS:
        raise Refusal(400, 30003, f"Maximum number of pins reached for the channel ({MAX_PINS})")
    channel.pins.setdefault(message_id, stamp())
    return _told(call, channel)


@route("DELETE", PIN)
def unpin(call: Call) -> Answer:
    """Unpin a message."""
    channel = _channel(call)
    channel.pins.pop(channel.message(call.ids["message_id"]).body["id"], None)
    return _told(call, channel)


def _channel(call: Call) -> Channel:
    channel = call.state.world.channel(call.ids["channel_id"])
    call.state.world.allow(channel, "pin_messages")
    return channel


def _told(call: Call, channel: Channel) -> Answer:
    last = next(reversed(channel.pins.values()), None)
    told = {"channel_id": channel.id, "last_pin_timestamp": last}
    if channel.guild_id:
        told["guild_id"] = channel.guild_id
    call.state.hub.tell("CHANNEL_PINS_UPDATE", told, channel.guild_id)
    return Answer(status=204)
