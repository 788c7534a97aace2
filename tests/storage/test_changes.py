from dataclasses import replace
from datetime import timedelta

import pytest

from bot.announcements.model import Batch
from bot.sources.version import Version
from bot.storage.changes import CALM, SqlChanges
from bot.storage.programs import SqlVersions
from tests.announcements.changes import HOUR, NOON, a_change, a_move, some_facts
from tests.storage.databases import DATABASES, a_database

MINUTE = timedelta(minutes=1)
START = NOON - 5 * HOUR
MOVE = a_move()
BACK = a_change(MOVE.after, MOVE.before)


@pytest.fixture(params=DATABASES)
async def database(request, tmp_path):
    async with a_database(request.param, tmp_path) as opened:
        await SqlVersions(opened).accept(a_version("a"))
        yield opened


def a_version(letter, at=START, **fields):
    return Version(
        **{
            "program": "conf-22",
            "digest": letter * 64,
            "accepted_at": at,
            "text": letter,
            **fields,
        }
    )


async def accept(database, letters, *, every=MINUTE):
    """Accept one version after the other; MOVE is between a and b, and BACK between b and a"""
    versions = SqlVersions(database)
    for number, letter in enumerate(letters, start=1):
        change = MOVE if letter == "b" else BACK
        await versions.accept(a_version(letter, START + number * every), [change])


async def kept(database):
    return [(one.changes, one.times, one.due) for one in await SqlChanges(database).all()]


async def test_changes_are_kept_with_the_version_that_brought_them(database):
    other = a_change(None, some_facts(title="Seas"), "seas")
    await SqlVersions(database).accept(a_version("b"), [other, MOVE], {"lakes": 1})

    (batch,) = await SqlChanges(database).all()
    assert batch == Batch(
        id=batch.id, program="conf-22", due=START, changes=(other, MOVE), guild_id=None, times=1
    )


async def test_a_version_that_comes_twice_brings_its_changes_once(database):
    await accept(database, "bbb")

    assert await kept(database) == [((MOVE,), 1, START + MINUTE)]


async def test_what_is_taken_back_comes_after_it(database):
    await accept(database, "ba")

    assert await kept(database) == [
        ((MOVE,), 1, START + MINUTE),
        ((BACK,), 1, START + 2 * MINUTE),
    ]


async def test_what_comes_again_is_told_once_it_has_stood_for_a_while(database):
    await accept(database, "bab")

    assert (await kept(database))[2:] == [((MOVE,), 2, START + 3 * MINUTE + CALM)]


async def test_a_source_that_goes_back_and_forth_does_not_fill_the_store(database):
    await accept(database, "babababababa")

    assert [(changes, times) for changes, times, _ in await kept(database)] == [
        ((MOVE,), 1),
        ((BACK,), 1),
        ((MOVE,), 2),
        ((BACK,), 2),
    ]


async def test_each_time_that_it_stood_for_a_while_is_kept(database):
    await accept(database, "babab", every=HOUR)

    assert [(changes, times) for changes, times, _ in await kept(database)] == [
        ((MOVE,), 1),
        ((BACK,), 1),
        ((MOVE,), 2),
        ((BACK,), 2),
        ((MOVE,), 3),
    ]


async def test_of_what_comes_again_people_see_the_first_time(database):
    await accept(database, "bab")

    newest = await SqlVersions(database).changes("conf-22", 5)

    assert [(one.change, one.at) for one in newest] == [
        (BACK, START + 2 * MINUTE),
        (MOVE, START + MINUTE),
    ]


async def test_what_a_guilds_organizers_changed_is_no_change_of_the_source(database):
    await SqlChanges(database).record(5, "conf-22", [MOVE], START)

    assert await SqlVersions(database).changes("conf-22", 5) == ()


async def test_nothing_is_kept_of_a_version_whose_changes_can_not_be_written(database):
    broken = replace(MOVE, session="x" * 40, kinds=("no kind", object()))

    with pytest.raises(TypeError):
        await SqlVersions(database).accept(a_version("b"), [broken], {"lakes": 1})

    versions = SqlVersions(database)
    assert (await versions.get("conf-22")).digest == "a" * 64
    assert await versions.missing("conf-22") == {}
