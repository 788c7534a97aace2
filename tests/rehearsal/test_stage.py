from datetime import UTC, datetime, timedelta
from importlib.metadata import requires, version

import discord
from discord.ext import commands

from bot.rehearsal.stage import Stage

NINE = datetime(2022, 11, 30, 9, 0, tzinfo=UTC)


class Speaking(commands.AutoShardedBot):
    def __init__(self):
        super().__init__(command_prefix=(), intents=discord.Intents.none(), shard_count=1)

    async def say(self, channel):
        return await self.get_partial_messageable(channel.id).send("Hello")


async def test_the_stage_opens_at_the_given_instant():
    async with Stage(Speaking(), NINE) as stage:
        await stage.env.bot.say(stage.announcements)

        assert [post.at for post in stage.posted()] == [NINE]


async def test_message_times_follow_the_time_that_passes():
    async with Stage(Speaking(), NINE) as stage:
        await stage.pass_time(timedelta(minutes=50))
        await stage.env.bot.say(stage.general)

        assert [(post.channel, post.at) for post in stage.posted()] == [
            ("general", NINE + timedelta(minutes=50))
        ]


def test_the_simulator_is_pinned_exactly_since_its_clock_is_set_by_a_private_name():
    (pin, *_) = (line for line in requires("marquee") if line.startswith("simcord"))

    assert pin.startswith(f"simcord[preview]=={version('simcord')}")
