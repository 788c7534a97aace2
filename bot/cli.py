"""What an operator types: run, rehearse, check, invite, doctor."""

import asyncio
import io
import os
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from bot import __version__, logs
from bot.clock import SystemClock
from bot.config import FILE, Settings, load, token_error
from bot.errors import (
    DiscordUnreachableError,
    Fault,
    FaultyFileError,
    MarqueeError,
    NoProgramError,
    ProgramFileError,
    SettingsError,
    StageMissingError,
)
from bot.finding import Finding, Level, warning, wrong
from bot.printing import (
    err,
    out,
    print_error,
    print_faults,
    print_findings,
    print_sound,
    table_console,
)

if TYPE_CHECKING:
    from bot.program.model import Program

# What only one command needs is imported when that is typed: `check` needs no Discord.

FINE, FAULTY, WRONG_USE, BROKEN, UNREACHABLE = range(5)
EXIT_CODES = (
    "Exit codes: 0 all is well; 1 what was checked has faults; "
    "2 wrong usage, settings or token; 3 Marquee itself failed; 4 Discord can't be reached."
)
INSPECTION_SECONDS = 20
# Discord's ids hold the time since 2015; the first ones of that year have 15 digits.
SMALLEST_ID = 10**14

commands = typer.Typer(
    name="marquee",
    help="A conference program, alive in a community's Discord.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich" if out.is_terminal else None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ConfigPath = Annotated[
    Path | None,
    typer.Option(
        "--config",
        "-c",
        metavar="PATH",
        envvar="MARQUEE_CONFIG",
        help=f"The settings; without it ./{FILE}, if there is one.",
        show_default=False,
    ),
]


def main() -> None:
    """Do what was typed and end with one of the exit codes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        commands()
    except FaultyFileError as error:
        print_faults(err, error.faults)
        sys.exit(FAULTY if isinstance(error, ProgramFileError) else WRONG_USE)
    except MarqueeError as error:
        print_error(str(error))
        sys.exit(UNREACHABLE if isinstance(error, DiscordUnreachableError) else WRONG_USE)
    except Exception:  # noqa: BLE001 - what is not in the tree is a bug, told with its trace
        traceback.print_exc()
        err.print("This is a fault in Marquee itself. Please report it with the lines above.")
        sys.exit(BROKEN)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer hands it over so
    if wanted:
        out.print(f"marquee {__version__}")
        raise typer.Exit


@commands.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version.")
    ] = False,
) -> None:
    """A conference program, alive in a community's Discord."""


@commands.command()
def run(config: ConfigPath = None) -> None:
    """Start the bot on Discord.

    The token comes from config.toml or MARQUEE_TOKEN. It ends on Ctrl-C or SIGTERM.
    """
    settings = _settings(config)
    token = settings.bot_token()
    logs.start(settings.log_level, secrets=[token])
    from bot import app

    asyncio.run(app.run(settings))


@commands.command()
def rehearse(
    *,
    program: Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE", help="The program's id or YAML file."),
    ] = None,
    fast: Annotated[
        bool, typer.Option("--fast", help="Play all of it and print what was posted.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The page's port; 0 takes any free one.")
    ] = 0,
    config: ConfigPath = None,
) -> None:
    """Play the event offline, in a browser page.

    The real bot on a simulated Discord, with time in your hand. Needs no token and no network.
    """
    settings = _settings(config)
    logs.start("warning")
    chosen = asyncio.run(_program(settings, program))
    terminal = _stage_terminal()
    console = table_console()
    if fast:
        asyncio.run(terminal.fast(chosen, settings, console))
    else:
        asyncio.run(terminal.interactive(chosen, settings, console, port))


@commands.command()
def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Program files.", show_default=False)
    ],
) -> None:
    """Say everything that is wrong in program files.

    One line for each fault: file, line, column, what it is and what to do about it.
    """
    sound = [_checked(file) for file in files]
    raise typer.Exit(FINE if all(sound) else FAULTY)


@commands.command()
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

    They ask for the least that it needs. Works without a network.
    """
    from bot import invite as links
    from bot.letterbox import WORDS

    if application_id is None:
        settings = _settings(config)
        application_id = links.application_id(settings.bot_token())
        if application_id is None:
            raise token_error("The Discord token does not tell the application's id.", settings)
    needed = ", ".join(WORDS.values())
    out.print(f"To a server, where it may {needed}:")
    out.print(f"  {links.server_link(application_id)}")
    out.print("For one person, who can then ask it anywhere:")
    out.print(f"  {links.personal_link(application_id)}")


@commands.command()
def doctor(config: ConfigPath = None) -> None:
    """Say what is right and wrong with this installation.

    Looks at settings, token, programs, database, servers, channels and permissions, and changes
    nothing.
    """
    try:
        findings = asyncio.run(_examined(_settings(config)))
    except SettingsError as error:
        findings = tuple(wrong(f"{one.where}: {one.what}", one.fix) for one in error.faults)
    print_findings(findings)
    raise typer.Exit(FAULTY if any(one.level is Level.WRONG for one in findings) else FINE)


def _settings(path: Path | None) -> Settings:
    if path is None and Path(FILE).exists():
        path = Path(FILE)
    return load(path, os.environ)


def _stage_terminal() -> ModuleType:
    """Return the rehearsal's terminal; its packages are installed if they are not there yet."""
    try:
        from bot.rehearsal import terminal
    except StageMissingError:
        from bot.rehearsal import provision

        err.print(f"Installing the offline stage, once: {' '.join(provision.wanted())}")
        provision.bring_in()
        from bot.rehearsal import terminal
    return terminal


async def _program(settings: Settings, wanted: str | None) -> "Program":
    """Return the program of a YAML file or with an id; None is the default one.

    Raises:
        ProgramFileError: the file can't be used.
        SettingsError: no program has that id.
    """
    from bot.program import yaml_file
    from bot.program.shipped import shipped_programs
    from bot.sources.shelf import Shelf, fill

    if wanted is not None and Path(wanted).suffix in (".yaml", ".yml"):
        return yaml_file.read_file(Path(wanted)).program
    shelf = Shelf(settings.default_program)
    await fill(shelf, (settings.programs, shipped_programs()))
    try:
        return shelf.lookup(wanted).program
    except NoProgramError:
        known = ", ".join(program.id for program in shelf.programs) or "none"
        what = f"There is no program “{wanted or settings.default_program}”."
        fault = Fault(file=str(settings.programs), what=what, fix=f"These are there: {known}.")
        raise SettingsError([fault]) from None


async def _examined(settings: Settings) -> tuple[Finding, ...]:
    from bot import app, doctor

    seen = await doctor.examine(settings, SystemClock().now())
    try:
        settings.bot_token()
    except SettingsError:
        return seen  # which says so
    try:
        async with asyncio.timeout(INSPECTION_SECONDS):
            return seen + await app.inspect(settings)
    except (DiscordUnreachableError, TimeoutError):
        unasked = "Discord could not be asked about the token, the servers and the channels."
        return (*seen, warning(unasked, "Try again with a connection."))


def _checked(path: Path) -> bool:
    """Print what is to say of one program file; return whether it can be used."""
    from bot.program import yaml_file

    try:
        reading = yaml_file.read_file(path)
    except ProgramFileError as error:
        print_faults(out, error.faults)
        return False
    print_faults(out, reading.warnings)
    print_sound(path, reading.program)
    return True
