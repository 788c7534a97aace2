import asyncio

import pytest

from tests.wire.crash.__main__ import MEMORIES, run
from tests.wire.crash.report import is_sound, report
from tests.wire.crash.round import Round, play
from tests.wire.crash.steps import Step

pytestmark = pytest.mark.slow

# Each with the deaths, and the nonce memory, that only this part of Marquee makes harmless.
NEEDED = {
    "nonce": ((Step.SENDING,) * 3, MEMORIES[-1]),
    "history": ((Step.POSTED, Step.ANSWERED, Step.POSTED), MEMORIES[0]),
    "claim": ((Step.POSTED, Step.ANSWERED, Step.POSTED), MEMORIES[0]),
}


def test_twenty_five_deaths_lose_and_double_nothing():
    verdicts = asyncio.run(run(25, seed=25))

    assert sum(len(one.kills) for one in verdicts) == 25
    assert is_sound(verdicts), report(verdicts)


@pytest.mark.parametrize("part", NEEDED)
def test_without_a_part_the_harness_finds_doubles(part):
    steps, memory = NEEDED[part]

    verdict = asyncio.run(play(Round(steps=steps, nonce_memory=memory, without=part, seed=1)))

    assert verdict.doubled != ()


@pytest.mark.parametrize(("steps", "memory"), sorted(set(NEEDED.values())))
def test_with_all_parts_the_same_deaths_double_nothing(steps, memory):
    verdict = asyncio.run(play(Round(steps=steps, nonce_memory=memory, seed=1)))

    assert (verdict.lost, verdict.doubled) == ((), ())
