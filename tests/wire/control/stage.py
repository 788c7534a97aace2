"""Sets the stage: guilds, channels, people, permissions, settings, faults."""

import time

from tests.wire import permissions, rules, settings
from tests.wire.control.action import Body, Server, action
from tests.wire.rest import channels as rest_channels
from tests.wire.rest.events import put
from tests.wire.rest.guilds import leave
from tests.wire.snowflakes import made_at, stamp
from tests.wire.welcome import guild_create
from tests.wire.world import BOT_ID, OVERWRITE_MEMBER, OWNER_ID, Guild

DAY = 86_400


@action
async def reset(server: Server, body: Body) -> None:
    """Begin anew: an empty world, and the first settings with some changed."""
    await server.reset()
    settings.change(server.settings, body)


@action
def change_settings(server: Server, body: Body) -> None:
    """Change some settings."""
    settings.change(server.settings, body)


@action
def create_guild(server: Server, body: Body) -> Body:
    """Make a guild with channels: {name: type}; returns the ids."""
    world = server.state.world
    guild = world.add_guild(body["name"], body.get("id"))
    made = {
        name: world.add_channel(guild, name, kind).id for name, kind in body["channels"].items()
    }
    told = guild_create(world, guild, with_events=True)
    # With that key it would be an outage that is over, and no guild that the bot joins.
    del told["unavailable"]
    world.hub.tell("GUILD_CREATE", told, guild.id)
    return {"id": guild.id, "channels": made}


@action
def create_guilds(server: Server, body: Body) -> list[Body]:
    """Make many guilds alike, named by their number."""
    many = range(1, body["count"] + 1)
    return [create_guild(server, {**body, "name": f"{body['name']} {one}"}) for one in many]


@action
def remove_guild(server: Server, body: Body) -> None:
    """Throw the bot out of a guild."""
    leave(server.state.world, server.state.world.guild(body["guild_id"]))


@action
def create_channel(server: Server, body: Body) -> str:
    """Make a channel in a guild; returns its id."""
    world = server.state.world
    guild = world.guild(body["guild_id"])
    channel = world.add_channel(guild, body["name"], body["type"], body.get("id"))
    world.hub.tell("CHANNEL_CREATE", channel.body, guild.id)
    return channel.id


@action
def remove_channel(server: Server, body: Body) -> None:
    """Delete a channel."""
    rest_channels.remove(server.state.world, server.state.world.channel(body["channel_id"]).id)


@action
def forbid(server: Server, body: Body) -> None:
    """Take permissions in a channel from the bot, and give it all others back."""
    world = server.state.world
    channel, names = world.channel(body["channel_id"]), body["permissions"]
    denied = str(permissions.total(names))
    overwrite = {"id": BOT_ID, "type": OVERWRITE_MEMBER, "allow": "0", "deny": denied}
    channel.body["permission_overwrites"] = [overwrite] if names else []
    world.hub.tell("CHANNEL_UPDATE", channel.body, channel.guild_id)


@action
def forbid_in_guild(server: Server, body: Body) -> None:
    """Take permissions in a whole guild from the bot, and give it all others back."""
    guild = server.state.world.guild(body["guild_id"])
    held = permissions.USUAL & ~permissions.total(body["permissions"])
    for role in guild.roles.values():
        role["permissions"] = str(held)
        told = {"guild_id": guild.id, "role": role}
        server.state.hub.tell("GUILD_ROLE_UPDATE", told, guild.id)


@action
def create_user(server: Server, body: Body) -> str:
    """Make a person; returns their id."""
    made: str = server.state.world.add_user(body["name"], body.get("id"))["id"]
    return made


@action
def create_users(server: Server, body: Body) -> list[str]:
    """Make many people, named by their number; returns their ids."""
    world = server.state.world
    return [world.add_user(f"{body['name']} {one}")["id"] for one in range(1, body["count"] + 1)]


@action
def open_dm(server: Server, body: Body) -> str:
    """Return the channel of the bot's DM with a person."""
    return server.state.world.open_dm(body["user_id"]).id


@action
def close_dms(server: Server, body: Body) -> None:
    """Close a person's DMs to the bot, with the code that says so, or open them again."""
    closed = server.state.world.closed_to_bot
    if body["closed"]:
        closed[body["user_id"]] = body["code"]
    else:
        closed.pop(body["user_id"], None)


@action
def say(server: Server, body: Body) -> str:
    """Let a person say something in a channel; returns the message's id."""
    world = server.state.world
    channel = world.channel(body["channel_id"])
    message_id = world.ids.next()
    message = {
        "id": message_id,
        "channel_id": channel.id,
        "type": 0,
        "author": world.user(body.get("user_id") or OWNER_ID),
        "content": body["content"],
        "timestamp": stamp(made_at(message_id)),
        "edited_timestamp": None,
        **dict.fromkeys(("embeds", "components", "attachments", "mentions", "mention_roles"), ()),
        **dict.fromkeys(("pinned", "tts", "mention_everyone"), False),
        "flags": 0,
    }
    world.put(channel, message)
    return message_id


@action
def remove_message(server: Server, body: Body) -> None:
    """Let a moderator delete a message."""
    world = server.state.world
    channel = world.channel(body["channel_id"])
    world.remove(channel, channel.message(body["message_id"]))


@action
def create_event(server: Server, body: Body) -> str:
    """Let a person make a scheduled event that begins in a day; returns its id."""
    world = server.state.world
    start = time.time() + DAY
    asked = {
        "name": body["name"],
        "entity_type": rules.EXTERNAL,
        "privacy_level": 2,
        "entity_metadata": {"location": "Somewhere"},
        "scheduled_start_time": stamp(start),
        "scheduled_end_time": stamp(start + DAY),
    }
    creator = body.get("user_id") or OWNER_ID
    made: str = put(world, world.guild(body["guild_id"]), creator, asked)["id"]
    return made


@action
def set_interested(server: Server, body: Body) -> None:
    """Say who is interested in a scheduled event."""
    guild: Guild = server.state.world.guild(body["guild_id"])
    guild.interested[body["event_id"]] = list(body["user_ids"])


@action
def add_fault(server: Server, body: Body) -> int:
    """Let something go wrong; see `Fault`."""
    return server.state.faults.add(body)


@action
def clear_faults(server: Server, _body: Body) -> None:
    """Let nothing go wrong any more."""
    server.state.faults.clear()


@action
def faults(server: Server, _body: Body) -> list[Body]:
    """Return the faults, and how often each was hit."""
    return server.state.faults.told()
