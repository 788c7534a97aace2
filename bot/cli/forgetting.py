"""What is kept of a server, removed at once: forget."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.settings import ConfigPath, settings_at
from bot.config import Settings
from bot.errors import SettingsError
from bot.printing import print_line

if TYPE_CHECKING:
    from bot.mirrors.model import Mirror
    from bot.takedown import TakenDown

UNKNOWN = (
    "Server {guild} is not known here; these are: {known}. "
    "Remove all the same what may be kept of it?"
)
ASKED = (
    "Remove all that is kept of server {guild}: choices, posts, changes, what organizers did? "
    "In Discord, its live boards and Marquee's events go, too."
)
DONE = "All that was kept of server {guild} is removed. What people saved there stays theirs."
DOWN = "Taken down in Discord: {what}."
LEFT = "Left in Discord ({why}); whoever manages the server can delete it there:"
STOPPED = "this was stopped half-way, and some may be gone"
TABLE = (
    "config.toml still has a [[guild]] table for it, which Marquee takes over at its next start. "
    "Remove that, too."
)


def forget(
    guild: Annotated[int, typer.Argument(metavar="GUILD", help="The server's id.")],
    config: ConfigPath = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
) -> None:
    """Remove all that is kept of a server, at once; by itself that goes 30 days after it left.

    Its live boards and Marquee's events are taken down in Discord, too, and what can't be is told.
    Posts stay. Works beside a running bot.
    """
    asyncio.run(_forget(config, guild, sure=yes))


async def _forget(config: Path | None, guild: int, *, sure: bool) -> None:
    from bot.guilds.service import Guilds
    from bot.mirrors.model import MirrorKind
    from bot.parts import traces_in
    from bot.storage.database import visit_database
    from bot.storage.guilds import SqlGuildStore
    from bot.storage.mirrors import SqlMirrorStore

    settings = settings_at(config)
    database = await visit_database(settings.database)
    try:
        guilds = Guilds(SqlGuildStore(database))
        await guilds.reload()
        if not sure:
            known = ", ".join(map(str, guilds.known())) or "none"
            asked = ASKED if guild in guilds.known() else UNKNOWN
            typer.confirm(asked.format(guild=guild, known=known), abort=True)
        mirrors = SqlMirrorStore(database)
        known_ones = [one for kind in MirrorKind for one in await mirrors.all(kind)]
        await traces_in(database).forget(guild)
    finally:
        await database.close()
    print_line(DONE.format(guild=guild))
    standing = [one for one in known_ones if one.guild_id == guild]
    if standing:
        # After all was removed, since a running bot would put it up again before.
        _print_taken_down(await _taken_down(settings, guild, standing))
    if any(table.id == guild for table in settings.guilds):
        print_line(TABLE)


async def _taken_down(settings: Settings, guild: int, standing: "Sequence[Mirror]") -> "TakenDown":
    from bot import takedown

    try:
        token = settings.bot_token()
    except SettingsError as error:
        return takedown.not_taken(guild, standing, error.faults[0].what)
    try:
        return await takedown.take_down(token, guild, standing)
    except BaseException:
        # Nobody else knows any more where it stands.
        _print_taken_down(takedown.not_taken(guild, standing, STOPPED))
        raise


def _print_taken_down(taken: "TakenDown") -> None:
    """Say what was taken down in Discord, and what is left there."""
    found = (("live board", taken.boards), ("scheduled event", taken.events))
    down = [f"{number} {what}{'s' if number > 1 else ''}" for what, number in found if number]
    if down:
        print_line(DOWN.format(what=" and ".join(down)))
    if taken.left:
        print_line(LEFT.format(why=taken.why.rstrip(".")))
        for one in taken.left:
            print_line(f"- {one}")
