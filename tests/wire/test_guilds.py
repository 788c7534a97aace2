import discord
import pytest

from tests.wire.bots import PlainBot, running


@pytest.fixture
async def found(loopback, guild):
    async with running(PlainBot()) as bot:
        yield bot.get_guild(guild.id)


async def test_a_guild_is_fetched_with_its_parts(loopback, found, guild):
    client = found._state._get_client()

    fetched = await client.fetch_guild(guild.id)
    channels = await found.fetch_channels()
    roles = await found.fetch_roles()
    me = await found.fetch_member(client.user.id)

    assert fetched.name == "Guild"
    assert {channel.name: channel.id for channel in channels} == guild.channels
    assert [role.name for role in roles] == ["@everyone", "bot"]
    assert me.id == client.user.id


async def test_a_stranger_is_no_member(loopback, found):
    with pytest.raises(discord.NotFound) as refused:
        await found.fetch_member(5)

    assert refused.value.code == 10013


async def test_a_channel_is_fetched_and_edited(loopback, found, general):
    channel = await found.fetch_channel(general)

    edited = await channel.edit(topic="now", slowmode_delay=5)

    assert (edited.topic, edited.slowmode_delay) == ("now", 5)


async def test_a_channel_without_the_right_is_not_edited(loopback, found, general):
    await loopback.stage.forbid(general, "manage_channels")

    with pytest.raises(discord.Forbidden):
        await found.get_channel(general).edit(topic="now")


async def test_a_guild_that_throws_the_bot_out_is_gone(loopback, found):
    client = found._state._get_client()

    await loopback.stage.remove_guild(found.id)

    with pytest.raises(discord.NotFound) as refused:
        await client.fetch_guild(found.id)
    assert refused.value.code == 10004


async def test_a_thread_is_started_from_a_message(loopback, found, general):
    message = await found.get_channel(general).send("topic")

    thread = await message.create_thread(name="talk about it")
    await thread.send("first")

    assert (thread.id, thread.parent_id) == (message.id, general)
    assert [one.body["content"] for one in await loopback.witness.posted(thread.id)] == ["first"]


async def test_a_message_has_one_thread(loopback, found, general):
    message = await found.get_channel(general).send("topic")
    await message.create_thread(name="one")

    with pytest.raises(discord.HTTPException) as refused:
        await message.create_thread(name="two")

    assert refused.value.code == 160004


async def test_a_thread_is_started_without_a_message(loopback, found, general):
    kind = discord.ChannelType.public_thread

    thread = await found.get_channel(general).create_thread(name="free", type=kind)

    assert [one.id for one in await found.active_threads()] == [thread.id]


async def test_an_archived_thread_is_listed_and_wakes_when_posted_to(loopback, found, general):
    channel = found.get_channel(general)
    thread = await channel.create_thread(name="old", type=discord.ChannelType.public_thread)
    await thread.edit(archived=True)

    archived = [one.id async for one in channel.archived_threads()]
    await thread.send("hi")

    assert archived == [thread.id]
    assert [one async for one in channel.archived_threads()] == []


async def test_a_locked_thread_takes_no_message(loopback, found, general):
    kind = discord.ChannelType.public_thread
    thread = await found.get_channel(general).create_thread(name="shut", type=kind)
    await thread.edit(archived=True, locked=True)

    with pytest.raises(discord.HTTPException) as refused:
        await thread.send("hi")

    assert refused.value.code == 50083


async def test_a_post_in_a_forum_has_its_first_message(loopback, found, guild):
    forum = found.get_channel(guild.channels["forum"])

    made = await forum.create_thread(name="a talk", content="what did you think?")

    assert made.message.id == made.thread.id
