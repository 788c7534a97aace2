"""Where the programs are that Marquee carries."""

from pathlib import Path

SAMPLE = "qcon-plus-2022"


def shipped_programs() -> Path:
    """Return the folder: `bot/data` where a wheel is installed, else the repository's `data`."""
    package = Path(__file__).parents[1]
    carried = package / "data"
    return carried if carried.is_dir() else package.parent / "data"
