import asyncio
import time

import aiohttp
import discord
import pytest

from tests.wire.bots import PlainBot, running
from tests.wire.faults import Faults
from tests.wire.limits import MESSAGES
from tests.wire.line import LoopbackError

POSTING = "^POST /channels/[0-9]+/messages$"


@pytest.fixture
async def channel(loopback, general):
    async with running(PlainBot()) as bot:
        yield bot.get_channel(general)


async def test_a_503_is_not_retried_by_discord_py(loopback, channel):
    await loopback.fault(POSTING, status=503)

    with pytest.raises(discord.DiscordServerError):
        await channel.send("hi")

    assert await loopback.witness.posted() == []
    assert await _statuses(loopback) == [503]


async def test_an_error_of_a_code_is_the_libraries_error(loopback, channel):
    await loopback.fault(POSTING, status=403, code=20028, message="slow down")

    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("hi")

    assert (refused.value.code, refused.value.text) == (20028, "slow down")


async def test_a_connection_cut_before_the_effect_leaves_no_message(loopback, channel):
    await loopback.fault(POSTING, cut=True)

    with pytest.raises(aiohttp.ClientConnectionError):
        await channel.send("hi")

    assert await loopback.witness.posted() == []
    assert await _statuses(loopback) == [0]


async def test_a_connection_cut_after_the_effect_leaves_one_message(loopback, channel):
    await loopback.fault(POSTING, cut=True, effect=True)

    with pytest.raises(aiohttp.ClientConnectionError):
        await channel.send("hi", nonce="once")
    again = await channel.send("hi", nonce="once")

    assert [(one.id, one.repeats) for one in await loopback.witness.posted()] == [(again.id, 1)]


async def test_an_error_after_the_effect_leaves_one_message(loopback, channel):
    await loopback.fault(POSTING, status=503, effect=True)

    with pytest.raises(discord.DiscordServerError):
        await channel.send("hi")

    assert len(await loopback.witness.posted()) == 1


async def test_a_delay_passes_before_the_effect_and_a_hold_after_it(loopback, channel):
    await loopback.fault(POSTING, delay=0.4, hold=0.4)

    sending = asyncio.create_task(channel.send("hi"))
    await _arrived(loopback)
    early = await loopback.witness.posted()
    await loopback.witness.until_posted(1)
    still_held = not sending.done()
    await sending

    assert (early, still_held) == ([], True)


async def test_a_request_takes_effect_after_its_client_is_gone(loopback, channel):
    await loopback.fault(POSTING, delay=0.2)

    sending = asyncio.create_task(channel.send("hi"))
    await _arrived(loopback)
    sending.cancel()

    assert len(await loopback.witness.until_posted(1)) == 1


async def test_latency_holds_every_answer(loopback, raw):
    await loopback.change_settings(latency=0.1)
    began = time.monotonic()

    await raw.ask("GET", "/users/@me")

    assert time.monotonic() - began >= 0.1


async def test_a_gateway_that_refuses_is_tried_again(loopback, raw):
    await loopback.fault("^CONNECT", status=503)

    with pytest.raises(aiohttp.WSServerHandshakeError):
        await raw.dial()

    assert (await (await raw.dial()).hear())["op"] == 10


async def test_a_fault_can_be_taken_back(loopback, channel):
    await loopback.fault(POSTING, times=None, status=503)
    await loopback.clear_faults()

    await channel.send("hi")

    assert await loopback.faults() == []


@pytest.mark.slow
async def test_a_500_is_retried_by_discord_py_with_the_same_nonce(loopback, channel):
    await loopback.fault(POSTING, status=500, times=2)

    await channel.send("hi")

    requests = [one for one in await loopback.witness.requests() if one["route"] == MESSAGES]
    assert [one["status"] for one in requests] == [500, 500, 200]
    assert len({one["body"]["nonce"] for one in requests}) == 1


@pytest.mark.parametrize(
    "wrong", [{"path": "("}, {"path": "x", "statsu": 3}, {"path": "x", "cut": True, "status": 500}]
)
async def test_a_fault_that_makes_no_sense_is_refused(loopback, wrong):
    with pytest.raises(LoopbackError):
        await loopback.fault(**wrong)


def test_a_fault_hits_as_often_as_asked_after_letting_some_pass():
    faults = Faults()
    faults.add({"path": "POST", "times": 2, "after": 1})

    hits = [faults.take("POST", "/channels/1/messages") is not None for _ in range(5)]

    assert hits == [False, True, True, False, False]


def test_the_next_fault_takes_over_when_one_is_used_up():
    faults = Faults()
    faults.add({"path": "POST", "status": 500})
    faults.add({"path": "POST", "status": 503})

    statuses = [faults.take("POST", "/x").status for _ in range(2)]

    assert statuses == [500, 503]


def test_a_fault_spares_other_routes():
    faults = Faults()
    faults.add({"path": "^POST "})

    assert faults.take("GET", "/x") is None


async def _arrived(loopback):
    """Wait until the one fault was met."""
    hits = 0
    while not hits:
        [fault] = await loopback.faults()
        hits = fault["hits"]


async def _statuses(loopback):
    requests = await loopback.witness.requests()
    return [one["status"] for one in requests if one["route"] == MESSAGES]
