"""On the stage: what is in the way in channels and threads, as Discord's permissions have it."""

from types import SimpleNamespace

import discord
import pytest
from simcord.builders import ChannelHandle
from simcord.enums import ChannelType

from bot.config import Settings
from bot.letterbox import CHOOSE_ANOTHER, obstacle, seen_obstacle, try_out
from bot.rehearsal.play import rehearse
from bot.translation import in_words
from tests.factories import a_program
from tests.translation.fake import speaking_loudly


@pytest.fixture
async def rehearsal():
    async with rehearse(a_program(), Settings()) as it:
        yield it


@pytest.fixture
def stage(rehearsal):
    return rehearsal.stage


@pytest.fixture
def client(rehearsal):
    return rehearsal.app.client


@pytest.fixture
def uncached(client):
    """The same bot as `marquee doctor` is it: logged in, and nothing is cached."""
    return SimpleNamespace(
        user=client.user, get_guild=lambda _: None, fetch_guild=client.fetch_guild
    )


def a_channel(stage, name="news", **marquee):
    """A channel, with what is allowed or forbidden to Marquee there"""
    guild = stage.env.guild
    own = discord.PermissionOverwrite(**marquee)
    return guild.create_text_channel(name, overwrites={guild.roles["Marquee"]: own})


async def a_thread(stage, parent, *, locked=False, kind=ChannelType.PUBLIC_THREAD):
    backend = stage.env.backend
    thread = backend.create_thread(
        parent.id, "hallway", stage.organizer.id, type=kind, broadcast=False
    )
    thread.thread_metadata.locked = locked
    backend.announce_thread_create(thread)
    await stage.env.settle()
    return ChannelHandle(stage.env, stage.env.guild, thread)


@pytest.fixture(params=["cached", "uncached"])
def asking(request, client, uncached):
    """Whoever asks, whatever of Discord is cached"""
    return client if request.param == "cached" else uncached


@pytest.mark.parametrize(
    ("marquee", "said"),
    [
        ({}, None),
        ({"send_messages_in_threads": False}, None),
        (
            {"send_messages": False, "embed_links": False},
            "Marquee lacks Send Messages, Embed Links in #news of Rehearsal: allow it.",
        ),
        (
            {"read_message_history": False},
            "Marquee lacks Read Message History in #news of Rehearsal: allow it.",
        ),
    ],
)
async def test_a_channel_needs_its_own_permissions(asking, stage, marquee, said):
    channel = a_channel(stage, **marquee)
    await stage.env.settle()

    assert await obstacle(asking, stage.guild_id, channel.id) == said


async def test_a_hidden_channel_is_told_with_all_that_it_hides(client, stage):
    channel = a_channel(stage, view_channel=False)
    await stage.env.settle()

    said = await obstacle(client, stage.guild_id, channel.id)

    assert said == (
        "Marquee lacks View Channel, Send Messages, Embed Links, Read Message History in #news of "
        "Rehearsal: allow it."
    )


@pytest.mark.parametrize(
    ("marquee", "said"),
    [
        ({}, None),
        ({"send_messages": False}, None),
        (
            {"send_messages_in_threads": False},
            "Marquee lacks Send Messages in Threads in #hallway of Rehearsal: allow it.",
        ),
        (
            {"embed_links": False},
            "Marquee lacks Embed Links in #hallway of Rehearsal: allow it.",
        ),
    ],
)
async def test_a_thread_needs_its_channels_permissions_for_threads(asking, stage, marquee, said):
    thread = await a_thread(stage, a_channel(stage, **marquee))

    assert await obstacle(asking, stage.guild_id, thread.id) == said


@pytest.mark.parametrize(
    ("marquee", "said"),
    [
        (
            {"manage_threads": False},
            "#hallway in Rehearsal is locked: unlock it, or choose another one.",
        ),
        ({"manage_threads": True}, None),
    ],
)
async def test_a_locked_thread_takes_posts_only_of_who_manages_threads(
    asking, stage, marquee, said
):
    thread = await a_thread(stage, a_channel(stage, **marquee), locked=True)

    assert await obstacle(asking, stage.guild_id, thread.id) == said


async def test_a_test_is_posted_in_a_thread(client, stage):
    thread = await a_thread(stage, a_channel(stage, send_messages=False))

    assert await try_out(client, stage.guild_id, thread.id) is None
    assert "I can post here" in thread.history()[-1].content


async def test_a_test_is_posted_in_the_language_spoken(client, stage, monkeypatch):
    channel = a_channel(stage)
    await stage.env.settle()

    with speaking_loudly(monkeypatch):
        await try_out(client, stage.guild_id, channel.id)

    assert channel.history()[-1].content == "✅ A TEST FROM MARQUEE: I CAN POST HERE."


async def test_what_is_in_the_way_can_be_said_in_any_language(client, stage, monkeypatch):
    channel = a_channel(stage, send_messages=False, embed_links=False)
    await stage.env.settle()

    lacking = await obstacle(client, stage.guild_id, channel.id)

    with speaking_loudly(monkeypatch):
        assert in_words(lacking) == (
            "MARQUEE LACKS SEND MESSAGES, EMBED LINKS IN #news OF Rehearsal: ALLOW IT."
        )


async def test_what_discord_does_not_show_says_how_marquee_gets_in():
    async def refused(_):
        raise discord.Forbidden(SimpleNamespace(status=403, reason="Forbidden"), "Missing Access")

    guild = SimpleNamespace(
        name="Conf", get_channel_or_thread=lambda _: None, fetch_channel=refused
    )
    client = SimpleNamespace(get_guild=lambda _: guild)

    said = await obstacle(client, 1, 4711)

    assert said == (
        "Marquee may not see the channel 4711 in Conf: give it View Channel, and in a private "
        "thread mention it, which adds it."
    )


async def test_a_channel_that_is_gone_is_told_to_organizers_and_as_the_settings_name_it(
    asking, stage
):
    said = await obstacle(asking, stage.guild_id, 4711)

    assert said == "Rehearsal has no channel with the id 4711: correct the id."
    assert await seen_obstacle(asking, stage.guild_id, 4711) == CHOOSE_ANOTHER
