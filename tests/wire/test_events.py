import asyncio
from datetime import timedelta

import discord
import pytest
from discord.utils import utcnow

from tests.wire.bots import PlainBot, running


@pytest.fixture
async def found(loopback, guild):
    intents = discord.Intents(guilds=True, guild_scheduled_events=True)
    async with running(PlainBot(intents=intents)) as bot:
        yield bot.get_guild(guild.id)


def _create(guild, **changes):
    start = utcnow() + timedelta(hours=1)
    asked = {
        "name": "Keynote",
        "start_time": start,
        "end_time": start + timedelta(hours=1),
        "entity_type": discord.EntityType.external,
        "privacy_level": discord.PrivacyLevel.guild_only,
        "location": "Hall 1",
    }
    return guild.create_scheduled_event(**asked | changes)


async def test_an_event_is_created_and_told(loopback, found):
    event = await _create(found)

    assert [one.id for one in await found.fetch_scheduled_events()] == [event.id]
    assert found.get_scheduled_event(event.id).location == "Hall 1"


async def test_an_event_is_edited(loopback, found):
    event = await _create(found)

    await event.edit(name="Keynote, moved", location="Hall 2")

    fetched = await found.fetch_scheduled_event(event.id)
    assert (fetched.name, fetched.location) == ("Keynote, moved", "Hall 2")


async def test_an_event_is_cancelled_for_good(loopback, found):
    event = await _create(found)

    await event.cancel()

    assert await found.fetch_scheduled_events() == []


async def test_an_event_is_deleted(loopback, found):
    event = await _create(found)

    await event.delete()

    with pytest.raises(discord.NotFound) as refused:
        await found.fetch_scheduled_event(event.id)
    assert refused.value.code == 10070


async def test_an_event_needs_the_right_to_create(loopback, found):
    await loopback.stage.forbid_in_guild(found.id, "create_events")

    with pytest.raises(discord.Forbidden):
        await _create(found)


async def test_a_guild_has_at_most_a_hundred_events(loopback, found):
    await loopback.change_settings(global_limit=0, route_limit=0)
    for number in range(100):
        await _create(found, name=f"Event {number}")

    with pytest.raises(discord.HTTPException) as refused:
        await _create(found)

    assert refused.value.code == 30038


async def test_the_interested_are_read_in_pages(loopback, found, raw):
    event = await _create(found)
    people = [await loopback.stage.create_user(f"person {number}") for number in range(120)]
    await loopback.stage.set_interested(found.id, event.id, people)

    path = f"/guilds/{found.id}/scheduled-events/{event.id}/users"
    first = await raw.ask("GET", path)
    second = await raw.ask("GET", f"{path}?after={people[99]}")
    last = await raw.ask("GET", f"{path}?before={people[99]}&limit=2")

    assert [_user_ids(each) for each in (first, second, last)] == [
        people[:100],
        people[100:],
        people[97:99],
    ]


async def test_an_external_event_begins_by_itself(loopback, found):
    event = await _create(found, start_time=utcnow() + timedelta(milliseconds=50))

    await asyncio.sleep(0.1)

    fetched = await found.fetch_scheduled_event(event.id)
    assert fetched.status is discord.EventStatus.active


async def test_an_event_in_the_past_is_a_problem(loopback, found):
    with pytest.raises(discord.HTTPException) as refused:
        await _create(found, start_time=utcnow() - timedelta(hours=1))

    assert refused.value.code == 50035
    assert len(await loopback.witness.problems()) == 1
    await loopback.witness.forget()


def _user_ids(told):
    return [int(one["user_id"]) for one in told.body]
