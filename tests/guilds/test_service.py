from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.guilds.model import LONG_AGO, Choices, GuildTable, Lead
from bot.guilds.service import Guilds
from tests.guilds.memory_store import MemoryGuildStore

MINUTE = timedelta(minutes=1)
NOW = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
TABLE = GuildTable(id=1, reminder_channel=10, leads=(10 * MINUTE,))


async def _loaded(store, *tables, now=NOW):
    guilds = Guilds(store)
    await guilds.load(tables, now)
    return guilds


async def test_a_guild_that_set_nothing_has_empty_choices():
    guilds = await _loaded(MemoryGuildStore())

    assert (guilds.for_guild(7), guilds.all()) == (Choices(guild_id=7), ())


async def test_a_table_is_adopted_and_kept():
    store = MemoryGuildStore()

    guilds = await _loaded(store, TABLE)

    lead = Lead(before=10 * MINUTE, since=LONG_AGO)
    choices = Choices(guild_id=1, reminder_channel=10, leads=(lead,))
    assert (guilds.for_guild(1), guilds.all(), await store.all()) == (
        choices,
        (choices,),
        (choices,),
    )


async def test_what_was_chosen_once_keeps_its_time_over_restarts():
    store = MemoryGuildStore()
    await _loaded(store, TABLE)
    changed = replace(TABLE, reminder_channel=11)

    await _loaded(store, changed, now=NOW)
    guilds = await _loaded(store, changed, now=NOW + MINUTE)

    assert [lead.since for lead in guilds.for_guild(1).leads] == [NOW]


async def test_a_guild_gone_from_the_settings_gets_no_posts_and_stays_so():
    store = MemoryGuildStore()
    await _loaded(store, TABLE)

    await _loaded(store)
    guilds = await _loaded(store)

    assert guilds.for_guild(1) == Choices(guild_id=1)
