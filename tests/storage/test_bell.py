import asyncio

import pytest

from bot.storage.bell import Bell


class Calls:
    """Calls that are under way until they are let go; `most` is how many were at one time"""

    def __init__(self):
        self.begun = self.ended = self.most = 0
        self.let_go = asyncio.Event()

    async def __call__(self):
        self.begun += 1
        self.most = max(self.most, self.begun - self.ended)
        await self.let_go.wait()
        self.ended += 1


@pytest.fixture
async def calls():
    return Calls()


async def _breathe():
    for _ in range(5):
        await asyncio.sleep(0)


async def test_several_rings_at_once_are_one_call(calls):
    bell = Bell(calls, why="a test")
    calls.let_go.set()

    for _ in range(3):
        bell.ring()
    await _breathe()

    assert calls.ended == 1


async def test_rings_during_a_call_are_one_more_after_it(calls):
    bell = Bell(calls, why="a test")

    for _ in range(4):
        bell.ring()
        await _breathe()
    begun = calls.begun
    calls.let_go.set()
    await _breathe()

    assert (begun, calls.ended, calls.most) == (1, 2, 1)


async def test_a_call_that_fails_is_logged_with_a_reference_and_the_next_is_made(caplog):
    made = []

    async def fails():
        made.append(len(made))
        raise ValueError("odd")

    bell = Bell(fails, why="guilds changed")
    for _ in range(2):
        bell.ring()
        await _breathe()

    assert made == [0, 1]
    assert [record.getMessage()[:10] for record in caplog.records] == ["Reference "] * 2
    assert caplog.records[0].getMessage().endswith("guilds changed")


async def test_a_stopped_bell_lets_the_call_under_way_end_and_makes_no_other(calls):
    bell = Bell(calls, why="a test")
    bell.ring()
    await _breathe()
    bell.ring()

    stopping = asyncio.create_task(bell.stop())
    await _breathe()
    waits = not stopping.done()
    calls.let_go.set()
    await stopping
    bell.ring()
    await _breathe()

    assert (waits, calls.begun, calls.ended) == (True, 1, 1)
