from hypothesis import given
from hypothesis import strategies as st

from bot.shards import Shards
from tests.wire.snowflakes import shard_of

IDS = st.integers(1, 2**63 - 1)


@given(IDS, st.integers(1, 64))
def test_every_guild_belongs_to_the_one_shard_that_hears_of_it(guild_id, count):
    owners = [one for one in range(count) if Shards(ids=(one,), count=count).owns(guild_id)]

    assert owners == [shard_of(str(guild_id), count)]


@given(IDS, st.integers(0, 64))
def test_without_ids_every_guild_is_ours(guild_id, count):
    assert Shards(count=count).owns(guild_id)


def test_direct_messages_are_the_first_shards():
    assert Shards().owns_direct_messages
    assert Shards(ids=(0, 2), count=3).owns_direct_messages
    assert not Shards(ids=(1, 2), count=3).owns_direct_messages
