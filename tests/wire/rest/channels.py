"""Channels themselves, read and edited (resources/channel.mdx)."""

from typing import Any

from tests.wire import rules
from tests.wire.limits import CHANNEL
from tests.wire.refusal import Refusal, hold
from tests.wire.rest.route import Answer, Call, route
from tests.wire.world import TEXT, World

# Opcodes and Status Codes, 30013; categories are channels, too.
MAX_CHANNELS = 500
OF_METADATA = ("archived", "locked", "auto_archive_duration", "invitable")


@route("GET", CHANNEL)
def get_channel(call: Call) -> Answer:
    """Return a channel."""
    world = call.state.world
    channel = world.channel(call.ids["channel_id"])
    world.allow(channel)
    return Answer(body=channel.body)


@route("POST", "/guilds/{guild_id}/channels")
def create_channel(call: Call) -> Answer:
    """Create a channel or a category; a text channel's name is made one (resources/guild.mdx)."""
    world, asked = call.state.world, call.body
    guild = world.guild(call.ids["guild_id"])
    world.allow_in_guild(guild, "manage_channels")
    siblings = [world.channels[one].body for one in guild.channels]
    hold([*rules.channel(asked), *rules.parent(asked, siblings)])
    if len(guild.channels) >= MAX_CHANNELS:
        what = f"Maximum number of guild channels reached ({MAX_CHANNELS})"
        raise Refusal(400, 30013, what)
    kind = asked.get("type") or TEXT
    name = "-".join(asked["name"].lower().split()) if kind == TEXT else asked["name"]
    channel = world.add_channel(guild, name, kind)
    if asked.get("parent_id") is not None:
        channel.body["parent_id"] = str(asked["parent_id"])
    channel.body["topic"] = asked.get("topic")
    channel.body["permission_overwrites"] = _overwrites(asked.get("permission_overwrites") or [])
    world.hub.tell("CHANNEL_CREATE", channel.body, guild.id)
    return Answer(status=201, body=channel.body)


@route("PATCH", CHANNEL)
def edit_channel(call: Call) -> Answer:
    """Change a channel or a thread."""
    world = call.state.world
    channel = world.channel(call.ids["channel_id"])
    world.allow(channel, "manage_threads" if channel.is_thread else "manage_channels")
    hold(rules.channel(call.body))
    changes = {key: call.body[key] for key in call.body if key not in OF_METADATA}
    if "permission_overwrites" in changes:
        changes["permission_overwrites"] = _overwrites(changes["permission_overwrites"] or [])
    if changes.get("parent_id") is not None:
        changes["parent_id"] = str(changes["parent_id"])
    channel.body |= changes
    if channel.is_thread:
        metadata = {key: call.body[key] for key in OF_METADATA if key in call.body}
        channel.body["thread_metadata"] |= metadata
    event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
    world.hub.tell(event, channel.body, channel.guild_id)
    return Answer(body=channel.body)


@route("DELETE", CHANNEL)
def delete_channel(call: Call) -> Answer:
    """Delete a channel or a thread."""
    world = call.state.world
    channel = world.channel(call.ids["channel_id"])
    world.allow(channel, "manage_threads" if channel.is_thread else "manage_channels")
    remove(world, channel.id)
    return Answer(body=channel.body)


def remove(world: World, channel_id: str) -> None:
    """Take a channel and its threads out of the world, and tell."""
    channel = world.channels.pop(channel_id)
    if channel.guild_id is None:
        return
    guild = world.guilds[channel.guild_id]
    for thread_id in [one for one in guild.threads if one in world.channels]:
        if world.channels[thread_id].body["parent_id"] == channel_id:
            remove(world, thread_id)
    place = guild.threads if channel.is_thread else guild.channels
    place.remove(channel_id)
    event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
    world.hub.tell(event, channel.body, channel.guild_id)


def _overwrites(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(one["id"]),
            "type": one["type"],
            "allow": str(one.get("allow") or 0),
            "deny": str(one.get("deny") or 0),
        }
        for one in asked
    ]
