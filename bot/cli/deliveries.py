"""What is posted, was posted and was not: deliveries with retry, drop, pause and resume."""

import asyncio
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.settings import ConfigPath, settings_at
from bot.clock import SystemClock
from bot.printing import print_line

if TYPE_CHECKING:
    from bot.cli.visit import Visit

deliveries = typer.Typer(
    name="deliveries",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

GuildId = Annotated[
    int | None,
    typer.Option("--guild", "-g", metavar="ID", help="Only this server; without it, all of them."),
]
Digest = Annotated[
    str,
    typer.Argument(
        metavar="DELIVERY",
        help="The delivery as the list names it; its beginning is enough.",
        show_default=False,
    ),
]


@deliveries.callback()
def show(context: typer.Context, guild: GuildId = None, config: ConfigPath = None) -> None:
    """Say what will be posted, what was, and what was not and why.

    Works beside a running bot. Times are in the zone of each server's program.
    """
    if context.invoked_subcommand is None:
        asyncio.run(_show(config, guild))
        return
    typed = [context.get_parameter_source(name) for name in ("guild", "config")]
    if any(source is not None and source.name == "COMMANDLINE" for source in typed):
        raise typer.BadParameter(f"Write the options behind `{context.invoked_subcommand}`.")


@deliveries.command()
def retry(delivery: Digest, config: ConfigPath = None) -> None:
    """Try one again that was not posted, within seconds."""
    asyncio.run(_retry(config, delivery))


@deliveries.command()
def drop(delivery: Digest, config: ConfigPath = None) -> None:
    """Never post one that is coming, or that waits for its next try."""
    asyncio.run(_drop(config, delivery))


@deliveries.command()
def pause(guild: GuildId = None, config: ConfigPath = None) -> None:
    """Post nothing until `resume`.

    A reminder that falls due meanwhile is not posted later by itself: it is listed, and can be
    tried again after `resume` until its session starts. Changes of the program are told then.
    """
    asyncio.run(_pause(config, guild))


@deliveries.command()
def resume(guild: GuildId = None, config: ConfigPath = None) -> None:
    """Post again, and say what fell due meanwhile."""
    asyncio.run(_resume(config, guild))


async def _show(config: Path | None, guild: int | None) -> None:
    from bot.cli.delivery_list import print_guild

    async with _visit(config) as seen:
        wanted = seen.of(guild)
        for choices in wanted:
            overview = await seen.deliveries.overview(choices.guild_id, seen.now)
            print_guild(choices, overview, seen.program(choices), seen.now)
        if not wanted:
            print_line("No server is known yet, so nothing is posted anywhere.")


async def _retry(config: Path | None, beginning: str) -> None:
    async with _visit(config) as seen:
        guild_id, digest = await seen.meant(beginning)
        await seen.deliveries.retry(guild_id, digest, seen.now)
    print_line(f"Delivery {digest} is tried again within seconds, if Marquee is running.")


async def _drop(config: Path | None, beginning: str) -> None:
    async with _visit(config) as seen:
        guild_id, digest = await seen.meant(beginning)
        await seen.deliveries.drop(guild_id, digest, seen.now)
    print_line(f"Delivery {digest} is dropped: it will not be posted.")


async def _pause(config: Path | None, guild: int | None) -> None:
    from bot.cli.delivery_list import said

    async with _visit(config) as seen:
        for choices in seen.of(guild):
            since = await seen.guilds.pause(choices.guild_id, seen.now)
            when = said(since, seen.program(choices))
            print_line(f"Server {choices.guild_id} is paused since {when}.")
    print_line("Nothing is posted there until `marquee deliveries resume`.")


async def _resume(config: Path | None, guild: int | None) -> None:
    from bot.cli.delivery_list import print_resumed

    async with _visit(config) as seen:
        for choices in seen.of(guild):
            since = await seen.guilds.resume(choices.guild_id)
            overview = await seen.deliveries.overview(choices.guild_id, seen.now)
            print_resumed(choices, since, overview, seen.program(choices))


def _visit(config: Path | None) -> AbstractAsyncContextManager["Visit"]:
    from bot.cli.visit import visit

    return visit(settings_at(config), SystemClock().now())
