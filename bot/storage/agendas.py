"""What attendees chose, in SQL; numbers tell the other processes what is new."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.agenda.model import Attendee, Forgotten, Saved, Seen, Wishes
from bot.delivery.model import Cause, State
from bot.storage.attendees import (
    columns_of_saved,
    columns_of_seen,
    columns_of_wishes,
    read_attendees,
    seen_of,
)
from bot.storage.counters import next_number
from bot.storage.database import Database
from bot.storage.forgetting import end, forget
from bot.storage.news import Topic
from bot.storage.records import remove_records
from bot.storage.tables import agreements, attendees, counters, deliveries, saved_sessions
from bot.translation import Language

COUNTER = "attendees"

_SEE = update(saved_sessions).where(
    saved_sessions.c.user_id == bindparam("person"),
    saved_sessions.c.program == bindparam("of_program"),
    saved_sessions.c.session == bindparam("of_session"),
)

P = ParamSpec("P")
T = TypeVar("T")
Change = Callable[Concatenate[AsyncConnection, int, P], Awaitable[T]]


class SqlAgendaStore:
    """An AgendaStore in a database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._news = database.news

    async def stamp(self) -> tuple[int, int]:
        """Return the newest number and how many attendees there are."""
        newest = select(counters.c.value).where(counters.c.name == COUNTER).scalar_subquery()
        query = select(newest, select(func.count()).select_from(attendees).scalar_subquery())
        async with self._engine.connect() as connection:
            number, count = (await connection.execute(query)).one()
        return number or 0, count

    async def all(self, after: int = 0) -> tuple[Attendee, ...]:
        """Return those whose number is greater than `after`, by number."""
        async with self._engine.connect() as connection:
            return await read_attendees(connection, attendees.c.number > after)

    async def people(self) -> frozenset[int]:
        """Return the user ids of all attendees."""
        async with self._engine.connect() as connection:
            return frozenset(await connection.scalars(select(attendees.c.user_id)))

    async def one(self, user_id: int) -> Attendee | None:
        """Return one attendee, None if nothing is held of them."""
        async with self._engine.connect() as connection:
            found = await read_attendees(connection, attendees.c.user_id == user_id)
        return found[0] if found else None

    async def save(self, user_id: int, saved: Saved) -> bool:
        """Add a session; False, with nothing changed, if it is there already."""
        return await self._write(_save, user_id, saved)

    async def drop(self, user_id: int, program: str, sessions: Collection[str]) -> int:
        """Remove saved sessions of a program; return how many there were."""
        return await self._write(_drop, user_id, program, sessions)

    async def look(self, user_id: int, program: str, seen: Mapping[str, Seen]) -> None:
        """Keep how saved sessions were seen, by session."""
        await self._write(_look, user_id, program, seen)

    async def wish(self, user_id: int, wishes: Wishes) -> None:
        """Keep how an attendee wants to be reminded."""
        await self._write(_wish, user_id, wishes)

    async def close(self, user_id: int, at: datetime | None) -> None:
        """Keep since when DMs to an attendee are closed, None that they are open."""
        await self._write(_close, user_id, at)

    async def told_closed(self, user_id: int) -> None:
        """Keep that an attendee was told that their DMs are closed."""
        await self._write(_amend, user_id, {"is_told_closed": True})

    async def open(self, user_id: int, channel: int) -> None:
        """Keep an attendee's DM channel."""
        await self._write(_amend, user_id, {"channel": channel})

    async def speak(self, user_id: int, language: Language) -> None:
        """Keep the language in which an attendee was spoken to last."""
        await self._write(_amend, user_id, {"language": language})

    async def show_to(self, user_id: int, other: int) -> None:
        """Let `other` compare agendas with an attendee."""
        await self._write(_show_to, user_id, other)

    async def hide_from(self, user_id: int, other: int) -> None:
        """Take that back."""
        await self._write(_hide_from, user_id, other)

    async def forget(self, user_id: int) -> Forgotten:
        """Remove everything that is held of a person, in one go."""
        return await self._write(forget, user_id) or Forgotten()

    async def forget_guild(self, guild_id: int) -> None:
        """Let what was saved in a guild be saved in none, and be nobody's last guild."""
        await self._write(_forget_guild, guild_id)

    async def end(
        self, programs: Collection[str], before: datetime, loaded: Collection[str]
    ) -> int:
        """Remove what is over; return how many saved sessions that were."""
        sessions, _ = await self._write(end, programs, before, loaded)
        return sessions

    async def _write(self, change: Change[P, T], *what: P.args, **named: P.kwargs) -> T:
        """Make a change with the next number, tell of it, and return what it returns.

        If that is nothing, nothing was changed, and the number is given back.
        """
        async with self._engine.connect() as connection:
            number = await next_number(connection, COUNTER)
            result = await change(connection, number, *what, **named)
            if result:
                await self._news.tell(connection, Topic.AGENDAS)
                await connection.commit()
        return result


async def _save(connection: AsyncConnection, number: int, user_id: int, saved: Saved) -> bool:
    is_it = _of_program(user_id, saved.program) & (saved_sessions.c.session == saved.session)
    if await connection.scalar(select(literal(1)).where(is_it)):
        return False
    here = {} if saved.guild_id is None else {"last_guild": saved.guild_id}
    await _put(connection, number, user_id, {"active_at": saved.at, **here})
    await connection.execute(insert(saved_sessions), columns_of_saved(user_id, saved))
    return True


async def _drop(
    connection: AsyncConnection, number: int, user_id: int, program: str, sessions: Collection[str]
) -> int:
    are_they = _of_program(user_id, program) & saved_sessions.c.session.in_(sessions)
    dropped = (await connection.execute(delete(saved_sessions).where(are_they))).rowcount
    if dropped:
        await _put(connection, number, user_id, {})
    return dropped


async def _look(
    connection: AsyncConnection, number: int, user_id: int, program: str, seen: Mapping[str, Seen]
) -> bool:
    rows = await connection.execute(select(saved_sessions).where(_of_program(user_id, program)))
    changed = [
        {
            "person": user_id,
            "of_program": program,
            "of_session": row.session,
            **columns_of_seen(seen[row.session]),
        }
        for row in rows
        if row.session in seen and seen_of(row) != seen[row.session]
    ]
    if changed:
        await connection.execute(_SEE, changed)
        await _put(connection, number, user_id, {})
    return bool(changed)


async def _wish(connection: AsyncConnection, number: int, user_id: int, wishes: Wishes) -> bool:
    await _choose(connection, number, user_id, columns_of_wishes(wishes))
    return True


async def _show_to(connection: AsyncConnection, number: int, user_id: int, other: int) -> bool:
    if await connection.scalar(select(literal(1)).where(_is_agreed(user_id, other))):
        return False
    await _choose(connection, number, user_id, {})
    await connection.execute(insert(agreements), {"user_id": user_id, "other_id": other})
    return True


async def _hide_from(connection: AsyncConnection, number: int, user_id: int, other: int) -> bool:
    taken = await connection.execute(delete(agreements).where(_is_agreed(user_id, other)))
    if taken.rowcount:
        await _put(connection, number, user_id, {})
    return bool(taken.rowcount)


async def _close(
    connection: AsyncConnection, number: int, user_id: int, at: datetime | None
) -> bool:
    stands = attendees.c.closed_at
    is_other = stands.is_not(None) if at is None else stands.is_(None)
    change = update(attendees).where(attendees.c.user_id == user_id, is_other)
    values = {"number": number, "closed_at": at, "is_told_closed": False}
    is_changed = bool((await connection.execute(change.values(values))).rowcount)
    if is_changed and at is None:
        # What was refused meanwhile was told to nobody: it is as if it had never been tried.
        await remove_records(connection, _was_refused(user_id))
    return is_changed


async def _amend(
    connection: AsyncConnection, number: int, user_id: int, values: Mapping[str, object]
) -> bool:
    """Write columns of an attendee, if there is one and they say something else by now."""
    is_other = or_(*(attendees.c[name].is_distinct_from(one) for name, one in values.items()))
    change = update(attendees).where(attendees.c.user_id == user_id, is_other)
    return bool((await connection.execute(change.values({**values, "number": number}))).rowcount)


async def _forget_guild(connection: AsyncConnection, number: int, guild_id: int) -> int:
    saved_there = saved_sessions.c.guild_id == guild_id
    was_last = attendees.c.last_guild == guild_id
    people = attendees.c.user_id.in_(select(saved_sessions.c.user_id).where(saved_there))
    change = update(attendees).where(people | was_last)
    last = case((was_last, None), else_=attendees.c.last_guild)
    changed = await connection.execute(change.values(number=number, last_guild=last))
    await connection.execute(update(saved_sessions).where(saved_there).values(guild_id=None))
    return changed.rowcount


async def _choose(
    connection: AsyncConnection, number: int, user_id: int, values: Mapping[str, object]
) -> None:
    """Write what somebody chose at an instant that nobody tells us, as `IDLE` needs it."""
    has_saved = select(literal(1)).where(saved_sessions.c.user_id == user_id).limit(1)
    when = {} if await connection.scalar(has_saved) else {"active_at": None}
    await _put(connection, number, user_id, {**values, **when})


async def _put(
    connection: AsyncConnection, number: int, user_id: int, values: Mapping[str, object]
) -> None:
    """Write columns of an attendee with their number; make the attendee if there is none."""
    row = {**values, "number": number}
    it = attendees.c.user_id == user_id
    if not (await connection.execute(update(attendees).where(it).values(row))).rowcount:
        usual = {"direct": True, "is_told_closed": False}
        await connection.execute(insert(attendees), {**usual, **row, "user_id": user_id})


def _of_program(user_id: int, program: str) -> ColumnElement[bool]:
    return and_(saved_sessions.c.user_id == user_id, saved_sessions.c.program == program)


def _was_refused(user_id: int) -> ColumnElement[bool]:
    is_dropped = (deliveries.c.state == State.DROPPED) & (deliveries.c.cause == Cause.CLOSED)
    return is_dropped & (deliveries.c.user_id == user_id)


def _is_agreed(user_id: int, other: int) -> ColumnElement[bool]:
    return and_(agreements.c.user_id == user_id, agreements.c.other_id == other)
