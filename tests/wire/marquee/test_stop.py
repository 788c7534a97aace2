"""A real `marquee run` is told to stop, or killed, and started again."""

import signal

import pytest

from tests.wire.marquee.event import LEAD, POSTING, an_event, creates, until
from tests.wire.marquee.process import (
    CUT_OFF,
    KILLED,
    STORE,
    Running,
    settle_in,
    states,
    until_settled,
)
from tests.wire.marquee.tally import FINE, Trouble, reminders

ENDED_WELL = 0
# What Marquee promises; whoever stops a process kills it then.
SECONDS_TO_STOP = 10
LONG = 90

pytestmark = pytest.mark.trouble


@pytest.fixture
def event():
    """One reminder is due when Marquee has just started."""
    return an_event(Rivers=4)


@pytest.fixture
def plan(event, place):
    return reminders(event, [place], lead=LEAD)


@pytest.fixture
def folder(tmp_path, event, guild, place):
    settle_in(tmp_path, event, {guild.id: place})
    return tmp_path


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_ends_at_once(loopback, folder, plan, count, how):
    with Running(folder, loopback.address) as marquee:
        await loopback.witness.until_connected()
        await until_settled(folder / STORE, 1)
        ended = marquee.stop(how)

    assert (ended.code, ended.seconds < SECONDS_TO_STOP) == (ENDED_WELL, True)
    assert CUT_OFF not in marquee.log
    assert "Traceback" not in marquee.log
    assert await count(Trouble.STOP, plan) == FINE


async def test_told_to_stop_it_lets_a_send_end_that_is_under_way(loopback, folder, plan, count):
    await loopback.fault(POSTING, hold=2)
    with Running(folder, loopback.address) as marquee:
        await loopback.witness.until_posted(1)
        ended = marquee.stop()

    assert (ended.code, ended.seconds < SECONDS_TO_STOP) == (ENDED_WELL, True)
    assert CUT_OFF not in marquee.log
    assert states(folder / STORE) == ["sent"]
    await restart(loopback, folder)
    assert await count(Trouble.STOP, plan) == FINE


async def test_told_to_stop_it_does_not_wait_for_an_answer_that_never_comes(
    loopback, folder, plan, count
):
    await loopback.change_settings(nonce_memory=0.0)
    await loopback.fault(POSTING, hold=LONG)
    with Running(folder, loopback.address) as marquee:
        await loopback.witness.until_posted(1)
        ended = marquee.stop()

    assert (ended.code, ended.seconds < SECONDS_TO_STOP) == (ENDED_WELL, True)
    assert CUT_OFF in marquee.log
    assert states(folder / STORE) == ["claimed"]
    await restart(loopback, folder)
    assert await count(Trouble.STOP, plan) == FINE


async def test_a_request_that_arrives_after_the_stop_is_not_doubled(loopback, folder, plan, count):
    delay = 12
    await loopback.fault(POSTING, delay=delay)
    with Running(folder, loopback.address) as marquee:
        await until_hit(loopback)
        ended = marquee.stop()
    await restart(loopback, folder)

    async def is_heard():
        return [one for one in await creates(loopback) if one["seconds"] >= delay]

    await until(is_heard)

    assert (ended.code, ended.seconds < SECONDS_TO_STOP) == (ENDED_WELL, True)
    assert await count(Trouble.STOP, plan) == FINE


async def test_told_to_stop_it_does_not_wait_for_a_rate_limit(loopback, folder, plan, count):
    await loopback.fault(POSTING, status=429, retry_after=LONG)
    with Running(folder, loopback.address) as marquee:
        await until_hit(loopback)
        ended = marquee.stop()

    assert (ended.code, ended.seconds < SECONDS_TO_STOP) == (ENDED_WELL, True)
    await restart(loopback, folder)
    assert await count(Trouble.STOP, plan) == FINE


@pytest.mark.parametrize("path", ["^GET /users/@me", "^PUT .*/commands", "^CONNECT"])
async def test_told_to_stop_it_does_not_wait_for_a_discord_that_keeps_silent(
    loopback, folder, path
):
    await loopback.fault(path, delay=LONG)
    with Running(folder, loopback.address) as marquee:
        await until_hit(loopback)
        ended = marquee.stop()

    assert (ended.code, ended.seconds < SECONDS_TO_STOP) == (ENDED_WELL, True)
    assert CUT_OFF not in marquee.log
    assert "Traceback" not in marquee.log


async def test_told_to_stop_it_does_not_wait_for_a_gateway_that_fell_silent(loopback, folder):
    with Running(folder, loopback.address) as marquee:
        await loopback.witness.until_connected()
        await loopback.disturb("silence")
        ended = marquee.stop()

    assert (ended.code, ended.seconds < SECONDS_TO_STOP) == (ENDED_WELL, True)
    assert CUT_OFF not in marquee.log


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
async def test_ended_amid_many_posts_it_posts_the_rest_after_a_restart(
    loopback, tmp_path, event, count, how
):
    towns = await loopback.stage.create_guilds(120)
    channels = {town.id: town.channels["general"] for town in towns}
    settle_in(tmp_path, event, channels)
    with Running(tmp_path, loopback.address) as marquee:
        await loopback.witness.until_posted(20)
        ended = marquee.stop(how)
    posted = len(await loopback.witness.posted())
    await restart(loopback, tmp_path, of=len(towns))

    is_killed = how is signal.SIGKILL
    trouble = Trouble.KILL if is_killed else Trouble.STOP
    assert await count(trouble, reminders(event, channels.values(), lead=LEAD)) == FINE
    assert ended.code == (KILLED if is_killed else ENDED_WELL)
    assert ended.seconds < SECONDS_TO_STOP
    assert posted < len(towns)


async def restart(loopback, folder, of=1):
    """Start Marquee again, and stop it once it is there and all of the deliveries are sent."""
    await loopback.clear_faults()
    with Running(folder, loopback.address) as marquee:
        await loopback.witness.until_connected()
        await until_settled(folder / STORE, of)
        marquee.stop()


async def until_hit(loopback):
    """Wait until the one fault was met."""

    async def is_hit():
        return (await loopback.faults())[0]["hits"]

    await until(is_hit)
