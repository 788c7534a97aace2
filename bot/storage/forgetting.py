"""Removes people from the database: at their wish, and once what they came for is over."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.agenda.model import Forgotten, Wishes
from bot.storage.attendees import wishes_of
from bot.storage.records import remove_records
from bot.storage.tables import actions, agreements, attendees, deliveries, saved_sessions

# When somebody chose something who has nothing saved, is not known. They are kept for so long after
# `end` first came upon them.
IDLE = timedelta(days=30)

# A statement takes only so many values.
AT_ONCE = 1000


async def forget(connection: AsyncConnection, number: int, user_id: int) -> Forgotten | None:
    """Remove everything that is held of a person; return what that was, None if nothing.

    Those who let them compare agendas have changed, and get `number`.
    """
    found = await connection.execute(select(attendees).where(attendees.c.user_id == user_id))
    row = found.one_or_none()
    sessions, agreed, sent = await _remove(connection, number, [user_id])
    theirs = update(actions).where(actions.c.user_id == user_id)
    acted = (await connection.execute(theirs.values(user_id=None))).rowcount
    has_settings = False
    if row is not None:
        others = (wishes_of(row), row.channel, row.closed_at, row.language)
        has_settings = others != (Wishes(), None, None, None) or not (sessions or agreed)
    forgotten = Forgotten(
        sessions=sessions, agreements=agreed, deliveries=sent, actions=acted, settings=has_settings
    )
    return None if forgotten == Forgotten() else forgotten


async def end(
    connection: AsyncConnection,
    number: int,
    programs: Collection[str],
    before: datetime,
    loaded: Collection[str],
) -> tuple[int, int]:
    """Remove what is over, as `AgendaStore.end` says; return how many saved sessions and people.

    Those who are left and have fewer now get `number`.
    """
    # When somebody last saw it start says nothing where the program itself knows better by now.
    is_unknown = saved_sessions.c.program.not_in(loaded)
    is_over = saved_sessions.c.program.in_(programs) | (
        is_unknown & (saved_sessions.c.start < before)
    )
    have_some = attendees.c.user_id.in_(select(saved_sessions.c.user_id).where(is_over))
    await connection.execute(update(attendees).where(have_some).values(number=number))
    sessions = (await connection.execute(delete(saved_sessions).where(is_over))).rowcount

    their_own = saved_sessions.c.user_id == attendees.c.user_id
    is_idle = ~select(saved_sessions.c.user_id).where(their_own).exists()
    # Their rows are not written at the same time by anybody: that takes the counter.
    gone = select(attendees.c.user_id).where(is_idle, attendees.c.active_at < before)
    people = (await connection.scalars(gone)).all()
    for begin in range(0, len(people), AT_ONCE):
        await _remove(connection, number, people[begin : begin + AT_ONCE])

    found = update(attendees).where(is_idle, attendees.c.active_at.is_(None))
    await connection.execute(found.values(active_at=before + IDLE))
    return sessions, len(people)


async def _remove(
    connection: AsyncConnection, number: int, people: Sequence[int]
) -> tuple[int, int, int]:
    """Remove people; return how many saved sessions, agreements and deliveries they had."""
    names_them = agreements.c.other_id.in_(people)
    agreed = attendees.c.user_id.in_(select(agreements.c.user_id).where(names_them))
    await connection.execute(update(attendees).where(agreed).values(number=number))

    is_theirs = names_them | agreements.c.user_id.in_(people)
    between = (await connection.execute(delete(agreements).where(is_theirs))).rowcount
    sent = await remove_records(connection, deliveries.c.user_id.in_(people))
    theirs = saved_sessions.c.user_id.in_(people)
    sessions = (await connection.execute(delete(saved_sessions).where(theirs))).rowcount
    await connection.execute(delete(attendees).where(attendees.c.user_id.in_(people)))
    return sessions, between, sent
