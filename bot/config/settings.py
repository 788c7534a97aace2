"""The settings as a value, each declared once with its key, its default and its help."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.config import setting
from bot.config.setting import declared
from bot.errors import Fault, SettingsError
from bot.guilds.model import GuildTable
from bot.shards import Shards
from bot.sources.table import SourceTable

FILE = "config.toml"
TOKEN_VARIABLE = "MARQUEE_TOKEN"  # noqa: S105 - the variable's name, not the token
TOKEN_PLACE = (
    f"Put the bot's token into {FILE} under [discord] as token, "
    f"or into the environment as {TOKEN_VARIABLE}."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything an operator can set. Paths are as they are to be opened.

    `leads` and `public_answers` are for guilds whose table doesn't say; `file` is what was read,
    None where there was none.
    """

    token: SecretStr = declared(
        "discord.token",
        default="",
        read=setting.secret,
        says="The bot's token, from the Bot page of the Discord developer portal. Keep it secret. "
        f"The environment variable {TOKEN_VARIABLE} wins over it.",
    )
    shard_count: int = declared(
        "discord.shard_count",
        default=0,
        read=setting.shard_count,
        says="Into how many shards the bot is cut, over all its processes; 0 leaves it to Discord.",
    )
    shard_ids: tuple[int, ...] = declared(
        "discord.shard_ids",
        default=[],
        read=setting.shard_ids,
        says="The shards that this process serves, as in [0, 1]; all of them if the list is empty. "
        "Shard 0 hears the direct messages. Several processes need one PostgreSQL database.",
    )
    store: Path | SecretStr = declared(
        "store.path",
        default="marquee.db",
        read=setting.store,
        says="Where Marquee remembers what it posted: a SQLite file, or the URL of a PostgreSQL "
        "database, as in postgresql://user:password@host/database. "
        "A relative path starts at this file's folder.",
    )
    programs: Path = declared(
        "programs.folder",
        default="data",
        read=setting.path,
        says="The folder of the programs, one YAML file each. A relative path starts at this "
        "file's folder. Programs that it lacks are taken from those that Marquee carries.",
    )
    default_program: str = declared(
        "programs.default",
        default="qcon-plus-2022",
        read=setting.program_id,
        says="The id of the program for every server that doesn't name one, and for DMs.",
    )
    refresh: timedelta = declared(
        "programs.refresh",
        default=60,
        read=setting.seconds,
        says="How many seconds lie between two looks whether a program's file has changed. What is "
        "sound is taken over at once; of what is not, the last good version stays.",
    )
    log_level: str = declared(
        "log.level",
        default="info",
        read=setting.log_level,
        says="How much is logged: debug, info, warning or error.",
    )
    leads: tuple[timedelta, ...] = declared(
        "defaults.leads",
        default=[10],
        read=setting.leads,
        says="How many minutes before a session's start a reminder is posted, in the servers that "
        "have a reminder channel and don't say otherwise.",
    )
    public_answers: bool = declared(
        "defaults.public_answers",
        default=False,
        read=setting.yes_or_no,
        says="Whether everyone in the channel sees the answer to a command, not only who asked.",
    )
    guilds: tuple[GuildTable, ...] = ()
    sources: tuple[SourceTable, ...] = ()
    file: Path | None = None

    @property
    def database(self) -> Path | str:
        """Return the store as it is to be opened; a URL may hold a password."""
        return self.store if isinstance(self.store, Path) else self.store.get_secret_value()

    @property
    def shards(self) -> Shards:
        """Return the shards of this process."""
        return Shards(ids=self.shard_ids, count=self.shard_count)

    def bot_token(self) -> str:
        """Return the token to log in with.

        Raises:
            SettingsError: there is none, or it can't be one.
        """
        token = self.token.get_secret_value()
        if not token:
            raise token_error("There is no Discord token.", self)
        if not (token.isascii() and token.isprintable()) or " " in token:
            raise token_error("The Discord token holds blanks or odd letters.", self)
        return token


def token_error(what: str, settings: Settings) -> SettingsError:
    """Return the error, one line long, that says where the token belongs."""
    return SettingsError([Fault(file=str(settings.file or FILE), what=what, fix=TOKEN_PLACE)])
