"""Channels for tracks on a loopback Discord: made once, found again, and each no in words."""

from collections import Counter
from dataclasses import replace

import discord
import pytest

from bot.channelwright import Channelwright
from bot.errors import SetupError
from bot.guilds.channel_plan import CATEGORY_CHANNELS, GUILD_CHANNELS, channel_plan
from bot.guilds.model import Choices, RouteKind
from tests.factories import a_program, a_track
from tests.wire.raw import TOKEN

pytestmark = pytest.mark.slow

CREATING = "^POST /guilds/[0-9]+/channels$"
TRACKS = tuple(a_track(name, id=name.lower()) for name in ("Web", "Data", "Ops"))
PROGRAM = a_program(name="Conf 2022", tracks=TRACKS)


@pytest.fixture
async def wright(loopback):
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(TOKEN)
        yield Channelwright(client)


async def planned(wright, guild, program=PROGRAM):
    standing = await wright.standing(guild.id)
    return channel_plan(RouteKind.TRACK, program, Choices(guild_id=guild.id), standing)


async def carry_out(wright, guild, program=PROGRAM):
    plan = await planned(wright, guild, program)
    ids = {one: one.id for one in plan.categories}
    for one in plan.wanted:
        if ids[one.category] is None:
            ids[one.category] = await wright.make_category(guild.id, one.category.name)
        if one.stands is None:
            await wright.make(guild.id, one.name, one.title, ids[one.category])


@pytest.fixture
def standing(raw, guild):
    """Each channel by name, with its topic and the category that it is in"""

    async def standing():
        found = (await raw.ask("GET", f"/guilds/{guild.id}/channels")).body
        names = {one["id"]: one["name"] for one in found}
        return {one["name"]: (one["topic"], names.get(one["parent_id"])) for one in found}

    return standing


async def test_channels_are_made_in_a_category_and_found_again(loopback, wright, guild, standing):
    for _ in range(2):
        await carry_out(wright, guild)

    found = await standing()
    assert {name: found[name] for name in ("web", "data", "ops")} == {
        "web": ("Web", "Conf 2022"),
        "data": ("Data", "Conf 2022"),
        "ops": ("Ops", "Conf 2022"),
    }
    requests = await loopback.witness.requests()
    assert [one["method"] for one in requests].count("POST") == 4


async def test_an_answer_that_got_lost_makes_no_second_channel(loopback, wright, guild, standing):
    await wright.make_category(guild.id, "Conf 2022")
    await loopback.fault(CREATING, cut=True, effect=True, times=1)
    with pytest.raises(SetupError):
        await carry_out(wright, guild)

    await carry_out(wright, guild)

    names = [one.name for one in await wright.standing(guild.id)]
    assert sorted(names) == ["Conf 2022", "data", "forum", "general", "news", "ops", "web"]


async def test_what_discord_asks_to_wait_for_is_waited_for(loopback, wright, guild):
    await loopback.change_settings(route_limit=2)

    await carry_out(wright, guild)

    assert (await planned(wright, guild)).made == 0


async def test_without_the_permission_that_is_said(loopback, wright, guild):
    await loopback.stage.forbid_in_guild(guild.id, "manage_channels")

    with pytest.raises(SetupError, match="Marquee may not make channels in this server"):
        await carry_out(wright, guild)


async def test_what_discord_refuses_is_said(loopback, wright, guild):
    await loopback.fault(CREATING, status=403, times=1)

    with pytest.raises(SetupError, match="Discord was asked in vain"):
        await carry_out(wright, guild)


async def test_the_limits_of_discord_are_kept_and_said(loopback, wright, guild, standing):
    await loopback.change_settings(route_limit=0, global_limit=0)
    tracks = tuple(a_track(f"Track {at}", id=f"t-{at}") for at in range(CATEGORY_CHANNELS + 5))
    program = a_program(name="Conf 2022", tracks=tracks)
    await carry_out(wright, guild, program)
    inside = Counter(category for _, category in (await standing()).values())
    for at in range(GUILD_CHANNELS - len(await wright.standing(guild.id))):
        await loopback.stage.create_channel(guild.id, f"more-{at}")
    more = replace(program, tracks=(*tracks, a_track("One more", id="one-more")))
    plan = await planned(wright, guild, more)

    assert (inside["Conf 2022"], inside["Conf 2022 (2)"]) == (CATEGORY_CHANNELS, 5)
    assert (plan.made, plan.left_out) == (0, 1)
    with pytest.raises(SetupError, match="The server holds as many channels as Discord allows"):
        await wright.make_category(guild.id, "One more")
