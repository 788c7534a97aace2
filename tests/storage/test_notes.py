import asyncio

import pytest

from bot.storage.notes import SqlNotes
from tests.storage.databases import DATABASES, a_database


@pytest.fixture(params=DATABASES)
async def notes(request, tmp_path):
    async with a_database(request.param, tmp_path) as database:
        yield SqlNotes(database)


async def test_what_was_never_set_is_none(notes):
    assert await notes.get("commands") is None


async def test_what_was_last_set_is_got(notes):
    await notes.set("commands", "first")
    await notes.set("commands", "second")
    await notes.set("other", "third")

    assert (await notes.get("commands"), await notes.get("other")) == ("second", "third")


async def test_many_that_set_at_once_leave_one_of_theirs(notes):
    await asyncio.gather(*(notes.set("commands", str(number)) for number in range(8)))

    assert await notes.get("commands") in {str(number) for number in range(8)}
