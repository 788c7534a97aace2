"""The promise that Pace rests on: however long requests take, no second holds too many."""

from collections import deque
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import UNTIL_OTHERS_KNOW
from bot.places import ARRIVES_WITHIN, SECOND, Places


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A request that is wanted at a time, takes so long, and arrives somewhere on the way"""

    at: float
    latency: float
    arrives: float  # 0 to 1, of the latency


@dataclass(frozen=True, kw_only=True)
class Made:
    started: float
    arrived: float


@dataclass(frozen=True, kw_only=True)
class Order:
    """A change of the number of places"""

    at: float
    number: int


def wishes(longest, most=60):
    one = st.tuples(
        st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.5, 3.0]),
        st.floats(0.0, longest),
        st.floats(0.0, 1.0),
    )
    return st.lists(one, max_size=most).map(_placed)


def _placed(drawn):
    times = accumulate(gap for gap, _, _ in drawn)
    return [
        Wish(at=at, latency=latency, arrives=arrives)
        for at, (_, latency, arrives) in zip(times, drawn, strict=True)
    ]


def made(places, wished, orders=()):
    """Make all requests as soon as they may be, first come, first served."""
    calls = [(order.at, 0, index, order) for index, order in enumerate(orders)]
    calls += [(wish.at, 2, index, wish) for index, wish in enumerate(wished)]
    calls.sort()
    waiting, done = deque(), []
    while calls or waiting:
        now = _next(places, calls, waiting, done)
        while calls and calls[0][0] <= now:
            _, kind, number, what = heappop(calls)
            if kind == 0:
                places.change(what.number, now)
            elif kind == 1:
                places.end(number, now)
            else:
                waiting.append(what)
        while waiting and places.opens(now) <= now:
            wish = waiting.popleft()
            number = places.take(now)
            arrived = now + min(wish.arrives * wish.latency, ARRIVES_WITHIN)
            done.append(Made(started=now, arrived=arrived))
            heappush(calls, (now + wish.latency, 1, number, None))
    return done


def _next(places, calls, waiting, done):
    """When something happens next; never before what happened last"""
    before = done[-1].started if done else 0.0
    times = [calls[0][0]] if calls else []
    if waiting:
        times.append(places.opens(before))
    return max(before, min(times))


def busiest(arrivals):
    """The most arrivals in any second, its end not included"""
    arrivals = sorted(arrivals)
    return max(
        (sum(first <= one < first + 1.0 for one in arrivals) for first in arrivals), default=0
    )


@given(st.integers(1, 5), wishes(longest=9.0))
def test_no_second_holds_more_arrivals_than_there_are_places(number, wished):
    done = made(Places(number), wished)

    assert len(done) == len(wished)
    assert busiest(one.arrived for one in done) <= number


@given(wishes(longest=0.4, most=40), wishes(longest=0.4, most=40), st.floats(0, 0.5))
def test_a_process_that_joins_never_makes_it_too_many(ours, theirs, heard):
    joins = 1.7
    new = Places(2)
    new.close(joins + UNTIL_OTHERS_KNOW)

    old = made(Places(4), ours, [Order(at=joins + heard, number=2)])
    late = [Wish(at=joins + one.at, latency=one.latency, arrives=one.arrives) for one in theirs]
    both = [*old, *made(new, late)]

    assert busiest(one.arrived for one in both) <= 4


@given(wishes(longest=2.0, most=40), wishes(longest=2.0, most=40), st.floats(0, 5))
def test_a_process_that_leaves_never_makes_it_too_many(ours, theirs, heard):
    gone = made(Places(2), theirs)
    leaves = max((one.arrived for one in gone), default=0.0)

    stays = made(Places(2), ours, [Order(at=leaves + heard, number=4)])

    assert busiest(one.arrived for one in (*gone, *stays)) <= 4


def test_fewer_places_hold_at_once_and_more_only_after_a_second():
    places = Places(2)

    places.change(1, 10.0)
    places.take(9.9)
    assert places.opens(10.0) > 11

    places.change(3, 10.5)
    places.change(2, 11.0)
    assert places.opens(11.0) == 10.5 + SECOND
    assert places.opens(12.0) == 12.0


def test_more_places_that_were_promised_are_taken_back():
    places = Places(1)
    places.take(9.0)

    places.change(3, 10.0)
    places.change(1, 10.5)

    assert places.opens(12.0) == 9.0 + ARRIVES_WITHIN + SECOND


def test_a_request_that_was_never_made_keeps_no_place():
    places = Places(1)
    never_made = places.take(10.0)

    places.give_back(never_made)

    assert places.opens(10.0) == 10.0


def test_one_request_that_takes_long_holds_up_no_other():
    slow = Wish(at=0.0, latency=30.0, arrives=0.5)
    quick = [Wish(at=0.0, latency=0.01, arrives=0.5)] * 20

    done = made(Places(5), [slow, *quick])

    assert max(one.started for one in done) < 20 / 4 * (SECOND + 0.02)


def test_requests_that_all_hang_hold_up_the_others_for_a_few_seconds_only():
    hung = [Wish(at=0.0, latency=15.0, arrives=0.0)] * 5
    quick = Wish(at=0.0, latency=0.01, arrives=0.5)

    done = made(Places(5), [*hung, quick])

    assert done[-1].started == ARRIVES_WITHIN + SECOND


@pytest.mark.parametrize("latency", [0.0, 0.004, 0.04])
def test_a_thousand_go_nearly_as_fast_as_the_limit_lets_them(latency):
    wished = [Wish(at=0.0, latency=latency, arrives=0.5)] * 1_000

    last = made(Places(50), wished)[-1].started

    assert 19 <= last <= 19 * 1.05
