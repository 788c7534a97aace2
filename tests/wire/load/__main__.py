"""Runs one load: `python -m tests.wire.load --guilds 1000 --processes 2 --database postgresql`."""

import argparse
import asyncio
import sys

import pytest

from tests.storage.databases import NAMES
from tests.wire.load.run import Load, play
from tests.wire.load.verdict import report


def main() -> None:
    """Read the command line, run, and exit with 1 if anything was not as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.wire.load", description=__doc__)
    parser.add_argument("--guilds", type=int, default=1_000)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument(
        "--database", choices=NAMES, help="default: sqlite for one process, else postgresql"
    )
    parser.add_argument("--shards", action="store_true", help="a shard for each process")
    parser.add_argument("--latency", type=float, default=0.0, help="of each answer, in seconds")
    told = vars(parser.parse_args())
    told["database"] = told["database"] or NAMES[told["processes"] > 1]
    if told["processes"] > 1 and told["database"] == "sqlite":
        parser.error("a SQLite file is for one process: take --database postgresql")
    try:
        verdict = asyncio.run(play(Load(**told)))
    except (pytest.skip.Exception, pytest.fail.Exception) as no_server:
        parser.error(str(no_server))
    sys.stdout.write(f"{report(verdict)}\n")
    sys.exit(0 if verdict.is_sound and verdict.is_in_time else 1)


if __name__ == "__main__":
    main()
