import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.delivery.life import DROPPED_BY_HAND, claimed, settled
from bot.delivery.model import NO_GUILD, Cause, Kind, Outcome, State, Told
from bot.storage import tables
from bot.storage.ledger import SqlLedger
from tests.delivery.deliveries import DUE, MINUTE, SECOND, START, a_delivery, an_item
from tests.delivery.memory_ledger import MemoryLedger
from tests.storage.databases import DATABASES, a_database

DAY = timedelta(days=1)


@pytest.fixture(params=["memory", *DATABASES])
async def ledger(request, tmp_path):
    if request.param == "memory":
        yield MemoryLedger()
        return
    async with a_database(request.param, tmp_path) as database:
        yield SqlLedger(database)


async def _settled(ledger, delivery, state, **fields):
    record = replace(await ledger.claim(delivery, DUE), state=state, settled_at=DUE, **fields)
    await ledger.settle(record)
    return record


def _a_dm(*sessions, user_id=2**62, **fields):
    own = {"guild_id": NO_GUILD, "place": user_id, "user_id": user_id, "kind": Kind.PERSONAL}
    return a_delivery(*sessions, **{**own, "keep_until": START + DAY, **fields})


async def _items(ledger):
    return sorted(one.item.session for one in await ledger.told(DUE))


async def test_a_claim_returns_the_record_and_keeps_it(ledger):
    delivery = a_delivery("keynote", "panel")

    record = await ledger.claim(delivery, DUE)

    assert (record.delivery, record.state, record.claimed_at) == (delivery, State.CLAIMED, DUE)
    assert await ledger.recent(1) == (record,)
    assert await ledger.unsettled() == (record,)


async def test_a_claimed_key_is_not_claimed_twice(ledger):
    delivery = a_delivery("keynote")

    first = await ledger.claim(delivery, DUE)
    second = await ledger.claim(replace(delivery, items=()), DUE)

    assert (first is None, second) == (False, None)


async def test_a_claimed_item_is_not_claimed_with_another_delivery(ledger):
    await ledger.claim(a_delivery("keynote"), DUE)

    both = await ledger.claim(a_delivery("keynote", "panel"), DUE)

    assert both is None
    assert await _items(ledger) == ["keynote"]
    assert len(await ledger.recent(1)) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"guild_id": 2},
        {"place": 11},
        {"items": (an_item("panel"),)},
        {"items": (an_item(start=START + MINUTE),)},
        {"items": (an_item(lead=5 * MINUTE),)},
    ],
)
async def test_an_item_is_of_one_guild_place_session_start_and_lead(ledger, other):
    await ledger.claim(a_delivery("keynote"), DUE)

    claimed = await ledger.claim(a_delivery("keynote", **other), DUE)

    assert claimed is not None


async def test_of_many_who_claim_at_once_one_wins(ledger):
    rivals = [a_delivery("keynote", key=f"rival-{number}") for number in range(8)]

    claims = await asyncio.gather(*(ledger.claim(rival, DUE) for rival in rivals))

    assert sum(claim is not None for claim in claims) == 1


async def test_a_sent_delivery_keeps_its_message_and_is_done(ledger):
    record = await _settled(ledger, a_delivery("keynote"), State.SENT, message_id=2**63 - 1)

    assert await ledger.recent(1) == (record,)
    assert await ledger.unsettled() == ()
    assert await _items(ledger) == ["keynote"]


async def test_a_failed_delivery_waits_with_its_reason_for_the_next_try(ledger):
    record = await _settled(
        ledger, a_delivery("keynote"), State.FAILED, next_try=DUE + MINUTE, reason="503"
    )

    assert await ledger.unsettled() == (record,)


@pytest.mark.parametrize("state", [State.CLAIMED, State.FAILED])
async def test_an_open_delivery_can_be_claimed_again_and_keeps_its_first_claim(ledger, state):
    record = await _settled(ledger, a_delivery("keynote"), state, next_try=None)

    again = await ledger.claim_again(record)

    assert (again.state, again.attempts, again.claimed_at) == (State.CLAIMED, 2, DUE)
    assert await ledger.unsettled() == (again,)


async def test_of_two_who_claim_again_one_wins(ledger):
    record = await _settled(ledger, a_delivery("keynote"), State.FAILED, next_try=DUE)

    claims = [await ledger.claim_again(record), await ledger.claim_again(record)]

    assert [claim is not None for claim in claims] == [True, False]


@pytest.mark.parametrize(
    "state", [State.SENT, State.DROPPED, State.EXPIRED, State.UNSURE, State.WITHDRAWN]
)
async def test_a_final_state_stays(ledger, state):
    claim = await ledger.claim(a_delivery(), DUE)
    final = replace(claim, state=state, settled_at=DUE)
    await ledger.settle(final)

    again = await ledger.claim_again(claim)
    await ledger.settle(replace(claim, state=State.FAILED, next_try=DUE))

    assert again is None
    assert await ledger.recent(1) == (final,)


async def test_who_settles_after_another_try_began_changes_nothing(ledger):
    claim = await ledger.claim(a_delivery("keynote"), DUE)
    again = await ledger.claim_again(claim)

    await ledger.settle(replace(claim, state=State.DROPPED, settled_at=DUE))

    assert await ledger.recent(1) == (again,)


async def test_a_withdrawn_delivery_gives_its_items_back(ledger):
    await _settled(ledger, a_delivery("keynote"), State.WITHDRAWN)

    other = await ledger.claim(a_delivery("keynote", "panel"), DUE)

    assert other is not None
    assert await _items(ledger) == ["keynote", "panel"]


async def test_a_withdrawn_delivery_can_come_back(ledger):
    delivery = a_delivery("keynote")
    await _settled(ledger, delivery, State.WITHDRAWN)

    back = await ledger.claim(delivery, DUE + MINUTE)

    assert (back.state, back.attempts, back.claimed_at) == (State.CLAIMED, 1, DUE + MINUTE)
    assert await ledger.recent(1) == (back,)
    assert await _items(ledger) == ["keynote"]


async def test_who_settles_after_it_came_back_changes_nothing(ledger):
    delivery = a_delivery("keynote")
    first = await _settled(ledger, delivery, State.WITHDRAWN)
    back = await ledger.claim(delivery, DUE + MINUTE)

    await ledger.settle(replace(first, state=State.DROPPED))

    assert await ledger.recent(1) == (back,)


async def test_told_holds_who_where_what_and_when(ledger):
    await _settled(ledger, a_delivery("keynote"), State.UNSURE)

    told = await ledger.told(DUE)

    assert told == (
        Told(guild_id=1, place=10, item=an_item("keynote"), at=DUE, state=State.UNSURE),
    )


async def test_told_leaves_out_what_started_before(ledger):
    await ledger.claim(a_delivery("keynote"), DUE)

    told = [await ledger.told(START), await ledger.told(START + MINUTE)]

    assert [len(items) for items in told] == [1, 0]


async def test_unsettled_ones_come_in_due_order(ledger):
    dues = [DUE, DUE - 2 * MINUTE, DUE - MINUTE]
    for number, due in enumerate(dues):
        await ledger.claim(a_delivery(str(number), due=due), DUE)

    unsettled = await ledger.unsettled()

    assert [record.delivery.due for record in unsettled] == sorted(dues)


async def test_recent_ones_are_the_guilds_own_the_latest_first_and_no_more_than_asked(ledger):
    for number in range(4):
        due = DUE + number * MINUTE
        await ledger.claim(a_delivery(str(number), due=due, guild_id=1 + number // 3), DUE)

    recent = await ledger.recent(1, limit=2)

    assert [record.delivery.due for record in recent] == [DUE + 2 * MINUTE, DUE + MINUTE]


async def test_forgetting_a_guild_removes_all_of_it_and_nothing_else(ledger):
    await ledger.claim(a_delivery("keynote"), DUE)
    await ledger.claim(a_delivery("keynote", guild_id=2), DUE)

    await ledger.forget(1)

    assert await ledger.recent(1) == ()
    assert [one.guild_id for one in await ledger.told(DUE)] == [2]


async def test_a_settled_delivery_keeps_its_cause_and_a_sent_one_its_content(ledger):
    dropped = await _settled(ledger, a_delivery("panel"), State.DROPPED, cause=Cause.FORBIDDEN)
    sent = await _settled(ledger, a_delivery("keynote"), State.SENT, content="a" * 24)

    found = await _found(ledger, dropped, sent)

    assert found == [dropped, sent]


async def test_a_withdrawn_delivery_that_came_back_has_nothing_of_its_first_life(ledger):
    delivery = a_delivery("keynote")
    await _settled(
        ledger, delivery, State.WITHDRAWN, cause=Cause.GONE, content="a" * 24, reason="moved"
    )

    back = await ledger.claim(delivery, DUE + MINUTE)

    assert await ledger.find(delivery.digest) == back
    assert (back.cause, back.content, back.reason) == (None, None, None)


async def test_what_is_written_off_is_final_at_once_and_holds_its_items(ledger):
    record = settled(claimed(a_delivery("keynote"), DUE), DROPPED_BY_HAND, DUE)

    written = await ledger.write_off(record)

    assert written
    assert await ledger.recent(1) == (record,)
    assert await ledger.unsettled() == ()
    assert await _items(ledger) == ["keynote"]


async def test_what_is_held_already_is_not_written_off(ledger):
    claim = await ledger.claim(a_delivery("keynote"), DUE)
    another = settled(claimed(a_delivery("keynote", "panel"), DUE), DROPPED_BY_HAND, DUE)

    written = await ledger.write_off(another)

    assert not written
    assert await ledger.recent(1) == (claim,)
    assert await _items(ledger) == ["keynote"]


async def test_held_names_the_keys_that_are_held_and_no_withdrawn_one(ledger):
    open_one, done, withdrawn, unknown = (a_delivery(guild_id=guild) for guild in range(4))
    await ledger.claim(open_one, DUE)
    await _settled(ledger, done, State.SENT)
    await _settled(ledger, withdrawn, State.WITHDRAWN)

    held = await ledger.held([one.key for one in (open_one, withdrawn, unknown, done)])

    assert held == {open_one.key, done.key}
    assert await ledger.held([]) == frozenset()


async def test_troubles_are_what_was_not_posted_since_then_in_the_order_it_came_to_that(ledger):
    states = [State.UNSURE, State.DROPPED, State.SENT, State.EXPIRED, State.WITHDRAWN]
    records = [
        await _settled_at(ledger, DUE - number * SECOND, a_delivery(str(number)), state)
        for number, state in enumerate(states)
    ]
    await _settled(ledger, a_delivery("keynote"), State.FAILED, next_try=DUE)

    troubles = await ledger.troubles(DUE - 3 * SECOND)
    later = await ledger.troubles(DUE - SECOND)

    assert troubles == (records[3], records[1], records[0])
    assert later == (records[1], records[0])


async def test_standing_is_what_was_sent_with_a_message_and_has_not_expired(ledger):
    later = await _settled(ledger, a_delivery("panel", due=DUE + MINUTE), State.SENT, message_id=2)
    sooner = await _settled(ledger, a_delivery("keynote"), State.SENT, message_id=1)
    await _settled(ledger, a_delivery("gone"), State.SENT)
    await _settled(ledger, a_delivery("dropped"), State.DROPPED)

    standing = [await ledger.standing(START - SECOND), await ledger.standing(START)]

    assert standing == [(sooner, later), ()]


async def test_amending_writes_the_content_and_nothing_else(ledger):
    record = await _settled(ledger, a_delivery("keynote"), State.SENT, message_id=1)

    await ledger.amend(record, "b" * 24)

    amended = replace(record, content="b" * 24)
    assert await ledger.standing(DUE) == (amended,)


@pytest.mark.parametrize("state", [State.CLAIMED, State.FAILED, State.DROPPED])
async def test_what_was_not_sent_is_not_amended(ledger, state):
    record = await _settled(ledger, a_delivery("keynote"), state, next_try=DUE)

    await ledger.amend(record, "b" * 24)
    await ledger.amend(replace(record, state=State.SENT), "b" * 24)

    assert await ledger.recent(1) == (record,)


async def test_a_delivery_is_found_by_its_digest_as_a_button_carries_it(ledger):
    record = await ledger.claim(a_delivery("keynote"), DUE)

    found = [await ledger.find(record.delivery.digest), await ledger.find("0" * 24)]

    assert found == [record, None]


@pytest.mark.parametrize("state", [State.FAILED, State.DROPPED, State.EXPIRED, State.UNSURE])
async def test_what_was_not_posted_can_be_reopened_and_is_tried_at_once(ledger, state):
    cause = Cause.UNREADABLE if state is State.UNSURE else None
    record = await _settled(ledger, a_delivery("keynote"), state, cause=cause, reason="why")

    reopened = await ledger.reopen(record, DUE + MINUTE)

    assert reopened == replace(
        record, state=State.FAILED, next_try=DUE + MINUTE, settled_at=None, cause=cause
    )
    assert await ledger.unsettled() == (reopened,)
    assert await ledger.troubles(DUE) == ()


async def test_a_reopened_delivery_is_claimed_without_its_cause(ledger):
    record = await _settled(ledger, a_delivery("keynote"), State.UNSURE, cause=Cause.UNREADABLE)

    again = await ledger.claim_again(await ledger.reopen(record, DUE + MINUTE))

    assert (again.state, again.attempts, again.cause) == (State.CLAIMED, 2, None)
    assert await ledger.unsettled() == (again,)


@pytest.mark.parametrize("state", [State.CLAIMED, State.SENT, State.WITHDRAWN])
async def test_what_is_being_tried_or_was_sent_or_withdrawn_is_not_reopened(ledger, state):
    record = await _settled(ledger, a_delivery(), state)

    reopened = await ledger.reopen(record, DUE + MINUTE)

    assert reopened is None
    assert await ledger.recent(1) == (record,)


async def test_what_is_no_longer_as_it_was_seen_is_neither_reopened_nor_dropped(ledger):
    record = await _settled(ledger, a_delivery("keynote"), State.FAILED, next_try=DUE)
    again = await ledger.claim_again(record)

    changed = [await ledger.reopen(record, DUE), await ledger.drop(record, DUE)]

    assert changed == [None, None]
    assert await ledger.recent(1) == (again,)


async def test_what_failed_can_be_dropped_by_hand(ledger):
    record = await _settled(ledger, a_delivery("keynote"), State.FAILED, next_try=DUE + MINUTE)

    dropped = await ledger.drop(record, DUE + SECOND)

    assert (dropped.state, dropped.cause, dropped.next_try, dropped.settled_at) == (
        State.DROPPED,
        Cause.BY_HAND,
        None,
        DUE + SECOND,
    )
    assert await ledger.troubles(DUE) == (dropped,)


@pytest.mark.parametrize("state", [state for state in State if state is not State.FAILED], ids=str)
async def test_what_did_not_fail_is_not_dropped(ledger, state):
    record = await _settled(ledger, a_delivery(), state)

    dropped = await ledger.drop(record, DUE)

    assert dropped is None
    assert await ledger.recent(1) == (record,)


async def _settled_at(ledger, now, delivery, state):
    record = settled(await ledger.claim(delivery, DUE), Outcome(state=state), now)
    await ledger.settle(record)
    # A withdrawn one holds no items.
    return await ledger.find(delivery.digest)


async def _found(ledger, *records):
    return [await ledger.find(one.delivery.digest) for one in records]


async def test_what_is_for_one_person_comes_back_as_it_was(ledger):
    dm = await ledger.claim(_a_dm("keynote"), DUE)
    in_place_of_one = await ledger.claim(_a_dm(guild_id=1, place=10, due=DUE + SECOND), DUE)

    assert await ledger.unsettled() == (dm, in_place_of_one)
    assert await ledger.recent(1) == (in_place_of_one,)


async def test_direct_messages_are_told_of_beside_those_of_guilds(ledger):
    await ledger.claim(a_delivery("keynote"), DUE)
    await ledger.claim(_a_dm("keynote"), DUE)

    of_guilds = await ledger.told(DUE)
    direct = await ledger.told_directly(DUE, DUE)

    assert [one.guild_id for one in of_guilds] == [1]
    assert direct == (
        Told(guild_id=NO_GUILD, place=2**62, item=an_item("keynote"), at=DUE, state=State.CLAIMED),
    )


async def test_direct_messages_are_told_of_by_start_and_first_claim(ledger):
    first = await ledger.claim(_a_dm("keynote"), DUE)
    await ledger.claim(_a_dm("panel"), DUE + MINUTE)
    await ledger.settle(replace(first, state=State.FAILED, next_try=DUE))
    await ledger.claim_again(replace(first, state=State.FAILED))

    told = [
        await ledger.told_directly(START, DUE),
        await ledger.told_directly(START, DUE + SECOND),
        await ledger.told_directly(START + SECOND, DUE),
    ]

    assert [sorted(one.item.session for one in some) for some in told] == [
        ["keynote", "panel"],
        ["panel"],
        [],
    ]


async def test_of_what_is_for_one_person_nothing_stays_when_it_is_withdrawn(ledger):
    delivery = _a_dm("keynote")
    await _settled(ledger, delivery, State.WITHDRAWN)

    left = (await ledger.find(delivery.digest), await ledger.told_directly(DUE, DUE))
    back = await ledger.claim(delivery, DUE + MINUTE)

    assert left == (None, ())
    assert (back.delivery, back.claimed_at, back.attempts) == (delivery, DUE + MINUTE, 1)
    assert await ledger.held([delivery.key]) == {delivery.key}


async def test_who_withdraws_what_somebody_else_tries_again_changes_nothing(ledger):
    claim = await ledger.claim(_a_dm("keynote"), DUE)
    again = await ledger.claim_again(claim)

    await ledger.settle(replace(claim, state=State.WITHDRAWN))

    assert await ledger.unsettled() == (again,)


async def test_what_is_for_one_person_is_retried_corrected_and_missed_as_all_is(ledger):
    failed = await _settled(ledger, _a_dm("a"), State.FAILED, next_try=DUE)
    sent = await _settled(ledger, _a_dm("b"), State.SENT, message_id=1)
    late = await _settled(ledger, _a_dm("c"), State.EXPIRED, cause=Cause.LATE)

    assert await ledger.unsettled() == (failed,)
    assert await ledger.standing(DUE) == (sent,)
    assert await ledger.troubles(DUE) == (late,)


@pytest.mark.parametrize("state", [State.SENT, State.DROPPED, State.EXPIRED, State.UNSURE])
async def test_what_is_settled_for_one_person_is_cleared_from_the_instant_it_says(ledger, state):
    await _settled(ledger, _a_dm("a"), state)
    await _settled(ledger, _a_dm(guild_id=1, place=10), state)
    later = await _settled(ledger, _a_dm("b", keep_until=START + 2 * DAY), state)
    public = await _settled(ledger, a_delivery("keynote"), state)

    cleared = [await ledger.clear(START + DAY - SECOND), await ledger.clear(START + DAY)]

    assert cleared == [0, 2]
    assert await ledger.find(later.delivery.digest) == later
    assert await ledger.recent(1) == (public,)
    assert [one.item.session for one in await ledger.told_directly(DUE, DUE)] == ["b"]


@pytest.mark.parametrize("state", [State.CLAIMED, State.FAILED])
async def test_what_nobody_settled_for_one_person_is_cleared_a_day_after_its_last_moment(
    ledger, state
):
    await _settled(ledger, _a_dm("a", keep_until=START), state, next_try=DUE)

    cleared = [await ledger.clear(START + DAY), await ledger.clear(START + DAY + SECOND)]

    assert cleared == [0, 1]
    assert await ledger.unsettled() == ()


async def test_what_a_guild_settled_long_ago_is_forgotten(ledger):
    await _settled(ledger, a_delivery("sent"), State.SENT)
    await _settled(ledger, a_delivery("withdrawn"), State.WITHDRAWN)
    kept = [
        await _settled(ledger, a_delivery("late", expires=START + MINUTE), State.SENT),
        await _settled(ledger, a_delivery("open"), State.FAILED, next_try=DUE),
        await _settled(ledger, a_delivery("other", guild_id=2), State.SENT),
    ]

    forgotten = [
        await ledger.forget_before(1, START),
        await ledger.forget_before(1, START + MINUTE),
    ]

    assert forgotten == [0, 2]
    assert await _found(ledger, *kept) == kept
    assert await _items(ledger) == ["late", "open", "other"]


async def test_several_may_clear_at_once(ledger):
    for number in range(20):
        await _settled(ledger, _a_dm(str(number)), State.SENT)

    cleared = await asyncio.gather(*(ledger.clear(START + DAY) for _ in range(4)))

    assert sum(cleared) == 20


@pytest.mark.parametrize("column", ["kind", "state", "cause"])
@pytest.mark.parametrize("name", DATABASES)
async def test_a_row_in_words_of_another_version_keeps_no_other_from_being_read(
    name, column, tmp_path
):
    async with a_database(name, tmp_path) as database:
        ledger = SqlLedger(database)
        known = await ledger.claim(a_delivery("keynote"), DUE)
        await ledger.claim(a_delivery("panel", due=DUE - MINUTE), DUE)
        async with database.engine.begin() as connection:
            theirs = tables.deliveries.c.due == DUE - MINUTE
            odd = update(tables.deliveries).where(theirs).values({column: "of tomorrow"})
            await connection.execute(odd)

        assert await ledger.unsettled() == (known,)
        assert await ledger.recent(1) == (known,)
        assert await _items(ledger) == ["keynote", "panel"]
