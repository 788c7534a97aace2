"""Sets the stage of a loopback Discord: guilds, channels, people, permissions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.wire.line import Body, Id, Line, text


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeGuild:
    """A guild that was made, with its channels' ids by name."""

    id: int
    channels: Mapping[str, int]


class Stage:
    """Sets the stage. Ids may be given as numbers or text."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def create_guild(
        self,
        name: str = "Guild",
        channels: Iterable[str] | Mapping[str, int] = ("general",),
        guild_id: Id | None = None,
    ) -> MadeGuild:
        """Make a guild; channels are text channels, or types by name."""
        made = await self._line.do(
            "create_guild", name=name, channels=_kinds(channels), id=text(guild_id)
        )
        return _made_guild(made)

    async def create_guilds(
        self, count: int, channels: Iterable[str] | Mapping[str, int] = ("general",)
    ) -> list[MadeGuild]:
        """Make many guilds alike."""
        made = await self._line.do(
            "create_guilds", name="Guild", count=count, channels=_kinds(channels)
        )
        return [_made_guild(one) for one in made]

    async def remove_guild(self, guild_id: Id) -> None:
        """Throw the bot out of a guild."""
        await self._line.do("remove_guild", guild_id=str(guild_id))

    async def create_channel(self, guild_id: Id, name: str, kind: int = 0) -> int:
        """Make a channel in a guild; returns its id."""
        return int(
            await self._line.do("create_channel", guild_id=str(guild_id), name=name, type=kind)
        )

    async def remove_channel(self, channel_id: Id) -> None:
        """Delete a channel."""
        await self._line.do("remove_channel", channel_id=str(channel_id))

    async def forbid(self, channel_id: Id, *permissions: str) -> None:
        """Take the named permissions in a channel from the bot, and give it all others back."""
        await self._line.do("forbid", channel_id=str(channel_id), permissions=permissions)

    async def forbid_in_guild(self, guild_id: Id, *permissions: str) -> None:
        """Take the named permissions in a guild from the bot, and give it all others back."""
        await self._line.do("forbid_in_guild", guild_id=str(guild_id), permissions=permissions)

    async def create_user(self, name: str) -> int:
        """Make a person; returns their id."""
        return int(await self._line.do("create_user", name=name))

    async def create_users(self, count: int) -> list[int]:
        """Make many people; returns their ids."""
        made = await self._line.do("create_users", name="Person", count=count)
        return [int(one) for one in made]

    async def open_dm(self, user_id: Id) -> int:
        """Return the channel of the bot's DM with a person, made if need be."""
        return int(await self._line.do("open_dm", user_id=str(user_id)))

    async def close_dms(self, user_id: Id, *, closed: bool = True, code: int = 50007) -> None:
        """Close a person's DMs to the bot, or open them again.

        `code`: 50007, they take none; 50278, they are in no guild together with the bot.
        """
        await self._line.do("close_dms", user_id=str(user_id), closed=closed, code=code)

    async def say(self, channel_id: Id, content: str, user_id: Id | None = None) -> int:
        """Let a person (the owner) say something in a channel; returns the message's id."""
        told = await self._line.do(
            "say", channel_id=str(channel_id), content=content, user_id=text(user_id)
        )
        return int(told)

    async def remove_message(self, channel_id: Id, message_id: Id) -> None:
        """Let a moderator delete a message."""
        await self._line.do(
            "remove_message", channel_id=str(channel_id), message_id=str(message_id)
        )

    async def create_event(self, guild_id: Id, name: str, user_id: Id | None = None) -> int:
        """Let a person (the owner) make a scheduled event for tomorrow; returns its id."""
        made = await self._line.do(
            "create_event", guild_id=str(guild_id), name=name, user_id=text(user_id)
        )
        return int(made)

    async def set_interested(self, guild_id: Id, event_id: Id, user_ids: Iterable[Id]) -> None:
        """Say who is interested in a scheduled event."""
        await self._line.do(
            "set_interested",
            guild_id=str(guild_id),
            event_id=str(event_id),
            user_ids=[str(one) for one in user_ids],
        )


def _kinds(channels: Iterable[str] | Mapping[str, int]) -> dict[str, int]:
    return dict(channels) if isinstance(channels, Mapping) else dict.fromkeys(channels, 0)


def _made_guild(told: Body) -> MadeGuild:
    channels = {name: int(channel_id) for name, channel_id in told["channels"].items()}
    return MadeGuild(id=int(told["id"]), channels=channels)
