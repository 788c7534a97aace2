import asyncio

import pytest

from tests.wire.load.run import Load, play
from tests.wire.load.verdict import report

pytestmark = pytest.mark.slow

GUILDS = 120
LOADS = {
    "one process": Load(guilds=GUILDS),
    "one process on PostgreSQL": Load(guilds=GUILDS, database="postgresql"),
    "two processes": Load(guilds=GUILDS, processes=2, database="postgresql"),
    "a shard for each of two": Load(guilds=GUILDS, processes=2, database="postgresql", shards=True),
}


@pytest.mark.parametrize("load", LOADS.values(), ids=LOADS)
def test_many_guilds_at_one_instant_are_each_told_once_and_no_request_is_refused(load):
    verdict = asyncio.run(play(load))

    assert verdict.is_sound, report(verdict)


def test_a_process_posts_in_the_guilds_of_its_shards_and_in_no_other():
    alone = Load(guilds=20, processes=2, database="postgresql", shards=True, absent=1)

    verdict = asyncio.run(play(alone))

    assert (verdict.lost, verdict.doubled, len(verdict.lateness)) == (10, 0, 10), report(verdict)
