import asyncio
from datetime import UTC, timedelta

from bot.clock import SystemClock, give_way, in_slices


def test_the_machines_clock_tells_utc_and_goes_on():
    clock = SystemClock()

    first, second = clock.now(), clock.now()

    assert first.tzinfo is UTC
    assert timedelta() <= second - first < timedelta(seconds=10)


async def test_giving_way_lets_all_that_is_ready_run():
    ran = []
    for name in "abc":
        asyncio.get_running_loop().call_soon(ran.append, name)

    await give_way()

    assert ran == ["a", "b", "c"]


async def test_slices_give_way_after_so_many_things():
    seen = []

    async for thing in in_slices(range(5), 2):
        asyncio.get_running_loop().call_soon(seen.append, f"turn after {thing}")
        seen.append(thing)

    assert seen == [0, 1, "turn after 0", "turn after 1", 2, 3, "turn after 2", "turn after 3", 4]
