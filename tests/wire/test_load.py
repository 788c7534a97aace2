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
}


@pytest.mark.parametrize("load", LOADS.values(), ids=LOADS)
def test_many_guilds_at_one_instant_are_each_told_once_and_no_request_is_refused(load):
    verdict = asyncio.run(play(load))

    assert verdict.is_sound, report(verdict)
