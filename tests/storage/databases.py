"""The databases that Marquee claims to run on: every contract test of a store runs on each."""

from contextlib import asynccontextmanager

from bot.storage.database import open_database

# PostgreSQL joins here by another name with a URL of its own.
DATABASES = ("sqlite",)


@asynccontextmanager
async def a_database(name, folder):
    """An empty database, open; what is opened twice in one folder is the same one."""
    assert name in DATABASES
    database = await open_database(folder / "marquee.db")
    try:
        yield database
    finally:
        await database.close()
