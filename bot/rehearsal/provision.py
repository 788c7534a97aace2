"""Brings in the rehearsal's packages the first time that they are needed.

They are an extra, since a bot that only runs needs none of them.
"""

import importlib
import re
import subprocess
import sys
from importlib.metadata import requires

from bot.errors import StageMissingError

_OF_THE_EXTRA = re.compile(r"""extra\s*==\s*['"]rehearse['"]""")


def wanted() -> tuple[str, ...]:
    """Return what the extra `rehearse` adds, pinned as the package's own metadata pins it."""
    parted = (line.partition(";") for line in requires("marquee") or ())
    return tuple(what.strip() for what, _, marker in parted if _OF_THE_EXTRA.search(marker))


def bring_in(python: str = sys.executable) -> None:
    """Install them with the pip of `python`, by default of the environment that Marquee runs in.

    Raises:
        StageMissingError: that did not work; it says how to do it by hand.
    """
    packages = wanted()
    command = [python, "-m", "pip", "install", "--quiet", *packages]
    # pip says itself what went wrong; where there is none, as in some environments, Python does.
    if subprocess.run(command, check=False).returncode != 0:  # noqa: S603 - our own metadata
        raise StageMissingError(packages)
    importlib.invalidate_caches()
