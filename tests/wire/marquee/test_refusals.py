"""Discord refuses, fails or is cut off: each reminder is posted once all the same."""

import time

import pytest

from bot.delivery.model import State
from tests.wire.marquee.event import BRIDGES, POSTING, RIVERS, an_event, once, posting, told, tries

CUT = 0

pytestmark = pytest.mark.trouble


@pytest.fixture
async def towns(loopback, home):
    """Eight more guilds, whose channels are served too; by guild."""
    made = await loopback.stage.create_guilds(8)
    channels = {guild.id: guild.channels["general"] for guild in made}
    home.serve(channels)
    return channels


async def test_one_channel_that_may_not_be_posted_in_holds_up_no_other(loopback, home, towns):
    [shut, *others] = towns.items()
    await loopback.stage.forbid(shut[1], "send_messages")

    async with home.running(an_event(Rivers=20, Bridges=33)) as marquee:
        await loopback.witness.until_posted(2 * len(others))
        await marquee.settled()
        records = await marquee.records(shut[0])

    assert await told(loopback) == once([channel for _, channel in others], RIVERS, BRIDGES)
    assert [record.state for record in records] == [State.DROPPED, State.DROPPED]
    assert await tries(loopback, shut[1]) == [403, 403]


async def test_a_channel_that_is_gone_holds_up_no_other(loopback, home, towns):
    [gone, *others] = towns.items()
    await loopback.stage.remove_channel(gone[1])

    async with home.running(an_event(Rivers=20)) as marquee:
        await loopback.witness.until_posted(len(others))
        await marquee.settled()
        [record] = await marquee.records(gone[0])

    assert await told(loopback) == once([channel for _, channel in others], RIVERS)
    assert record.state is State.DROPPED


async def test_a_channels_rate_limit_is_waited_for(loopback, home, place):
    await loopback.fault(POSTING, status=429, retry_after=1.5)

    async with home.running(an_event(Rivers=20)) as marquee:
        began = time.time()
        [posted] = await loopback.witness.until_posted(1)
        await marquee.settled()

    assert await told(loopback) == once([place], RIVERS)
    assert await tries(loopback, place) == [429, 200]
    assert 1.5 <= posted.wall - began < 3


async def test_a_shared_rate_limit_of_one_channel_holds_up_no_other(loopback, home, towns):
    [limited, *others] = towns.values()
    await loopback.fault(posting(limited), status=429, retry_after=3, scope="shared")

    async with home.running(an_event(Rivers=20)) as marquee:
        began = time.time()
        early = await loopback.witness.until_posted(len(others))
        await loopback.witness.until_posted(1, limited)
        await marquee.settled()

    assert await told(loopback) == once(towns.values(), RIVERS)
    assert max(one.wall for one in early) - began < 2


async def test_a_global_rate_limit_is_waited_for_by_all(loopback, home, towns):
    await loopback.fault(POSTING, status=429, retry_after=1.5, scope="global")

    async with home.running(an_event(Rivers=20)) as marquee:
        await loopback.witness.until_posted(len(towns))
        await marquee.settled()

    requests = await loopback.witness.requests()
    [limited] = [one for one in requests if one["status"] == 429]
    told_at = limited["monotonic"] + limited["seconds"]
    heedless = [one for one in requests if told_at + 0.1 < one["monotonic"] < told_at + 1.4]
    assert await told(loopback) == once(towns.values(), RIVERS)
    assert heedless == []


async def test_a_storm_of_rate_limits_is_outlasted(loopback, home, towns):
    await loopback.fault(POSTING, status=429, retry_after=0.3, times=30)

    async with home.running(an_event(Rivers=28)) as marquee:
        await loopback.witness.until_posted(len(towns), within=9)
        await marquee.settled()

    assert await told(loopback) == once(towns.values(), RIVERS)


@pytest.mark.parametrize("effect", [False, True], ids=["before the effect", "after the effect"])
@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_server_error_loses_and_doubles_nothing(loopback, home, place, status, effect):
    await loopback.fault(POSTING, status=status, effect=effect)

    async with home.running(an_event(Rivers=20)) as marquee:
        await loopback.witness.until_posted(1)
        await marquee.settled()

    assert await told(loopback) == once([place], RIVERS)
    assert (await tries(loopback, place))[0] == status


@pytest.mark.parametrize("memory", [0.0, 300.0], ids=["no nonces", "nonces"])
@pytest.mark.parametrize("effect", [False, True], ids=["before the effect", "after the effect"])
async def test_a_cut_connection_loses_and_doubles_nothing(loopback, home, place, effect, memory):
    await loopback.change_settings(nonce_memory=memory)
    await loopback.fault(POSTING, cut=True, effect=effect)

    async with home.running(an_event(Rivers=20)) as marquee:
        await loopback.witness.until_posted(1)
        await marquee.settled()

    assert await told(loopback) == once([place], RIVERS)
    assert (await tries(loopback, place))[0] == CUT


async def test_an_outage_is_outlasted(loopback, home, towns):
    outage = "^(POST|GET) /channels/"
    await loopback.fault(outage, status=503, times=None)

    async with home.running(an_event(Rivers=28)) as marquee:
        while len(await loopback.witness.requests()) < 2 * len(towns):
            await marquee.wake()
        await loopback.clear_faults()
        await marquee.settled(within=9)

    assert await told(loopback) == once(towns.values(), RIVERS)
