"""Which settings a command works with: the file that was named, or the one that lies here."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.config import FILE, Settings, load

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


def settings_at(path: Path | None) -> Settings:
    """Return the settings of a file, None for the one in this folder if there is one.

    Raises:
        SettingsError: they have faults.
    """
    if path is None and Path(FILE).exists():
        path = Path(FILE)
    return load(path, os.environ)
