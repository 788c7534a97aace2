"""What one process changes of a program holds in another one too."""

import asyncio

import pytest

from bot.storage.database import open_database
from bot.storage.news import Topic
from bot.storage.overlays import SqlOverlayStore
from tests.factories import NINE, a_session
from tests.program.overlays import MINUTE, cancelled, moved
from tests.storage.databases import DATABASES, a_place

SESSION = a_session(NINE)
CHANGES = {
    "put": lambda store: store.put(1, "conf-22", moved(SESSION, MINUTE)),
    "take": lambda store: store.take(1, "conf-22", SESSION.id),
    "forget": lambda store: store.forget(1),
}


@pytest.mark.parametrize("name", DATABASES)
@pytest.mark.parametrize("change", CHANGES)
async def test_another_process_hears_of_a_change(name, change, tmp_path):
    heard = asyncio.Event()

    async def hear():
        heard.set()

    async with a_place(name, tmp_path) as place:
        here, there = await open_database(place), await open_database(place)
        try:
            store = SqlOverlayStore(here)
            await store.put(1, "conf-22", cancelled(SESSION))
            there.news.on(Topic.OVERLAYS, hear)
            await there.news.start()

            await CHANGES[change](store)
            await there.news.look()

            async with asyncio.timeout(5):
                await heard.wait()
        finally:
            await there.close()
            await here.close()
