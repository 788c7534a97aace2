"""Runs the crash harness: `python -m tests.wire.crash --kills 150`."""

import argparse
import asyncio
import secrets
import sys
from collections.abc import Iterator
from itertools import cycle, islice

from tests.wire.crash.report import is_sound, report
from tests.wire.crash.round import ON_THE_WIRE, Round, play
from tests.wire.crash.steps import PATTERN
from tests.wire.crash.verdict import Verdict

# Seconds for which Discord remembers nonces, a third of the kills each.
MEMORIES = tuple(ON_THE_WIRE)
# More would make the plan of a round long and its files slow to read.
KILLS_A_ROUND = 50


def rounds(kills: int, seed: int) -> Iterator[Round]:
    """Yield rounds with so many kills in all, the steps in turn and each nonce memory alike."""
    for order, memory in enumerate(MEMORIES):
        share = (kills + order) // len(MEMORIES)
        steps = tuple(islice(cycle(PATTERN), share))
        for begin in range(0, share, KILLS_A_ROUND):
            seed += 1
            part = steps[begin : begin + KILLS_A_ROUND]
            yield Round(steps=part, nonce_memory=memory, seed=seed)


async def run(kills: int, seed: int) -> list[Verdict]:
    """Play all rounds, one after the other."""
    verdicts = []
    for chosen in rounds(kills, seed):
        verdicts.append(await play(chosen))
        _say(f"{sum(len(one.kills) for one in verdicts)} of {kills} kills", sys.stderr)
    return verdicts


def main() -> None:
    """Read the command line, run, and exit with 1 if anything was lost or doubled."""
    parser = argparse.ArgumentParser(prog="python -m tests.wire.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    chosen = parser.parse_args()
    _say(f"seed {chosen.seed}", sys.stderr)
    verdicts = asyncio.run(run(chosen.kills, chosen.seed))
    _say(report(verdicts), sys.stdout)
    sys.exit(0 if is_sound(verdicts) else 1)


def _say(text: str, where) -> None:
    print(text, file=where, flush=True)


if __name__ == "__main__":
    main()
