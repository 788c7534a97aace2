"""The offline stage that the event is played on: rehearse."""

import asyncio
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated

import typer

from bot import logs
from bot.cli.settings import ConfigPath, settings_at
from bot.config import Settings
from bot.errors import Fault, NoProgramError, SettingsError, StageMissingError
from bot.printing import err, table_console

if TYPE_CHECKING:
    from bot.program.model import Program


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
    settings = settings_at(config)
    logs.start("warning")
    chosen = asyncio.run(_program(settings, program))
    terminal = _stage_terminal()
    console = table_console()
    if fast:
        asyncio.run(terminal.fast(chosen, settings, console))
    else:
        asyncio.run(terminal.interactive(chosen, settings, console, port))


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
