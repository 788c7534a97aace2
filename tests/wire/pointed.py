"""Points discord.py at a loopback Discord, in this process or in one that runs a program.

`python -m tests.wire.pointed ADDRESS -- marquee run --config …` runs the program that the entry
point (default: `bot.cli:main`) is, with the words after `--` as its command line. The program
knows nothing of it.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import yarl
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

ENTRY = "bot.cli:main"


@contextmanager
def pointed_at(address: str) -> Iterator[None]:
    """Let discord.py take a loopback Discord for the real one, as long as this lasts."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE
    Route.BASE = f"{address}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(address.replace("http", "ws", 1)) / "gateway"
    Asset.BASE = address
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, Asset.BASE = before


def main() -> None:
    """Read the command line, and run the program."""
    parser = argparse.ArgumentParser(prog="python -m tests.wire.pointed", description=__doc__)
    parser.add_argument("address", help="as `python -m tests.wire` prints it")
    parser.add_argument("--entry", default=ENTRY, help=f"module:function; default: {ENTRY}")
    parser.add_argument("words", nargs="+", help="the program's command line, its name first")
    chosen = parser.parse_args()
    module, _, function = chosen.entry.partition(":")
    sys.argv = chosen.words
    with pointed_at(chosen.address):
        getattr(import_module(module), function)()


if __name__ == "__main__":
    main()
