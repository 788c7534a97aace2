"""Guilds, their channels, roles and members, read (resources/guild.mdx)."""

from tests.wire import shapes
from tests.wire.refusal import unknown
from tests.wire.rest.route import Answer, Call, route
from tests.wire.world import BOT_ID, OWNER_ID, Guild, World

GUILD = "/guilds/{guild_id}"


@route("GET", GUILD)
def get_guild(call: Call) -> Answer:
    """Return a guild."""
    guild = call.state.world.guild(call.ids["guild_id"])
    body = shapes.guild(guild.id, guild.name, OWNER_ID, list(guild.roles.values()))
    if call.query.get("with_counts") in {"1", "true"}:
        body |= {"approximate_member_count": 2, "approximate_presence_count": 1}
    return Answer(body=body)


@route("GET", f"{GUILD}/channels")
def list_channels(call: Call) -> Answer:
    """Return a guild's channels, less threads."""
    world = call.state.world
    guild = world.guild(call.ids["guild_id"])
    return Answer(body=[world.channels[channel_id].body for channel_id in guild.channels])


@route("GET", f"{GUILD}/roles")
def list_roles(call: Call) -> Answer:
    """Return a guild's roles."""
    return Answer(body=list(call.state.world.guild(call.ids["guild_id"]).roles.values()))


@route("GET", f"{GUILD}/members/{{user_id}}")
def get_member(call: Call) -> Answer:
    """Return a member; a stranger is unknown."""
    world = call.state.world
    guild, user_id = world.guild(call.ids["guild_id"]), call.ids["user_id"]
    if user_id not in world.users:
        raise unknown("User")
    return Answer(body=world.member(guild, user_id))


@route("GET", "/users/@me/guilds/{guild_id}/member")
def my_member(call: Call) -> Answer:
    """Return the bot as a member."""
    guild = call.state.world.guild(call.ids["guild_id"])
    return Answer(body=guild.members[BOT_ID])


@route("DELETE", "/users/@me/guilds/{guild_id}")
def leave_guild(call: Call) -> Answer:
    """Let the bot leave a guild."""
    world = call.state.world
    leave(world, world.guild(call.ids["guild_id"]))
    return Answer(status=204)


def leave(world: World, guild: Guild) -> None:
    """Take a guild out of the bot's world, and tell."""
    world.hub.tell("GUILD_DELETE", {"id": guild.id}, guild.id)
    for channel_id in [*guild.channels, *guild.threads]:
        del world.channels[channel_id]
    del world.guilds[guild.id]
