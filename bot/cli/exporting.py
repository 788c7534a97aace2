"""The whole program as a file that other programs read: export."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.settings import ConfigPath, settings_at
from bot.clock import SystemClock
from bot.errors import ImportRefusedError
from bot.printing import print_line

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.program.model import Program

CALENDAR, SCHEDULE = ".ics", ".json"
_FILE = "FILE"

File = Annotated[
    Path,
    typer.Argument(
        metavar=_FILE,
        help="NAME.ics for a calendar, NAME.json for c3voc's schedule JSON.",
        show_default=False,
    ),
]
ProgramId = Annotated[
    str | None,
    typer.Option(
        "--program", "-p", metavar="ID", help="Which program; without it, the default one."
    ),
]
GuildId = Annotated[
    int | None,
    typer.Option(
        "--guild",
        "-g",
        metavar="ID",
        help="The program as this server has it, with what its organizers changed.",
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Write even over a file that is something else.")
]


def export(
    *,
    file: File,
    program: ProgramId = None,
    guild: GuildId = None,
    force: Force = False,
    config: ConfigPath = None,
) -> None:
    """Write the whole program as a file that calendars and other apps read.

    It is the program as the bot knows it now, if it ever ran, with what came from the program's
    source since; else as it stands in the folder of programs. Works beside a running bot.
    """
    _refuse_place(file)
    made, data = asyncio.run(_made(settings_at(config), file, program, guild))
    if not force:
        _refuse_other(file, made)
    _write(file, made, data)
    sessions = len(made.sessions)
    much = "1 session" if sessions == 1 else f"{sessions} sessions"
    print_line(f"Written to {file}: {made.name}, {much}.")


def _refuse_place(file: Path) -> None:
    """Refuse what can't be written before anything is read."""
    if file.suffix.lower() not in {CALENDAR, SCHEDULE}:
        what = f"What {file.name} is to be can't be told from its name. "
        what += f"End it with {CALENDAR} for a calendar or {SCHEDULE} for c3voc's schedule JSON."
        raise typer.BadParameter(what, param_hint=_FILE)
    if not file.parent.is_dir():
        what = f"There is no folder {file.parent} to write {file.name} into. Make it first."
        raise typer.BadParameter(what, param_hint=_FILE)
    if file.exists() and not file.is_file():
        raise typer.BadParameter(f"{file} is no file. Name another one.", param_hint=_FILE)


async def _made(
    settings: "Settings", file: Path, program: str | None, guild: int | None
) -> tuple["Program", bytes]:
    """Return the program that was asked for, and what is to be written of it."""
    from bot.agenda.calendar_file import calendar_file
    from bot.cli.export_source import known
    from bot.program.exporters.c3voc import c3voc_json

    async with known(settings) as all_known:
        exported = await all_known.find(program, guild)
        made = exported.timetable.program
        if file.suffix.lower() == SCHEDULE:
            return made, c3voc_json(exported.timetable)
        entries = await all_known.entries(exported)
        return made, calendar_file(entries, name=made.name, now=SystemClock().now())


def _refuse_other(file: Path, program: "Program") -> None:
    """Refuse to write over anything but an earlier export of the program."""
    if file.exists() and not _is_export_of(program, file.read_bytes()):
        what = f"{file} is there already, and is no earlier export of “{program.name}”. "
        what += "Name another file, or write over it with --force."
        raise typer.BadParameter(what, param_hint=_FILE)


def _is_export_of(program: "Program", data: bytes) -> bool:
    from bot.agenda.calendar_file import PRODUCT
    from bot.program.exporters.c3voc import GENERATOR, acronym_of

    if data.startswith(b"BEGIN:VCALENDAR"):
        marks = (f"PRODID:{PRODUCT}", f"@{program.id}.marquee")
        return all(mark.encode() in data for mark in marks)
    try:
        found = json.loads(data)
        told = found["generator"]["name"], found["schedule"]["conference"]["acronym"]
    except (ValueError, LookupError, TypeError):
        return False
    return bool(told == (GENERATOR, acronym_of(program)))


def _write(file: Path, program: "Program", data: bytes) -> None:
    """Write the file, whole or not at all."""
    from bot.cli.import_target import Target, put

    try:
        put(Target(path=file, program=program, data=data))
    except ImportRefusedError as error:
        what = f"{error.what} Nothing has changed. Name another file."
        raise typer.BadParameter(what, param_hint=_FILE) from error
