"""An AnnouncementStore in memory."""

from dataclasses import replace

from bot.announcements.written.model import AnnouncementState, At


class MemoryAnnouncements:
    def __init__(self, *announcements):
        self.held = {one.id: one for one in announcements}
        self.number = 0
        self.reads = 0

    async def stamp(self):
        return self.number

    async def waiting(self):
        self.reads += 1
        found = [one for one in self.held.values() if one.state is AnnouncementState.WAITING]
        return tuple(sorted(found, key=lambda one: (one.created_at, one.id)))

    async def of_guild(self, guild_id, limit):
        by_id = sorted(self.held.values(), key=lambda one: one.id)
        newest = sorted(by_id, key=lambda one: one.created_at, reverse=True)
        return tuple([one for one in newest if one.guild_id == guild_id][:limit])

    async def find(self, guild_id, key):
        found = self.held.get(key)
        return found if found is not None and found.guild_id == guild_id else None

    async def add(self, announcement):
        self.number += 1
        self.held[announcement.id] = announcement

    async def change(self, earlier, later):
        stands = await self.find(earlier.guild_id, earlier.id)
        if stands is None or stands.revision != earlier.revision:
            return False
        self.number += 1
        del self.held[earlier.id]
        self.held[later.id] = replace(later, guild_id=stands.guild_id)
        return True

    async def clear_drafts(self, before):
        return self._remove(
            lambda one: one.state is AnnouncementState.DRAFT and one.created_at < before
        )

    async def forget_before(self, guild_id, before):
        def is_over(one):
            at = one.moment.at if isinstance(one.moment, At) else None
            return (
                one.guild_id == guild_id and one.created_at < before and (at is None or at < before)
            )

        return self._remove(is_over)

    async def forget(self, guild_id):
        self._remove(lambda one: one.guild_id == guild_id)

    def _remove(self, is_meant):
        kept = {key: one for key, one in self.held.items() if not is_meant(one)}
        removed, self.held = len(self.held) - len(kept), kept
        self.number += 1
        return removed
