"""The program files that organizers write: check."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.exits import FAULTY, FINE
from bot.errors import ProgramFileError
from bot.printing import out, print_faults, print_sound


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
