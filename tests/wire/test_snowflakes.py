import time
from itertools import pairwise

from tests.wire.snowflakes import Snowflakes, made_at, shard_of


def test_ids_grow_and_hold_their_time():
    ids = Snowflakes()

    made = [ids.next() for _ in range(1000)]

    assert all(int(before) < int(after) for before, after in pairwise(made))
    assert abs(made_at(made[-1]) - time.time()) < 1


def test_ids_grow_when_the_clock_goes_back(monkeypatch):
    ids = Snowflakes()
    first = ids.next()

    monkeypatch.setattr(time, "time", lambda: 1_600_000_000.0)

    assert int(ids.next()) == int(first) + 1


def test_guilds_are_spread_over_the_shards():
    ids = Snowflakes()

    shards = [shard_of(ids.next_guild(), 4) for _ in range(8)]

    assert sorted(shards) == [0, 0, 1, 1, 2, 2, 3, 3]


def test_dms_belong_to_the_first_shard():
    assert shard_of(None, 4) == 0
