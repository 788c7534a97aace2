"""Organizers are told, once, what could not be posted, where and why."""

from dataclasses import replace
from datetime import timedelta

import discord
import pytest

from bot.config import Settings
from bot.rehearsal.play import rehearse
from tests.factories import a_program_with_talks

pytestmark = pytest.mark.slow

MINUTES = timedelta(minutes=1)
GONE = 123456789012345678


@pytest.fixture
async def rehearsal():
    """Two talks, half an hour apart, each with its own reminder."""
    async with rehearse(a_program_with_talks("Rivers", "Lakes"), Settings()) as it:
        yield it


def forbid(stage, channel):
    """Take from the bot what it needs to post in a channel."""
    (bot,) = (role for role in stage.env.guild.roles.values() if role.name == "Marquee")
    locked = discord.PermissionOverwrite(send_messages=False)
    return stage.env.guild.create_text_channel(channel, overwrites={bot: locked})


def said(post):
    """All text of a posted message, as one string."""
    embeds = [f"{embed.title}\n{embed.description}" for embed in post.message.embeds]
    return "\n".join([post.message.content, *embeds])


async def test_what_may_not_be_posted_is_told_once_with_what_to_do(rehearsal, stage):
    locked = forbid(stage, "locked")
    await rehearsal.restart(table=replace(rehearsal.table(), reminder_channel=locked.id))

    await rehearsal.move(11 * MINUTES)

    (told,) = stage.told()
    assert told.channel == "organizers"
    assert told.message.content == f"Not posted in <#{locked.id}>: **Rivers**. No permission."
    assert "Give Marquee View Channel, Send Messages, Embed Links" in said(told)
    assert stage.posted() == ()


async def test_a_second_failed_reminder_of_the_same_day_says_nothing_more(rehearsal, stage, caplog):
    locked = forbid(stage, "locked")
    await rehearsal.restart(table=replace(rehearsal.table(), reminder_channel=locked.id))

    await rehearsal.move(60 * MINUTES)

    logged = [record.getMessage() for record in caplog.records]
    assert len([line for line in logged if line.startswith("Reminder to channel")]) == 2
    assert len(stage.told()) == 1


async def test_a_channel_that_is_gone_is_told(rehearsal, stage):
    await rehearsal.restart(table=replace(rehearsal.table(), reminder_channel=GONE))

    await rehearsal.move(60 * MINUTES)

    (told,) = stage.told()
    assert told.message.content == f"Not posted in <#{GONE}>: **Rivers**. The channel is gone."


async def test_after_a_restart_nothing_is_told_again(rehearsal, stage):
    gone = replace(rehearsal.table(), reminder_channel=GONE)
    await rehearsal.restart(table=gone)
    await rehearsal.move(11 * MINUTES)

    await rehearsal.restart(after=MINUTES, table=gone)
    await rehearsal.move(60 * MINUTES)

    assert len(stage.told()) == 1


async def test_what_was_missed_while_the_bot_was_down_is_told_when_it_is_back(rehearsal, stage):
    await rehearsal.restart(after=120 * MINUTES)
    await rehearsal.move(MINUTES)

    (told,) = stage.told()
    assert told.message.content.endswith(": **Rivers** and 1 more. It was too late.")
    assert stage.posted() == ()


async def test_a_channel_without_permission_is_not_told_of_in_itself(rehearsal, stage, caplog):
    locked = forbid(stage, "locked")
    both = replace(rehearsal.table(), reminder_channel=locked.id, organizer_channel=locked.id)
    await rehearsal.restart(table=both)

    await rehearsal.move(60 * MINUTES)

    warned = [record for record in caplog.records if record.levelname == "WARNING"]
    assert [one for one in warned if "Reminder to channel" in one.getMessage()] != []
    assert [one for one in warned if "Telling to channel" in one.getMessage()] == []
    assert stage.told() == ()


async def test_a_telling_that_can_not_be_posted_stays_in_the_log(rehearsal, stage, caplog):
    locked = forbid(stage, "locked")
    nowhere = replace(rehearsal.table(), reminder_channel=GONE, organizer_channel=locked.id)
    await rehearsal.restart(table=nowhere)

    await rehearsal.move(60 * MINUTES)

    warned = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert len([line for line in warned if line.startswith("Telling to channel")]) == 1


async def test_when_all_goes_well_organizers_hear_nothing(rehearsal, stage):
    await rehearsal.move(60 * MINUTES)

    assert (len(stage.posted()), stage.told()) == (2, ())


async def test_an_attendee_does_not_see_what_organizers_are_told(rehearsal, stage):
    with pytest.raises(Exception, match=r"view_channel|Missing"):
        await stage.attendee.slash(stage.backstage, "now")

    assert (await stage.organizer.slash(stage.backstage, "now")).response is not None
