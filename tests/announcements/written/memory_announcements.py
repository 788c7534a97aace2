"""An AnnouncementStore in memory."""

from dataclasses import replace

from bot.announcements.written.model import AnnouncementState, At
from bot.announcements.written.store import Latest, Stamp


class MemoryAnnouncements:
    def __init__(self, *announcements):
        self.held = {one.id: one for one in announcements}
        self.numbers = {one.id: number for number, one in enumerate(announcements, start=1)}
        self.number = len(announcements)
        self.removals = 0
        self.reads = []

    async def stamp(self):
        return Stamp(written=self.number, removed=self.removals)

    async def since(self, number, limit):
        found = sorted((self.numbers[key], one) for key, one in self._newer(number))[:limit]
        self.reads.append(len(found))
        return tuple(
            Latest(
                number=number,
                guild_id=one.guild_id,
                id=one.id,
                waits=one if one.state is AnnouncementState.WAITING else None,
            )
            for number, one in found
        )

    def _newer(self, number):
        return [(key, one) for key, one in self.held.items() if self.numbers[key] > number]

    async def of_guild(self, guild_id, limit):
        by_id = sorted(self.held.values(), key=lambda one: one.id)
        newest = sorted(by_id, key=lambda one: one.created_at, reverse=True)
        return tuple(
            [one for one in newest if one.guild_id == guild_id and one.words.title][:limit]
        )

    async def find(self, guild_id, key):
        found = self.held.get(key)
        return found if found is not None and found.guild_id == guild_id else None

    async def add(self, announcement):
        self._write(announcement)

    async def change(self, earlier, later):
        stands = await self.find(earlier.guild_id, earlier.id)
        if stands is None or stands.revision != earlier.revision:
            return False
        self._write(replace(later, id=stands.id, guild_id=stands.guild_id))
        return True

    def _write(self, announcement):
        self.number += 1
        self.held[announcement.id] = announcement
        self.numbers[announcement.id] = self.number

    async def clear_drafts(self, before):
        removals = self.removals
        removed = self._remove(
            lambda one: one.state is AnnouncementState.DRAFT and one.created_at < before
        )
        self.removals = removals
        return removed

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
        self.removals += bool(removed)
        return removed
