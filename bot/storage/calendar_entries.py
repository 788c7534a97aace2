"""What calendar files last said of sessions, in SQL, so that a later one is known as newer."""

from collections.abc import Mapping

from sqlalchemy import select, text

from bot.storage.database import Database
from bot.storage.tables import calendar_entries

# Of two who write at once, the second one waits and sees what the first one wrote.
_WRITE = text(
    "INSERT INTO calendar_entries (program, session, digest, sequence)"
    " VALUES (:program, :session, :digest, 0)"
    " ON CONFLICT (program, session) DO UPDATE"
    " SET digest = excluded.digest, sequence = calendar_entries.sequence + 1"
    " WHERE calendar_entries.digest <> excluded.digest"
)


class SqlCalendarStore:
    """A CalendarStore in a database."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine

    async def sequences(self, program: str, digests: Mapping[str, str]) -> Mapping[str, int]:
        """Return each session's revision, from 0; what says something else gets the next one."""
        query = select(calendar_entries).where(calendar_entries.c.program == program)
        async with self._engine.connect() as connection:
            known = {row.session: row for row in await connection.execute(query)}
        if any(
            session not in known or known[session].digest != digest
            for session, digest in digests.items()
        ):
            # All of them and in one order: two who overlap can't wait for each other, and nobody
            # gets a number that stands for what somebody else says.
            rows = [
                {"program": program, "session": session, "digest": digest}
                for session, digest in sorted(digests.items())
            ]
            async with self._engine.begin() as connection:
                await connection.execute(_WRITE, rows)
                known = {row.session: row for row in await connection.execute(query)}
        return {session: known[session].sequence for session in digests}
