"""Forks Marquee from a process that has imported it, so that a start takes no two seconds.

What is forked has read code and nothing else: no settings, no database, no event loop, no thread.
`python -m tests.wire.crash.nursery` hears one JSON line for each thing it is to do: start one, or
tell whether one has ended. It ends, and all that it forked with it, when its stdin does.
"""

import gc
import json
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

from tests.wire.pointed import pointed_at

# What `marquee run` imports on the way.
WARM = (
    "aiosqlite",
    "alembic.command",
    "asyncpg",
    "bot.app",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "tests.wire.crash.entry",
)

ENTRY = "tests.wire.crash.entry:main"

Body = dict[str, Any]


def main() -> None:
    """Do what is asked, line by line; in a fork, be Marquee."""
    for name in WARM:
        import_module(name)
    gc.collect()
    gc.freeze()
    # Nothing is written to it: whoever reads it learns that this process is no more.
    life, mine = os.pipe()
    with os.fdopen(os.dup(0)) as asked:
        born = _serve(asked)
    if born is not None:
        os.close(mine)
        _be(born, life)


def _serve(asked: TextIOWrapper) -> Body | None:
    """Answer until nobody asks any more; in a fork, return at once what it was started with."""
    for line in asked:
        order = json.loads(line)
        if "look" in order:
            _answer({"code": _code(order["look"])})
            continue
        pid = os.fork()
        if not pid:
            return dict(order["start"])
        _answer({"pid": pid})
    return None


def _answer(told: Body) -> None:
    os.write(1, f"{json.dumps(told)}\n".encode())


def _code(pid: int) -> int | None:
    """Return how one ended, None if it still runs; once it was told, there is no such one."""
    done, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if done else None


def _be(born: Body, life: int) -> None:
    log = os.open(born["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for place, given in enumerate((life, log, log)):
        os.dup2(given, place)
    os.environ |= born.get("more", {})
    sys.argv = born["words"]
    module, _, function = born.get("entry", ENTRY).partition(":")
    with pointed_at(born["address"]):
        getattr(import_module(module), function)()


if __name__ == "__main__":
    main()
