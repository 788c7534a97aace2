import asyncio

import pytest

from tests.storage.databases import DATABASES
from tests.wire.crash.__main__ import MEMORIES, run
from tests.wire.crash.report import is_sound, report
from tests.wire.crash.round import Round, play
from tests.wire.crash.steps import Step
from tests.wire.crash.victim import Nursery

pytestmark = pytest.mark.slow

# Each with the deaths, and the nonce memory, that only this part of Marquee makes harmless.
NEEDED = {
    "nonce": ((Step.SENDING,) * 3, MEMORIES[-1]),
    "history": ((Step.POSTED, Step.ANSWERED, Step.POSTED), MEMORIES[0]),
    "claim": ((Step.POSTED, Step.ANSWERED, Step.POSTED), MEMORIES[0]),
}


@pytest.fixture(scope="module")
def nursery():
    with Nursery() as nursery:
        yield nursery


@pytest.mark.parametrize("database", DATABASES)
def test_twenty_five_deaths_lose_and_double_nothing(database):
    verdicts = asyncio.run(run(25, seed=25, database=database))

    assert sum(len(one.kills) for one in verdicts) == 25
    assert is_sound(verdicts), report(verdicts)


@pytest.mark.parametrize("part", NEEDED)
def test_without_a_part_the_harness_finds_doubles(part, nursery):
    steps, memory = NEEDED[part]
    crippled = Round(steps=steps, nonce_memory=memory, without=part, seed=1)

    verdict = asyncio.run(play(crippled, nursery))

    assert verdict.doubled != ()


@pytest.mark.parametrize(("steps", "memory"), sorted(set(NEEDED.values())))
def test_with_all_parts_the_same_deaths_double_nothing(steps, memory, nursery):
    verdict = asyncio.run(play(Round(steps=steps, nonce_memory=memory, seed=1), nursery))

    assert (verdict.lost, verdict.doubled) == ((), ())
