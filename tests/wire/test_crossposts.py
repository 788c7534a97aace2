"""A day of announcements on a loopback Discord: published, in time, within Discord's limit."""

from collections import defaultdict
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import discord
import pytest

from bot.announcements.written.crossposts import (
    AN_HOUR,
    MOST_AN_HOUR,
    Crossposts,
    Publishing,
)
from bot.announcements.written.plan import delivery_of
from bot.delivery.life import claimed, settled
from bot.delivery.model import Outcome, State
from bot.publisher import DiscordPublisher
from bot.rehearsal.time import HeldClock
from tests.announcements.written.announcements import HOUR, MINUTE, NOON, an_announcement
from tests.delivery.memory_ledger import MemoryLedger
from tests.wire.raw import TOKEN

pytestmark = pytest.mark.slow

LOOK = timedelta(seconds=15)
CROSSPOSTING = "/channels/{channel_id}/messages/{message_id}/crosspost"
CROSSPOSTED = 1
OPENS, CLOSES = NOON - 4 * HOUR, NOON + 8 * HOUR
RUSH, RESTART = NOON + 15 * MINUTE, NOON + 4 * HOUR + 40 * MINUTE


class Limited(DiscordPublisher):
    """A publisher to a Discord that takes ten an hour in a channel, by the clock of the day."""

    def __init__(self, client, clock, day):
        super().__init__(client)
        self._clock = clock
        self._day = day

    async def publish(self, guild_id, channel, message_id):
        now, lately = self._clock.now(), self._day.taken[channel]
        if sum(now - at < AN_HOUR for at in lately) >= MOST_AN_HOUR:
            self._day.refused += 1
            return Publishing.LATER
        result = await super().publish(guild_id, channel, message_id)
        if result is Publishing.DONE and message_id not in self._day.published:
            self._day.published[message_id] = now
            lately.append(now)
        return result


class Day:
    """What organizers post, what becomes of it, and what Marquee knows over its restart."""

    def __init__(self, raw, guild):
        self.clock = HeldClock(OPENS)
        self.taken = defaultdict[int, list[datetime]](list)
        self.published = {}
        self.refused = 0
        self.posted = {}
        self._raw = raw
        self._guild = guild
        self._ledger = MemoryLedger()

    @asynccontextmanager
    async def running(self):
        """What publishes, as it is when Marquee starts"""
        async with discord.Client(intents=discord.Intents.none()) as client:
            await client.login(TOKEN)
            publisher = Limited(client, self.clock, self)
            crossposts = Crossposts(publisher, self._ledger, self.clock, owns=lambda _: True)
            await crossposts.start()
            yield crossposts

    async def post(self, crossposts, channel):
        """Have an announcement posted, as its delivery does it."""
        now = self.clock.now()
        made = await self._raw.ask("POST", f"/channels/{channel}/messages", {"content": "Lunch"})
        message = int(made.body["id"])
        one = an_announcement(at=now, guild_id=self._guild.id, channel=channel)
        delivery = delivery_of(one, now)
        sent = Outcome(state=State.SENT, message_id=message)
        await self._ledger.write_off(settled(claimed(delivery, now), sent, now))
        self.posted[message] = (channel, now)
        crossposts.posted(delivery, message)

    async def live(self, crossposts, plan, until):
        """Let the day pass, and post by a plan of instants and channels."""
        while self.clock.now() < until:
            for channel in plan.pop(self.clock.now(), ()):
                await self.post(crossposts, channel)
            self.clock.move_to(self.clock.now() + LOOK)
            await crossposts.sweep()

    async def flags(self, message):
        channel, _ = self.posted[message]
        found = await self._raw.ask("GET", f"/channels/{channel}/messages/{message}")
        return found.body["flags"]


def a_plan(news, stage, general):
    """One each half hour, and at a quarter past noon a whole program of changes at once"""
    plan = defaultdict[datetime, list[int]](list)
    for number in range(24):
        plan[OPENS + number * HOUR / 2] += [news]
    for number in range(12):
        plan[OPENS + number * HOUR] += [general]
    plan[RUSH] += [news] * 25 + [stage] * 15
    return plan


def most_in_an_hour(times):
    return max((sum(at <= other < at + AN_HOUR for other in times) for at in times), default=0)


async def test_over_a_whole_day_all_is_published_and_no_more_than_ten_an_hour_in_a_channel(
    loopback, raw, guild, general, record_property
):
    await loopback.change_settings(route_limit=0, global_limit=0, channel_limit=0)
    news, stage = guild.channels["news"], await loopback.stage.create_channel(guild.id, "stage", 5)
    day, plan = Day(raw, guild), a_plan(news, stage, general)

    async with day.running() as crossposts:
        await day.live(crossposts, plan, RESTART)
    async with day.running() as crossposts:
        await day.live(crossposts, plan, CLOSES)

    requests = [
        one
        for one in await loopback.witness.requests()
        if (one["method"], one["route"]) == ("POST", CROSSPOSTING)
    ]
    due = {one: at for one, (channel, at) in day.posted.items() if channel != general}
    waits = sorted(day.published[one] - at for one, at in due.items() if one in day.published)
    counts = {
        "posted in announcement channels": len(due),
        "published": len(day.published),
        "lost": len(due.keys() - day.published.keys()),
        "most in any hour of a channel": max(map(most_in_an_hour, day.taken.values())),
        "refused for the limit": day.refused,
        "asked again after the restart": len(requests) - len(day.published),
        "within a minute": sum(wait <= MINUTE for wait in waits),
        "longest wait in minutes": round(waits[-1] / MINUTE),
    }
    record_property("publishing over a day", counts)
    print("Publishing over a simulated day:", counts)  # noqa: T201 - the counts are to be shown
    assert counts == {
        "posted in announcement channels": 64,
        "published": 64,
        "lost": 0,
        "most in any hour of a channel": MOST_AN_HOUR,
        "refused for the limit": 0,
        "asked again after the restart": 2,
        "within a minute": 36,
        "longest wait in minutes": 120,
    }
    assert all([await day.flags(one) & CROSSPOSTED for one in due])
    assert not any([await day.flags(one) & CROSSPOSTED for one in day.posted if one not in due])
