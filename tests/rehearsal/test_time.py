from datetime import UTC, datetime, timedelta

from bot.rehearsal.time import HeldAlarm, HeldClock

NOON = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def _rung(alarm, clock, *instants):
    for instant in instants:
        clock.move_to(instant)
        await alarm.ring()


def _a_held_alarm():
    clock = HeldClock(NOON)
    alarm = HeldAlarm(clock)
    alarm.start()
    return clock, alarm


def _noting(calls, word):
    async def call():
        calls.append(word)

    return call


async def test_a_held_clock_stands_still_until_moved():
    clock = HeldClock(NOON)

    before, _ = clock.now(), clock.move_to(NOON + MINUTE)

    assert (before, clock.now()) == (NOON, NOON + MINUTE)


async def test_an_alarm_rings_once_when_its_instant_has_come():
    clock, alarm = _a_held_alarm()
    calls = []
    alarm.at(NOON + MINUTE, _noting(calls, "rang"))

    await _rung(alarm, clock, NOON, NOON + MINUTE, NOON + 2 * MINUTE)

    assert calls == ["rang"]


async def test_alarms_that_are_due_together_ring_in_their_order():
    clock, alarm = _a_held_alarm()
    calls = []
    alarm.at(NOON + 2 * MINUTE, _noting(calls, "second"))
    alarm.at(NOON + MINUTE, _noting(calls, "first"))

    await _rung(alarm, clock, NOON + 3 * MINUTE)

    assert calls == ["first", "second"]


async def test_the_next_instant_is_the_earliest_one_set():
    _, alarm = _a_held_alarm()
    calls = []
    alarm.at(NOON + 2 * MINUTE, _noting(calls, "later"))
    alarm.at(NOON + MINUTE, _noting(calls, "sooner"))

    assert alarm.next_instant == NOON + MINUTE


async def test_regular_calls_are_made_at_every_move():
    clock, alarm = _a_held_alarm()
    calls = []
    alarm.every(timedelta(seconds=5), _noting(calls, "swept"))

    await _rung(alarm, clock, NOON, NOON + MINUTE)

    assert calls == ["swept", "swept"]


async def test_a_call_that_fails_leaves_the_others_ringing(caplog):
    clock, alarm = _a_held_alarm()
    calls = []

    async def fails():
        raise RuntimeError("on purpose")

    alarm.at(NOON, fails)
    alarm.at(NOON + MINUTE, _noting(calls, "rang"))

    await _rung(alarm, clock, NOON + MINUTE)

    assert calls == ["rang"]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


async def test_a_stopped_alarm_rings_no_more():
    clock, alarm = _a_held_alarm()
    calls = []
    alarm.at(NOON, _noting(calls, "rang"))

    await alarm.stop()
    await _rung(alarm, clock, NOON + MINUTE)

    assert calls == []
