"""From the invitation to an event that runs; and what organizers hear when a channel is gone."""

from datetime import timedelta

import pytest

from bot.config import Settings
from bot.guilds.model import GuildTable
from bot.rehearsal.play import rehearse
from bot.ui.setup_orders import ChannelPicker, OpenPage, Pick, Role, SetupPage, TextPicker
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.stories.people import read
from tests.stories.test_announce import confirmed, to, written

MINUTES = timedelta(minutes=1)
SWEEPS = timedelta(seconds=30)
HALL, LOFT = a_room("Hall 1"), a_room("Loft")
RIVERS, LAKES = a_talk("Rivers"), a_talk("Lakes")
FIRST = a_session(NINE, minutes=30, talks=(RIVERS.id,), room=HALL.id)
SECOND = a_session(NINE + timedelta(hours=2), minutes=30, talks=(LAKES.id,), room=HALL.id)
PROGRAM = a_program(FIRST, SECOND, talks=(RIVERS, LAKES), rooms=(HALL, LOFT))

# What is posted where, in the order in which the panel asks.
ROLES = (Role.REMINDERS, Role.CHANGES, Role.ANNOUNCEMENTS, Role.ORGANIZERS, Role.BOARD)


@pytest.fixture
async def rehearsal():
    """A server that Marquee was just invited to, at half past seven."""
    opens = NINE - 90 * MINUTES
    async with rehearse(PROGRAM, Settings(), opens=opens) as it:
        await it.restart(table=GuildTable(id=1))
        await it.move(timedelta(seconds=10))
        yield it


@pytest.fixture
def organizer(stage):
    return stage.organizer


@pytest.fixture
def channels(stage):
    return {role: stage.env.guild.create_text_channel(f"for-{role}") for role in ROLES}


async def set_up(organizer, stage, channels):
    """Press by press from the welcome on; gives how many presses that took"""
    presses = []

    async def press(action):
        presses.append(action)
        return await action

    (welcome,) = stage.posted()
    panel = await press(organizer.click(welcome.message, label="Set me up"))
    page = await press(organizer.click(panel.response, label="Channels"))
    for role in ROLES:
        picker = ChannelPicker(role=role).custom_id
        await press(organizer.select(page.response, [channels[role]], custom_id=picker))
    more = OpenPage(page=SetupPage.REMINDERS).custom_id
    page = await press(organizer.click(page.response, custom_id=more))
    hour = TextPicker(pick=Pick.DIGEST).custom_id
    await press(organizer.select(page.response, ["08:00"], custom_id=hour))
    return len(presses)


def contents(channel):
    return [message.content for message in channel.history()]


async def test_in_under_ten_presses_everything_stands_where_it_was_chosen(
    organizer, rehearsal, stage, channels
):
    presses = await set_up(organizer, stage, channels)
    await rehearsal.move(85 * MINUTES)
    await organizer.click(
        (
            await organizer.slash(stage.general, "session delay", session="lakes", minutes=10)
        ).response,
        label="Delay it",
    )
    card = await to(organizer, await written(organizer, stage), channels[Role.ANNOUNCEMENTS])
    await confirmed(organizer, card)
    await rehearsal.move(timedelta(hours=23, minutes=30))

    assert presses < 10
    reminders, changes, news, backstage, board = (contents(channels[one]) for one in ROLES)
    assert ["Rivers" in reminders[0], "Lakes" in reminders[1]] == [True, True]
    assert any("Lakes" in one and "moved" in one for one in changes)
    assert ["Conf 2022" in news[0], "Lunch" in news[1]] == [True, True]
    # Discord itself says that something was pinned.
    assert len([one for one in board if "pinned a message" not in one]) == 1
    assert channels[Role.BOARD].pinned_messages()
    assert backstage == []


@pytest.mark.parametrize("role", [Role.REMINDERS, Role.CHANGES, Role.ANNOUNCEMENTS])
async def test_when_a_channel_is_gone_organizers_are_told_once_with_the_way_out(
    organizer, rehearsal, stage, channels, role
):
    await set_up(organizer, stage, channels)
    await rehearsal.move(SWEEPS)
    gone = rehearsal.app.client.get_channel(channels[role].id)
    with stage.time():
        await gone.delete()
    if role is Role.CHANGES:
        card = await organizer.slash(stage.general, "session delay", session="lakes", minutes=10)
        await organizer.click(card.response, label="Delay it")

    await rehearsal.move(timedelta(hours=25))
    panel = read(await organizer.slash(stage.general, "setup"))

    told = channels[Role.ORGANIZERS].history()
    assert told
    said = "\n".join(embed.description or "" for message in told for embed in message.embeds)
    assert "Choose another channel with `/setup`" in said
    # Once a day.
    assert len(told) <= 2
    assert "gone" in panel or "no channel with the id" in panel
