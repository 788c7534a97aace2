"""Two real `marquee run` on one PostgreSQL database, each with one of the bot's two shards."""

import pytest

from tests.storage.databases import a_place, run
from tests.wire.marquee.event import LEAD, an_event
from tests.wire.marquee.process import Running, settle_in
from tests.wire.marquee.tally import FINE, Trouble, reminders
from tests.wire.snowflakes import shard_of

REPLY = 4

pytestmark = pytest.mark.trouble


@pytest.fixture
async def store(tmp_path):
    async with a_place("postgresql", tmp_path) as url:
        yield url


@pytest.fixture
async def towns(loopback):
    """Guilds of both shards."""
    towns = await loopback.stage.create_guilds(6)
    assert {shard(town) for town in towns} == {0, 1}
    return towns


def shard(town):
    return shard_of(str(town.id), 2)


def settled_in(folder, number, event, towns, store):
    """The folder of a Marquee that serves one shard"""
    folder = folder / f"shard-{number}"
    folder.mkdir()
    channels = {town.id: town.channels["general"] for town in towns}
    shards = f"[discord]\nshard_count = 2\nshard_ids = [{number}]\n"
    settle_in(folder, event, channels, store=store, more=shards)
    return folder


async def test_each_process_serves_the_guilds_of_its_shards(
    loopback, tmp_path, towns, store, count
):
    # Discord's own rule: one IDENTIFY in five seconds.
    await loopback.change_settings(identify_seconds=5.0)
    dm = await loopback.stage.open_dm(await loopback.stage.create_user("ann"))
    event = an_event(Rivers=25)
    channels = [town.channels["general"] for town in towns]
    zero, one = (settled_in(tmp_path, number, event, towns, store) for number in (0, 1))

    with Running(zero, loopback.address) as first, Running(one, loopback.address) as second:
        await loopback.witness.until_connected(2)
        answers = [
            await loopback.people.slash(channel, "talk", {"title": "rivers"})
            for channel in (*channels, dm)
        ]
        await loopback.witness.until_posted(len(towns))
        ends = [first.stop().code, second.stop().code]

    assert [answer.answer for answer in answers] == [REPLY] * 7
    assert await count(Trouble.NONE, reminders(event, channels, lead=LEAD)) == FINE
    assert ends == [0, 0]
    await assert_each_posted_its_own(towns, store)
    gateway = await loopback.witness.gateway()
    assert [entry["shard"] for entry in gateway if entry["what"] == "identify"] in ([0, 1], [1, 0])
    assert [entry for entry in gateway if entry["what"] == "invalid"] == []
    requests = await loopback.witness.requests()
    assert sum(one["route"] == "/applications/{application_id}/commands" for one in requests) == 1
    assert "gets no reminders" not in first.log + second.log


async def assert_each_posted_its_own(towns, store):
    schema = store.partition("search_path=")[2]
    rows = await run(f"SELECT guild_id, claimed_by FROM {schema}.deliveries")
    by_shard = [
        {row["claimed_by"] for row in rows if shard_of(str(row["guild_id"]), 2) == number}
        for number in (0, 1)
    ]
    assert len(rows) == len(towns)
    assert [len(processes) for processes in by_shard] == [1, 1]
    assert by_shard[0] != by_shard[1]
