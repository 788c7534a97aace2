"""What a session hears when it begins (events/gateway-events.mdx, Ready and Guild Create)."""

import json
from typing import Any

from tests.wire import shapes
from tests.wire.hub import EVENTS, GUILDS, Session
from tests.wire.snowflakes import shard_of
from tests.wire.world import BOT_ID, OWNER_ID, Guild, World


def welcome(world: World, session: Session, port: int) -> None:
    """Tell a session who the bot is, and of each guild of its shard."""
    guilds = [
        guild
        for guild in world.guilds.values()
        if shard_of(guild.id, session.shard_count) == session.shard
    ]
    ready = {
        "v": 10,
        "user": {**world.bot, "verified": True, "mfa_enabled": True, "email": None},
        "guilds": [{"id": guild.id, "unavailable": True} for guild in guilds],
        "session_id": session.id,
        "resume_gateway_url": f"ws://127.0.0.1:{port}/gateway",
        "session_type": "normal",
        "shard": [session.shard, session.shard_count],
        "application": {"id": BOT_ID, "flags": 0},
        "private_channels": [],
        "relationships": [],
    }
    session.tell("READY", json.dumps(ready))
    if session.intents & GUILDS:
        with_events = bool(session.intents & EVENTS)
        for guild in guilds:
            session.tell("GUILD_CREATE", json.dumps(guild_create(world, guild, with_events)))


def guild_create(world: World, guild: Guild, with_events: bool) -> dict[str, Any]:  # noqa: FBT001 - the intent
    """Return what is told of a guild that is there at once."""
    channels = [world.channels[channel_id].body for channel_id in guild.channels]
    threads = [world.channels[thread_id].body for thread_id in guild.threads]
    return {
        **shapes.guild(guild.id, guild.name, OWNER_ID, list(guild.roles.values())),
        "joined_at": guild.members[BOT_ID]["joined_at"],
        "large": False,
        "unavailable": False,
        "member_count": 2,
        "voice_states": [],
        "members": [guild.members[BOT_ID]],
        "channels": channels,
        "threads": [one for one in threads if not one["thread_metadata"]["archived"]],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": list(guild.events.values()) if with_events else [],
        "soundboard_sounds": [],
    }
