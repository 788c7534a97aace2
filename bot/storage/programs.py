"""The last good version of each program and what is wrong with newer ones, in SQL."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.sources.trouble import Trouble
from bot.sources.version import Version
from bot.storage.database import Database
from bot.storage.news import Topic
from bot.storage.tables import notes, programs

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
        async with self._engine.connect() as connection:
            found = await connection.execute(select(programs).where(programs.c.id == program))
            row = found.one_or_none()
        if row is None:
            return None
        return Version(
            program=row.id, digest=row.digest, accepted_at=row.accepted_at, text=row.text
        )

    async def accept(self, version: Version) -> None:
        """Keep a version in place of the program's earlier one, and tell the other processes."""
        try:
            await self._write(version)
        except IntegrityError:  # another process wrote the program's first version just now
            await self._write(version)

    async def troubles(self) -> tuple[Trouble, ...]:
        """Return the troubles that stand, by program id."""
        async with self._engine.connect() as connection:
            note = await connection.scalar(select(notes.c.value).where(notes.c.key == TROUBLES))
        return tuple(
            Trouble(program=program, at=datetime.fromisoformat(at), words=words)
            for program, at, words in json.loads(note or "[]")
        )

    async def report(self, troubles: Iterable[Trouble]) -> None:
        """Let these be all troubles that stand, and tell the other processes."""
        standing = sorted(troubles, key=lambda one: one.program)
        note = json.dumps([[one.program, one.at.isoformat(), one.words] for one in standing])
        async with self._engine.begin() as connection:
            await connection.execute(delete(notes).where(notes.c.key == TROUBLES))
            if standing:
                await connection.execute(insert(notes).values(key=TROUBLES, value=note))
            await self._news.tell(connection, Topic.PROGRAMS)

    async def _write(self, version: Version) -> None:
        async with self._engine.begin() as connection:
            if not await _overwritten(connection, version):
                await connection.execute(insert(programs).values(_row(version)))
            await self._news.tell(connection, Topic.PROGRAMS)


async def _overwritten(connection: AsyncConnection, version: Version) -> bool:
    mine = programs.c.id == version.program
    written = await connection.execute(update(programs).where(mine).values(_row(version)))
    return bool(written.rowcount)


def _row(version: Version) -> dict[str, object]:
    return {
        "id": version.program,
        "digest": version.digest,
        "accepted_at": version.accepted_at,
        "text": version.text,
    }
