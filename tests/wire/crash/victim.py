"""One process of Marquee that is to die, or to end in good order, and what bears such ones."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.wire.crash.entry import ORDER
from tests.wire.crash.steps import OWN, Step
from tests.wire.crash.trace import Trace, read
from tests.wire.process import ROOT

STOP_SECONDS = 10
POLL_SECONDS = 0.02
DEAD_SECONDS = 10


class CrashError(Exception):
    """The harness could not go on, so its count says nothing."""


class Nursery:
    """The process that all victims are forked from, until the block ends (`nursery.py`)."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.wire.crash.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.communicate()

    def start(self, **told: Any) -> int:
        """Start one and return its process id."""
        return int(self._ask({"start": told})["pid"])

    def code(self, pid: int) -> int | None:
        """Return how one ended, None if it still runs; not to be asked again after that."""
        return self._ask({"look": pid})["code"]

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(order)}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise CrashError("what bears the victims has ended")
        return dict(json.loads(line))


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Where Marquee's things are, and what is done to it."""

    nursery: Nursery
    address: str
    folder: Path
    without: str | None = None


class Victim:
    """Marquee against a loopback Discord; it ends with this process at the latest."""

    def __init__(self, orders: Orders, step: Step | None = None, after: int = 1) -> None:
        """Start it; told to die at a step of its own, when that is reached for the nth time."""
        self._nursery = orders.nursery
        self._trace = orders.folder / "trace"
        self._trace.unlink(missing_ok=True)
        self._log = orders.folder / "log"
        self._code: int | None = None
        order = {
            "step": step if step in OWN else None,
            "after": after,
            "without": orders.without,
            "trace": str(self._trace),
        }
        self._pid = self._nursery.start(
            address=orders.address,
            log=str(self._log),
            words=["marquee", "run", "--config", str(orders.folder / "config.toml")],
            more={ORDER: json.dumps(order)},
        )

    @property
    def is_dead(self) -> bool:
        """Whether it was killed.

        Raises:
            CrashError: it ended in another way.
        """
        if self._look() not in {None, -signal.SIGKILL}:
            raise CrashError(f"Marquee ended with {self._code}:\n{self.last_words()}")
        return self._code is not None

    @property
    def trace(self) -> Trace:
        """What it did in its life."""
        return read(self._trace)

    def kill(self) -> None:
        """Kill it, if it still lives, and bury it."""
        if self._look() is not None:
            return
        os.kill(self._pid, signal.SIGKILL)
        deadline = time.monotonic() + DEAD_SECONDS
        while self._look() is None:
            if time.monotonic() > deadline:
                raise CrashError("Marquee can't be killed")
            time.sleep(POLL_SECONDS / 10)

    async def stop(self) -> None:
        """Ask it to end.

        Raises:
            CrashError: it did not, in time and with 0.
        """
        os.kill(self._pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while self._look() is None:
            if time.monotonic() > deadline:
                raise CrashError(f"Marquee did not stop in {STOP_SECONDS} s:\n{self.last_words()}")
            await asyncio.sleep(POLL_SECONDS)
        if self._code:
            raise CrashError(f"Marquee stopped with {self._code}:\n{self.last_words()}")

    def _look(self) -> int | None:
        if self._code is None:
            self._code = self._nursery.code(self._pid)
        return self._code

    def last_words(self) -> str:
        """Return the end of the log."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
