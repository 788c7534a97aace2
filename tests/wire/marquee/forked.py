"""`marquee run` forked from a process that has imported it: it is there in no time."""

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from tests.wire.crash.victim import Nursery
from tests.wire.marquee.event import until
from tests.wire.marquee.process import NOTHING
from tests.wire.raw import TOKEN


class Forked:
    """A running `marquee run` with the settings in a folder; killed when the block ends.

    `entry` wraps the program, and `more` is added to its environment. It ends with the nursery, if
    the entry heeds its stdin.
    """

    def __init__(
        self,
        nursery: Nursery,
        folder: Path,
        address: str,
        *,
        entry: str,
        more: Mapping[str, str] = NOTHING,
    ) -> None:
        self._nursery = nursery
        self._log = folder / "marquee.log"
        self._code: int | None = None
        self._pid = nursery.start(
            address=address,
            log=str(self._log),
            words=["marquee", "run", "--config", str(folder / "config.toml")],
            entry=entry,
            more={"MARQUEE_TOKEN": TOKEN, **more},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, error: type[BaseException] | None, *_more: object) -> None:
        self.kill()
        await self.ended()
        if error:
            sys.stderr.write(self.log)

    @property
    def log(self) -> str:
        """All that it and those before it in the folder have logged."""
        return self._log.read_text(encoding="utf-8")

    def kill(self) -> None:
        """Kill it, if it still runs."""
        if self._look() is None:
            os.kill(self._pid, signal.SIGKILL)

    async def stop(self) -> int:
        """Ask it to stop, and return its exit code once it has."""
        if self._look() is None:
            os.kill(self._pid, signal.SIGTERM)
        return await self.ended()

    async def ended(self) -> int:
        """Wait until it has ended, and return its exit code."""
        await until(self._has_ended)
        assert self._code is not None
        return self._code

    async def _has_ended(self) -> bool:
        return self._look() is not None

    def _look(self) -> int | None:
        if self._code is None:
            self._code = self._nursery.code(self._pid)
        return self._code
