"""Stopped in good order and started again: within the window, before the start, after it."""

from datetime import timedelta

import pytest

from bot.delivery.model import State
from tests.wire.marquee.event import LEAD, an_event, passed
from tests.wire.marquee.tally import FINE, Trouble, reminders

SECOND = timedelta(seconds=1)
# A sweep comes every so many seconds; what an alarm rings for is not that late.
SWEEP_SECONDS = 5

pytestmark = pytest.mark.trouble


async def test_a_reminder_is_posted_when_it_is_due(loopback, home, place, count):
    event = an_event(Rivers=1)

    async with home.running(event):
        await loopback.witness.until_posted(1)

    counted = await count(Trouble.NONE, reminders(event, [place], lead=LEAD))
    assert counted == FINE
    assert 0 <= max(counted.lateness) < SWEEP_SECONDS


async def test_a_restart_within_the_window_posts_nothing_again(loopback, home, place, count):
    event = an_event(Rivers=1)
    async with home.running(event) as marquee:
        await loopback.witness.until_posted(1)
        await marquee.settled()

    for _ in range(3):
        async with home.running(event) as marquee:
            await loopback.witness.until_connected()
            await marquee.settled()

    assert await count(Trouble.RESTART, reminders(event, [place], lead=LEAD)) == FINE


async def test_back_before_the_start_it_posts_what_fell_due_meanwhile(loopback, home, place, count):
    event = an_event(Rivers=3)
    async with home.running(event) as marquee:
        await marquee.settled()
    before = await loopback.witness.posted()
    await passed(event.sessions[0].start - LEAD)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(1)
        await marquee.settled()

    assert before == []
    assert await count(Trouble.BACK, reminders(event, [place], lead=LEAD)) == FINE


async def test_back_after_the_start_it_posts_the_next_and_says_what_expired(
    loopback, home, guild, place, count
):
    lead = timedelta(minutes=1)
    home.serve({guild.id: place}, lead=lead)
    event = an_event(Rivers=-57, Bridges=-55, Brooks=30, lead=lead)
    async with home.running(an_event(Hills=600, lead=lead)):
        await loopback.witness.until_connected()
    await passed(event.sessions[1].start)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(1)
        await marquee.settled()
        records = await marquee.records(guild.id)

    assert await count(Trouble.BACK, reminders(event, [place], "Brooks", lead=lead)) == FINE
    assert [record.state for record in records] == [State.EXPIRED, State.EXPIRED, State.SENT]
