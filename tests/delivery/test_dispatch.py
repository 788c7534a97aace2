import asyncio
from datetime import timedelta

import pytest

from bot.delivery.dispatch import AT_ONCE, Dispatch
from bot.delivery.model import Outcome, Seen, Sighting, State
from bot.rehearsal.time import HeldAlarm, HeldClock
from tests.delivery.deliveries import DUE, MINUTE, SECOND, START, a_delivery
from tests.delivery.fakes import Channels, Killed, ListPlanner
from tests.delivery.memory_ledger import MemoryLedger

FAILED = Outcome(state=State.FAILED, reason="Discord answered 503")
HIDDEN = Sighting(seen=Seen.HIDDEN, reason="hidden")
UNKNOWN = Sighting(seen=Seen.UNKNOWN, reason="no answer")


class Bench:
    """Dispatch between a list of deliveries and a list of posts, at an instant in the hand."""

    def __init__(self, *deliveries, at=DUE):
        self.clock = HeldClock(at)
        self.ledger = MemoryLedger()
        self.planner = ListPlanner(self.ledger, *deliveries)
        self.channels = Channels(self.clock)
        self.restart()

    def restart(self):
        """A new process; only the ledger and Discord remember."""
        self.alarm = HeldAlarm(self.clock)
        self.dispatch = Dispatch(self.planner, self.ledger, self.channels, self.alarm, self.clock)

    async def wake(self, at=None):
        self.clock.move_to(at or self.clock.now())
        await self.dispatch.wake()

    async def die(self, delivery, *, posted):
        """Wake, and be killed in the middle of sending `delivery`."""
        faults = self.channels.after_posting if posted else self.channels.faults
        faults[delivery.key] = [Killed()]
        with pytest.raises(Killed):
            await self.dispatch.wake()
        self.restart()

    def state(self, delivery):
        return self.ledger.records[delivery.key].state

    def record(self, delivery):
        return self.ledger.records[delivery.key]


async def test_what_is_due_is_posted_once_and_settled():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)

    await bench.wake()
    await bench.wake(DUE + MINUTE)

    assert bench.channels.posts == [(DUE, delivery)]
    record = bench.record(delivery)
    assert (record.state, record.message_id, record.settled_at) == (State.SENT, 1, DUE)


async def test_what_is_not_due_is_not_posted():
    bench = Bench(a_delivery("keynote"), at=DUE - SECOND)

    await bench.wake()

    assert bench.channels.posts == []


async def test_a_guilds_deliveries_are_posted_in_due_order():
    later, sooner = a_delivery("panel", due=DUE + MINUTE), a_delivery("keynote", due=DUE)
    bench = Bench(later, sooner, at=DUE + 2 * MINUTE)

    await bench.wake()

    assert bench.channels.posted == [sooner, later]


async def test_the_start_sets_one_alarm_for_each_due_instant_and_no_second_one():
    instants = [DUE, DUE, DUE + MINUTE]
    deliveries = [a_delivery(str(number), due=due) for number, due in enumerate(instants)]
    bench = Bench(*deliveries, at=DUE - MINUTE)
    armed = []
    ring_at = bench.alarm.at
    bench.alarm.at = lambda instant, call: (armed.append(instant), ring_at(instant, call))

    await bench.dispatch.start()
    await bench.dispatch.wake()

    assert armed == [DUE, DUE + MINUTE]


async def test_an_alarm_posts_at_its_instant():
    delivery = a_delivery("keynote")
    bench = Bench(delivery, at=DUE - MINUTE)
    await bench.dispatch.start()
    bench.alarm.start()

    bench.clock.move_to(bench.alarm.next_instant)
    await bench.alarm.ring()

    assert bench.channels.posts == [(DUE, delivery)]


async def test_the_sweep_posts_what_no_alarm_rang_for():
    bench = Bench(a_delivery("keynote"), at=DUE - MINUTE)
    await bench.dispatch.start()
    bench.alarm.start()
    unplanned = a_delivery("panel")
    bench.planner.deliveries.append(unplanned)

    bench.clock.move_to(DUE - SECOND)
    await bench.alarm.ring()
    bench.planner.deliveries[1:] = [a_delivery("panel", due=DUE - 2 * SECOND)]
    await bench.alarm.ring()

    assert [one.due for one in bench.channels.posted] == [DUE - 2 * SECOND]


async def test_wakes_that_overlap_post_nothing_twice():
    bench = Bench(*(a_delivery(str(number)) for number in range(5)))

    await asyncio.gather(*(bench.dispatch.wake() for _ in range(4)))

    assert len(bench.channels.posts) == 5


async def test_a_wake_during_slow_work_leaves_its_findings_to_that_work():
    first, second = a_delivery("keynote"), a_delivery("panel", due=DUE + MINUTE)
    bench = Bench(first, second)
    under_way, go_on = asyncio.Event(), asyncio.Event()
    send = bench.channels.send

    async def slowly(delivery):
        under_way.set()
        await go_on.wait()
        return await send(delivery)

    bench.channels.send = slowly
    slow = asyncio.create_task(bench.dispatch.wake())
    await under_way.wait()
    await bench.wake(DUE + MINUTE)
    go_on.set()
    await slow

    assert bench.channels.posted == [first, second]


async def test_a_slow_guild_does_not_hold_up_another():
    slow, quick = a_delivery("keynote", guild_id=1), a_delivery("keynote", guild_id=2)
    bench = Bench(slow, quick)
    other_is_posted, send = asyncio.Event(), bench.channels.send

    async def send_slowly(delivery):
        if delivery == slow:
            await other_is_posted.wait()
        outcome = await send(delivery)
        other_is_posted.set()
        return outcome

    bench.channels.send = send_slowly
    await asyncio.wait_for(bench.dispatch.wake(), timeout=20)

    assert bench.channels.posted == [quick, slow]


async def test_only_so_many_sends_are_under_way_at_one_time():
    bench = Bench(*(a_delivery("keynote", guild_id=guild) for guild in range(2 * AT_ONCE)))
    send, under_way, most = bench.channels.send, 0, 0

    async def counted(delivery):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return await send(delivery)

    bench.channels.send = counted
    await bench.wake()

    assert (most, len(bench.channels.posts)) == (AT_ONCE, 2 * AT_ONCE)


async def test_a_delivery_that_breaks_is_logged_with_a_reference_and_the_next_one_goes_on(caplog):
    broken, fine = a_delivery("keynote"), a_delivery("panel")
    bench = Bench(broken, fine)
    bench.channels.faults[broken.key] = [RuntimeError("odd data")]

    await bench.wake()

    assert bench.channels.posted == [fine]
    reason = bench.record(broken).reason
    logged = [record.getMessage() for record in caplog.records if record.exc_info]
    assert len(logged) == 1
    assert reason.split()[-1] in logged[0]


async def test_a_planner_that_fails_is_logged_and_asked_again(caplog):
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    plans = bench.planner.plans

    async def fails(now):
        raise OSError("disk")

    bench.planner.plans = fails
    await bench.wake()
    bench.planner.plans = plans
    await bench.wake()

    assert bench.channels.posted == [delivery]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


async def test_a_ledger_that_fails_for_one_delivery_does_not_stop_the_next(caplog):
    first, second = a_delivery("keynote"), a_delivery("panel")
    bench = Bench(first, second)
    claim = bench.ledger.claim

    async def fails_once(delivery, now):
        bench.ledger.claim = claim
        raise OSError("disk")

    bench.ledger.claim = fails_once
    await bench.wake()
    posted_at_first = bench.channels.posted
    await bench.wake()

    assert posted_at_first == [second]
    assert bench.channels.posted == [second, first]


async def test_a_dropped_delivery_is_not_tried_again_and_the_log_says_why(caplog):
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    bench.channels.faults[delivery.key] = [Outcome(state=State.DROPPED, reason="no permission")]

    await bench.wake()
    await bench.wake(DUE + MINUTE)

    assert (bench.state(delivery), bench.channels.posts) == (State.DROPPED, [])
    assert "dropped (no permission)" in caplog.text


async def test_a_failed_delivery_is_tried_again_when_its_next_try_has_come():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    bench.channels.faults[delivery.key] = [FAILED]

    await bench.wake()
    next_try = bench.record(delivery).next_try
    await bench.wake(next_try - SECOND / 1000)
    sent_too_soon = bench.channels.posts.copy()
    await bench.wake(next_try)

    assert sent_too_soon == []
    assert bench.channels.posts == [(next_try, delivery)]
    assert (bench.state(delivery), bench.record(delivery).attempts) == (State.SENT, 2)


async def test_a_failed_delivery_that_was_posted_after_all_is_found_and_not_posted_again():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    bench.channels.after_posting[delivery.key] = [FAILED]

    await bench.wake()
    await bench.wake(DUE + MINUTE)

    assert bench.channels.posted == [delivery]
    assert (bench.state(delivery), bench.record(delivery).message_id) == (State.SENT, 1)


async def test_a_delivery_that_fails_until_its_start_expires_with_the_last_reason(caplog):
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    bench.channels.faults[delivery.key] = [FAILED] * 100

    for minutes in range(11):
        await bench.wake(DUE + minutes * MINUTE)

    assert bench.channels.posts == []
    record = bench.record(delivery)
    assert (record.state, record.reason) == (State.EXPIRED, "Discord answered 503")
    assert f"expired ({record.reason})" in caplog.text


async def test_the_last_try_that_was_posted_unseen_is_found_after_the_start():
    delivery = a_delivery("keynote")
    bench = Bench(delivery, at=START - SECOND)
    bench.channels.after_posting[delivery.key] = [FAILED]

    await bench.wake()
    await bench.wake(START)

    assert (bench.state(delivery), bench.channels.posted) == (State.SENT, [delivery])


async def test_what_was_missed_is_recorded_as_expired_and_logged_once(caplog):
    delivery = a_delivery("keynote")
    bench = Bench(delivery, at=START)

    await bench.wake()
    await bench.wake()

    assert (bench.state(delivery), bench.channels.sends) == (State.EXPIRED, [])
    (line,) = [record.getMessage() for record in caplog.records]
    assert "keynote (start 2022-11-30 17:00:00Z): expired" in line


async def test_what_waits_behind_others_until_its_start_is_not_posted_late():
    slow, late = a_delivery("keynote"), a_delivery("panel", due=DUE + SECOND)
    bench = Bench(slow, late, at=START - SECOND)
    send = bench.channels.send

    async def slowly(delivery):
        outcome = await send(delivery)
        bench.clock.move_to(START)
        return outcome

    bench.channels.send = slowly
    await bench.wake()

    assert bench.channels.posted == [slow]
    assert bench.state(late) is State.EXPIRED


async def test_a_withdrawn_delivery_gives_way_to_what_is_planned_instead():
    old, new = a_delivery("keynote", "panel"), a_delivery("panel")
    bench = Bench(old)
    bench.channels.faults[old.key] = [Outcome(state=State.WITHDRAWN, reason="moved")]

    await bench.wake()
    bench.planner.deliveries = [new]
    await bench.wake()

    assert bench.state(old) is State.WITHDRAWN
    assert bench.channels.posted == [new]


async def test_a_stale_claim_that_was_posted_is_found_and_settled():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    await bench.die(delivery, posted=True)

    bench.clock.move_to(DUE + 3 * MINUTE)
    await bench.dispatch.start()

    assert bench.channels.posted == [delivery]
    assert (bench.state(delivery), bench.channels.looks) == (State.SENT, [DUE])


async def test_a_stale_claim_that_was_not_posted_is_posted_with_the_same_nonce():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    await bench.die(delivery, posted=False)

    bench.clock.move_to(DUE + 3 * MINUTE)
    await bench.dispatch.start()

    assert [one.digest for one in bench.channels.sends] == [delivery.digest] * 2
    assert bench.channels.posts == [(DUE + 3 * MINUTE, delivery)]


async def test_a_stale_claim_that_was_not_posted_by_its_start_has_expired():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    await bench.die(delivery, posted=False)

    bench.clock.move_to(START)
    await bench.dispatch.start()

    assert (bench.state(delivery), bench.channels.posts) == (State.EXPIRED, [])


@pytest.mark.parametrize(
    ("later", "state", "posts"),
    [(59 * SECOND, State.SENT, 1), (61 * SECOND, State.UNSURE, 0), (-MINUTE * 2, State.UNSURE, 0)],
)
async def test_a_stale_claim_in_a_hidden_history_is_sent_only_while_its_nonce_is_remembered(
    later, state, posts
):
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    await bench.die(delivery, posted=False)
    bench.channels.sighting = HIDDEN

    bench.clock.move_to(DUE + later)
    await bench.dispatch.start()

    assert (bench.state(delivery), len(bench.channels.posts)) == (state, posts)


async def test_a_hidden_history_after_the_start_leaves_it_unsure():
    delivery = a_delivery("keynote", due=START - SECOND)
    bench = Bench(delivery, at=START - SECOND)
    await bench.die(delivery, posted=True)
    bench.channels.sighting = HIDDEN

    await bench.wake(START)

    assert (bench.state(delivery), bench.record(delivery).reason) == (State.UNSURE, "hidden")


@pytest.mark.parametrize("sighting", [UNKNOWN, RuntimeError("a bug")])
async def test_while_the_history_can_not_be_asked_nothing_is_sent(sighting):
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    await bench.die(delivery, posted=True)
    bench.channels.sighting = sighting

    await bench.wake(DUE + MINUTE)
    state_meanwhile = bench.state(delivery)
    bench.channels.sighting = None
    await bench.wake(DUE + 3 * MINUTE)

    assert state_meanwhile is State.FAILED
    assert (bench.state(delivery), bench.channels.posted) == (State.SENT, [delivery])


async def test_a_history_that_can_not_be_asked_until_the_start_leaves_it_unsure():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    await bench.die(delivery, posted=True)
    bench.channels.sighting = UNKNOWN

    for minutes in range(1, 12):
        await bench.wake(DUE + minutes * MINUTE)

    assert bench.state(delivery) is State.UNSURE


async def test_a_settlement_that_is_lost_is_found_out_by_the_next_wake():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    settle = bench.ledger.settle

    async def fails_once(record):
        bench.ledger.settle = settle
        raise OSError("disk full")

    bench.ledger.settle = fails_once
    await bench.wake()
    state_meanwhile = bench.state(delivery)
    await bench.wake(DUE + 5 * SECOND)

    assert state_meanwhile is State.CLAIMED
    assert (bench.state(delivery), bench.channels.posted) == (State.SENT, [delivery])


async def test_a_stopped_dispatch_claims_nothing_more():
    bench = Bench(a_delivery("keynote"))

    bench.dispatch.stop()
    await bench.wake()

    assert bench.ledger.records == {}


async def test_stopped_in_the_middle_it_ends_what_is_under_way_and_begins_nothing():
    first, second = a_delivery("keynote"), a_delivery("panel")
    bench = Bench(first, second)
    send = bench.channels.send

    async def stopping(delivery):
        bench.dispatch.stop()
        return await send(delivery)

    bench.channels.send = stopping
    await bench.wake()

    assert (bench.state(first), bench.channels.posted) == (State.SENT, [first])
    assert second.key not in bench.ledger.records


async def test_it_waits_as_long_as_discord_asks():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    wait = timedelta(minutes=4)
    limited = Outcome(state=State.FAILED, reason="429", retry_after=wait)
    bench.channels.faults[delivery.key] = [limited]

    await bench.wake()

    assert DUE + wait <= bench.record(delivery).next_try <= DUE + wait + 2 * SECOND
