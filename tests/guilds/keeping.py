"""Has a GuildStore keep what guilds chose, whatever stands there of them."""

from bot.guilds.model import Choices


async def keep(store, *choices):
    known = {one.guild_id: one for one in await store.all()}
    stands = [known.get(one.guild_id, Choices(guild_id=one.guild_id)) for one in choices]
    assert await store.swap(stands, choices)
