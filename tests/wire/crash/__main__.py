"""Runs the crash harness: `python -m tests.wire.crash --kills 150 --database postgresql`."""

import argparse
import asyncio
import secrets
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle, islice

import pytest

from tests.storage.databases import NAMES
from tests.wire.crash.report import is_sound, report
from tests.wire.crash.round import ON_THE_WIRE, Round, play
from tests.wire.crash.steps import PATTERN
from tests.wire.crash.verdict import Verdict
from tests.wire.crash.victim import Nursery

# Seconds for which Discord remembers nonces, a third of the kills each.
MEMORIES = tuple(ON_THE_WIRE)
# More would make the plan of a round long and its files slow to read; whole patterns, so that no
# round begins within one.
KILLS_A_ROUND = 4 * len(PATTERN)
# Where in the pattern each memory's rounds begin, so that a few kills meet every step. None begins
# with a look-up.
SHIFT = 4


def rounds(kills: int, seed: int, database: str) -> Iterator[Round]:
    """Yield rounds with so many kills in all, the steps in turn and each nonce memory alike."""
    for order, memory in enumerate(MEMORIES):
        share = (kills + order) // len(MEMORIES)
        begins = order * SHIFT
        steps = tuple(islice(cycle(PATTERN), begins, begins + share))
        for first in range(0, share, KILLS_A_ROUND):
            seed += 1
            part = steps[first : first + KILLS_A_ROUND]
            yield Round(steps=part, nonce_memory=memory, seed=seed, database=database)


async def run(kills: int, seed: int, database: str = "sqlite") -> list[Verdict]:
    """Play all rounds, one after the other."""
    verdicts = []
    with Nursery() as nursery:
        for chosen in rounds(kills, seed, database):
            verdicts.append(await play(chosen, nursery))
            _say(_so_far(verdicts, kills), sys.stderr)
    return verdicts


def main() -> None:
    """Read the command line, run, and exit with 1 if anything was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m tests.wire.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--database", choices=NAMES, default=NAMES[0])
    chosen = parser.parse_args()
    _say(f"{chosen.database}, seed {chosen.seed}", sys.stderr)
    try:
        verdicts = asyncio.run(run(chosen.kills, chosen.seed, chosen.database))
    except (pytest.skip.Exception, pytest.fail.Exception) as no_server:
        parser.error(str(no_server))
    _say(report(verdicts), sys.stdout)
    sys.exit(0 if is_sound(verdicts) else 1)


def _so_far(verdicts: Sequence[Verdict], kills: int) -> str:
    met, lost, doubled = (
        sum(len(getattr(one, name)) for one in verdicts) for name in ("kills", "lost", "doubled")
    )
    return f"{met} of {kills} kills: {lost} lost, {doubled} doubled"


def _say(text: str, where) -> None:
    print(text, file=where, flush=True)


if __name__ == "__main__":
    main()
