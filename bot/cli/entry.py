"""All commands under one name, and how each of them ends."""

import io
import sys
import traceback
from typing import Annotated

import typer

from bot import __version__
from bot.cli import exporting, forgetting, importing, installation, process, program_files, stage
from bot.cli.deliveries import deliveries
from bot.cli.exits import BROKEN, EXIT_CODES, FAULTY, UNREACHABLE, WRONG_USE
from bot.errors import DiscordUnreachableError, FaultyFileError, MarqueeError, ProgramFileError
from bot.printing import err, out, print_error, print_faults

# What only one command needs is imported when that is typed: `check` needs no Discord.

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
commands.command()(process.run)
commands.command()(stage.rehearse)
commands.command()(program_files.check)
commands.command("import")(importing.import_)
commands.command()(exporting.export)
commands.command()(installation.invite)
commands.command()(installation.doctor)
commands.add_typer(deliveries)
commands.command()(forgetting.forget)


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
