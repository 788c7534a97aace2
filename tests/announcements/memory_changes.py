"""A ChangeStore in memory; it keeps the contract for what organizers change."""

from dataclasses import replace

from bot.announcements.model import Batch, batch_id


class MemoryChanges:
    def __init__(self, *batches):
        self.batches = list(batches)
        self.number = 0
        self.reads = 0

    async def stamp(self):
        return (self.number, len(self.batches))

    async def all(self):
        self.reads += 1
        return tuple(replace(batch) for batch in self.batches)

    async def record(self, guild_id, program, changes, now):
        if changes:
            self.number += 1
            key = batch_id(guild_id, program, now, self.number)
            self.batches.append(
                Batch(id=key, program=program, guild_id=guild_id, due=now, changes=tuple(changes))
            )

    async def clear(self, now):
        self.batches = [batch for batch in self.batches if batch.until > now]

    async def forget(self, guild_id):
        self.batches = [batch for batch in self.batches if batch.guild_id != guild_id]
