import asyncio

import pytest

from bot.delivery.dispatch import AT_ONCE, PEOPLE_AT_ONCE
from bot.delivery.model import NO_GUILD, Cause, Kind, Outcome, Plan, State
from tests.delivery.bench import Bench
from tests.delivery.deliveries import DUE, MINUTE, SECOND, START, a_delivery


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


async def test_what_a_wake_finds_again_while_it_waits_is_claimed_once():
    first, second = a_delivery("keynote"), a_delivery("panel")
    bench = Bench(first, second)
    claimed, claim, send = [], bench.ledger.claim, bench.channels.send

    async def count(delivery, now):
        claimed.append(delivery)
        return await claim(delivery, now)

    async def send_and_wake(delivery):
        if delivery == first:
            await bench.dispatch.wake()
        return await send(delivery)

    bench.ledger.claim, bench.channels.send = count, send_and_wake
    await bench.dispatch.wake()

    assert claimed == [first, second]


async def test_what_another_process_took_while_it_waited_is_not_claimed():
    first, second = a_delivery("keynote"), a_delivery("panel")
    bench = Bench(first, second)
    claimed, claim, send = [], bench.ledger.claim, bench.channels.send

    async def count(delivery, now):
        claimed.append(delivery)
        return await claim(delivery, now)

    async def send_while_another_takes_the_second(delivery):
        await claim(second, DUE)
        await bench.dispatch.wake()
        return await send(delivery)

    bench.ledger.claim = count
    bench.channels.send = send_while_another_takes_the_second
    await bench.dispatch.wake()

    assert claimed == [first]


async def test_processes_take_what_is_due_at_one_instant_in_different_orders():
    benches = [Bench(*(a_delivery("keynote", guild_id=one) for one in range(20))) for _ in range(2)]

    for bench in benches:
        await bench.wake()

    one, other = ([delivery.guild_id for delivery in bench.channels.posted] for bench in benches)
    assert sorted(one) == sorted(other)
    assert one != other


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


async def test_guilds_that_hang_do_not_hold_up_the_others(monkeypatch):
    monkeypatch.setattr("bot.delivery.dispatch.PATIENCE", SECOND / 100)
    hung = [a_delivery("keynote", guild_id=guild) for guild in range(3 * AT_ONCE)]
    fine = a_delivery("keynote", due=DUE + SECOND, guild_id=10_000)
    bench = Bench(*hung, fine, at=DUE + SECOND)
    fine_is_posted, send = asyncio.Event(), bench.channels.send

    async def hang(delivery):
        if delivery != fine:
            await fine_is_posted.wait()
        outcome = await send(delivery)
        fine_is_posted.set()
        return outcome

    bench.channels.send = hang
    await asyncio.wait_for(bench.dispatch.wake(), timeout=20)

    assert bench.channels.posted[0] == fine
    assert len(bench.channels.posts) == len(hung) + 1


def take_a_moment(bench):
    """Have each send give way to all else once, as on a network"""
    send = bench.channels.send

    async def slowly(delivery):
        await asyncio.sleep(0)
        return await send(delivery)

    bench.channels.send = slowly


async def test_over_all_guilds_what_is_due_first_is_posted_first():
    many = range(1, 3 * AT_ONCE)
    rising = [a_delivery("keynote", due=DUE + n * SECOND, guild_id=n) for n in many]
    late_guild = a_delivery("panel", due=rising[-1].due + SECOND, guild_id=1)
    bench = Bench(late_guild, *reversed(rising), at=late_guild.due)
    take_a_moment(bench)

    await bench.wake()

    assert bench.channels.posted == [*rising, late_guild]


async def test_a_guild_with_much_to_post_is_served_no_more_often_than_one_with_little():
    many = [a_delivery(str(n), due=DUE + n * SECOND, guild_id=1) for n in range(20)]
    other = a_delivery("keynote", due=DUE + MINUTE, guild_id=2)
    bench = Bench(*many, other, at=DUE + MINUTE)
    take_a_moment(bench)

    await bench.wake()

    assert bench.channels.posted.index(other) <= 2


async def test_what_failed_before_waits_behind_what_was_never_tried(monkeypatch):
    monkeypatch.setattr("bot.delivery.dispatch.AT_ONCE", 1)
    failed, fresh = a_delivery("keynote"), a_delivery("keynote", due=DUE + MINUTE, guild_id=2)
    blocking = a_delivery("keynote", due=DUE - MINUTE, guild_id=3)
    bench = Bench(failed)
    bench.channels.faults[failed.key] = [Outcome(state=State.FAILED, reason="503")]
    await bench.wake()

    take_a_moment(bench)
    bench.planner.deliveries += [blocking, fresh]
    await bench.wake(DUE + MINUTE)

    assert bench.channels.posted == [blocking, fresh, failed]


async def test_while_posting_is_paused_what_falls_due_is_written_down_and_not_posted(caplog):
    caplog.set_level("INFO")
    delivery, elsewhere = a_delivery("keynote"), a_delivery("keynote", guild_id=2)
    bench = Bench(delivery, elsewhere)
    bench.posting.paused.add(1)

    await bench.wake()
    bench.posting.paused.clear()
    await bench.wake(DUE + MINUTE)

    assert bench.channels.posted == [elsewhere]
    record = bench.record(delivery)
    assert (record.state, record.cause, record.settled_at) == (State.DROPPED, Cause.PAUSED, DUE)
    assert "dropped (posting was paused when it fell due)" in caplog.text
    assert {one.levelname for one in caplog.records} == {"INFO"}


async def test_what_failed_is_not_tried_again_while_posting_is_paused():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    bench.channels.faults[delivery.key] = [Outcome(state=State.FAILED, reason="503")]
    await bench.wake()

    bench.posting.paused.add(1)
    await bench.wake(DUE + MINUTE)
    meanwhile = len(bench.channels.sends)
    bench.posting.paused.clear()
    await bench.wake(DUE + 2 * MINUTE)

    assert meanwhile == 1
    assert bench.channels.posts == [(DUE + 2 * MINUTE, delivery)]


@pytest.mark.parametrize(("posted", "state"), [(True, State.SENT), (False, State.EXPIRED)])
async def test_a_stale_claim_is_looked_up_after_its_last_moment_though_posting_is_paused(
    posted, state
):
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    await bench.die(delivery, posted=posted)
    bench.posting.paused.add(1)

    await bench.wake(DUE + MINUTE)
    looks_meanwhile = list(bench.channels.looks)
    await bench.wake(START)

    assert looks_meanwhile == []
    assert (bench.state(delivery), len(bench.channels.posts)) == (state, int(posted))


async def test_what_waits_for_its_turn_is_not_posted_once_posting_is_paused():
    first, second = a_delivery("keynote"), a_delivery("panel")
    bench = Bench(first, second)
    send = bench.channels.send

    async def pausing(delivery):
        bench.posting.paused.add(1)
        return await send(delivery)

    bench.channels.send = pausing
    await bench.wake()
    held_back = second.key not in bench.ledger.records
    await bench.wake()

    assert held_back
    assert bench.channels.posted == [first]
    assert bench.record(second).cause is Cause.PAUSED


async def test_another_processes_guilds_are_left_alone():
    failed, due, missed = (
        a_delivery("keynote"),
        a_delivery("panel", due=DUE + MINUTE),
        a_delivery("over", due=DUE - MINUTE, expires=DUE),
    )
    bench = Bench(failed)
    bench.channels.faults[failed.key] = [Outcome(state=State.FAILED, reason="503")]
    await bench.wake()

    bench.planner.deliveries += [due, missed]
    bench.posting.others.add(1)
    await bench.wake(START)

    assert (bench.state(failed), list(bench.ledger.records)) == (State.FAILED, [failed.key])
    assert bench.channels.posts == []


async def test_waking_soon_is_left_to_the_alarm():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    bench.alarm.start()

    bench.dispatch.wake_soon()
    before = list(bench.channels.posts)
    await bench.alarm.ring()

    assert (before, bench.channels.posted) == ([], [delivery])


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


async def test_what_was_missed_is_recorded_as_expired_and_logged_once(caplog):
    delivery = a_delivery("keynote")
    bench = Bench(delivery, at=START)

    await bench.wake()
    await bench.wake()

    assert (bench.state(delivery), bench.channels.sends) == (State.EXPIRED, [])
    assert bench.record(delivery).cause is Cause.LATE
    (line,) = [record.getMessage() for record in caplog.records]
    assert "keynote (start 2022-11-30 17:00:00Z): expired" in line


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


async def test_what_was_missed_is_written_down_after_what_is_still_to_be_posted():
    missed = [a_delivery(f"{number}", due=DUE - MINUTE, expires=DUE) for number in range(3)]
    due = a_delivery("keynote")
    bench = Bench(*missed, due)

    await bench.wake()

    assert list(bench.ledger.records) == [due.key, *(one.key for one in missed)]
    assert bench.channels.posted == [due]


async def test_what_a_clock_that_was_ahead_took_for_over_is_posted_once_it_is_set_right():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)

    await bench.wake(at=delivery.expires + MINUTE)
    assert bench.state(delivery) is State.EXPIRED
    await bench.wake(at=DUE)

    assert bench.channels.posts == [(DUE, delivery)]
    assert bench.state(delivery) is State.SENT


def a_message(user_id, session="keynote", **fields):
    """A direct message to a person"""
    person = {"guild_id": NO_GUILD, "place": user_id, "user_id": user_id, "kind": Kind.PERSONAL}
    return a_delivery(session, **{**person, **fields})


async def test_people_are_served_beside_each_other_and_each_in_due_order():
    late, soon = a_message(7, "late", due=DUE + MINUTE), a_message(7, "soon")
    other = a_message(8, due=DUE + 2 * MINUTE)
    bench = Bench(late, soon, other, at=DUE + 2 * MINUTE)
    other_is_posted, send = asyncio.Event(), bench.channels.send

    async def send_slowly(delivery):
        if delivery == soon:
            await other_is_posted.wait()
        outcome = await send(delivery)
        if delivery == other:
            other_is_posted.set()
        return outcome

    bench.channels.send = send_slowly
    await asyncio.wait_for(bench.dispatch.wake(), timeout=20)

    assert bench.channels.posted == [other, soon, late]


async def test_what_is_posted_for_all_comes_before_direct_messages_and_these_before_what_failed(
    monkeypatch,
):
    monkeypatch.setattr("bot.delivery.dispatch.AT_ONCE", 1)
    failed_message, failed_post = a_message(7), a_delivery("keynote", guild_id=2)
    bench = Bench(failed_message, failed_post)
    for one in (failed_message, failed_post):
        bench.channels.faults[one.key] = [Outcome(state=State.FAILED, reason="503")]
    await bench.wake()

    take_a_moment(bench)
    blocking = a_delivery("keynote", due=DUE - MINUTE, guild_id=3)
    post, message = a_delivery("panel", due=DUE + MINUTE, guild_id=4), a_message(8)
    bench.planner.deliveries += [message, blocking, post]
    await bench.wake(DUE + MINUTE)

    assert bench.channels.posted == [blocking, post, message, failed_post, failed_message]


async def test_of_many_people_only_so_many_are_come_to_at_one_time_and_none_is_left_out():
    messages = [a_message(user_id) for user_id in range(1, 3 * PEOPLE_AT_ONCE)]
    bench = Bench(*messages)
    tasks, send = [], bench.channels.send

    async def counted(delivery):
        tasks.append(len(asyncio.all_tasks()))
        await asyncio.sleep(0)
        return await send(delivery)

    bench.channels.send = counted
    await bench.wake()

    assert len(bench.channels.posts) == len(messages)
    assert max(tasks) <= PEOPLE_AT_ONCE + 2


async def test_a_person_who_waits_to_be_come_to_is_left_to_the_wake_that_found_them_first(
    monkeypatch,
):
    monkeypatch.setattr("bot.delivery.dispatch.PEOPLE_AT_ONCE", 1)
    first, second = a_message(7), a_message(8, due=DUE + SECOND)
    bench = Bench(first, second, at=DUE + SECOND)
    claimed, claim, send = [], bench.ledger.claim, bench.channels.send

    async def count(delivery, now):
        claimed.append(delivery)
        return await claim(delivery, now)

    async def send_and_wake(delivery):
        if delivery == first:
            await bench.dispatch.wake()
        return await send(delivery)

    bench.ledger.claim, bench.channels.send = count, send_and_wake
    await bench.dispatch.wake()

    assert claimed == [first, second]


async def test_a_paused_guild_holds_what_is_posted_in_its_channel_for_a_person_and_no_message():
    fallback = a_delivery("keynote", user_id=7, kind=Kind.PERSONAL)
    message = a_message(7)
    bench = Bench(fallback, message)
    bench.channels.faults[fallback.key] = [Outcome(state=State.FAILED, reason="503")]
    bench.channels.faults[message.key] = [Outcome(state=State.FAILED, reason="503")]
    await bench.wake()

    bench.posting.paused |= {1, NO_GUILD}
    await bench.wake(DUE + MINUTE)

    assert bench.channels.posted == [message]
    assert bench.state(fallback) is State.FAILED


async def test_direct_messages_are_one_processes_alone():
    message = a_message(7)
    bench = Bench(message)
    bench.posting.others.add(NO_GUILD)

    await bench.wake()

    assert bench.ledger.records == {}


async def test_alarms_are_set_for_instants_at_which_more_falls_due():
    bench = Bench(a_delivery("keynote"), at=DUE - MINUTE)
    wakes = (DUE - 30 * SECOND, DUE + MINUTE)
    plans = bench.planner.plans

    async def more(now):
        return [*await plans(now), Plan(wakes=wakes)]

    bench.planner.plans = more
    armed = []
    bench.alarm.at = lambda instant, call: armed.append(instant)

    await bench.dispatch.wake()

    assert armed == [wakes[0], DUE, wakes[1]]


async def test_that_a_message_is_tried_again_is_no_warning(caplog):
    caplog.set_level("INFO")
    message = a_message(7)
    bench = Bench(message)
    bench.channels.faults[message.key] = [Outcome(state=State.FAILED, reason="no channel yet")]

    await bench.wake()

    assert [(one.levelname, one.getMessage()) for one in caplog.records] == [
        ("INFO", "Reminder to a person, due 2022-11-30 16:50:00Z: failed (no channel yet)")
    ]
