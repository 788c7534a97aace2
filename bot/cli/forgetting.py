"""What is kept of a server, removed at once: forget."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.settings import ConfigPath, settings_at
from bot.printing import print_line

UNKNOWN = (
    "Server {guild} is not known here; these are: {known}. "
    "Remove all the same what may be kept of it?"
)
ASKED = "Remove all that is kept of server {guild}: choices, posts, changes, what organizers did?"
DONE = "All that was kept of server {guild} is removed. What people saved there stays theirs."
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

    Works beside a running bot.
    """
    asyncio.run(_forget(config, guild, sure=yes))


async def _forget(config: Path | None, guild: int, *, sure: bool) -> None:
    from bot.guilds.service import Guilds
    from bot.parts import traces_in
    from bot.storage.database import visit_database
    from bot.storage.guilds import SqlGuildStore

    settings = settings_at(config)
    database = await visit_database(settings.database)
    try:
        guilds = Guilds(SqlGuildStore(database))
        await guilds.reload()
        if not sure:
            known = ", ".join(map(str, guilds.known())) or "none"
            asked = ASKED if guild in guilds.known() else UNKNOWN
            typer.confirm(asked.format(guild=guild, known=known), abort=True)
        await traces_in(database).forget(guild)
    finally:
        await database.close()
    print_line(DONE.format(guild=guild))
    if any(table.id == guild for table in settings.guilds):
        print_line(TABLE)
