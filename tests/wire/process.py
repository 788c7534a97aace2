"""The loopback Discord's process, started and stopped."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.wire.line import LoopbackError

ROOT = Path(__file__).parents[2]
STOP_SECONDS = 5


class Process:
    """The loopback Discord's process; it ends with this one at the latest."""

    def __init__(self, **settings: Any) -> None:
        """Start it, with settings by the names of `Settings`."""
        options = [f"--{name.replace('_', '-')}={value}" for name, value in settings.items()]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.wire", "--until-stdin-closes", *options],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise LoopbackError(f"it did not start: exit code {self._process.wait()}")
        told = json.loads(line)
        self.address: str = told["address"]
        self.checked: bool = told["checked"]

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        try:
            self._process.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
