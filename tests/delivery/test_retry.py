from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.retry import FIRST_WAIT, LONGEST_WAIT, next_try
from tests.delivery.deliveries import DUE, MINUTE, SECOND, START, a_delivery


@given(attempts=st.integers(1, 10_000), key=st.text(max_size=20))
def test_a_wait_is_at_least_half_of_the_doubled_one_and_never_longer(attempts, key):
    doubled = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)

    wait = next_try(a_delivery(key=key), attempts, DUE) - DUE

    assert doubled / 2 <= wait <= doubled


def test_what_failed_together_does_not_come_back_together():
    tries = {next_try(a_delivery(key=f"key {number}"), 6, DUE) for number in range(50)}

    assert len(tries) > 45


def test_the_next_try_of_one_delivery_is_always_the_same():
    delivery = a_delivery("keynote")

    assert next_try(delivery, 3, DUE) == next_try(delivery, 3, DUE)


def test_what_discord_asks_for_comes_first():
    assert next_try(a_delivery(), 1, DUE, retry_after=MINUTE) >= DUE + MINUTE + SECOND


def test_nothing_is_tried_later_than_its_last_moment():
    assert next_try(a_delivery(), 9, START - SECOND) == START
