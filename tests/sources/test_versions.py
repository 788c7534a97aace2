import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.sources.trouble import Trouble
from bot.sources.version import Version
from bot.storage.programs import SqlVersions
from bot.translation import in_words, said, together
from tests.announcements.changes import a_change, some_facts
from tests.sources.memory_versions import MemoryVersions
from tests.storage.databases import DATABASES, a_database
from tests.translation.fake import speaking_loudly

NOON = datetime(2022, 11, 30, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TEXT = "program:\r\n  id: conf-22\r\n  name: “Conf” 🎤 2022\n"


def a_version(program="conf-22", **fields):
    return Version(
        **{
            "program": program,
            "digest": "a" * 64,
            "accepted_at": NOON,
            "text": TEXT,
            **fields,
        }
    )


@pytest.fixture(params=["memory", *DATABASES])
async def versions(request, tmp_path):
    if request.param == "memory":
        yield MemoryVersions()
        return
    async with a_database(request.param, tmp_path) as database:
        yield SqlVersions(database)


async def test_nothing_was_accepted_at_first(versions):
    assert (await versions.digests(), await versions.get("conf-22")) == ({}, None)


async def test_what_was_accepted_comes_back_as_it_was(versions):
    await versions.accept(a_version())

    assert await versions.get("conf-22") == a_version()


async def test_a_new_version_takes_the_place_of_the_programs_old_one_only(versions):
    await versions.accept(a_version("conf-22"))
    await versions.accept(a_version("conf-23"))
    new = a_version("conf-22", digest="b" * 64, accepted_at=NOON + MINUTE, text="new")

    await versions.accept(new)

    assert await versions.digests() == {"conf-22": "b" * 64, "conf-23": "a" * 64}
    assert [await versions.get(key) for key in ("conf-22", "conf-23")] == [
        new,
        a_version("conf-23"),
    ]


async def test_a_session_that_comes_back_is_kept_as_reinstated(versions):
    there, elsewhere = some_facts(room="Hall"), some_facts(room="Attic")
    brought = [
        [a_change(there, None)],
        [a_change(None, elsewhere), a_change(None, there, "lakes")],
        [a_change(elsewhere, None)],
        [a_change(None, elsewhere)],
    ]
    await versions.accept(a_version())
    for letter, changes in zip("bcde", brought, strict=True):
        await versions.accept(a_version(digest=letter * 64), changes)

    kept = [one.change for one in await versions.changes("conf-22", 10)]
    assert kept == [
        a_change(elsewhere, elsewhere, was_cancelled=True),
        *brought[2],
        a_change(there, elsewhere, was_cancelled=True),
        brought[1][1],
        *brought[0],
    ]


async def test_a_long_program_comes_back_whole(versions):
    long = a_version(text="ö" * 3_000_000)

    await versions.accept(long)

    assert await versions.get("conf-22") == long


async def test_of_many_that_are_accepted_at_once_one_stands(versions):
    several = [a_version(digest=str(number) * 64) for number in range(8)]

    await asyncio.gather(*(versions.accept(one) for one in several))

    assert await versions.get("conf-22") in several


async def test_troubles_stand_until_others_are_reported(versions):
    one = Trouble(program="conf-22", at=NOON, words="“A” is wrong.\nMend it.")
    other = Trouble(program="conf-23", at=NOON + MINUTE, words="Another thing.")
    before = await versions.troubles()
    await versions.report([other, one])
    both = await versions.troubles()
    await versions.report([other])
    left = await versions.troubles()
    await versions.report([])

    assert (before, both, left, await versions.troubles()) == ((), (one, other), (other,), ())


async def test_a_trouble_that_was_kept_is_told_in_any_language(versions, monkeypatch):
    words = together(said("“{title}” is wrong.", title="ä"), said("Mend it."), by="\n")
    one = Trouble(program="conf-22", at=NOON, words=words)

    await versions.report([one])

    (kept,) = await versions.troubles()
    with speaking_loudly(monkeypatch):
        assert in_words(kept.words) == "“ä” IS WRONG.\nMEND IT."
    assert (kept, kept.digest) == (one, one.digest)


def test_other_words_have_another_digest():
    one = Trouble(program="conf-22", at=NOON, words="One thing.")

    assert one.digest == replace(one, at=NOON + MINUTE).digest != replace(one, words="No.").digest
