"""Discord answers 429, in each of its scopes: what it asks for is waited for, and nothing else."""

import pytest

from tests.wire.marquee.event import LEAD, POSTING, an_event, creates, posting, tries
from tests.wire.marquee.tally import FINE, Trouble, reminders

SEND_SECONDS = 15
# How exact a wait can be told from the outside.
NEARLY = 0.1

pytestmark = pytest.mark.trouble


async def test_a_channels_rate_limit_is_waited_for(loopback, home, place, count):
    await loopback.fault(POSTING, status=429, retry_after=1.5)
    event = an_event(Rivers=1)

    async with home.running(event) as marquee:
        [posted] = await loopback.witness.until_posted(1)
        await marquee.settled()

    [limited, _] = await creates(loopback)
    assert await count(Trouble.LIMIT_ROUTE, reminders(event, [place], lead=LEAD)) == FINE
    assert await tries(loopback, place) == [429, 200]
    assert posted.wall - limited["wall"] >= 1.5


async def test_a_full_bucket_holds_up_no_other_channel(loopback, home, guild, towns, count):
    busy = await loopback.stage.create_channel(guild.id, "busy")
    home.serve({**towns, guild.id: busy})
    await loopback.change_settings(channel_limit=2, channel_window=3.0)
    event = an_event(Rivers=1, Bridges=2, Brooks=3, Hills=4, Lakes=5)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(5 * (1 + len(towns)))
        await marquee.settled()

    plan = reminders(event, [busy, *towns.values()], lead=LEAD)
    assert await count(Trouble.LIMIT_ROUTE, plan) == FINE


async def test_a_shared_rate_limit_of_one_channel_holds_up_no_other(loopback, home, towns, count):
    [shared, *others] = towns.values()
    wait = 6
    await loopback.fault(posting(shared), status=429, retry_after=wait, scope="shared")
    event = an_event(Rivers=1)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(len(towns))
        await marquee.settled()

    [limited, answered] = await creates(loopback, shared)
    early = [one["wall"] for channel in others for one in await creates(loopback, channel)]
    assert await count(Trouble.LIMIT_SHARED, reminders(event, towns.values(), lead=LEAD)) == FINE
    assert max(early) < limited["wall"] + wait <= answered["wall"]


async def test_a_global_rate_limit_is_waited_for_by_all(loopback, home, towns, count):
    wait = 3
    await loopback.fault(POSTING, status=429, retry_after=wait, scope="global")
    event = an_event(Rivers=1)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(len(towns))
        await marquee.settled()

    requests = await loopback.witness.requests()
    [limited] = [one for one in requests if one["status"] == 429]
    told_at = limited["monotonic"] + limited["seconds"]
    # What was on its way then is not to blame.
    on_the_way = 1
    heedless = [
        one for one in requests if told_at + on_the_way < one["monotonic"] < told_at + wait - NEARLY
    ]
    assert await count(Trouble.LIMIT_GLOBAL, reminders(event, towns.values(), lead=LEAD)) == FINE
    assert heedless == []


async def test_a_storm_of_rate_limits_is_outlasted(loopback, home, towns, count):
    for scope in ("user", "shared", "global") * 5:
        await loopback.fault(POSTING, status=429, retry_after=0.3, scope=scope, times=2)
    event = an_event(Rivers=1)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(len(towns))
        await marquee.settled()

    assert await count(Trouble.LIMIT_STORM, reminders(event, towns.values(), lead=LEAD)) == FINE
    assert [fault["hits"] for fault in await loopback.faults()] == [2] * 15


@pytest.mark.parametrize("scope", ["user", "shared"])
async def test_a_rate_limit_longer_than_a_send_may_take_holds_up_no_other(
    loopback, home, towns, count, scope
):
    [limited, *others] = towns.values()
    await loopback.fault(posting(limited), status=429, retry_after=SEND_SECONDS + 5, scope=scope)
    event = an_event(Rivers=1)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(len(others))
        among = len(await loopback.witness.posted(limited)) == 0
        await loopback.witness.until_posted(len(towns))
        await marquee.settled()

    assert await count(Trouble.LIMIT_LONG, reminders(event, towns.values(), lead=LEAD)) == FINE
    assert among


async def test_a_global_rate_limit_longer_than_a_send_may_take_is_outlasted(
    loopback, home, towns, count
):
    wait = SEND_SECONDS + 5
    await loopback.fault(POSTING, status=429, retry_after=wait, scope="global")
    event = an_event(Rivers=1)

    async with home.running(event) as marquee:
        await loopback.witness.until_posted(len(towns))
        await marquee.settled()

    assert await count(Trouble.LIMIT_LONG, reminders(event, towns.values(), lead=LEAD)) == FINE
