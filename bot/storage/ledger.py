"""The ledger of deliveries in SQL; its keys decide who wins a claim."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.life import (
    ABANDONED,
    OPEN,
    TROUBLE,
    claimed,
    claimed_again,
    dropped_by_hand,
    is_kept,
    reopened,
)
from bot.delivery.model import NO_GUILD, Delivery, Record, State, Told
from bot.storage.database import Database
from bot.storage.news import Topic
from bot.storage.records import STATES, columns_of, item_of, items_of, read_records, remove_records
from bot.storage.tables import deliveries, items

Columns = dict[str, object]
Write = Callable[[AsyncConnection, Columns, Record], Awaitable[bool]]

# Made once, since many claims come in one second and to make a statement takes longer than to run
# it. Which columns they set is what they are given.
_INSERT = insert(deliveries)
_COVER = insert(items)
_IS_AS_BEFORE = (
    deliveries.c.key == bindparam("key_before"),
    deliveries.c.state == bindparam("state_before"),
    deliveries.c.claimed_at == bindparam("claimed_before"),
    deliveries.c.attempts == bindparam("attempts_before"),
)
_CHANGE = update(deliveries).where(*_IS_AS_BEFORE)
# Their items go with them.
_REMOVE = delete(deliveries).where(*_IS_AS_BEFORE)
_BRING_BACK = update(deliveries).where(
    deliveries.c.key == bindparam("key_before"), deliveries.c.state == State.WITHDRAWN
)


class SqlLedger:
    """A Ledger in a database.

    Every transaction that writes begins with a write: one that reads first holds an old view, and
    SQLite then refuses to let it write.
    """

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._processes = database.processes
        self._news = database.news

    async def claim(self, delivery: Delivery, now: datetime) -> Record | None:
        """Write a delivery and its items as claimed; None if its key or an item is held."""
        record = claimed(delivery, now)
        return record if await self.write_off(record) else None

    async def write_off(self, record: Record) -> bool:
        """Write a delivery with its record in one go; False if its key or an item is held."""
        return await self._enter(record, _insert) or await self._enter(record, _bring_back)

    async def claim_again(self, record: Record) -> Record | None:
        """Claim a failed one, or a claim nobody settled; None if it is not as `record` says."""
        return await self._change(record, claimed_again(record))

    async def settle(self, record: Record) -> None:
        """Write what became of a claimed delivery, unless somebody else has settled it."""
        await self._change(replace(record, state=State.CLAIMED), record)

    async def reopen(self, record: Record, now: datetime) -> Record | None:
        """Make what was not posted due at `now`; None if it was, or is not as `record` says."""
        return await self._change(record, reopened(record, now), Topic.DELIVERIES)

    async def drop(self, record: Record, now: datetime) -> Record | None:
        """Drop what failed, by hand; None if it is no longer failed as `record` says."""
        return await self._change(record, dropped_by_hand(record, now), Topic.DELIVERIES)

    async def amend(self, record: Record, content: str) -> None:
        """Write down what a sent delivery's message shows by now."""
        if record.state is State.SENT:
            await self._change(record, replace(record, content=content))

    async def unsettled(self) -> tuple[Record, ...]:
        """Return what failed, and what is claimed by no other living process, in due order."""
        async with self._engine.connect() as connection:
            found = await read_records(connection, _in_due_order(deliveries.c.state.in_(OPEN)))
        # Asked after the rows were read, or one that began in between would count as dead.
        others = await self._processes.others()
        return tuple(
            record
            for record, process in found
            if record.state is not State.CLAIMED or process not in others
        )

    async def told(self, since: datetime) -> tuple[Told, ...]:
        """Return the items that guilds' deliveries hold of sessions from `since` on."""
        return await self._told((items.c.start >= since) & (items.c.guild_id != NO_GUILD))

    async def told_directly(self, since: datetime, after: datetime) -> tuple[Told, ...]:
        """Return the items that direct messages claimed from `after` on hold, likewise."""
        is_direct = (items.c.start >= since) & (items.c.guild_id == NO_GUILD)
        return await self._told(is_direct & (deliveries.c.claimed_at >= after))

    async def held(self, keys: Collection[str]) -> frozenset[str]:
        """Return those of the keys that are held."""
        is_held = deliveries.c.key.in_(keys) & (deliveries.c.state != State.WITHDRAWN)
        async with self._engine.connect() as connection:
            return frozenset(await connection.scalars(select(deliveries.c.key).where(is_held)))

    async def troubles(self, since: datetime) -> tuple[Record, ...]:
        """Return what was dropped, has expired or became unsure at `since` or later, by then."""
        is_meant = deliveries.c.state.in_(TROUBLE) & (deliveries.c.settled_at >= since)
        by_then = (deliveries.c.settled_at, deliveries.c.key)
        return await self._read(select(deliveries).where(is_meant).order_by(*by_then))

    async def standing(self, now: datetime) -> tuple[Record, ...]:
        """Return what was sent with a message and has not expired by `now`, in due order."""
        is_sent = (deliveries.c.state == State.SENT) & deliveries.c.message_id.is_not(None)
        return await self._read(_in_due_order(is_sent & (deliveries.c.expires > now)))

    async def find(self, digest: str) -> Record | None:
        """Return the delivery with this digest, None if none was claimed yet."""
        found = await self._read(select(deliveries).where(deliveries.c.digest == digest))
        return found[0] if found else None

    async def recent(self, guild_id: int, limit: int = 25) -> tuple[Record, ...]:
        """Return a guild's deliveries, the latest due first."""
        query = select(deliveries).where(deliveries.c.guild_id == guild_id)
        latest_first = query.order_by(deliveries.c.due.desc(), deliveries.c.key)
        return await self._read(latest_first.limit(limit))

    async def clear(self, now: datetime) -> int:
        """Remove what is for a person alone and may not be kept any longer; return how many."""
        is_over = deliveries.c.state.not_in(OPEN) | (deliveries.c.expires < now - ABANDONED)
        return await self._remove((deliveries.c.keep_until <= now) & is_over)

    async def forget_before(self, guild_id: int, before: datetime) -> int:
        """Remove a guild's deliveries that are settled and expired before then; return how many."""
        is_over = deliveries.c.state.not_in(OPEN) & (deliveries.c.expires < before)
        return await self._remove((deliveries.c.guild_id == guild_id) & is_over)

    async def forget(self, guild_id: int) -> None:
        """Remove everything that is held of a guild."""
        await self._remove(deliveries.c.guild_id == guild_id)

    async def _change(
        self, before: Record, after: Record | None, topic: Topic | None = None
    ) -> Record | None:
        """Write `after` if the delivery stands in the state, claim and try of `before`.

        The other processes hear of it if there is a topic: what was done by hand can be theirs.
        """
        if after is None:
            return None
        known = {
            "key_before": before.delivery.key,
            "state_before": before.state,
            "claimed_before": before.claimed_at,
            "attempts_before": before.attempts,
        }
        async with self._engine.begin() as connection:
            if not is_kept(after):
                removed = await connection.execute(_REMOVE, known)
                return after if removed.rowcount else None
            columns = columns_of(after, self._processes.own)
            written = await connection.execute(_CHANGE, {**columns, **known})
            if written.rowcount and after.state is State.WITHDRAWN:
                covered = items.c.delivery_key == after.delivery.key
                await connection.execute(delete(items).where(covered))
            if written.rowcount and topic is not None:
                await self._news.tell(connection, topic)
        return after if written.rowcount else None

    async def _enter(self, record: Record, write: Write) -> bool:
        try:
            async with self._engine.begin() as connection:
                return await write(connection, columns_of(record, self._processes.own), record)
        except IntegrityError:
            return False

    async def _remove(self, which: ColumnElement[bool]) -> int:
        async with self._engine.begin() as connection:
            return await remove_records(connection, which)

    async def _told(self, which: ColumnElement[bool]) -> tuple[Told, ...]:
        query = (
            select(items, deliveries.c.claimed_at, deliveries.c.state)
            .join(deliveries, deliveries.c.key == items.c.delivery_key)
            .where(which)
        )
        async with self._engine.connect() as connection:
            return tuple(map(_told, await connection.execute(query)))

    async def _read(self, query: Select[Any]) -> tuple[Record, ...]:
        async with self._engine.connect() as connection:
            return tuple(record for record, _ in await read_records(connection, query))


async def _insert(connection: AsyncConnection, row: Columns, record: Record) -> bool:
    """Write a new delivery and its items; IntegrityError if its key or an item is held."""
    await connection.execute(_INSERT, row)
    await _cover(connection, record)
    return True


async def _bring_back(connection: AsyncConnection, row: Columns, record: Record) -> bool:
    """Write a withdrawn delivery anew, with its items; False if there is no such."""
    came_back = await connection.execute(_BRING_BACK, {**row, "key_before": record.delivery.key})
    if came_back.rowcount:
        await _cover(connection, record)
    return bool(came_back.rowcount)


async def _cover(connection: AsyncConnection, record: Record) -> None:
    if record.delivery.items:
        await connection.execute(_COVER, items_of(record.delivery))


def _told(row: Row[Any]) -> Told:
    return Told(
        guild_id=row.guild_id,
        place=row.place,
        item=item_of(row),
        at=row.claimed_at,
        # What another version made of it is not known here; it may have been posted.
        state=State(row.state) if row.state in STATES else State.UNSURE,
    )


def _in_due_order(which: ColumnElement[bool]) -> Select[Any]:
    return select(deliveries).where(which).order_by(deliveries.c.due, deliveries.c.key)
