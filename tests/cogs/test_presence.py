"""Marquee comes to a server, is removed from it, and finds out what it missed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import discord
import pytest

from bot.cogs.presence import PresenceCog
from bot.guilds.model import GuildTable
from bot.guilds.service import Guilds
from bot.letterbox import NEEDED
from bot.organizers.welcome import WELCOMED_FOR, Welcomes
from bot.rehearsal.time import HeldClock
from bot.translation import Language
from tests.delivery.memory_ledger import MemoryLedger
from tests.guilds.memory_store import MemoryGuildStore

NOW = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OURS, THEIRS = 1 << 22, 2 << 22
TABLES = (GuildTable(id=OURS, reminder_channel=9),)


def a_channel(number, permissions=NEEDED):
    return SimpleNamespace(id=number, permissions_for=lambda _: permissions)


def a_guild(guild_id=OURS, *, joined=NOW, moderators=None, system=None, channels=()):
    return SimpleNamespace(
        id=guild_id,
        shard_id=0,
        unavailable=False,
        me=SimpleNamespace(joined_at=joined),
        public_updates_channel=moderators,
        system_channel=system,
        text_channels=list(channels),
        preferred_locale=discord.Locale.american_english,
    )


class Office:
    def __init__(self, *here):
        self.clock = HeldClock(NOW)
        self.ledger = MemoryLedger()
        self.guilds = Guilds(MemoryGuildStore())
        self.client = SimpleNamespace(guilds=list(here), shard_count=1)
        self.welcomes = Welcomes(self.guilds, self.ledger, lambda _: True)
        self.cog = PresenceCog(self.client, self.guilds, self.welcomes, self.clock)

    async def due(self):
        plans = await self.welcomes.plans(self.clock.now())
        return [(one.guild_id, one.place) for plan in plans for one in plan.due]


async def an_office(*here, tables=TABLES):
    office = Office(*here)
    await office.guilds.load(tables, NOW)
    return office


@pytest.mark.parametrize(
    ("guild", "place"),
    [
        (a_guild(moderators=a_channel(1), system=a_channel(2)), 1),
        (a_guild(moderators=a_channel(1, discord.Permissions.none()), system=a_channel(2)), 2),
        (a_guild(channels=[a_channel(3, discord.Permissions.none()), a_channel(4)]), 4),
    ],
)
async def test_organizers_are_welcomed_where_they_read(guild, place):
    office = await an_office(guild, tables=())

    await office.cog.on_guild_join(guild)

    assert await office.due() == [(OURS, place)]


async def test_nobody_is_welcomed_where_nothing_may_be_posted_or_all_is_set_up():
    mute = a_guild(channels=[a_channel(3, discord.Permissions.none())])
    office = await an_office(mute, tables=())
    set_up = await an_office()

    await office.cog.on_guild_join(mute)
    await set_up.cog.on_guild_join(a_guild(system=a_channel(2)))

    assert (await office.due(), await set_up.due()) == ([], [])


async def test_a_welcome_is_planned_once_for_each_time_that_it_came():
    guild = a_guild(system=a_channel(2))
    office = await an_office(guild, tables=())
    await office.cog.on_guild_join(guild)
    (delivery,) = [one for plan in await office.welcomes.plans(NOW) for one in plan.due]
    await office.ledger.claim(delivery, NOW)

    await office.cog.on_shard_ready(0)

    assert await office.due() == []


@pytest.mark.parametrize(
    ("locale", "chosen", "language"),
    [
        ("de", None, Language.GERMAN),
        ("es-419", None, Language.SPANISH),
        ("ko", None, Language.ENGLISH),
        ("de", Language.FRENCH, Language.FRENCH),
    ],
)
async def test_a_welcome_is_in_the_servers_own_language_unless_organizers_chose_one(
    locale, chosen, language
):
    guild = a_guild(system=a_channel(2))
    guild.preferred_locale = discord.Locale(locale)
    office = await an_office(guild, tables=())
    await office.cog.on_guild_join(guild)
    (delivery,) = [one for plan in await office.welcomes.plans(NOW) for one in plan.due]

    await office.guilds.choose(OURS, lambda one: replace(one, language=chosen), NOW)

    assert office.welcomes.language_of(delivery) is language


async def test_a_server_that_it_came_to_long_ago_is_not_welcomed_at_a_start():
    guild = a_guild(joined=NOW - WELCOMED_FOR, system=a_channel(2))
    office = await an_office(guild, tables=())

    await office.cog.on_shard_ready(0)

    assert await office.due() == []


async def test_removed_and_back_again():
    guild = a_guild()
    office = await an_office(guild)

    await office.cog.on_guild_remove(guild)
    gone = office.guilds.all()
    await office.cog.on_guild_join(guild)

    assert gone == ()
    assert [one.guild_id for one in office.guilds.all()] == [OURS]


async def test_what_happened_while_it_was_away_is_seen_once_it_is_back():
    tables = [GuildTable(id=one, reminder_channel=9) for one in (OURS, THEIRS)]
    office = await an_office(a_guild(OURS), tables=tables)
    await office.guilds.leave(OURS, NOW - MINUTE)

    await office.cog.on_shard_ready(0)

    assert [one.guild_id for one in office.guilds.all()] == [OURS]
    assert office.guilds.left(NOW + MINUTE) == (THEIRS,)
