"""The last good version of each program, and what came after it, in SQL."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Delete, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.program.diff import Change
from bot.sources.trouble import Trouble
from bot.sources.version import KeptChange, Version
from bot.storage.changes import Origin, keep, newest
from bot.storage.database import Database
from bot.storage.news import Topic
from bot.storage.tables import notes, programs, refused_programs
from bot.translation.said import from_text, to_text

TROUBLES = "program troubles"


class SqlVersions:
    """Versions in a database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine
        self._news = database.news

    async def digests(self) -> Mapping[str, str]:
        """Return the digest of each program's version, by the program's id."""
        async with self._engine.connect() as connection:
            rows = await connection.execute(
                select(programs.c.id, programs.c.digest).order_by(programs.c.id)
            )
            return {row.id: row.digest for row in rows}

    async def get(self, program: str) -> Version | None:
        """Return a program's version, None if none was ever accepted."""
        return await self._version(programs, program)

    async def accept(
        self,
        version: Version,
        changes: Sequence[Change] = (),
        missing: Mapping[str, int] | None = None,
    ) -> None:
        """Keep a version with its Changes and counters in one go, and tell the other processes."""
        try:
            await self._write(version, changes, missing or {})
        except IntegrityError:  # another process wrote the program's first version just now
            await self._write(version, changes, missing or {})

    async def missing(self, program: str) -> Mapping[str, int]:
        """Return how many good refreshes in a row lacked a session, by its id; at least 1 each."""
        query = select(programs.c.missing).where(programs.c.id == program)
        async with self._engine.connect() as connection:
            counters: dict[str, int] = json.loads(await connection.scalar(query) or "{}")
        return counters

    async def changes(self, program: str, limit: int) -> tuple[KeptChange, ...]:
        """Return a program's newest Changes: those of a later version first, else as accepted."""
        async with self._engine.connect() as connection:
            return await newest(connection, program, limit)

    async def refuse(self, version: Version) -> None:
        """Keep a version that was refused, in place of the program's earlier refused one."""
        async with self._engine.begin() as connection:
            await connection.execute(_forget_refused(version.program))
            await connection.execute(insert(refused_programs).values(_row(version)))
            await self._news.tell(connection, Topic.PROGRAMS)

    async def refused(self, program: str) -> Version | None:
        """Return a program's refused version, None if there is none to accept."""
        return await self._version(refused_programs, program)

    async def forget_refused(self, program: str) -> None:
        """Forget a program's refused version, if there is one."""
        async with self._engine.begin() as connection:
            await connection.execute(_forget_refused(program))
            await self._news.tell(connection, Topic.PROGRAMS)

    async def troubles(self) -> tuple[Trouble, ...]:
        """Return the troubles that stand, by program id."""
        async with self._engine.connect() as connection:
            note = await connection.scalar(select(notes.c.value).where(notes.c.key == TROUBLES))
        return tuple(
            Trouble(program=program, at=datetime.fromisoformat(at), words=from_text(words))
            for program, at, words in json.loads(note or "[]")
        )

    async def report(self, troubles: Iterable[Trouble]) -> None:
        """Let these be all troubles that stand, and tell the other processes."""
        standing = sorted(troubles, key=lambda one: one.program)
        note = json.dumps(
            [[one.program, one.at.isoformat(), to_text(one.words)] for one in standing]
        )
        async with self._engine.begin() as connection:
            await connection.execute(delete(notes).where(notes.c.key == TROUBLES))
            if standing:
                await connection.execute(insert(notes).values(key=TROUBLES, value=note))
            await self._news.tell(connection, Topic.PROGRAMS)

    async def _write(
        self, version: Version, changed: Sequence[Change], missing: Mapping[str, int]
    ) -> None:
        async with self._engine.begin() as connection:
            counters = json.dumps(dict(missing), sort_keys=True)
            earlier = await _standing(connection, version.program, counters)
            if earlier is None:
                row = {**_row(version), "missing": counters}
                await connection.execute(insert(programs).values(row))
            elif earlier != version.digest:
                mine = programs.c.id == version.program
                await connection.execute(update(programs).where(mine).values(_row(version)))
                origin = Origin(program=version.program, earlier=earlier, later=version.digest)
                await keep(connection, origin, changed, version.accepted_at)
            await connection.execute(_forget_refused(version.program))
            await self._news.tell(connection, Topic.PROGRAMS)

    async def _version(self, table: Table, program: str) -> Version | None:
        async with self._engine.connect() as connection:
            found = await connection.execute(select(table).where(table.c.id == program))
            row = found.one_or_none()
        if row is None:
            return None
        return Version(
            program=row.id, digest=row.digest, accepted_at=row.accepted_at, text=row.text
        )


async def _standing(connection: AsyncConnection, program: str, counters: str) -> str | None:
    """Write a program's counters, and return the digest of its version, None without one.

    Nobody else writes to that program until the transaction's end.
    """
    mine = programs.c.id == program
    written = await connection.execute(update(programs).where(mine).values(missing=counters))
    if not written.rowcount:
        return None
    digest: str | None = await connection.scalar(select(programs.c.digest).where(mine))
    return digest


def _forget_refused(program: str) -> Delete:
    return delete(refused_programs).where(refused_programs.c.id == program)


def _row(version: Version) -> dict[str, object]:
    return {
        "id": version.program,
        "digest": version.digest,
        "accepted_at": version.accepted_at,
        "text": version.text,
    }
