"""discord.py's own requests, held by Marquee's pace, against the limit of a loopback Discord."""

import asyncio

import discord
import pytest

from bot.pace import Pace
from bot.places import SECOND
from tests.wire.raw import TOKEN

LIMIT = 10
MESSAGES = 20


@pytest.fixture
async def channels(loopback):
    await loopback.change_settings(global_limit=LIMIT)
    towns = await loopback.stage.create_guilds(MESSAGES)
    return [town.channels["general"] for town in towns]


async def say(client, channels):
    """Log in, say something in all channels at once, and return how often that failed"""
    async with client:
        await client.login(TOKEN)
        places = [client.get_partial_messageable(channel) for channel in channels]
        said = await asyncio.gather(
            *(place.send("hello") for place in places), return_exceptions=True
        )
        return sum(isinstance(one, Exception) for one in said)


def a_client(pace=None):
    more = {"http_trace": pace.trace()} if pace else {}
    return discord.Client(intents=discord.Intents.none(), **more)


async def test_nothing_is_answered_429_and_hardly_any_time_is_lost(loopback, channels):
    failed = await say(a_client(Pace(LIMIT)), channels)

    rates = await loopback.witness.rates()
    assert (failed, rates["limited"], rates["busiest_second"]) == (0, 0, LIMIT)
    # The login is one request more.
    full_seconds = MESSAGES // LIMIT
    assert rates["last"] - rates["first"] < full_seconds * (SECOND + 0.3)


@pytest.mark.slow
async def test_two_processes_share_the_limit(loopback, channels):
    half = MESSAGES // 2
    paces = Pace(LIMIT), Pace(LIMIT)
    for pace in paces:
        pace.share(2)

    await asyncio.gather(
        say(a_client(paces[0]), channels[:half]), say(a_client(paces[1]), channels[half:])
    )

    rates = await loopback.witness.rates()
    assert (rates["limited"], rates["busiest_second"]) == (0, LIMIT)


@pytest.mark.slow
async def test_without_the_pace_discord_refuses_some(loopback, channels):
    await say(a_client(), channels)

    assert (await loopback.witness.rates())["limited"] > 0
