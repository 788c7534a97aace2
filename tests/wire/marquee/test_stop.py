"""A real `marquee run` is told to stop, or killed, and started again."""

import signal

import pytest

from tests.wire.marquee.event import POSTING, RIVERS, an_event, once, told, until
from tests.wire.marquee.process import KILLED, Running, settle_in, states, until_settled

FINE = 0
AT_ONCE = 3
SECONDS_TO_STOP = 10
LONG = 60
# On a busy machine, loading Marquee alone can take more than five.
START_SECONDS = 20

pytestmark = pytest.mark.trouble


@pytest.fixture
def folder(tmp_path, guild, place):
    """A Marquee whose one reminder is due at once, with time for a restart before the start."""
    settle_in(tmp_path, an_event(Rivers=55), {guild.id: place})
    return tmp_path


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_ends_at_once(loopback, folder, place, how):
    with Running(folder, loopback.address) as marquee:
        await loopback.witness.until_connected(within=START_SECONDS)
        await until_settled(folder, 1)
        ended = marquee.stop(how)

    assert (ended.code, ended.seconds < AT_ONCE) == (FINE, True)
    assert "Traceback" not in marquee.log
    assert await told(loopback) == once([place], RIVERS)


async def test_told_to_stop_it_lets_a_send_end_that_is_under_way(loopback, folder, place):
    await loopback.fault(POSTING, hold=2)
    with Running(folder, loopback.address) as marquee:
        await loopback.witness.until_posted(1, within=START_SECONDS)
        ended = marquee.stop()

    assert (ended.code, ended.seconds < AT_ONCE + 2) == (FINE, True)
    assert states(folder) == ["sent"]
    await restart(loopback, folder)
    assert await told(loopback) == once([place], RIVERS)


async def test_told_to_stop_it_does_not_wait_for_an_answer_that_never_comes(
    loopback, folder, place
):
    await loopback.change_settings(nonce_memory=0.0)
    await loopback.fault(POSTING, hold=LONG)
    with Running(folder, loopback.address) as marquee:
        await loopback.witness.until_posted(1, within=START_SECONDS)
        ended = marquee.stop()

    assert (ended.code, ended.seconds < SECONDS_TO_STOP) == (FINE, True)
    assert states(folder) == ["claimed"]
    await restart(loopback, folder)
    assert await told(loopback) == once([place], RIVERS)


async def test_a_request_that_arrives_after_the_stop_is_not_doubled(loopback, folder, place):
    delay = 9
    await loopback.fault(POSTING, delay=delay)
    with Running(folder, loopback.address) as marquee:
        await until_hit(loopback)
        ended = marquee.stop()
    await restart(loopback, folder)

    async def is_heard():
        return [one for one in await loopback.witness.requests() if one["seconds"] >= delay]

    await until(is_heard)

    assert (ended.code, ended.seconds < SECONDS_TO_STOP) == (FINE, True)
    assert await told(loopback) == once([place], RIVERS)


async def test_told_to_stop_it_does_not_wait_for_a_rate_limit(loopback, folder, place):
    await loopback.fault(POSTING, status=429, retry_after=LONG)
    with Running(folder, loopback.address) as marquee:
        await until_hit(loopback)
        ended = marquee.stop()

    assert (ended.code, ended.seconds < SECONDS_TO_STOP) == (FINE, True)
    await restart(loopback, folder)
    assert await told(loopback) == once([place], RIVERS)


@pytest.mark.parametrize("path", ["^GET /users/@me", "^PUT .*/commands", "^CONNECT"])
async def test_told_to_stop_it_does_not_wait_for_a_discord_that_keeps_silent(
    loopback, folder, path
):
    await loopback.fault(path, delay=LONG)
    with Running(folder, loopback.address) as marquee:
        await until_hit(loopback)
        ended = marquee.stop()

    assert (ended.code, ended.seconds < AT_ONCE) == (FINE, True)
    assert "Traceback" not in marquee.log


async def test_told_to_stop_it_does_not_wait_for_a_gateway_that_fell_silent(loopback, folder):
    with Running(folder, loopback.address) as marquee:
        await loopback.witness.until_connected(within=START_SECONDS)
        await loopback.disturb("silence")
        ended = marquee.stop()

    assert (ended.code, ended.seconds < AT_ONCE) == (FINE, True)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_ended_amid_many_posts_it_posts_the_rest_after_a_restart(loopback, tmp_path, how):
    towns = await loopback.stage.create_guilds(80)
    channels = {town.id: town.channels["general"] for town in towns}
    settle_in(tmp_path, an_event(Rivers=55), channels)
    with Running(tmp_path, loopback.address) as marquee:
        await loopback.witness.until_posted(20, within=START_SECONDS)
        ended = marquee.stop(how)
    posted = len(await loopback.witness.posted())
    await restart(loopback, tmp_path, count=len(towns))

    assert ended.code == (KILLED if how is signal.SIGKILL else FINE)
    assert ended.seconds < AT_ONCE
    assert posted < len(towns)
    assert await told(loopback) == once(channels.values(), RIVERS)


async def restart(loopback, folder, count=1):
    """Start Marquee again, and stop it once the ledger says that all was sent."""
    await loopback.clear_faults()
    with Running(folder, loopback.address) as marquee:
        await until_settled(folder, count)
        marquee.stop()


async def until_hit(loopback):
    """Wait until the one fault was met."""

    async def is_hit():
        return (await loopback.faults())[0]["hits"]

    await until(is_hit, START_SECONDS)
