"""An attendee as rows of the database, and read back from them."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.agenda.model import Attendee, Quiet, Saved, Seen, Wishes
from bot.guilds.model import Lead
from bot.storage.tables import agreements, attendees, saved_sessions
from bot.translation import Language

# How many rows are made values of at a time: a few milliseconds, in which nobody else is served.
SLICE = 500


async def read_attendees(
    connection: AsyncConnection, which: ColumnElement[bool]
) -> tuple[Attendee, ...]:
    """Return the attendees of a condition on their table, by number.

    If somebody writes meanwhile, what they saved may be newer than their number says. Whoever reads
    by number reads them again then.
    """
    rows = [row async for row in _rows(connection, select(attendees).where(which))]
    if not rows:
        return ()
    saved = defaultdict[int, list[Saved]](list)
    shown_to = defaultdict[int, set[int]](set)
    async for row in _rows(connection, select(saved_sessions).join(attendees).where(which)):
        saved[row.user_id].append(_saved(row))
    async for row in _rows(connection, select(agreements).join(attendees).where(which)):
        shown_to[row.user_id].add(row.other_id)

    def made() -> tuple[Attendee, ...]:
        rows.sort(key=lambda row: (row.number, row.user_id))
        return tuple([_attendee(row, saved[row.user_id], shown_to[row.user_id]) for row in rows])

    return made() if len(rows) <= SLICE else await asyncio.to_thread(made)


def columns_of_saved(user_id: int, saved: Saved) -> dict[str, object]:
    """Return a saved session's row."""
    return {
        "user_id": user_id,
        "program": saved.program,
        "session": saved.session,
        "guild_id": saved.guild_id,
        "at": saved.at,
        **columns_of_seen(saved.seen),
    }


def columns_of_seen(seen: Seen) -> dict[str, object]:
    """Return how a session was seen, as columns of its row."""
    return {
        "title": seen.title,
        "start": seen.start,
        "room": seen.room,
        "is_cancelled": seen.is_cancelled,
    }


def columns_of_wishes(wishes: Wishes) -> dict[str, object]:
    """Return an attendee's wishes as columns of their row."""
    leads = [[round(one.before.total_seconds()), one.since.isoformat()] for one in wishes.leads]
    quiet = wishes.quiet
    return {
        "leads": None if wishes.leads == Wishes().leads else json.dumps(leads),
        "direct": wishes.direct,
        "quiet_begin": None if quiet is None else quiet.begin.isoformat("minutes"),
        "quiet_end": None if quiet is None else quiet.end.isoformat("minutes"),
    }


def wishes_of(row: Row[Any]) -> Wishes:
    """Return the wishes in an attendee's row."""
    leads, quiet = Wishes().leads, None
    if row.leads is not None:
        leads = tuple(
            Lead(before=timedelta(seconds=before), since=datetime.fromisoformat(since))
            for before, since in json.loads(row.leads)
        )
    if row.quiet_begin is not None:
        begin, end = time.fromisoformat(row.quiet_begin), time.fromisoformat(row.quiet_end)
        quiet = Quiet(begin=begin, end=end)
    return Wishes(leads=leads, direct=row.direct, quiet=quiet)


def seen_of(row: Row[Any]) -> Seen:
    """Return how a session was seen, from its row."""
    return Seen(title=row.title, start=row.start, room=row.room, is_cancelled=row.is_cancelled)


async def _rows(connection: AsyncConnection, query: Select[Any]) -> AsyncIterator[Row[Any]]:
    async with connection.stream(query) as result:
        async for some in result.partitions(SLICE):
            for row in some:
                yield row


def _saved(row: Row[Any]) -> Saved:
    return Saved(
        program=row.program,
        session=row.session,
        at=row.at,
        seen=seen_of(row),
        guild_id=row.guild_id,
    )


def _attendee(row: Row[Any], saved: list[Saved], shown_to: set[int]) -> Attendee:
    return Attendee(
        user_id=row.user_id,
        wishes=wishes_of(row),
        saved=tuple(sorted(saved, key=lambda one: (one.at, one.program, one.session))),
        last_guild=row.last_guild,
        closed_at=row.closed_at,
        is_told_closed=row.is_told_closed,
        shown_to=frozenset(shown_to),
        channel=row.channel,
        language=Language.known(row.language),
        number=row.number,
    )
