"""A delivery's record as rows of the database, and read back from them."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.delivery.model import Cause, Delivery, Item, Kind, Record, State
from bot.storage.tables import deliveries, items

STATES = frozenset(State)
_IS_KNOWN = (
    deliveries.c.kind.in_(tuple(Kind))
    & deliveries.c.state.in_(tuple(State))
    & (deliveries.c.cause.is_(None) | deliveries.c.cause.in_(tuple(Cause)))
)


async def read_records(
    connection: AsyncConnection, query: Select[Any]
) -> tuple[tuple[Record, int], ...]:
    """Return the records of a query for deliveries, each with the process that claimed it last.

    What another version wrote in words that this one does not know is left to that one: one such
    row must not keep all others from being read.
    """
    query = query.where(_IS_KNOWN)
    rows = (await connection.execute(query)).all()
    if not rows:
        return ()
    # By the same query, since a statement takes only so many keys.
    meant = items.c.delivery_key.in_(query.with_only_columns(deliveries.c.key))
    covered = defaultdict[str, list[Item]](list)
    in_order = (items.c.start, items.c.session, items.c.lead)
    for row in await connection.execute(select(items).where(meant).order_by(*in_order)):
        covered[row.delivery_key].append(item_of(row))
    return tuple((_record(row, tuple(covered[row.key])), row.claimed_by) for row in rows)


async def remove_records(connection: AsyncConnection, which: ColumnElement[bool]) -> int:
    """Remove deliveries with their items; return how many.

    Always in one order, so that two who remove the same ones can't wait for each other.
    """
    keys = select(deliveries.c.key).where(which).order_by(deliveries.c.key).with_for_update()
    meant = deliveries.c.key.in_(keys)
    return (await connection.execute(delete(deliveries).where(meant))).rowcount


def columns_of(record: Record, process: int) -> dict[str, object]:
    """Return a record's row, as claimed by the process with this number."""
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
        "cause": record.cause,
        "content": record.content,
        "digest": delivery.digest,
        "user_id": delivery.user_id,
        "keep_until": delivery.keep_until,
    }


def items_of(delivery: Delivery) -> list[dict[str, object]]:
    """Return a delivery's items as rows.

    Always in one order, so that two claims that overlap can't wait for each other.
    """
    return [
        {
            "guild_id": delivery.guild_id,
            "place": delivery.place,
            "session": item.session,
            "start": item.start,
            "lead": item.lead,
            "delivery_key": delivery.key,
        }
        for item in sorted(delivery.items, key=_place_in_order)
    ]


def item_of(row: Row[Any]) -> Item:
    """Return the item that a row holds."""
    return Item(session=row.session, start=row.start, lead=row.lead)


def _place_in_order(item: Item) -> tuple[str, datetime, timedelta]:
    return item.session, item.start, item.lead


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
            user_id=row.user_id,
            keep_until=row.keep_until,
        ),
        state=State(row.state),
        claimed_at=row.claimed_at,
        attempts=row.attempts,
        settled_at=row.settled_at,
        next_try=row.next_try,
        message_id=row.message_id,
        reason=row.reason,
        cause=None if row.cause is None else Cause(row.cause),
        content=row.content,
    )
