"""Whose direct message is opened when; seconds here are a clock's that a test moves."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot import direct_turns
from bot.direct_turns import AT_ONCE, EVERY, FIRST_REST, LONGEST_REST, Turns, Waiting

SECOND = timedelta(seconds=1)


def opened_from(turns, now, count, *, is_awaited=True):
    """Open so many, each as soon as it may be, and return when that was"""
    instants = []
    for _ in range(count):
        now = turns.next(now, is_awaited=is_awaited)
        turns.take(now)
        instants.append(now)
    return instants


def test_a_few_are_opened_at_once_and_then_one_a_second():
    instants = opened_from(Turns(), 100.0, AT_ONCE + 3)

    assert instants == [100.0] * AT_ONCE + [101.0, 102.0, 103.0]


def test_those_whom_nothing_is_sent_yet_are_opened_more_slowly_and_leave_room_for_the_others():
    turns = Turns()

    soon = opened_from(turns, 100.0, 3, is_awaited=False)
    awaited = opened_from(turns, soon[-1], AT_ONCE)

    assert soon == [100.0, 105.0, 110.0]
    assert awaited == [110.0] * (AT_ONCE - 1) + [111.0]


@given(st.lists(st.tuples(st.floats(0, 3), st.booleans()), max_size=60))
def test_in_no_stretch_of_time_more_are_opened_than_a_few_and_one_a_second(pauses):
    turns, now, instants = Turns(), 0.0, []

    for pause, is_awaited in pauses:
        now = turns.next(now + pause, is_awaited=is_awaited)
        turns.take(now)
        instants.append(now)

    for first, begin in enumerate(instants):
        for last in range(first, len(instants)):
            assert last - first < AT_ONCE + (instants[last] - begin) / EVERY.total_seconds() + 1e-6


def test_after_too_many_none_is_opened_for_a_minute_and_then_one_at_a_time():
    turns = Turns()
    opened_from(turns, 100.0, 2)

    rest = turns.refuse(101.0)

    assert (rest, turns.is_resting(160.9), turns.is_resting(161.0)) == (FIRST_REST, True, False)
    assert opened_from(turns, 101.0, 3) == [161.0, 162.0, 163.0]


def test_each_further_time_the_rest_is_twice_as_long_up_to_an_hour():
    turns, now, rests = Turns(), 0.0, []

    for _ in range(8):
        rests.append(turns.refuse(now))
        now = turns.next(now, is_awaited=True)

    minutes = [1, 2, 4, 8, 16, 32, 60, 60]
    assert rests == [timedelta(minutes=one) for one in minutes]


def test_several_refused_at_once_are_one_time():
    turns = Turns()

    rests = [turns.refuse(100.0 + number) for number in range(3)]

    assert rests == [FIRST_REST, FIRST_REST - SECOND, FIRST_REST - 2 * SECOND]


def test_an_hour_after_a_rest_it_is_a_minute_again():
    turns = Turns()
    turns.refuse(0.0)
    turns.refuse(60.0)
    over = 60.0 + 2 * FIRST_REST.total_seconds()

    assert turns.refuse(over + LONGEST_REST.total_seconds()) == FIRST_REST


def test_how_long_somebody_waits_is_said_by_who_is_before_them():
    turns = Turns()
    opened_from(turns, 100.0, AT_ONCE)

    waits = [turns.wait(100.25, before) for before in (0, 3)]

    assert waits == [0.75 * SECOND, 3.75 * SECOND]


def order_of(waiting):
    order = []
    while (user_id := waiting.first()) is not None:
        order.append(user_id)
        waiting.leave(user_id)
    return order


def test_those_whom_something_is_sent_come_first_in_the_order_in_which_they_were_asked_for():
    waiting = Waiting()

    for user_id in (1, 2, 3):
        waiting.add_soon(user_id)
    for user_id in (5, 2, 4, 5):
        waiting.add(user_id)

    assert [waiting.before(user_id) for user_id in (5, 2, 4)] == [0, 1, 2]
    assert order_of(waiting) == [5, 2, 4, 1, 3]


def test_who_is_put_back_comes_before_all_others_like_them():
    waiting = Waiting()
    for user_id in (1, 2):
        waiting.add(user_id)
        waiting.add_soon(10 + user_id)
    waiting.leave(1)

    waiting.put_back(1, is_awaited=True)
    waiting.put_back(9, is_awaited=True)
    waiting.put_back(19, is_awaited=False)

    assert [waiting.before(user_id) for user_id in (9, 1, 2)] == [0, 1, 2]
    assert order_of(waiting) == [9, 1, 2, 19, 11, 12]


def test_who_leaves_makes_the_others_wait_less():
    waiting = Waiting()
    for user_id in (1, 2, 3):
        waiting.add(user_id)

    waiting.leave(2)

    assert (waiting.before(3), 2 in waiting, 3 in waiting) == (1, False, True)


def test_when_too_many_wait_for_nothing_in_particular_more_are_left_out(monkeypatch):
    monkeypatch.setattr(direct_turns, "MOST_SOON", 2)
    waiting = Waiting()

    for user_id in (1, 2, 3):
        waiting.add_soon(user_id)

    assert order_of(waiting) == [1, 2]
