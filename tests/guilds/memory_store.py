"""A GuildStore in memory; it keeps the GuildStore's contract."""

from bot.guilds.model import Choices


class MemoryGuildStore:
    def __init__(self, *choices):
        self.choices = {one.guild_id: one for one in choices}

    async def all(self):
        return tuple(self.choices[guild_id] for guild_id in sorted(self.choices))

    async def save(self, choices):
        """Let these stand, whatever stood there before; the contract has no such thing."""
        self.choices |= {one.guild_id: one for one in choices}

    async def swap(self, before, after):
        stands = [self.choices.get(one.guild_id, Choices(guild_id=one.guild_id)) for one in before]
        if stands != list(before):
            return False
        await self.save(after)
        return True

    async def forget(self, guild_id):
        self.choices.pop(guild_id, None)
