"""The ledger of deliveries in SQL; its keys decide who wins a claim."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.model import Delivery, Item, Kind, Record, State, Told
from bot.storage.database import Database
from bot.storage.tables import deliveries, items

OPEN = (State.CLAIMED, State.FAILED)


class SqlLedger:
    """A Ledger in a database.

    Every transaction that writes begins with a write: one that reads first holds an old view, and
    SQLite then refuses to let it write.
    """

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._processes = database.processes

    async def claim(self, delivery: Delivery, now: datetime) -> Record | None:
        """Write a delivery and its items as claimed; None if its key or an item is held."""
        record = Record(delivery=delivery, state=State.CLAIMED, claimed_at=now)
        try:
            async with self._engine.begin() as connection:
                await _insert(connection, record, self._processes.own)
        except IntegrityError:
            return None
        return record

    async def claim_again(self, record: Record) -> Record | None:
        """Claim a failed one, or a claim nobody settled; None if it is not as `record` says."""
        claimed = replace(
            record,
            state=State.CLAIMED,
            attempts=record.attempts + 1,
            settled_at=None,
            next_try=None,
        )
        return claimed if await self._change(record, claimed) else None

    async def settle(self, record: Record) -> None:
        """Write what became of a claimed delivery, unless somebody else has settled it."""
        await self._change(replace(record, state=State.CLAIMED), record)

    async def _change(self, before: Record, after: Record) -> bool:
        """Write `after` if the delivery stands in the state, claim and try of `before`."""
        as_before = (
            (deliveries.c.key == before.delivery.key)
            & (deliveries.c.state == before.state)
            & (deliveries.c.claimed_at == before.claimed_at)
            & (deliveries.c.attempts == before.attempts)
        )
        async with self._engine.begin() as connection:
            written = await connection.execute(
                update(deliveries).where(as_before).values(_columns(after, self._processes.own))
            )
            if written.rowcount and after.state is State.WITHDRAWN:
                await connection.execute(
                    delete(items).where(items.c.delivery_key == after.delivery.key)
                )
        return bool(written.rowcount)

    async def unsettled(self) -> tuple[Record, ...]:
        """Return what failed, and what is claimed by no other living process, in due order."""
        query = select(deliveries).where(deliveries.c.state.in_(OPEN))
        async with self._engine.connect() as connection:
            found = await connection.execute(query.order_by(deliveries.c.due, deliveries.c.key))
            rows = found.all()
        # Asked after the rows were read, or one that began in between would count as dead.
        others = await self._processes.others()
        return await self._records(
            [row for row in rows if row.state != State.CLAIMED or row.claimed_by not in others]
        )

    async def told(self, since: datetime) -> tuple[Told, ...]:
        """Return the items held for sessions that start at `since` or later."""
        query = (
            select(items, deliveries.c.claimed_at, deliveries.c.state)
            .join(deliveries, deliveries.c.key == items.c.delivery_key)
            .where(items.c.start >= since)
        )
        async with self._engine.connect() as connection:
            rows = await connection.execute(query)
        return tuple(
            Told(
                guild_id=row.guild_id,
                place=row.place,
                item=_item(row),
                at=row.claimed_at,
                state=State(row.state),
            )
            for row in rows
        )

    async def recent(self, guild_id: int, limit: int = 25) -> tuple[Record, ...]:
        """Return a guild's deliveries, the latest due first."""
        query = select(deliveries).where(deliveries.c.guild_id == guild_id)
        latest_first = query.order_by(deliveries.c.due.desc(), deliveries.c.key)
        async with self._engine.connect() as connection:
            rows = (await connection.execute(latest_first.limit(limit))).all()
        return await self._records(rows)

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        async with self._engine.begin() as connection:
            # Their items go with them, and in the order in which a claim locks them.
            await connection.execute(delete(deliveries).where(deliveries.c.guild_id == guild_id))

    async def _records(self, rows: Sequence[Row[Any]]) -> tuple[Record, ...]:
        async with self._engine.connect() as connection:
            covered = await _items_of(connection, [row.key for row in rows])
        return tuple(_record(row, covered.get(row.key, ())) for row in rows)


async def _insert(connection: AsyncConnection, record: Record, process: int) -> None:
    """Write a new delivery, or one that was withdrawn anew; IntegrityError if it is held."""
    delivery = record.delivery
    claimed = _columns(record, process)
    came_back = await connection.execute(
        update(deliveries)
        .where(deliveries.c.key == delivery.key, deliveries.c.state == State.WITHDRAWN)
        .values(claimed)
    )
    if not came_back.rowcount:
        await connection.execute(insert(deliveries).values(claimed))
    if delivery.items:
        await connection.execute(
            insert(items),
            [
                {
                    "guild_id": delivery.guild_id,
                    "place": delivery.place,
                    "session": item.session,
                    "start": item.start,
                    "lead": item.lead,
                    "delivery_key": delivery.key,
                }
                # Always in one order, so that two claims that overlap can't wait for each other.
                for item in sorted(delivery.items, key=_place_in_order)
            ],
        )


async def _items_of(
    connection: AsyncConnection, keys: Sequence[str]
) -> Mapping[str, tuple[Item, ...]]:
    by_key = defaultdict[str, tuple[Item, ...]](tuple)
    if keys:
        query = (
            select(items)
            .where(items.c.delivery_key.in_(keys))
            .order_by(items.c.start, items.c.session, items.c.lead)
        )
        for row in await connection.execute(query):
            by_key[row.delivery_key] += (_item(row),)
    return by_key


def _columns(record: Record, process: int) -> dict[str, object]:
    delivery = record.delivery
    return {
        "key": delivery.key,
        "guild_id": delivery.guild_id,
        "place": delivery.place,
        "kind": delivery.kind,
        "due": delivery.due,
        "expires": delivery.expires,
        "subject": delivery.subject,
        "state": record.state,
        "claimed_at": record.claimed_at,
        "claimed_by": process,
        "attempts": record.attempts,
        "settled_at": record.settled_at,
        "next_try": record.next_try,
        "message_id": record.message_id,
        "reason": record.reason,
    }


def _place_in_order(item: Item) -> tuple[str, datetime, timedelta]:
    return item.session, item.start, item.lead


def _item(row: Row[Any]) -> Item:
    return Item(session=row.session, start=row.start, lead=row.lead)


def _record(row: Row[Any], covered: tuple[Item, ...]) -> Record:
    return Record(
        delivery=Delivery(
            key=row.key,
            guild_id=row.guild_id,
            place=row.place,
            kind=Kind(row.kind),
            due=row.due,
            expires=row.expires,
            subject=row.subject,
            items=covered,
        ),
        state=State(row.state),
        claimed_at=row.claimed_at,
        attempts=row.attempts,
        settled_at=row.settled_at,
        next_try=row.next_try,
        message_id=row.message_id,
        reason=row.reason,
    )
