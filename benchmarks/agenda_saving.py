"""Measures how long it takes to save a session, on a database that holds many agendas."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

import asyncpg
from sqlalchemy import insert

from benchmarks.agenda_world import FIRST_USER, attendees_of, saved_of
from bot.agenda.model import Attendee
from bot.agenda.service import Agendas
from bot.program.model import Program
from bot.storage.agendas import COUNTER, SqlAgendaStore
from bot.storage.attendees import columns_of_saved
from bot.storage.database import Database, open_database
from bot.storage.tables import attendees, counters, saved_sessions

SAVES, AT_ONCE = 500, 10
A_TIME = 2_000
POSTGRES = "MARQUEE_TEST_POSTGRES"
SCHEMA = "marquee_benchmark"


@asynccontextmanager
async def places() -> AsyncIterator[Sequence[tuple[str, Path | str]]]:
    """Give where an empty database can be opened: a file, and a schema where a server is named."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "marquee.db"
        server = os.environ.get(POSTGRES)
        if server is None:
            yield [("SQLite", file)]
            return
        connection = await asyncpg.connect(server)
        try:
            await connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
            await connection.execute(f"CREATE SCHEMA {SCHEMA}")
            yield [("SQLite", file), ("PostgreSQL", f"{server}?search_path={SCHEMA}")]
        finally:
            await connection.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
            await connection.close()


async def measure_saving(name: str, place: Path | str, program: Program, people: int) -> None:
    """Print how long it takes to save a session beside so many attendees' agendas."""
    database = await open_database(place)
    try:
        await _fill(database, list(attendees_of(program, people).values()))
        agendas = Agendas(SqlAgendaStore(database))
        begun = perf_counter()
        await agendas.reload()
        read = perf_counter() - begun
        alone = [await _saved(agendas, program, number) for number in range(SAVES)]
        beside: list[float] = []
        for first in range(SAVES, 2 * SAVES, AT_ONCE):
            some = (_saved(agendas, program, first + number) for number in range(AT_ONCE))
            beside += await asyncio.gather(*some)
    finally:
        await database.close()
    figures = "".join(f"{_at(part, times):9.1f}" for times in (alone, beside) for part in (50, 99))
    print(f"{name:18}{figures}{1000 * read:12.0f}")


async def _fill(database: Database, everybody: Sequence[Attendee]) -> None:
    """Write all of it at once; to save each session would take minutes."""
    rows = [
        {
            "user_id": one.user_id,
            "number": one.number,
            "direct": True,
            "last_guild": one.last_guild,
            "is_told_closed": False,
        }
        for one in everybody
    ]
    saved = [columns_of_saved(one.user_id, each) for one in everybody for each in one.saved]
    async with database.engine.begin() as connection:
        await connection.execute(insert(counters), {"name": COUNTER, "value": len(rows)})
        for table, written in ((attendees, rows), (saved_sessions, saved)):
            for first in range(0, len(written), A_TIME):
                await connection.execute(insert(table), written[first : first + A_TIME])


async def _saved(agendas: Agendas, program: Program, number: int) -> float:
    """Return how long it took somebody to save one session, in ms; everybody saves five."""
    saved = saved_of(program, program.sessions[number % len(program.sessions)])
    begun = perf_counter()
    await agendas.save(2 * FIRST_USER + number // 5, saved)
    return 1000 * (perf_counter() - begun)


def _at(part: int, times: Iterable[float]) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, len(ordered) * part // 100)]
