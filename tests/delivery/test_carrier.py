"""What becomes of a delivery, as dispatch has it carried."""

from datetime import timedelta

import pytest

from bot.delivery.model import Cause, Outcome, Seen, Sighting, State
from tests.delivery.bench import Bench
from tests.delivery.deliveries import DUE, MINUTE, SECOND, START, a_delivery

FAILED = Outcome(state=State.FAILED, reason="Discord answered 503")
HIDDEN = Sighting(seen=Seen.HIDDEN, reason="hidden")
UNKNOWN = Sighting(seen=Seen.UNKNOWN, reason="no answer")


async def test_a_dropped_delivery_is_not_tried_again_and_the_log_says_why(caplog):
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    refused = Outcome(state=State.DROPPED, reason="no permission", cause=Cause.FORBIDDEN)
    bench.channels.faults[delivery.key] = [refused]

    await bench.wake()
    await bench.wake(DUE + MINUTE)

    assert (bench.state(delivery), bench.channels.posts) == (State.DROPPED, [])
    assert bench.record(delivery).cause is Cause.FORBIDDEN
    assert "dropped (no permission)" in caplog.text


async def test_what_was_sent_keeps_what_its_message_shows():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    sent = Outcome(state=State.SENT, message_id=7, content="a" * 24)
    bench.channels.faults[delivery.key] = [sent]

    await bench.wake()

    assert (bench.record(delivery).message_id, bench.record(delivery).content) == (7, "a" * 24)


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
    # What the message shows is not known from having seen it.
    assert bench.record(delivery).content is None


async def test_a_delivery_that_fails_until_its_start_expires_with_the_last_reason(caplog):
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    bench.channels.faults[delivery.key] = [FAILED] * 100

    for minutes in range(11):
        await bench.wake(DUE + minutes * MINUTE)

    assert bench.channels.posts == []
    record = bench.record(delivery)
    assert (record.state, record.reason) == (State.EXPIRED, "Discord answered 503")
    assert record.cause is Cause.LATE
    assert f"expired ({record.reason})" in caplog.text


async def test_the_last_try_that_was_posted_unseen_is_found_after_the_start():
    delivery = a_delivery("keynote")
    bench = Bench(delivery, at=START - SECOND)
    bench.channels.after_posting[delivery.key] = [FAILED]

    await bench.wake()
    await bench.wake(START)

    assert (bench.state(delivery), bench.channels.posted) == (State.SENT, [delivery])


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

    record = bench.record(delivery)
    assert (record.state, record.reason) == (State.UNSURE, "hidden")
    assert record.cause is Cause.UNREADABLE


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
    assert bench.record(delivery).cause is Cause.UNREADABLE


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


async def test_it_waits_as_long_as_discord_asks():
    delivery = a_delivery("keynote")
    bench = Bench(delivery)
    wait = timedelta(minutes=4)
    limited = Outcome(state=State.FAILED, reason="429", retry_after=wait)
    bench.channels.faults[delivery.key] = [limited]

    await bench.wake()

    assert DUE + wait <= bench.record(delivery).next_try <= DUE + wait + 2 * SECOND


async def _unsure(delivery, *, posted):
    """A bench on which `delivery` has become unsure, three minutes after it was due."""
    bench = Bench(delivery)
    await bench.die(delivery, posted=posted)
    bench.channels.sighting = HIDDEN
    await bench.wake(DUE + 3 * MINUTE)
    assert bench.state(delivery) is State.UNSURE
    return bench


async def test_an_unsure_one_that_a_person_wants_is_posted_though_the_history_is_hidden():
    delivery = a_delivery("keynote")
    bench = await _unsure(delivery, posted=False)

    await bench.ledger.reopen(bench.record(delivery), bench.clock.now())
    await bench.wake()

    assert (bench.state(delivery), bench.channels.posted) == (State.SENT, [delivery])


async def test_an_unsure_one_that_a_person_wants_is_found_once_the_history_can_be_read():
    delivery = a_delivery("keynote")
    bench = await _unsure(delivery, posted=True)

    bench.channels.sighting = None
    await bench.ledger.reopen(bench.record(delivery), DUE + 6 * MINUTE)
    await bench.wake(DUE + 6 * MINUTE)

    assert (bench.state(delivery), bench.channels.posted) == (State.SENT, [delivery])
    # The history was read from the first claim on.
    assert set(bench.channels.looks) == {DUE}


async def test_a_death_while_a_person_has_it_tried_again_leaves_it_unsure_and_not_posted_twice():
    delivery = a_delivery("keynote")
    bench = await _unsure(delivery, posted=False)
    await bench.ledger.reopen(bench.record(delivery), bench.clock.now())

    await bench.die(delivery, posted=True)
    await bench.wake()

    assert (bench.state(delivery), bench.channels.posted) == (State.UNSURE, [delivery])
