from dataclasses import replace

import pytest

from bot.delivery.held import HeldKeys
from bot.delivery.model import State
from tests.delivery.deliveries import DUE, a_delivery
from tests.delivery.memory_ledger import MemoryLedger


class Asked(MemoryLedger):
    """A ledger that remembers how many keys it was asked for at a time"""

    def __init__(self):
        super().__init__()
        self.asked = []

    async def held(self, keys):
        self.asked.append(len(keys))
        return await super().held(keys)


@pytest.fixture
def ledger():
    return Asked()


async def test_a_key_is_asked_for_once_and_again_only_after_it_was_named(ledger):
    held = HeldKeys(ledger)

    for named in (False, False, True, False):
        held.named(["a"] if named else [])
        await held.learn(["a"])

    assert ledger.asked == [1, 1]


async def test_what_is_claimed_is_held(ledger):
    held, delivery = HeldKeys(ledger), a_delivery("keynote")
    before = await held.learn([delivery.key])
    await ledger.claim(delivery, DUE)
    held.named([delivery.key])

    assert not before
    assert await held.learn([delivery.key])
    assert delivery.key in held
    assert not await held.learn([delivery.key])


async def test_what_may_have_been_removed_is_asked_for_again_alone(ledger):
    held, there = HeldKeys(ledger), a_delivery("keynote")
    removed = a_delivery("lakes", key="removed")
    for delivery in (there, removed):
        await ledger.claim(delivery, DUE)
    await held.learn([there.key, removed.key])
    del ledger.records[removed.key]

    held.ask_again(lambda key: key == removed.key)
    await held.learn([there.key, removed.key])

    assert (there.key in held, removed.key in held) == (True, False)
    assert ledger.asked == [2, 1]


async def test_what_is_given_back_is_asked_for_until_its_record_is_gone(ledger):
    held, delivery = HeldKeys(ledger), a_delivery("keynote", user_id=5)
    record = await ledger.claim(delivery, DUE)
    await held.learn([delivery.key])

    held.give_back(delivery.key)
    at_once = delivery.key in held
    await held.learn([delivery.key])
    meanwhile = (delivery.key in held, held.is_certain)
    await ledger.settle(replace(record, state=State.WITHDRAWN, settled_at=DUE))
    await held.learn([delivery.key])

    assert (at_once, meanwhile) == (False, (True, False))
    assert (delivery.key in held, held.is_certain) == (False, True)


async def test_what_was_given_back_and_is_claimed_anew_is_held_for_good(ledger):
    held, delivery = HeldKeys(ledger), a_delivery("keynote")
    held.give_back(delivery.key)
    await held.learn([delivery.key])
    held.named([delivery.key])
    await ledger.claim(delivery, DUE)
    ledger.asked.clear()

    for _ in range(3):
        await held.learn([delivery.key])

    assert (delivery.key in held, held.is_certain, ledger.asked) == (True, True, [1])


async def test_what_is_over_is_forgotten(ledger):
    held, one, other = HeldKeys(ledger), a_delivery("a"), a_delivery("b")
    for delivery in (one, other):
        await ledger.claim(delivery, DUE)
    await held.learn([one.key, other.key])

    held.forget(lambda key: key == one.key)
    some = (one.key in held, other.key in held)
    held.forget()

    assert (some, other.key in held) == ((False, True), False)
