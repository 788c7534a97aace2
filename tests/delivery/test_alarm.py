import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SystemClock
from bot.delivery.alarm import SchedulerAlarm
from bot.rehearsal.time import HeldAlarm, HeldClock

SOON = timedelta(milliseconds=40)
LONG = timedelta(hours=10)


class RealTime:
    """The alarm of `marquee run`; time passes by itself."""

    def __init__(self):
        self.clock = SystemClock()
        self.alarm = SchedulerAlarm()

    async def pass_until(self, is_so):
        async with asyncio.timeout(20):
            while not is_so():  # noqa: ASYNC110 - what is so is not known to any event
                await asyncio.sleep(0.01)

    async def pass_time(self, span):
        await asyncio.sleep(span.total_seconds())


class HeldTime:
    """The alarm of the rehearsal; time passes in steps."""

    def __init__(self):
        self.clock = HeldClock(datetime(2022, 11, 30, 9, 0, tzinfo=UTC))
        self.alarm = HeldAlarm(self.clock)

    async def pass_until(self, is_so):
        for _ in range(1000):
            if is_so():
                return
            await self.pass_time(SOON / 4)
        pytest.fail("it never was so")

    async def pass_time(self, span):
        self.clock.move_to(self.clock.now() + span)
        await self.alarm.ring()


@pytest.fixture(params=[RealTime, HeldTime])
async def time(request):
    time = request.param()
    yield time
    await time.alarm.stop()


@pytest.fixture
def now(time):
    return time.clock.now()


class Calls(list):
    def noting(self, word):
        async def call():
            self.append(word)

        return call


@pytest.fixture
def calls():
    return Calls()


async def test_it_rings_at_the_instant_and_not_before(time, now, calls):
    rang_at = []

    async def call():
        rang_at.append(time.clock.now())

    time.alarm.start()

    time.alarm.at(now + SOON, call)
    await time.pass_until(lambda: rang_at)

    assert rang_at[0] >= now + SOON


async def test_it_rings_at_once_for_an_instant_that_is_past(time, now, calls):
    time.alarm.start()

    time.alarm.at(now - LONG, calls.noting("rang"))
    await time.pass_until(lambda: calls)

    assert calls == ["rang"]


async def test_it_rings_for_each_instant_in_turn(time, now, calls):
    time.alarm.start()

    time.alarm.at(now + 3 * SOON, calls.noting("second"))
    time.alarm.at(now + SOON, calls.noting("first"))
    await time.pass_until(lambda: len(calls) == 2)

    assert calls == ["first", "second"]


async def test_an_instant_that_is_set_again_rings_once_with_the_later_call(time, now, calls):
    time.alarm.start()

    time.alarm.at(now + SOON, calls.noting("earlier"))
    time.alarm.at(now + SOON, calls.noting("later"))
    time.alarm.at(now + 3 * SOON, calls.noting("done"))
    await time.pass_until(lambda: "done" in calls)

    assert calls == ["later", "done"]


async def test_what_was_set_before_the_start_rings_after_it(time, now, calls):
    time.alarm.at(now, calls.noting("rang"))
    await time.pass_time(SOON)
    before = list(calls)

    time.alarm.start()
    await time.pass_until(lambda: calls)

    assert (before, calls) == ([], ["rang"])


async def test_it_rings_again_and_again(time, calls):
    time.alarm.start()

    time.alarm.every(SOON, calls.noting("rang"))
    await time.pass_until(lambda: len(calls) >= 3)

    assert calls[:3] == ["rang"] * 3


async def test_a_call_that_fails_is_logged_and_the_others_are_made(time, now, calls, caplog):
    async def fails():
        raise RuntimeError("on purpose")

    time.alarm.start()

    time.alarm.at(now, fails)
    time.alarm.at(now + SOON, calls.noting("rang"))
    await time.pass_until(lambda: calls)

    assert [record.levelname for record in caplog.records] == ["ERROR"]


async def test_a_regular_call_that_fails_is_made_again(time, calls, caplog):
    async def fails():
        calls.append("failed")
        raise RuntimeError("on purpose")

    time.alarm.start()

    time.alarm.every(SOON, fails)
    await time.pass_until(lambda: len(calls) >= 2)

    assert calls[:2] == ["failed"] * 2


async def test_a_stopped_alarm_rings_no_more(time, now, calls):
    time.alarm.start()
    time.alarm.at(now + SOON, calls.noting("rang"))
    time.alarm.every(SOON, calls.noting("rang"))

    await time.alarm.stop()
    await time.pass_time(3 * SOON)

    assert calls == []


async def test_stopping_waits_for_the_calls_under_way():
    alarm, ended = SchedulerAlarm(), []
    under_way = asyncio.Event()

    async def slow():
        under_way.set()
        await asyncio.sleep(SOON.total_seconds())
        ended.append("ended")

    alarm.start()
    alarm.at(SystemClock().now(), slow)
    await under_way.wait()

    await alarm.stop()

    assert ended == ["ended"]


async def test_a_slow_call_does_not_stop_the_regular_ones():
    alarm, begun, go_on = SchedulerAlarm(), [], asyncio.Event()

    async def slow():
        begun.append("begun")
        if len(begun) == 3:
            go_on.set()
        await go_on.wait()

    alarm.start()
    alarm.every(SOON, slow)
    await asyncio.wait_for(go_on.wait(), timeout=20)
    await alarm.stop()

    assert begun[:3] == ["begun"] * 3


async def test_an_alarm_that_never_started_can_be_stopped():
    await SchedulerAlarm().stop()
