import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers import base as scheduling

from bot.clock import SystemClock
from bot.delivery.alarm import SchedulerAlarm
from bot.rehearsal.time import HeldAlarm, HeldClock

SOON = timedelta(milliseconds=40)
HOUR = timedelta(hours=1)
LONG = timedelta(hours=10)


class SetClock(datetime):
    """The machine's clock as APScheduler reads it, `ahead` by what somebody set it"""

    ahead = timedelta()

    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + cls.ahead


class RealTime:
    """The alarm of `marquee run`; time passes by itself."""

    def __init__(self, monkeypatch):
        self.clock = SystemClock()
        self.alarm = SchedulerAlarm()
        monkeypatch.setattr(SetClock, "ahead", timedelta())
        monkeypatch.setattr(scheduling, "datetime", SetClock)

    def set_clock(self, by):
        SetClock.ahead += by

    async def pass_until(self, is_so):
        async with asyncio.timeout(20):
            while not is_so():  # noqa: ASYNC110 - what is so is not known to any event
                await asyncio.sleep(0.01)

    async def pass_time(self, span):
        await asyncio.sleep(span.total_seconds())


class HeldTime:
    """The alarm of the rehearsal; time passes in steps."""

    def __init__(self, _):
        self.clock = HeldClock(datetime(2022, 11, 30, 9, 0, tzinfo=UTC))
        self.alarm = HeldAlarm(self.clock)

    def set_clock(self, by):
        self.clock.move_to(self.clock.now() + by)

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
async def time(request, monkeypatch):
    time = request.param(monkeypatch)
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


@pytest.mark.parametrize("jump", [-HOUR, HOUR], ids=["back", "forward"])
async def test_it_rings_again_and_again_when_the_clock_was_set(time, calls, jump):
    time.alarm.start()
    time.alarm.every(SOON, calls.noting("rang"))
    await time.pass_until(lambda: calls)
    before = len(calls)

    time.set_clock(jump)
    await time.pass_until(lambda: len(calls) >= before + 3)

    assert set(calls) == {"rang"}


async def test_an_instant_that_the_clock_jumped_over_rings_with_the_next_regular_call(
    time, now, calls
):
    time.alarm.start()
    time.alarm.at(now + HOUR / 2, calls.noting("rang"))
    time.alarm.every(SOON, calls.noting("sweep"))
    await time.pass_until(lambda: calls)
    before = calls.count("rang")

    time.set_clock(HOUR)
    await time.pass_until(lambda: "rang" in calls)

    assert before == 0


async def test_an_instant_that_is_an_hour_off_again_rings_when_it_has_come(time, now, calls):
    time.alarm.start()
    time.alarm.every(SOON, calls.noting("sweep"))
    time.alarm.at(now + 2 * SOON, calls.noting("rang"))

    time.set_clock(-HOUR)
    await time.pass_until(lambda: calls.count("sweep") >= 4)
    too_soon = calls.count("rang")
    time.set_clock(HOUR)
    await time.pass_until(lambda: "rang" in calls)

    assert too_soon == 0


async def test_regular_calls_that_were_set_before_the_start_begin_with_it(time, calls):
    time.alarm.every(SOON, calls.noting("rang"))
    await time.pass_time(2 * SOON)
    before = len(calls)

    time.alarm.start()
    await time.pass_until(lambda: len(calls) >= 2)

    assert before == 0


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
