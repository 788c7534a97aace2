"""A Ledger in memory, for tests that play hundreds of events; it keeps the Ledger's contract."""

from dataclasses import replace

from bot.delivery.model import Record, State, Told

OPEN = (State.CLAIMED, State.FAILED)


class MemoryLedger:
    def __init__(self):
        self.records = {}

    def _holders(self):
        return [one for one in self.records.values() if one.state is not State.WITHDRAWN]

    async def claim(self, delivery, now):
        record = Record(delivery=delivery, state=State.CLAIMED, claimed_at=now)
        for holder in self._holders():
            held = holder.delivery
            if held.key == delivery.key or (
                (held.guild_id, held.place) == (delivery.guild_id, delivery.place)
                and set(held.items) & set(delivery.items)
            ):
                return None
        self.records[delivery.key] = record
        return record

    async def claim_again(self, record):
        claimed = replace(
            record,
            state=State.CLAIMED,
            attempts=record.attempts + 1,
            settled_at=None,
            next_try=None,
        )
        return claimed if self._change(record, claimed) else None

    async def settle(self, record):
        if record.state is State.WITHDRAWN:
            record = replace(record, delivery=replace(record.delivery, items=()))
        self._change(replace(record, state=State.CLAIMED), record)

    def _change(self, before, after):
        held = self.records.get(before.delivery.key)
        if held is None or _stand(held) != _stand(before):
            return False
        self.records[before.delivery.key] = after
        return True

    async def unsettled(self):
        found = (one for one in self.records.values() if one.state in OPEN)
        return tuple(sorted(found, key=lambda one: (one.delivery.due, one.delivery.key)))

    async def told(self, since):
        return tuple(
            Told(
                guild_id=one.delivery.guild_id,
                place=one.delivery.place,
                item=item,
                at=one.claimed_at,
                state=one.state,
            )
            for one in self._holders()
            for item in one.delivery.items
            if item.start >= since
        )

    async def recent(self, guild_id, limit=25):
        found = [one for one in self.records.values() if one.delivery.guild_id == guild_id]
        by_key = sorted(found, key=lambda one: one.delivery.key)
        return tuple(sorted(by_key, key=lambda one: one.delivery.due, reverse=True)[:limit])

    async def forget(self, guild_id):
        self.records = {
            key: one for key, one in self.records.items() if one.delivery.guild_id != guild_id
        }


def _stand(record):
    return record.state, record.claimed_at, record.attempts
