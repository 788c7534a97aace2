"""What stands in this Discord: people, guilds, channels, messages, events."""

import time
from dataclasses import dataclass, field
from typing import Any

from tests.wire import permissions, shapes
from tests.wire.hub import Hub
from tests.wire.refusal import missing_access, missing_permissions, unknown
from tests.wire.snowflakes import Snowflakes, stamp

Body = dict[str, Any]

BOT_ID = "1000000000000000001"
OWNER_ID = "1000000000000000002"
TEXT, DM, NEWS, FORUM = 0, 1, 5, 15
THREADS = {10, 11, 12}
OVERWRITE_MEMBER = 1


@dataclass(slots=True, kw_only=True)
class Message:
    """A message that was posted, deleted or not; wall and monotonic seconds of its posting.

    `repeats` counts the creates that got this one back because of their nonce.
    """

    body: Body
    nonce: str | None
    wall: float
    monotonic: float
    deleted: bool = False
    repeats: int = 0


@dataclass(slots=True, kw_only=True)
class Channel:
    """A channel of a guild, a thread, or a DM. Messages in the order of their ids."""

    body: Body
    messages: dict[str, Message] = field(default_factory=dict)
    pins: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.body["id"])

    @property
    def guild_id(self) -> str | None:
        """The guild's id, None for a DM."""
        return self.body.get("guild_id")

    @property
    def is_thread(self) -> bool:
        """Whether it hangs below another channel."""
        return self.body["type"] in THREADS

    def message(self, message_id: str) -> Message:
        """Return a message that stands.

        Raises:
            Refusal: 10008.
        """
        found = self.messages.get(message_id)
        if found is None or found.deleted:
            raise unknown("Message")
        return found

    def standing(self) -> list[Message]:
        """Return the messages that were not deleted, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]


@dataclass(slots=True, kw_only=True)
class Guild:
    """A guild with the bot in it."""

    id: str
    name: str
    roles: dict[str, Body]
    members: dict[str, Body]
    channels: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    events: dict[str, Body] = field(default_factory=dict)
    interested: dict[str, list[str]] = field(default_factory=dict)


class World:
    """All of it. What can't be found is refused as Discord refuses it."""

    def __init__(self, hub: Hub) -> None:
        self.ids = Snowflakes()
        self.hub = hub
        self.bot = shapes.user(BOT_ID, "loopback-bot", bot=True)
        self.users = {BOT_ID: self.bot, OWNER_ID: shapes.user(OWNER_ID, "owner")}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.direct: dict[str, str] = {}
        # Who takes no messages of the bot's, each with the code that says so.
        self.closed_to_bot: dict[str, int] = {}
        self.commands: dict[str | None, list[Body]] = {}
        self.files: dict[str, bytes] = {}

    def user(self, user_id: str) -> Body:
        """Return a user."""
        if user_id not in self.users:
            raise unknown("User")
        return self.users[user_id]

    def add_user(self, name: str, user_id: str | None = None) -> Body:
        """Make a person; they are a member wherever they are seen."""
        made = shapes.user(user_id or self.ids.next(), name)
        self.users[made["id"]] = made
        return made

    def guild(self, guild_id: str) -> Guild:
        """Return a guild that the bot is in."""
        if guild_id not in self.guilds:
            raise unknown("Guild")
        return self.guilds[guild_id]

    def add_guild(self, name: str, guild_id: str | None = None) -> Guild:
        """Make a guild with the bot in it; it has no channel and nobody heard of it yet."""
        guild_id = guild_id or self.ids.next_guild()
        mine = self.ids.next()
        everyone = shapes.role(guild_id, "@everyone", permissions.USUAL, 0)
        roles = {guild_id: everyone, mine: shapes.role(mine, "bot", permissions.USUAL, 1)}
        members = {BOT_ID: shapes.member(self.bot, [mine], stamp())}
        guild = Guild(id=guild_id, name=name, roles=roles, members=members)
        self.guilds[guild_id] = guild
        return guild

    def member(self, guild: Guild, user_id: str) -> Body:
        """Return a member; everybody but a stranger joins when first asked for."""
        if user_id not in guild.members:
            if user_id not in self.users:
                raise unknown("Member")
            guild.members[user_id] = shapes.member(self.users[user_id], [], stamp())
        return guild.members[user_id]

    def add_channel(
        self, guild: Guild, name: str, kind: int = TEXT, channel_id: str | None = None
    ) -> Channel:
        """Make a channel in a guild."""
        body: Body = {
            "id": channel_id or self.ids.next(),
            "type": kind,
            "guild_id": guild.id,
            "name": name,
            "position": len(guild.channels),
            "flags": 0,
            "parent_id": None,
            "topic": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
            "permission_overwrites": [],
            "last_message_id": None,
        }
        channel = self.channels[body["id"]] = Channel(body=body)
        guild.channels.append(channel.id)
        return channel

    def open_dm(self, user_id: str) -> Channel:
        """Return the bot's DM channel with a person; it is made when first asked for."""
        person = self.user(user_id)
        if user_id not in self.direct:
            body: Body = {"id": self.ids.next(), "type": DM, "flags": 0, "recipients": [person]}
            self.channels[body["id"]] = Channel(body={**body, "last_message_id": None})
            self.direct[user_id] = body["id"]
        return self.channels[self.direct[user_id]]

    def channel(self, channel_id: str) -> Channel:
        """Return a channel, a thread or a DM."""
        if channel_id not in self.channels:
            raise unknown("Channel")
        return self.channels[channel_id]

    def held(self, channel: Channel) -> int:
        """Return what the bot may do in a channel; in a DM everything."""
        if channel.guild_id is None:
            return permissions.ALL
        place = self.channels[channel.body["parent_id"]] if channel.is_thread else channel
        guild = self.guilds[channel.guild_id]
        roles = guild.members[BOT_ID]["roles"]
        base = permissions.in_guild(guild.roles, guild.id, roles)
        overwrites = place.body["permission_overwrites"]
        return permissions.in_channel(base, overwrites, guild.id, roles, BOT_ID)

    def allow(self, channel: Channel, *names: str) -> None:
        """Pass if the bot sees the channel and may do what is named there.

        Raises:
            Refusal: 50001 or 50013.
        """
        held = self.held(channel)
        if not held & permissions.BITS["view_channel"]:
            raise missing_access()
        if not all(held & permissions.BITS[name] for name in names):
            raise missing_permissions()

    def allow_in_guild(self, guild: Guild, *names: str) -> None:
        """Pass if the bot may do any of what is named in the guild.

        Raises:
            Refusal: 50013.
        """
        held = permissions.in_guild(guild.roles, guild.id, guild.members[BOT_ID]["roles"])
        if not any(held & permissions.BITS[name] for name in names):
            raise missing_permissions()

    def put(self, channel: Channel, body: Body, nonce: str | None = None) -> Message:
        """Let a message stand in a channel."""
        message = Message(body=body, nonce=nonce, wall=time.time(), monotonic=time.monotonic())
        channel.messages[body["id"]] = message
        channel.body["last_message_id"] = body["id"]
        if channel.is_thread:
            for key in ("message_count", "total_message_sent"):
                channel.body[key] += 1
        self.hub.tell("MESSAGE_CREATE", self.heard(channel, body), channel.guild_id)
        return message

    def remove(self, channel: Channel, message: Message) -> None:
        """Delete a message; that it stood there is still known."""
        message.deleted = True
        channel.pins.pop(message.body["id"], None)
        gone = {"id": message.body["id"], "channel_id": channel.id}
        if channel.guild_id:
            gone["guild_id"] = channel.guild_id
        self.hub.tell("MESSAGE_DELETE", gone, channel.guild_id)

    def heard(self, channel: Channel, body: Body) -> Body:
        """Return a message as the gateway tells of it: to a bot without the content intent."""
        if channel.guild_id is None:
            return {**body, "channel_type": DM}
        if body["author"]["id"] != BOT_ID:
            body = {**body, "content": "", "embeds": [], "attachments": [], "components": []}
        guild = self.guilds[channel.guild_id]
        who = guild.members.get(body["author"]["id"])
        more = {"member": {k: v for k, v in who.items() if k != "user"}} if who else {}
        return {**body, "guild_id": channel.guild_id, **more}
