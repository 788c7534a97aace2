"""One channel of many can't be posted in; all others are posted in as ever."""

import pytest

from bot.delivery.model import State
from tests.wire.marquee.event import LEAD, an_event, tries
from tests.wire.marquee.tally import FINE, Trouble, reminders

pytestmark = pytest.mark.trouble


async def test_one_channel_that_may_not_be_posted_in_holds_up_no_other(
    loopback, home, towns, count
):
    [shut, *others] = towns.items()
    await loopback.stage.forbid(shut[1], "send_messages")
    event = an_event(Rivers=1, Bridges=3)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(2 * len(others))
        await marquee.settled()
        records = await marquee.records(shut[0])

    plan = reminders(event, [channel for _, channel in others], lead=LEAD)
    assert await count(Trouble.CHANNEL, plan) == FINE
    assert [record.state for record in records] == [State.DROPPED, State.DROPPED]
    assert await tries(loopback, shut[1]) == [403, 403]


async def test_a_channel_that_is_gone_holds_up_no_other(loopback, home, towns, count):
    [gone, *others] = towns.items()
    await loopback.stage.remove_channel(gone[1])
    event = an_event(Rivers=1)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(len(others))
        await marquee.settled()
        [record] = await marquee.records(gone[0])

    plan = reminders(event, [channel for _, channel in others], lead=LEAD)
    assert await count(Trouble.CHANNEL, plan) == FINE
    assert record.state is State.DROPPED
