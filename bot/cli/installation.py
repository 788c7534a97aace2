"""This installation and its application at Discord: invite and doctor."""

import asyncio
from typing import Annotated

import typer

from bot.cli.exits import FAULTY, FINE
from bot.cli.settings import ConfigPath, settings_at
from bot.clock import SystemClock
from bot.config import Settings, token_error
from bot.errors import DiscordUnreachableError, SettingsError
from bot.finding import Finding, Level, warning, wrong
from bot.printing import out, print_findings

INSPECTION_SECONDS = 20
# Discord's ids hold the time since 2015; the first ones of that year have 15 digits.
SMALLEST_ID = 10**14


def invite(
    application_id: Annotated[
        int | None,
        typer.Option(
            metavar="ID", min=SMALLEST_ID, help="The application's id; without it, the token tells."
        ),
    ] = None,
    config: ConfigPath = None,
) -> None:
    """Print the links that add Marquee to a server or a person.

    They ask for the least that it needs; one asks for what some servers want besides. Works without
    a network.
    """
    from bot import invite as links
    from bot.letterbox import EXTRAS, NEEDED, WORDS, named

    if application_id is None:
        settings = settings_at(config)
        application_id = links.application_id(settings.bot_token())
        if application_id is None:
            raise token_error("The Discord token does not tell the application's id.", settings)
    out.print(f"To a server, where it may {', '.join(named(NEEDED))}:")
    out.print(f"  {links.server_link(application_id)}")
    extras = ", ".join(f"{WORDS[name]} ({what})" for name, what in EXTRAS.items())
    out.print(f"The same, where it may also {extras}:")
    out.print(f"  {links.server_link(application_id, with_extras=True)}")
    out.print("For one person, who can then ask it anywhere:")
    out.print(f"  {links.personal_link(application_id)}")


def doctor(config: ConfigPath = None) -> None:
    """Say what is right and wrong with this installation.

    Looks at settings, token, programs, database, servers, channels and permissions, and changes
    nothing.
    """
    try:
        findings = asyncio.run(_examined(settings_at(config)))
    except SettingsError as error:
        findings = tuple(wrong(f"{one.where}: {one.what}", one.fix) for one in error.faults)
    print_findings(findings)
    raise typer.Exit(FAULTY if any(one.level is Level.WRONG for one in findings) else FINE)


async def _examined(settings: Settings) -> tuple[Finding, ...]:
    from bot import doctor, inspection

    seen = await doctor.examine(settings, SystemClock().now())
    try:
        settings.bot_token()
    except SettingsError:
        return seen  # which says so
    try:
        async with asyncio.timeout(INSPECTION_SECONDS):
            return seen + await inspection.inspect(settings)
    except (DiscordUnreachableError, TimeoutError):
        unasked = "Discord could not be asked about the token, the servers and the channels."
        return (*seen, warning(unasked, "Try again with a connection."))
