"""A Ledger in memory, for tests that play hundreds of events; it keeps the Ledger's contract."""

from dataclasses import replace

from bot.delivery.life import (
    OPEN,
    TROUBLE,
    claimed,
    claimed_again,
    dropped_by_hand,
    is_clearable,
    is_kept,
    reopened,
)
from bot.delivery.model import State, Told


class MemoryLedger:
    def __init__(self):
        self.records = {}

    def _holders(self):
        return [one for one in self.records.values() if one.state is not State.WITHDRAWN]

    async def claim(self, delivery, now):
        record = claimed(delivery, now)
        return record if await self.write_off(record) else None

    async def write_off(self, record):
        delivery = record.delivery
        for holder in self._holders():
            held = holder.delivery
            if held.key == delivery.key or (
                (held.guild_id, held.place) == (delivery.guild_id, delivery.place)
                and set(held.items) & set(delivery.items)
            ):
                return False
        self.records[delivery.key] = record
        return True

    async def claim_again(self, record):
        return self._change(record, claimed_again(record))

    async def settle(self, record):
        if record.state is State.WITHDRAWN:
            record = replace(record, delivery=replace(record.delivery, items=()))
        self._change(replace(record, state=State.CLAIMED), record)

    async def reopen(self, record, now):
        return self._change(record, reopened(record, now))

    async def drop(self, record, now):
        return self._change(record, dropped_by_hand(record, now))

    async def amend(self, record, content):
        if record.state is State.SENT:
            self._change(record, replace(record, content=content))

    def _change(self, before, after):
        held = self.records.get(before.delivery.key)
        if after is None or held is None or _stand(held) != _stand(before):
            return None
        if is_kept(after):
            self.records[before.delivery.key] = after
        else:
            del self.records[before.delivery.key]
        return after

    async def unsettled(self):
        found = (one for one in self.records.values() if one.state in OPEN)
        return tuple(sorted(found, key=_by_due))

    async def told(self, since):
        return self._told(since, (one for one in self._holders() if not one.delivery.is_direct))

    async def told_directly(self, since, after):
        direct = (one for one in self._holders() if one.delivery.is_direct)
        return self._told(since, (one for one in direct if one.claimed_at >= after))

    def _told(self, since, holders):
        return tuple(
            Told(
                guild_id=one.delivery.guild_id,
                place=one.delivery.place,
                item=item,
                at=one.claimed_at,
                state=one.state,
            )
            for one in holders
            for item in one.delivery.items
            if item.start >= since
        )

    async def held(self, keys):
        return frozenset(one.delivery.key for one in self._holders()) & set(keys)

    async def troubles(self, since):
        found = [
            one for one in self.records.values() if one.state in TROUBLE and one.settled_at >= since
        ]
        return tuple(sorted(found, key=lambda one: (one.settled_at, one.delivery.key)))

    async def standing(self, now):
        return tuple(
            one
            for one in sorted(self.records.values(), key=_by_due)
            if one.state is State.SENT and one.message_id and one.delivery.expires > now
        )

    async def find(self, digest):
        found = [one for one in self.records.values() if one.delivery.digest == digest]
        return found[0] if found else None

    async def recent(self, guild_id, limit=25):
        found = [one for one in self.records.values() if one.delivery.guild_id == guild_id]
        by_key = sorted(found, key=lambda one: one.delivery.key)
        return tuple(sorted(by_key, key=lambda one: one.delivery.due, reverse=True)[:limit])

    async def clear(self, now):
        return self._remove(lambda one: is_clearable(one, now))

    async def forget_before(self, guild_id, before):
        return self._remove(
            lambda one: (
                one.delivery.guild_id == guild_id
                and one.state not in OPEN
                and one.delivery.expires < before
            )
        )

    async def forget(self, guild_id):
        self._remove(lambda one: one.delivery.guild_id == guild_id)

    def _remove(self, is_meant):
        kept = {key: one for key, one in self.records.items() if not is_meant(one)}
        removed, self.records = len(self.records) - len(kept), kept
        return removed


def _stand(record):
    return record.state, record.claimed_at, record.attempts


def _by_due(record):
    return record.delivery.due, record.delivery.key
