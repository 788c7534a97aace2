import pytest

from bot.delivery.planning import KEYS_AT_ONCE, held_among, logged
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


async def test_many_keys_are_asked_for_in_several_statements():
    ledger = Asked()
    delivery = a_delivery()
    await ledger.claim(delivery, DUE)

    held = await held_among(ledger, [*map(str, range(KEYS_AT_ONCE)), delivery.key])

    assert (held, ledger.asked) == ({delivery.key}, [KEYS_AT_ONCE, 1])


async def test_for_no_keys_the_ledger_is_not_asked():
    ledger = Asked()

    assert (await held_among(ledger, []), ledger.asked) == (frozenset(), [])


def test_what_goes_wrong_with_a_guild_is_logged_and_the_others_go_on(caplog):
    with logged("digests", 7):
        raise ValueError

    assert "no digests for guild 7" in caplog.text


def test_a_stop_is_no_trouble_of_a_guilds():
    with pytest.raises(KeyboardInterrupt), logged("digests", 7):
        raise KeyboardInterrupt
