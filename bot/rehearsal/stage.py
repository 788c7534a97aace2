"""A Discord of our own, offline: one server, two people, a few channels, and a page of it.

The only module that knows the simulator. Its clock begins at a fixed instant that only a private
attribute moves; simcord is pinned exactly for that, and a test guards it.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import discord

from bot.errors import StageBusyError, StageMissingError

try:
    from simcord.actors import MemberActor
    from simcord.backend.errors import SetupError
    from simcord.builders import ChannelHandle, UserHandle
    from simcord.env import Env
    from simcord.preview import Preview
except ImportError as error:
    raise StageMissingError from error

GUILD_NAME = "Rehearsal"
BOT_NAME = "Marquee"
BUSY = "operation overlaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One message that stands in a channel of the stage, as Discord would keep it.

    `channel` is the channel's name, or that of the person to whom the message was sent directly.
    """

    at: datetime
    channel: str
    message: discord.Message
    is_direct: bool = False

    @property
    def where(self) -> str:
        """Where it stands, as people call that."""
        return f"DM to {self.channel}" if self.is_direct else f"#{self.channel}"


class Stage:
    """The simulated Discord around one client; use it as an async context manager.

    `organizer` and `attendee` are people who can type, press and pick in the server, `alone` is the
    attendee in their direct messages. Time stands still until `pass_time`. Only one stage can stand
    on an event loop at a time.
    """

    def __init__(self, client: discord.Client, opens: datetime) -> None:
        self._env = Env(client, check_errors=False)
        self._env.backend.clock._epoch = opens  # noqa: SLF001 - see the module's docstring
        self._env.backend.bot_user.name = BOT_NAME
        guild = self._env.create_guild(GUILD_NAME)
        self.announcements: ChannelHandle = guild.create_text_channel("announcements")
        self.general: ChannelHandle = guild.create_text_channel("general")
        self.guild_id: int = guild.id
        organizers = guild.create_role(
            "Organizers",
            permissions=discord.Permissions(manage_guild=True, manage_channels=True),
        )
        seen, hidden = (discord.PermissionOverwrite(view_channel=yes) for yes in (True, False))
        self.backstage: ChannelHandle = guild.create_text_channel(
            "organizers",
            overwrites={
                guild.default_role: hidden,
                organizers: seen,
                guild.roles[BOT_NAME]: seen,
            },
        )
        self.organizer: MemberActor = guild.add_member(
            self._env.create_user("organizer", global_name="Organizer"), roles=[organizers]
        )
        self.alone: UserHandle = self._env.create_user("attendee", global_name="Attendee")
        self.attendee: MemberActor = guild.add_member(self.alone)
        self._page: Preview | None = None

    async def __aenter__(self) -> Self:
        await self._env.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close_page()
        await self._env.shutdown()

    def time(self) -> AbstractContextManager[None]:
        """Make discord.py tell the stage's time within, for what is not set off by the stage."""
        return self._env.time_context()

    @property
    def env(self) -> Env:
        """Return the simulator itself, for stories that need all of it."""
        return self._env

    @property
    def channels(self) -> Sequence[ChannelHandle]:
        """Return the channels that all can see, the one with the posts first."""
        return (self.announcements, self.general)

    async def pass_time(self, span: timedelta) -> None:
        """Let `span` pass in the simulated Discord and its page, and whatever it sets off.

        Raises:
            StageBusyError: somebody in the page is just doing something.
        """
        try:
            await self._env.advance_time(span.total_seconds())
            await self._env.settle()
        except SetupError as error:
            raise _busy_or(error) from error

    async def restart(self, client: discord.Client) -> None:
        """Take the client off the stage and put another on; the world stays as it is."""
        await self._env.restart_bot(client)

    def posted(self) -> tuple[Posted, ...]:
        """Return every message that all can see, in the order of their times."""
        return self._posted_in(*self.channels)

    def sent(self) -> tuple[Posted, ...]:
        """Return every message that Marquee sent to the attendee directly, in their order."""
        messages = self.alone.dm_channel.history()
        name = self.alone.global_name or self.alone.name
        return tuple(
            Posted(at=message.created_at, channel=name, message=message, is_direct=True)
            for message in messages
            if not message.flags.ephemeral and message.interaction_metadata is None
        )

    def told(self) -> tuple[Posted, ...]:
        """Return every message that only organizers can see, in the order of their times."""
        return self._posted_in(self.backstage)

    @staticmethod
    def _posted_in(*channels: ChannelHandle) -> tuple[Posted, ...]:
        posts = [
            Posted(at=message.created_at, channel=channel.name or "", message=message)
            for channel in channels
            for message in channel.history()
            if not message.flags.ephemeral
        ]
        return tuple(sorted(posts, key=lambda post: (post.at, post.message.id)))

    async def open_page(self, zone: str, *, channel: ChannelHandle, port: int) -> str:
        """Serve the page of `channel` on this machine and return its address, which is a secret.

        `port` 0 takes any free one. An open page is closed first. The attendee's direct messages
        are theirs alone.
        """
        await self.close_page()
        is_direct = channel.id == self.alone.dm_channel.id
        page = self._env.preview(
            channel,
            viewers=(self.alone,) if is_direct else (self.attendee, self.organizer),
            layout="channel",
            timezone=zone,
            port=port,
        )
        await page.__aenter__()
        self._page = page
        return page.url

    async def close_page(self) -> None:
        """Stop serving the page, if it is served."""
        if self._page is not None:
            await self._page.close()
            self._page = None

    async def show(self) -> None:
        """Bring the page up to what the bot posted by itself, without a reload.

        Raises:
            StageBusyError: somebody in the page is just doing something.
        """
        if self._page is None:
            return
        try:
            await self._page.refresh()
        except SetupError as error:
            raise _busy_or(error) from error

    async def page_closed(self) -> None:
        """Return once the page was ended from the browser."""
        if self._page is not None:
            await self._page.wait_closed()


def _busy_or(error: SetupError) -> Exception:
    return StageBusyError() if BUSY in str(error) else error
