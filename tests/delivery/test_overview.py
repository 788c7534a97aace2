from dataclasses import replace

import pytest

from bot.delivery.model import Cause, Kind, Outcome, State
from bot.delivery.overview import Deliveries, Overview
from bot.errors import DeliveryError
from tests.delivery.bench import Bench
from tests.delivery.deliveries import DUE, MINUTE, SECOND, START, a_delivery

REFUSED = Outcome(state=State.DROPPED, reason="no permission", cause=Cause.FORBIDDEN)
FAILED = Outcome(state=State.FAILED, reason="503")


class People:
    """Somebody who looks at a guild's deliveries, beside the dispatch that posts them"""

    def __init__(self, *deliveries, at=DUE):
        self.bench = Bench(*deliveries, at=at)
        self.bench.alarm.start()
        self.deliveries = Deliveries(
            self.bench.planning, self.bench.ledger, self.bench.dispatch.wake_soon
        )

    async def after(self, delivery, outcome):
        """Post what is due, with this outcome"""
        self.bench.channels.faults[delivery.key] = [outcome]
        await self.bench.wake()

    async def overview(self):
        return await self.deliveries.overview(1, self.bench.clock.now())

    async def one(self, delivery, guild_id=1):
        return await self.deliveries.one(guild_id, delivery.digest, self.bench.clock.now())

    async def retry(self, delivery, guild_id=1):
        await self.deliveries.retry(guild_id, delivery.digest, self.bench.clock.now())

    async def drop(self, delivery, guild_id=1):
        await self.deliveries.drop(guild_id, delivery.digest, self.bench.clock.now())


async def test_an_overview_has_what_is_coming_the_soonest_first_and_what_was_the_latest_first():
    was = [a_delivery(str(number), due=DUE - number * MINUTE) for number in (1, 2)]
    coming = [a_delivery(str(number), due=DUE + number * MINUTE) for number in (2, 1)]
    elsewhere = a_delivery("elsewhere", guild_id=2, due=DUE + SECOND)
    people = People(*was, *coming, elsewhere)
    await people.bench.wake()

    overview = await people.overview()

    assert overview == Overview(
        coming=(coming[1], coming[0]), lately=tuple(people.bench.record(one) for one in was)
    )


async def test_what_is_due_this_very_moment_is_coming():
    delivery = a_delivery("keynote")
    people = People(delivery)

    assert (await people.overview()).coming == (delivery,)


async def test_one_is_its_record_or_as_it_is_planned_or_nothing():
    was, coming = a_delivery("keynote"), a_delivery("panel", due=DUE + MINUTE)
    people = People(was, coming)
    await people.bench.wake()

    found = [await people.one(one) for one in (was, coming, a_delivery())]

    assert found == [people.bench.record(was), coming, None]


async def test_another_guilds_delivery_is_none_of_theirs():
    was, coming = a_delivery("keynote"), a_delivery("panel", due=DUE + MINUTE)
    people = People(was, coming)
    await people.after(was, REFUSED)

    assert [await people.one(one, guild_id=2) for one in (was, coming)] == [None, None]
    for act in (people.retry, people.drop):
        for one in (was, coming):
            with pytest.raises(DeliveryError, match="no such delivery"):
                await act(one, guild_id=2)


async def test_a_withdrawn_one_that_is_planned_again_is_seen_as_coming():
    delivery = a_delivery("keynote")
    people = People(delivery)
    await people.after(delivery, Outcome(state=State.WITHDRAWN, reason="moved"))
    withdrawn = await people.one(delivery)
    people.bench.planner.deliveries.clear()
    people.bench.planner.deliveries.append(a_delivery("panel", due=DUE + MINUTE))

    gone = await people.one(delivery)

    assert withdrawn == delivery
    assert gone == people.bench.record(delivery)


async def test_what_was_dropped_is_tried_again_at_once():
    delivery = a_delivery("keynote")
    people = People(delivery)
    await people.after(delivery, REFUSED)

    await people.retry(delivery)
    await people.bench.alarm.ring()

    assert people.bench.channels.posts == [(DUE, delivery)]
    assert people.bench.state(delivery) is State.SENT


@pytest.mark.parametrize("how", ["by hand", "paused"])
async def test_what_somebody_did_not_want_posted_can_still_be(how):
    delivery = a_delivery("keynote")
    people = People(delivery)
    if how == "by hand":
        await people.drop(delivery)
    else:
        people.bench.posting.paused.add(1)
        await people.bench.wake()
        people.bench.posting.paused.clear()

    await people.retry(delivery)
    await people.bench.alarm.ring()

    assert people.bench.channels.posted == [delivery]


async def test_what_waits_for_its_next_try_is_tried_sooner():
    delivery = a_delivery("keynote")
    people = People(delivery)
    await people.after(delivery, FAILED)

    await people.retry(delivery)
    await people.bench.alarm.ring()

    assert people.bench.channels.posts == [(DUE, delivery)]


async def test_what_is_coming_can_be_dropped_and_is_not_posted():
    delivery = a_delivery("keynote")
    people = People(delivery, at=DUE - MINUTE)

    await people.drop(delivery)
    await people.bench.wake(DUE)

    record = people.bench.record(delivery)
    assert people.bench.channels.posts == []
    assert (record.state, record.cause, record.settled_at) == (
        State.DROPPED,
        Cause.BY_HAND,
        DUE - MINUTE,
    )
    assert (await people.overview()).coming == ()


async def test_what_waits_for_its_next_try_can_be_dropped():
    delivery = a_delivery("keynote")
    people = People(delivery)
    await people.after(delivery, FAILED)

    await people.drop(delivery)
    await people.bench.wake(DUE + MINUTE)

    assert people.bench.channels.posts == []
    assert people.bench.record(delivery).cause is Cause.BY_HAND


@pytest.mark.parametrize(
    ("state", "retry", "drop"),
    [
        (State.SENT, "posted already", "posted already"),
        (State.CLAIMED, "this very moment", "this very moment"),
        (State.WITHDRAWN, "not called for", "not called for"),
        (State.DROPPED, None, "not going to be posted"),
        (State.EXPIRED, None, "not going to be posted"),
        (State.UNSURE, None, "not going to be posted"),
        (State.FAILED, None, None),
    ],
)
async def test_what_can_not_be_done_is_said_in_words(state, retry, drop):
    for act, words in (("retry", retry), ("drop", drop)):
        delivery = a_delivery("keynote")
        people = People(a_delivery("panel", due=DUE + MINUTE))
        claim = await people.bench.ledger.claim(delivery, DUE)
        await people.bench.ledger.settle(replace(claim, state=state, settled_at=DUE))
        if words is None:
            await getattr(people, act)(delivery)
        else:
            with pytest.raises(DeliveryError, match=words):
                await getattr(people, act)(delivery)


async def test_what_has_not_come_yet_is_not_tried():
    delivery = a_delivery("keynote")
    people = People(delivery, at=DUE - MINUTE)

    with pytest.raises(DeliveryError, match="time has not come"):
        await people.retry(delivery)


@pytest.mark.parametrize(
    ("kind", "words"), [(Kind.REMINDER, "session has started"), (Kind.TELLING, "too late")]
)
async def test_what_is_too_late_is_not_tried(kind, words):
    delivery = a_delivery("keynote", kind=kind)
    people = People(delivery)
    await people.after(delivery, REFUSED)
    people.bench.clock.move_to(START)

    with pytest.raises(DeliveryError, match=words):
        await people.retry(delivery)


async def test_while_posting_is_paused_nothing_is_tried_and_it_says_what_to_do():
    delivery = a_delivery("keynote")
    people = People(delivery)
    await people.after(delivery, REFUSED)
    people.bench.posting.paused.add(1)

    with pytest.raises(DeliveryError, match="Resume it first"):
        await people.retry(delivery)


@pytest.mark.parametrize("moment", ["before it is planned", "after it was planned"])
async def test_who_is_overtaken_by_a_try_hears_of_it(moment):
    delivery = a_delivery("keynote")
    people = People(delivery)
    plans = people.bench.planner.plans

    async def planned_meanwhile(now):
        if moment == "before it is planned":
            await people.bench.ledger.claim(delivery, DUE)
        planned = await plans(now)
        await people.bench.ledger.claim(delivery, DUE)
        return planned

    people.bench.planner.plans = planned_meanwhile

    with pytest.raises(DeliveryError, match="this very moment"):
        await people.drop(delivery)
