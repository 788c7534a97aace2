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
from types import MappingProxyType
from typing import Self

from bot.program.model import Program
from bot.program.yaml_file import write
from tests.wire.marquee.event import LEAD, PATIENCE, until
from tests.wire.pointed import ENTRY
from tests.wire.process import ROOT
from tests.wire.raw import TOKEN

KILLED = -signal.SIGKILL
STORE = "marquee.db"
# How the log begins to tell that a stop did not wait for what was under way.
CUT_OFF = "What was still being posted is cut off"
NOTHING = MappingProxyType[str, str]({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a process ended: its exit code, and how many seconds after it was asked to."""

    code: int
    seconds: float


class Running:
    """A started `marquee run`; killed when the block ends, if it still runs.

    `entry` wraps the program, as `tests.wire.pointed` says, and `more` is added to its environment.
    """

    def __init__(
        self, folder: Path, address: str, entry: str = ENTRY, more: Mapping[str, str] = NOTHING
    ) -> None:
        self._log = folder / "marquee.log"
        pointed = [sys.executable, "-m", "tests.wire.pointed", "--entry", entry, address]
        words = ["marquee", "run", "--config", str(folder / "config.toml")]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*pointed, "--", *words],
                cwd=ROOT,
                env={**os.environ, "MARQUEE_TOKEN": TOKEN, "PYTHONFAULTHANDLER": "1", **more},
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
    def has_ended(self) -> bool:
        """Whether it runs no more."""
        return self._process.poll() is not None

    @property
    def log(self) -> str:
        """All that it and those before it in the folder have logged."""
        return self._log.read_text()

    def stop(self, how: signal.Signals = signal.SIGTERM) -> Ended:
        """Ask it to stop, and wait until it has."""
        began = time.monotonic()
        self._process.send_signal(how)
        code = self._process.wait(PATIENCE)
        return Ended(code=code, seconds=time.monotonic() - began)


def settle_in(
    folder: Path,
    program: Program,
    channels: Mapping[int, int],
    *,
    store: str = STORE,
    more: str = "",
) -> None:
    """Write the settings and the program of a Marquee that reminds `LEAD` before each start.

    `channels` is the reminder channel of each guild, `more` stands in the settings too.
    """
    (folder / "data").mkdir()
    (folder / "data" / "event.yaml").write_text(write(program))
    minutes = round(LEAD.total_seconds() / 60)
    tables = (
        f"[[guild]]\nid = {guild_id}\nreminder_channel = {channel}\nleads = [{minutes}]\n"
        for guild_id, channel in channels.items()
    )
    settings = f'[store]\npath = "{store}"\n[programs]\ndefault = "{program.id}"\n{more}'
    (folder / "config.toml").write_text(settings + "".join(tables))


async def until_settled(database: Path, count: int) -> None:
    """Wait until the ledger holds so many deliveries, all of them sent."""

    async def is_settled() -> bool:
        return states(database) == ["sent"] * count

    await until(is_settled)


def states(database: Path) -> list[str]:
    """The states of all deliveries in the ledger, in due order; none if there is no ledger yet."""
    query = "SELECT state FROM deliveries ORDER BY due, guild_id"
    try:
        # Read only, or it would make the file, and be in the way of who does.
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as ledger:
            return [state for (state,) in ledger.execute(query)]
    except sqlite3.OperationalError:
        return []
