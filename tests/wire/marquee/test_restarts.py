from datetime import timedelta

import pytest

from bot.delivery.model import State
from tests.wire.marquee.event import BRIDGES, RIVERS, an_event, late, once, passed, told
from tests.wire.marquee.running import LEAD

SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.trouble


async def test_a_reminder_is_posted_when_it_is_due(loopback, home, place):
    event = an_event(Rivers=32)

    async with home.running(event):
        [posted] = await loopback.witness.until_posted(1)

    assert await told(loopback) == once([place], RIVERS)
    assert 0 <= late(event.sessions[0], LEAD, posted.wall) < 1


async def test_a_restart_within_the_window_posts_nothing_again(loopback, home, place):
    event = an_event(Rivers=20)
    async with home.running(event) as marquee:
        await loopback.witness.until_posted(1)
        await marquee.settled()

    async with home.running(event) as marquee:
        await loopback.witness.until_connected()
        await marquee.settled()

    assert await told(loopback) == once([place], RIVERS)


async def test_back_before_the_start_it_posts_what_fell_due_meanwhile(loopback, home, place):
    event = an_event(Rivers=32)
    async with home.running(event) as marquee:
        await marquee.settled()
    before = await told(loopback)
    await passed(event.sessions[0].start - LEAD)

    async with home.running(event) as marquee:
        await marquee.settled()

    assert before == {}
    assert await told(loopback) == once([place], RIVERS)


async def test_back_after_the_start_it_posts_the_next_and_says_what_expired(
    loopback, home, guild, place
):
    home.serve({guild.id: place}, lead=SECOND)
    event = an_event(Rivers=3, Bridges=6)
    async with home.running(event) as marquee:
        await marquee.settled()
    await passed(event.sessions[0].start)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(1)
        await marquee.settled()
        records = await marquee.records(guild.id)

    assert await told(loopback) == once([place], BRIDGES)
    assert [record.state for record in records] == [State.EXPIRED, State.SENT]
