import asyncio
import time

import discord
import pytest

from tests.wire.bots import PlainBot, running, with_commands
from tests.wire.limits import CHANNEL, MESSAGES, Limits
from tests.wire.settings import Settings


async def test_a_client_that_reads_the_headers_is_never_refused(loopback, general):
    await loopback.change_settings(channel_limit=3, channel_window=0.3)

    async with running(PlainBot()) as bot:
        began = time.monotonic()
        await asyncio.gather(*(bot.get_channel(general).send(str(one)) for one in range(7)))
        took = time.monotonic() - began

    assert took >= 0.6
    assert (await loopback.witness.rates())["limited"] == 0
    assert len(await loopback.witness.posted()) == 7


async def test_too_many_in_one_channel_are_refused_and_others_not(loopback, raw):
    await loopback.change_settings(channel_limit=2, channel_window=60.0)
    guild = await loopback.stage.create_guild(channels=("one", "two"))
    one, two = guild.channels.values()

    told = [await raw.post(channel, content="hi") for channel in (one, one, one, two)]

    assert [each.status for each in told] == [200, 200, 429, 200]
    refused = told[2]
    assert refused.headers["Via"]
    assert refused.headers["X-RateLimit-Scope"] == "user"
    assert refused.headers["X-RateLimit-Remaining"] == "0"
    assert refused.body["global"] is False
    assert 59 < refused.body["retry_after"] <= 60


async def test_the_refused_may_come_back_after_retry_after(loopback, general, raw):
    await loopback.change_settings(channel_limit=1, channel_window=0.5)
    await raw.post(general, content="hi")
    refused = await raw.post(general, content="hi")

    await asyncio.sleep(refused.body["retry_after"])

    assert (await raw.post(general, content="hi")).status == 200


async def test_the_global_limit_counts_over_all_routes(loopback, general, raw):
    await loopback.change_settings(global_limit=10, route_limit=0, channel_limit=0)

    asked = [raw.ask("GET", "/users/@me") for _ in range(6)]
    asked += [raw.ask("GET", f"/channels/{general}") for _ in range(6)]
    told = await asyncio.gather(*asked)

    refused = [each for each in told if each.status == 429]
    assert len(refused) == 2
    assert {each.headers["X-RateLimit-Scope"] for each in refused} == {"global"}
    assert {each.headers["X-RateLimit-Global"] for each in refused} == {"true"}
    assert all(each.body["global"] and 0 < each.body["retry_after"] <= 1 for each in refused)


async def test_interactions_fall_under_no_limit(loopback, general):
    async with running(with_commands(PlainBot())) as bot:
        await bot.tree.sync()
        await loopback.change_settings(global_limit=1)

        told = [await loopback.people.slash(general, "hello", {"name": "A"}) for _ in range(5)]

    assert [each.message["content"] for each in told] == ["hello A"] * 5


async def test_names_and_topics_have_a_limit_of_their_own(loopback, general, raw):
    edits = [{"topic": "1"}, {"topic": "2"}, {"topic": "3"}, {"rate_limit_per_user": 5}]

    told = [await raw.ask("PATCH", f"/channels/{general}", edit) for edit in edits]

    assert [each.status for each in told] == [200, 200, 429, 200]
    assert told[2].body["retry_after"] > 500


@pytest.mark.parametrize("scope", ["user", "global", "shared"])
async def test_a_429_on_demand_is_waited_for(loopback, general, scope):
    async with running(PlainBot()) as bot:
        await loopback.fault("POST .*/messages", status=429, scope=scope, retry_after=0.1)

        await bot.get_channel(general).send("hi")

    requests = [one for one in await loopback.witness.requests() if one["route"] == MESSAGES]
    assert [one["status"] for one in requests] == [429, 200]


async def test_a_429_without_via_is_taken_for_a_ban(loopback, general):
    async with running(PlainBot()) as bot:
        await loopback.fault("POST .*/messages", status=429, via=False)

        with pytest.raises(discord.HTTPException) as refused:
            await bot.get_channel(general).send("hi")

    assert refused.value.status == 429


def test_a_limit_of_zero_is_none():
    limits = Limits(Settings(global_limit=0, channel_limit=0))

    verdicts = [limits.check("POST", MESSAGES, "1") for _ in range(200)]

    assert {verdict.retry_after for verdict in verdicts} == {None}
    assert verdicts[0].headers == {}


def test_a_refused_request_uses_nothing_up():
    limits = Limits(Settings(global_limit=2, topic_limit=1))

    first = limits.check("PATCH", CHANNEL, "1", renames=True)
    refused = limits.check("PATCH", CHANNEL, "1", renames=True)
    other = limits.check("PATCH", CHANNEL, "2", renames=True)

    assert first.retry_after is None
    assert refused.retry_after is not None
    assert other.retry_after is None
