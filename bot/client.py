"""The discord.py client: which parts of Discord it uses, and how errors become replies."""

import hashlib
import json
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

import discord
from discord import app_commands
from discord.ext import commands
from typing_extensions import override

from bot.admission import Admission
from bot.errors import MarqueeError
from bot.pace import Pace
from bot.shards import Shards
from bot.translation import Language, speak
from bot.translator import CommandTranslator
from bot.ui.notice import apology, told

log = logging.getLogger(__name__)

# Discord's words for: the three seconds are over (10062), it was answered already (40060).
TOO_LATE = frozenset({10062, 40060})

EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
EVERYONE = app_commands.AppInstallationType(guild=True, user=True)


class Notes(Protocol):
    """Remembers short texts over restarts."""

    async def get(self, key: str) -> str | None:
        """Return what was last set, None if nothing was."""
        ...

    async def set(self, key: str, value: str) -> None:
        """Remember `value`."""
        ...


class Turns(Protocol):
    """Lets the processes of one bot connect one after another."""

    async def take(self) -> None:
        """Wait for our turn. It may fail; then an IDENTIFY may come too soon after another's."""
        ...


class MarqueeTree(app_commands.CommandTree[Any]):
    """The slash commands: in servers, in DMs and for people who installed Marquee themselves."""

    def __init__(self, client: "MarqueeClient") -> None:
        super().__init__(client, allowed_contexts=EVERYWHERE, allowed_installs=EVERYONE)

    @override
    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await apologise(interaction, cause)

    @override
    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Answer in the person's language from here on; everybody may ask."""
        speak(Language.of_discord(interaction.locale.value))
        return True

    async def digest(self) -> str:
        """Return a fingerprint of all commands as Discord would be told of them."""
        translator = self.translator
        assert translator is not None, "the commands have names in several languages"
        payload = [
            await command.get_translated_payload(self, translator)
            for command in self.get_commands()
        ]
        text = json.dumps(payload, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


class MarqueeClient(commands.AutoShardedBot):
    """Marquee's connection to Discord: the guilds intent only, no caches that nothing reads.

    `ready_to_post` is called once, when REST answers; it need not wait for the gateway. `pace`
    holds the requests, `turns` the connections, where several processes share the token.
    `admission` has who gave organizers' commands lately.
    """

    def __init__(
        self,
        notes: Notes,
        *,
        ready_to_post: Callable[[], Awaitable[None]],
        pace: Pace | None = None,
        shards: Shards | None = None,
        turns: Turns | None = None,
    ) -> None:
        self._shards = shards or Shards()
        intents = discord.Intents.none()
        intents.guilds = True
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=MarqueeTree,
            intents=intents,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            **_sharing(self._shards, pace),
        )
        self._notes = notes
        self._turns = turns
        self._ready_to_post = ready_to_post
        self._furnishing: list[commands.Cog] = []
        self.admission = Admission()

    def furnish(
        self,
        cogs: Sequence[commands.Cog],
        presses: Sequence[type[discord.ui.DynamicItem[Any]]],
    ) -> None:
        """Take the parts that answer people; called once, before the client starts."""
        self._furnishing = list(cogs)
        self.add_dynamic_items(*presses)

    @override
    async def setup_hook(self) -> None:
        await self.tree.set_translator(CommandTranslator())
        for cog in self._furnishing:
            await self.add_cog(cog)
        # First, since a reminder can be due, and Discord may take its time over the commands.
        await self._ready_to_post()
        if self._shards.owns_direct_messages:  # one process of several is enough
            await self._sync_commands_if_changed()

    @override
    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait until Discord takes an IDENTIFY; discord.py waits for this process's own only.

        Never fails: Discord refuses what comes too soon, and discord.py tries again.
        """
        if self._turns is None:
            await super().before_identify_hook(shard_id, initial=initial)
            return
        try:
            await self._turns.take()
        except Exception as error:  # noqa: BLE001 - the database must not keep us from Discord
            log.warning("Shard %s connects without waiting for its turn: %s", shard_id, error)
            await super().before_identify_hook(shard_id, initial=initial)

    @override
    async def on_message(self, message: discord.Message, /) -> None:
        """Read no messages: Marquee has slash commands only."""

    async def _sync_commands_if_changed(self) -> None:
        """Tell Discord the commands; a failure is logged, since the old ones still work."""
        tree = self.tree
        assert isinstance(tree, MarqueeTree)
        key, digest = f"commands of {self.application_id}", await tree.digest()
        if await self._notes.get(key) == digest:
            return
        try:
            synced = await tree.sync()
        except (discord.HTTPException, OSError):
            log.exception("Discord did not take the slash commands; the next start tries again")
            return
        await self._notes.set(key, digest)
        log.info("Told Discord of %d slash commands", len(synced))


def _sharing(shards: Shards, pace: Pace | None) -> dict[str, Any]:
    """Return what discord.py is told of the processes that share the token."""
    options: dict[str, Any] = {}
    if shards.count:
        options["shard_count"] = shards.count
    if shards.ids:
        options["shard_ids"] = shards.ids
    if pace is not None:
        options["http_trace"] = pace.trace()
    return options


async def apologise(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Tell the person what went wrong, and the log why. Never fails.

    What a person can act on is said in its own words; anything else is a bug, logged with a
    reference that the person sees too.
    """
    if isinstance(error, discord.HTTPException) and error.code in TOO_LATE:
        log.warning("Answered too late or twice (%s): %s", error.code, _asked(interaction))
        return
    reference = secrets.token_hex(4)
    if not isinstance(error, MarqueeError):
        log.error("Reference %s: %s failed", reference, _asked(interaction), exc_info=error)
    try:
        view = told(error) if isinstance(error, MarqueeError) else apology(reference)
        await _reply(interaction, view)
    except Exception:
        log.exception("Could not tell the person that something went wrong")


async def _reply(interaction: discord.Interaction[Any], view: discord.ui.LayoutView) -> None:
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=True)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


def _asked(interaction: discord.Interaction[Any]) -> str:
    """Return what was asked, without what the person typed and without who they are."""
    if interaction.command is not None:
        return f"/{interaction.command.qualified_name}"
    data: Any = interaction.data or {}
    verb = str(data.get("custom_id", "")).split(":")[1:2]
    return f"a press ({''.join(verb) or 'unknown'})"
