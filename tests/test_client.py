import pytest

from bot.client import MarqueeClient
from bot.pace import Pace
from bot.shards import Shards


class Notes:
    """Remembers nothing"""

    async def get(self, key):
        return None

    async def set(self, key, value):
        pass


class Turns:
    """Counts the turns that are taken; fails where it is to"""

    def __init__(self, error=None):
        self.taken = 0
        self._error = error

    async def take(self):
        self.taken += 1
        if self._error:
            raise self._error


async def nothing():
    pass


def a_client(**options):
    return MarqueeClient(Notes(), ready_to_post=nothing, **options)


async def test_a_client_serves_the_shards_that_are_its_own():
    client = a_client(shards=Shards(ids=(1, 2), count=4))

    assert (tuple(client.shard_ids), client.shard_count) == ((1, 2), 4)


async def test_without_shards_discord_says_how_many_there_are():
    client = a_client(shards=Shards())

    assert (client.shard_ids, client.shard_count) == (None, None)


async def test_its_requests_keep_to_the_pace():
    pace = Pace()

    client = a_client(pace=pace)

    assert client.http.http_trace.on_request_start[0] == pace._hold


@pytest.mark.parametrize("initial", [True, False])
async def test_every_identify_waits_for_a_turn(initial):
    turns = Turns()
    client = a_client(turns=turns)

    await client.before_identify_hook(0, initial=initial)

    assert turns.taken == 1


async def test_without_a_turn_it_connects_all_the_same(caplog):
    client = a_client(turns=Turns(ConnectionError("no database")))

    await client.before_identify_hook(3, initial=True)

    assert "Shard 3 connects without waiting for its turn: no database" in caplog.text
