import asyncio
import io
from datetime import timedelta

import discord
import pytest

from tests.wire.bots import PlainBot, running


@pytest.fixture
async def channel(loopback, general):
    async with running(PlainBot()) as bot:
        yield bot.get_channel(general)


async def test_a_nonce_sent_twice_makes_one_message(loopback, channel):
    first = await channel.send("hi", nonce="once")
    second = await channel.send("hi", nonce="once")

    assert second.id == first.id
    assert [(one.id, one.nonce, one.repeats) for one in await loopback.witness.posted()] == [
        (first.id, "once", 1)
    ]


async def test_a_nonce_that_is_forgotten_makes_a_second_message(loopback, channel):
    await loopback.change_settings(nonce_memory=0.05)

    await channel.send("hi", nonce="once")
    await asyncio.sleep(0.06)
    await channel.send("hi", nonce="once")

    assert len(await loopback.witness.posted()) == 2


async def test_a_discord_without_memory_ignores_nonces(loopback, channel):
    await loopback.change_settings(nonce_memory=0.0)

    await channel.send("hi", nonce="once")
    await channel.send("hi", nonce="once")

    assert len(await loopback.witness.posted()) == 2


async def test_a_nonce_is_not_enforced_unasked(loopback, general, raw):
    await raw.post(general, content="hi", nonce="once")
    await raw.post(general, content="hi", nonce="once", enforce_nonce=False)

    assert len(await loopback.witness.posted()) == 2


async def test_a_nonce_of_a_deleted_message_is_unknown(loopback, channel):
    sent = await channel.send("hi", nonce="once")
    await loopback.stage.remove_message(channel.id, sent.id)

    with pytest.raises(discord.NotFound) as refused:
        await channel.send("hi", nonce="once")

    assert refused.value.code == 10008
    assert [one.deleted for one in await loopback.witness.posted()] == [True]


async def test_history_is_read_in_pages(loopback, channel):
    ids = [await loopback.stage.say(channel.id, str(number)) for number in range(120)]

    newest_first = [message.id async for message in channel.history(limit=None)]
    oldest_first = [message.id async for message in channel.history(limit=None, oldest_first=True)]
    after = [message.id async for message in channel.history(after=discord.Object(ids[99]))]
    around = [message.id async for message in channel.history(around=discord.Object(50), limit=3)]

    assert newest_first == ids[::-1]
    assert oldest_first == ids
    assert after == ids[100:]
    assert around == ids[1::-1] or around == ids[:2]


async def test_history_after_a_time_holds_what_came_later(loopback, channel):
    before = await channel.send("before")
    later = await channel.send("later")

    # Both may have come in one millisecond, all of which a time stands for.
    just_before = before.created_at - timedelta(milliseconds=1)
    found = [message.id async for message in channel.history(after=just_before)]

    assert found[-1] == later.id


async def test_history_that_may_not_be_read_is_empty(loopback, channel):
    await channel.send("hi")
    await loopback.stage.forbid(channel.id, "read_message_history")

    assert [message async for message in channel.history()] == []


@pytest.mark.parametrize(
    ("permission", "code"), [("send_messages", 50013), ("view_channel", 50001)]
)
async def test_a_forbidden_channel_takes_no_message(loopback, channel, permission, code):
    await loopback.stage.forbid(channel.id, permission)

    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("hi")

    assert refused.value.code == code
    assert await loopback.witness.posted() == []


async def test_what_was_forbidden_is_told_and_may_be_allowed_again(loopback, channel):
    await loopback.stage.forbid(channel.id, "send_messages")
    await loopback.stage.forbid(channel.id)

    await channel.send("hi")

    assert len(await loopback.witness.posted()) == 1


async def test_an_embed_that_may_not_be_shown_is_left_out(loopback, channel):
    await loopback.stage.forbid(channel.id, "embed_links")

    sent = await channel.send("text", embed=discord.Embed(title="shown?"))
    with pytest.raises(discord.Forbidden):
        await channel.send(embed=discord.Embed(title="shown?"))

    assert sent.embeds == []


async def test_a_channel_that_is_gone_is_unknown(loopback, channel):
    await loopback.stage.remove_channel(channel.id)

    with pytest.raises(discord.NotFound) as refused:
        await channel.send("hi")

    assert refused.value.code == 10003


async def test_an_edit_changes_what_it_names(loopback, channel):
    sent = await channel.send("before", embed=discord.Embed(title="stays"))

    await sent.edit(content="after")

    found = await channel.fetch_message(sent.id)
    assert (found.content, found.embeds[0].title) == ("after", "stays")
    assert found.edited_at is not None


async def test_a_deleted_message_is_gone(loopback, channel):
    sent = await channel.send("hi")

    await sent.delete()

    with pytest.raises(discord.NotFound):
        await channel.fetch_message(sent.id)


async def test_a_layout_comes_back_with_numbered_components(loopback, channel):
    view = discord.ui.LayoutView()
    view.add_item(
        discord.ui.Container(
            discord.ui.TextDisplay("text"),
            discord.ui.Separator(),
            discord.ui.Section("beside", accessory=discord.ui.Button(label="a", custom_id="a")),
            discord.ui.ActionRow(discord.ui.Button(label="b", custom_id="b")),
        )
    )

    await channel.send(view=view)

    [posted] = await loopback.witness.posted()
    assert [one["id"] for one in posted.body["components"][0]["components"]] == [2, 3, 4, 7]


async def test_a_file_can_be_fetched_again(loopback, channel):
    sent = await channel.send(file=discord.File(io.BytesIO(b"BEGIN:VCALENDAR"), "agenda.ics"))

    assert await sent.attachments[0].read() == b"BEGIN:VCALENDAR"


async def test_everyone_is_pinged_only_if_allowed(loopback, channel):
    loud = await channel.send("@everyone", allowed_mentions=discord.AllowedMentions.all())
    quiet = await channel.send("@everyone", allowed_mentions=discord.AllowedMentions.none())

    assert (loud.mention_everyone, quiet.mention_everyone) == (True, False)


async def test_a_dm_reaches_a_person(loopback, channel):
    person = await loopback.stage.create_user("ada")
    client = channel._state._get_client()

    sent = await (await client.fetch_user(person)).send("hi")

    assert [one.guild_id for one in await loopback.witness.posted(sent.channel.id)] == [None]


@pytest.mark.parametrize("code", [50007, 50278])
async def test_closed_dms_refuse(loopback, channel, code):
    person = await loopback.stage.create_user("ada")
    await loopback.stage.close_dms(person, code=code)
    user = await channel._state._get_client().fetch_user(person)

    with pytest.raises(discord.Forbidden) as refused:
        await user.send("hi")

    assert refused.value.code == code


async def test_opened_again_dms_are_taken_and_can_be_read_back(loopback, channel):
    person = await loopback.stage.create_user("ada")
    await loopback.stage.close_dms(person)
    user = await channel._state._get_client().fetch_user(person)

    await loopback.stage.close_dms(person, closed=False)
    sent = await user.send("hi", silent=True)

    assert sent.flags.suppress_notifications
    assert [one.content async for one in sent.channel.history()] == ["hi"]


async def test_too_many_dms_that_are_opened_too_fast_are_refused_for_a_while(loopback, channel):
    await loopback.change_settings(dm_limit=2, dm_window=0.3)
    client = channel._state._get_client()
    people = await loopback.stage.create_users(4)
    for person in people[:2]:
        await client.create_dm(discord.Object(person))

    with pytest.raises(discord.Forbidden) as refused:
        await client.create_dm(discord.Object(people[2]))
    await asyncio.sleep(0.35)
    opened = await client.create_dm(discord.Object(people[3]))

    assert (refused.value.code, opened.recipient.id) == (40003, people[3])


async def test_pins_are_listed_the_latest_first(loopback, channel):
    first, second = await channel.send("1"), await channel.send("2")
    await first.pin()
    await second.pin()

    both = [pin.id async for pin in channel.pins()]
    await second.unpin()
    one = [pin.id async for pin in channel.pins()]

    assert both == [second.id, first.id]
    assert one == [first.id]


async def test_a_message_is_published_once(loopback, guild):
    async with running(PlainBot()) as bot:
        sent = await bot.get_channel(guild.channels["news"]).send("news")

        await sent.publish()
        with pytest.raises(discord.HTTPException) as refused:
            await sent.publish()

    assert refused.value.code == 40033


async def test_a_text_channel_publishes_nothing(loopback, channel):
    sent = await channel.send("hi")

    with pytest.raises(discord.HTTPException) as refused:
        await sent.publish()

    assert refused.value.code == 50024
