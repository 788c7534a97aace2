import asyncio
from datetime import timedelta

import pytest

from bot.delivery.gate import Gate
from tests.delivery.deliveries import DUE, MINUTE, SECOND

FOREVER = timedelta(hours=1)


class Row:
    """People who want through a gate, and the order in which they came"""

    def __init__(self, number, patience=FOREVER):
        self.gate = Gate(number, patience)
        self.had = []
        self.may_end = asyncio.Event()

    async def have(self, name, place=(0, DUE)):
        async with self.gate.through(place):
            self.had.append(name)
            await self.may_end.wait()

    async def come(self, name, place=(0, DUE)):
        one = asyncio.create_task(self.have(name, place))
        await asyncio.sleep(0)
        return one


async def test_so_many_have_their_turn_and_the_others_wait():
    row = Row(2)

    people = [await row.come(name) for name in "abc"]
    at_first = list(row.had)
    row.may_end.set()
    await asyncio.gather(*people)

    assert (at_first, row.had) == (["a", "b"], ["a", "b", "c"])


async def test_those_who_wait_come_in_their_places_and_then_as_they_came():
    row = Row(1)

    people = [
        await row.come("first"),
        await row.come("tried before", (1, DUE - MINUTE)),
        await row.come("later", (0, DUE + SECOND)),
        await row.come("sooner", (0, DUE)),
        await row.come("as soon", (0, DUE)),
    ]
    row.may_end.set()
    await asyncio.gather(*people)

    assert row.had == ["first", "sooner", "as soon", "later", "tried before"]


async def test_who_takes_too_long_keeps_nobody_waiting_and_gives_one_turn_back():
    row = Row(1, patience=SECOND / 100)

    people = [await row.come(name) for name in "abc"]
    async with asyncio.timeout(20):
        while len(row.had) < 3:  # noqa: ASYNC110 - nothing tells it
            await asyncio.sleep(0.005)
    row.may_end.set()
    await asyncio.gather(*people)
    row.may_end.clear()
    later = [await row.come(name) for name in "de"]
    at_once = row.had[3:]
    row.may_end.set()
    await asyncio.gather(*later)

    assert at_once == ["d"]


@pytest.mark.parametrize("moment", ["while it waits", "as its turn comes"])
async def test_who_is_cut_off_takes_no_turn_along(moment):
    row = Row(1)
    first, cut_off, last = [await row.come(name) for name in ("first", "cut off", "last")]

    if moment == "while it waits":
        cut_off.cancel()
        row.may_end.set()
    else:
        row.may_end.set()
        while not first.done():  # noqa: ASYNC110 - one step at a time
            await asyncio.sleep(0)
        cut_off.cancel()
    await asyncio.wait_for(asyncio.gather(first, cut_off, last, return_exceptions=True), 20)

    assert row.had[-1] == "last"
