"""The machine's clock is set while Marquee runs, or was wrong when it began."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.wire.marquee.event import LEAD, POSTING, an_event, tries, until
from tests.wire.marquee.process import STORE, Running, settle_in, states
from tests.wire.marquee.shifted import Watch
from tests.wire.marquee.tally import FINE, Trouble, reminders

HOUR = timedelta(hours=1)
MINUTE = 60
# A little more than from one look to the next.
A_SWEEP = 6
ENTRY = "tests.wire.marquee.shifted:main"

pytestmark = pytest.mark.trouble


@pytest.fixture
def watch(tmp_path):
    return Watch(tmp_path / "ahead")


async def test_set_an_hour_forwards_it_posts_at_once_what_is_due_by_now(
    loopback, tmp_path, guild, place, watch, count
):
    # Hills is over when the clock has been set; nothing can be done for it.
    event = an_event(Rivers=4, Hills=30 * MINUTE, Bridges=55 * MINUTE, Brooks=60 * MINUTE + 30)
    settle_in(tmp_path, event, {guild.id: place})
    with Running(tmp_path, loopback.address, ENTRY, watch.order):
        await loopback.witness.until_posted(1)
        watch.set(HOUR)
        jumped = time.time()
        await loopback.witness.until_posted(3)
        await until(lambda: all_settled(tmp_path, 4))

    [rivers, bridges, brooks] = reminders(event, [place], "Rivers", "Bridges", "Brooks", lead=LEAD)
    plan = [rivers, replace(shown_by(watch, bridges), due=jumped), shown_by(watch, brooks)]
    assert await count(Trouble.FORWARD, plan) == FINE
    assert states(tmp_path / STORE) == ["sent", "expired", "sent", "sent"]


async def test_set_an_hour_back_it_posts_nothing_again_and_goes_on(
    loopback, tmp_path, guild, place, watch, count
):
    event = an_event(Rivers=4, Bridges=15)
    settle_in(tmp_path, event, {guild.id: place})
    with Running(tmp_path, loopback.address, ENTRY, watch.order):
        await loopback.witness.until_posted(1)
        watch.set(-HOUR)
        await asyncio.sleep(A_SWEEP)
        watch.set(timedelta())
        await loopback.witness.until_posted(2)
        await until(lambda: all_settled(tmp_path, 2))

    assert await count(Trouble.BACKWARD, reminders(event, [place], lead=LEAD)) == FINE


async def test_set_an_hour_back_and_right_again_it_tries_again_what_had_just_failed(
    loopback, tmp_path, guild, place, watch, count
):
    event = an_event(Rivers=4)
    settle_in(tmp_path, event, {guild.id: place})
    await loopback.fault(POSTING, status=503, times=2)
    with Running(tmp_path, loopback.address, ENTRY, watch.order):
        await until(lambda: tries(loopback, place))
        watch.set(-HOUR)
        await asyncio.sleep(A_SWEEP)
        watch.set(timedelta())
        await loopback.witness.until_posted(1)
        await until(lambda: all_settled(tmp_path, 1))

    assert await count(Trouble.BACKWARD, reminders(event, [place], lead=LEAD)) == FINE


async def test_begun_with_a_clock_an_hour_ahead_it_makes_up_for_what_it_took_for_over(
    loopback, tmp_path, guild, place, watch, count
):
    event = an_event(Rivers=12, Bridges=20)
    settle_in(tmp_path, event, {guild.id: place})
    watch.set(HOUR)
    with Running(tmp_path, loopback.address, ENTRY, watch.order):
        await until(lambda: all_settled(tmp_path, 2))
        before = states(tmp_path / STORE)
        watch.set(timedelta())
        await loopback.witness.until_posted(2)
        await until(lambda: all_settled(tmp_path, 2))

    assert before == ["expired", "expired"]
    assert await count(Trouble.BACKWARD, reminders(event, [place], lead=LEAD)) == FINE
    assert states(tmp_path / STORE) == ["sent", "sent"]


def shown_by(watch, one):
    """What is planned, in the right time, when the watch shows its time."""
    ahead = watch.ahead.total_seconds()
    return replace(one, due=one.due - ahead, start=one.start - ahead)


async def all_settled(folder, count):
    """Tell whether so many deliveries are in the ledger, and none is open."""
    there = states(folder / STORE)
    return len(there) == count and not {"claimed", "failed"} & set(there)
