"""Direct messages to hundreds of people who are all due at once, against a loopback Discord."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import discord
import pytest

from bot import direct_turns
from bot.delivery.dispatch import Dispatch
from bot.delivery.model import NO_GUILD, Cause, Delivery, Kind, Plan, State
from bot.delivery.planners import Planners
from bot.direct import DirectMessages
from bot.postman import Letters, Postman, Writing
from bot.rehearsal.time import HeldAlarm, HeldClock
from bot.ui.post import Post
from tests.delivery.fakes import Everywhere
from tests.delivery.memory_ledger import MemoryLedger
from tests.rest_people import OPENING, Book
from tests.wire.raw import TOKEN

pytestmark = pytest.mark.slow

MANY, FEW, CLOSED = 200, 40, 8
AT_ONCE, EVERY, REST = 5, timedelta(milliseconds=20), timedelta(milliseconds=400)
SECOND = timedelta(seconds=1)
NOW = datetime.now(UTC)
MESSAGES = "/channels/{channel_id}/messages"


def a_message(user_id):
    return Delivery(
        key=f"personal {user_id}",
        guild_id=NO_GUILD,
        place=user_id,
        user_id=user_id,
        kind=Kind.PERSONAL,
        due=NOW,
        expires=NOW + timedelta(hours=1),
        keep_until=NOW + timedelta(hours=2),
        subject="{}",
    )


def written(delivery):
    mark = discord.Embed(title="Rivers", url=f"https://conf.example/#{delivery.digest}")
    return Post(content="Rivers starts soon", embeds=(mark,), silent=True)


class DueAtOnce:
    """A planner of messages that are all due, less those that the ledger holds"""

    def __init__(self, ledger, deliveries):
        self.ledger = ledger
        self.deliveries = deliveries

    async def plans(self, now):
        held = await self.ledger.held([one.key for one in self.deliveries])
        return [Plan(due=tuple(one for one in self.deliveries if one.key not in held))]


class Mailroom:
    """All that writes to people, with a clock in the hand and a pace that a test can wait for"""

    def __init__(self, client, user_ids):
        self.book = Book()
        self.ledger = MemoryLedger()
        self.messages = [a_message(user_id) for user_id in user_ids]
        self.direct = DirectMessages(client, self.book, self.book.close)
        self.clock = HeldClock(NOW)
        letters = Letters(subject=lambda delivery, now: delivery, post=written)
        postman = Postman(client, Writing({Kind.PERSONAL: letters}), self.clock, self.direct)
        planning = Planners([DueAtOnce(self.ledger, self.messages)], Everywhere())
        alarm = HeldAlarm(self.clock)
        self.dispatch = Dispatch(planning, self.ledger, postman, alarm, self.clock)

    async def sweep_until_settled(self):
        while await self.ledger.unsettled() or len(self.ledger.records) < len(self.messages):
            self.clock.move_to(self.clock.now() + 2 * SECOND)
            await self.dispatch.wake()
            await asyncio.sleep(0.05)

    def outcomes(self):
        return Counter((one.state, one.cause) for one in self.ledger.records.values())

    def tries(self, user_ids):
        return {self.ledger.records[a_message(one).key].attempts for one in user_ids}


@pytest.fixture(params=[FEW])
async def user_ids(loopback, request):
    await loopback.change_settings(global_limit=0)
    return await loopback.stage.create_users(request.param)


@pytest.fixture
async def writing(loopback, user_ids, monkeypatch):
    monkeypatch.setattr(direct_turns, "AT_ONCE", AT_ONCE)
    monkeypatch.setattr(direct_turns, "EVERY", EVERY)
    monkeypatch.setattr(direct_turns, "FIRST_REST", REST)
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(TOKEN)
        it = Mailroom(client, user_ids)
        yield it
        await it.direct.stop()


async def openings(loopback):
    return [one for one in await loopback.witness.requests() if one["route"] == OPENING]


async def sends(loopback):
    requests = await loopback.witness.requests()
    return [one for one in requests if (one["method"], one["route"]) == ("POST", MESSAGES)]


@pytest.mark.parametrize("user_ids", [MANY], indirect=True)
async def test_hundreds_who_are_due_at_once_are_each_written_to_once(
    loopback, writing, user_ids, monkeypatch, caplog
):
    monkeypatch.setattr(direct_turns, "EVERY", EVERY / 3)
    caplog.set_level("INFO", "bot")
    closed = user_ids[::10]
    for number, user_id in enumerate(closed):
        await loopback.stage.close_dms(user_id, code=(50007, 50278)[number % 2])
    await loopback.fault(f"POST {OPENING}", status=403, code=40003, after=40, times=2)
    await loopback.fault("POST .*/messages", cut=True, effect=True, after=30, times=3)
    await loopback.fault("POST .*/messages", status=503, after=60, times=3)

    await writing.sweep_until_settled()

    posted = await loopback.witness.posted()
    to_whom = {channel: user_id for user_id, channel in writing.book.channels.items()}
    assert sorted(to_whom[one.channel_id] for one in posted) == sorted(set(user_ids) - set(closed))
    assert {one.body["flags"] for one in posted} == {1 << 12}
    assert writing.outcomes() == {
        (State.SENT, None): len(user_ids) - len(closed),
        (State.DROPPED, Cause.CLOSED): len(closed),
    }
    assert sorted(writing.book.closed) == sorted(closed)
    said = "\n".join(one.getMessage() for one in caplog.records if one.name.startswith("bot"))
    assert not any(str(one) in said for one in (*user_ids, *to_whom))


async def test_a_closed_one_is_written_to_once_and_no_more(loopback, writing, user_ids):
    closed = user_ids[:CLOSED]
    for user_id in closed:
        await loopback.stage.close_dms(user_id)

    await writing.sweep_until_settled()
    for _ in range(3):
        await writing.dispatch.wake()

    asked = Counter(one["path"] for one in await sends(loopback))
    assert {asked[f"/channels/{writing.book.channels[one]}/messages"] for one in closed} == {1}
    assert len(await openings(loopback)) == FEW


async def test_the_pace_of_openings_is_kept_though_all_are_due_at_once(loopback, writing):
    await writing.sweep_until_settled()

    times = sorted(one["monotonic"] for one in await openings(loopback))
    assert len(times) == FEW
    # A request may be on its way for longer than the next one, on a busy machine.
    jitter = 0.1
    for first, begin in enumerate(times):
        for last in range(first, len(times)):
            allowed = AT_ONCE + (times[last] - begin + jitter) / EVERY.total_seconds()
            assert last - first < allowed


async def test_where_discord_takes_no_more_openings_none_is_made_for_a_while(loopback, writing):
    await loopback.fault(f"POST {OPENING}", status=403, code=40003, after=20)

    await writing.sweep_until_settled()

    requests = sorted(await openings(loopback), key=lambda one: one["monotonic"])
    codes = [one["code"] for one in requests]
    pauses = [
        after["monotonic"] - before["monotonic"]
        for before, after in pairwise(requests[codes.index(40003) :])
    ]
    # Those that were on their way still came.
    assert max(pauses) >= REST.total_seconds() * 0.9
    assert (codes.count(40003), len(requests)) == (1, FEW + 1)
    assert writing.outcomes() == {(State.SENT, None): FEW}


async def test_a_limit_that_nobody_knows_is_lived_with(loopback, writing):
    await loopback.change_settings(dm_limit=12, dm_window=0.3)

    await writing.sweep_until_settled()

    codes = [one["code"] for one in await openings(loopback)]
    assert 0 < codes.count(40003) <= 3 * AT_ONCE
    assert writing.outcomes() == {(State.SENT, None): FEW}


async def test_a_channel_that_was_opened_before_needs_no_opening(loopback, writing, user_ids):
    for user_id in user_ids:
        writing.book.channels[user_id] = await loopback.stage.open_dm(user_id)

    await writing.sweep_until_settled()

    assert await openings(loopback) == []
    assert writing.tries(user_ids) == {1}
    assert await loopback.witness.count() == FEW


async def test_whoever_waits_for_nothing_in_particular_is_opened_before_anything_is_due(
    loopback, writing, user_ids, monkeypatch
):
    monkeypatch.setattr(direct_turns, "SOON_EVERY", EVERY)
    for user_id in user_ids[:20]:
        writing.direct.open_soon(user_id)
    while len(writing.book.channels) < 20:  # noqa: ASYNC110 - nothing tells it
        await asyncio.sleep(0.02)

    await writing.sweep_until_settled()

    assert writing.tries(user_ids[:20]) == {1}
    assert len(await openings(loopback)) == FEW
