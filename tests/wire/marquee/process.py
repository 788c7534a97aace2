"""`marquee run` as a process of its own, led to a loopback Discord."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.program.model import Program
from bot.program.yaml_file import write
from tests.wire.marquee.event import until
from tests.wire.process import ROOT
from tests.wire.raw import TOKEN

KILLED = -signal.SIGKILL


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended: its exit code, and how many seconds after it was asked to."""

    code: int
    seconds: float


class Running:
    """A started `marquee run`; killed when the block ends, if it still runs."""

    def __init__(self, folder: Path, address: str) -> None:
        self._log = folder / "marquee.log"
        words = ["marquee", "run", "--config", str(folder / "config.toml")]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.wire.pointed", address, "--", *words],
                cwd=ROOT,
                env={**os.environ, "MARQUEE_TOKEN": TOKEN, "PYTHONFAULTHANDLER": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, *_more: object) -> None:
        # Aborted, it writes where each of its threads is.
        self._process.send_signal(signal.SIGABRT if error else signal.SIGKILL)
        self._process.wait()
        if error:
            sys.stderr.write(self.log)

    @property
    def log(self) -> str:
        """All that it and those before it in the folder have logged."""
        return self._log.read_text()

    def stop(self, how: signal.Signals = signal.SIGTERM, within: float = 15.0) -> Ended:
        """Ask it to stop, and wait until it has."""
        began = time.monotonic()
        self._process.send_signal(how)
        code = self._process.wait(within)
        return Ended(code=code, seconds=time.monotonic() - began)


def settle_in(folder: Path, program: Program, channels: Mapping[int, int]) -> None:
    """Write the settings and the program of a Marquee that reminds a minute before each start.

    `channels` is the reminder channel of each guild.
    """
    (folder / "data").mkdir()
    (folder / "data" / "event.yaml").write_text(write(program))
    tables = (
        f"[[guild]]\nid = {guild_id}\nreminder_channel = {channel}\nleads = [1]\n"
        for guild_id, channel in channels.items()
    )
    settings = f'[programs]\ndefault = "{program.id}"\n' + "".join(tables)
    (folder / "config.toml").write_text(settings)


async def until_settled(folder: Path, count: int, within: float = 20.0) -> None:
    """Wait until the ledger holds so many deliveries, all of them sent."""

    async def is_settled() -> bool:
        return states(folder) == ["sent"] * count

    await until(is_settled, within)


def states(folder: Path) -> list[str]:
    """The states of all deliveries in the ledger."""
    with closing(sqlite3.connect(folder / "marquee.db")) as database:
        return [state for (state,) in database.execute("SELECT state FROM deliveries")]
