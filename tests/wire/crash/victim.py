"""One process of Marquee that is to die, or to end in good order."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.wire.crash.entry import ORDER
from tests.wire.crash.steps import OWN, Step
from tests.wire.process import ROOT

STOP_SECONDS = 10
POLL_SECONDS = 0.01


class CrashError(Exception):
    """The harness could not go on, so its count says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Where Marquee's things are, and what is done to it."""

    address: str
    folder: Path
    without: str | None = None


class Victim:
    """Marquee against a loopback Discord; it ends with this process at the latest."""

    def __init__(self, orders: Orders, step: Step | None = None, after: int = 1) -> None:
        """Start it; told to die at a step of its own, when that is reached for the nth time."""
        self._trace = orders.folder / "trace"
        self._trace.unlink(missing_ok=True)
        self._log = orders.folder / "log"
        order = {
            "step": step if step in OWN else None,
            "after": after,
            "without": orders.without,
            "trace": str(self._trace),
        }
        pointed = [sys.executable, "-m", "tests.wire.pointed"]
        entry = ["--entry", "tests.wire.crash.entry:main", orders.address]
        words = ["--", "marquee", "run", "--config", str(orders.folder / "config.toml")]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*pointed, *entry, *words],
                cwd=ROOT,
                env={**os.environ, ORDER: json.dumps(order)},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )

    @property
    def is_dead(self) -> bool:
        """Whether it was killed.

        Raises:
            CrashError: it ended in another way.
        """
        code = self._process.poll()
        if code not in {None, -signal.SIGKILL}:
            raise CrashError(f"Marquee ended with {code}:\n{self.last_words()}")
        return code is not None

    @property
    def digest(self) -> str | None:
        """What it was about when it killed itself."""
        return self._trace.read_text(encoding="utf-8") if self._trace.exists() else None

    def kill(self) -> None:
        """Kill it, and bury it."""
        self._process.kill()
        self._process.wait()
        self._close()

    async def stop(self) -> None:
        """Ask it to end.

        Raises:
            CrashError: it did not, in time and with 0.
        """
        self._process.terminate()
        try:
            code = await asyncio.to_thread(self._process.wait, STOP_SECONDS)
        except subprocess.TimeoutExpired:
            raise CrashError(f"Marquee did not stop in {STOP_SECONDS} s") from None
        if code:
            raise CrashError(f"Marquee stopped with {code}:\n{self.last_words()}")
        self._close()

    def _close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()

    def last_words(self) -> str:
        """Return the end of the log."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-2000:]
