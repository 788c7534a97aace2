"""From the invitation to an event that runs; and what organizers hear when a channel is gone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config import Settings
from bot.guilds.model import GuildTable, Route, RouteKind
from bot.rehearsal.play import rehearse
from bot.ui.setup_orders import ChannelPicker, OpenPage, Pick, Role, SetupPage, TextPicker
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.stories.people import read
from tests.stories.test_announce import confirmed, to, written

pytestmark = pytest.mark.slow

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


async def deleted(channel):
    await channel.delete()


async def forbidden(channel):
    await channel.set_permissions(channel.guild.me, view_channel=False, send_messages=False)


async def take_away(rehearsal, stage, channel, how):
    """As somebody of the server does it"""
    with stage.time():
        await how(rehearsal.app.client.get_channel(channel.id))


def told_in(channel):
    """What organizers read there, each message with its first line and all else"""
    return [
        "\n".join([message.content, *(embed.description for embed in message.embeds)])
        for message in channel.history()
    ]


WAYS_OUT = {
    deleted: "Choose another channel with `/setup`",
    forbidden: "Give Marquee View Channel, Send Messages, Embed Links and Read Message History in",
}
IN_THE_PANEL = {
    deleted: "The channel is gone: choose another one.",
    forbidden: "Marquee lacks View Channel, Send Messages",
}


@pytest.mark.parametrize("how", [deleted, forbidden])
@pytest.mark.parametrize("role", [Role.REMINDERS, Role.CHANGES, Role.ANNOUNCEMENTS, Role.BOARD])
async def test_of_each_channel_that_is_lost_organizers_are_told_once_with_the_way_out(
    rehearsal, stage, channels, role, how
):
    organizer = stage.organizer
    await set_up(organizer, stage, channels)
    await rehearsal.move(SWEEPS)
    await take_away(rehearsal, stage, channels[role], how)
    if role is Role.CHANGES:
        card = await organizer.slash(stage.general, "session delay", session="lakes", minutes=10)
        await organizer.click(card.response, label="Delay it")

    await rehearsal.move(timedelta(hours=23))
    panel = read(await organizer.slash(stage.general, "setup"))

    (told,) = told_in(channels[Role.ORGANIZERS])
    assert f"<#{channels[role].id}>" in told.splitlines()[0]
    assert WAYS_OUT[how] in told
    assert panel.count("⚠️") == 1
    assert IN_THE_PANEL[how] in panel


@pytest.mark.parametrize("how", [deleted, forbidden])
async def test_of_a_rooms_own_channel_that_is_lost_organizers_are_told_once(
    organizer, rehearsal, stage, channels, how
):
    await set_up(organizer, stage, channels)
    hall = stage.env.guild.create_text_channel("hall")
    route = Route(kind=RouteKind.ROOM, id=HALL.id, channel=hall.id)
    await rehearsal.app.guilds.choose(
        stage.guild_id,
        lambda one: replace(one, routes=(route,), has_room_boards=True),
        rehearsal.now,
    )
    await rehearsal.move(SWEEPS)
    await take_away(rehearsal, stage, hall, how)

    await rehearsal.move(timedelta(hours=23))

    # Its reminders and its board alike.
    (told,) = told_in(channels[Role.ORGANIZERS])
    assert f"<#{hall.id}>" in told.splitlines()[0]
    assert WAYS_OUT[how] in told


async def test_a_board_that_still_can_not_be_shown_is_told_again_the_next_day_and_then_no_more(
    organizer, rehearsal, stage, channels
):
    await set_up(organizer, stage, channels)
    await rehearsal.move(SWEEPS)
    await take_away(rehearsal, stage, channels[Role.BOARD], deleted)
    told = []
    for hours in (3, 21, 3):
        await rehearsal.move(timedelta(hours=hours))
        told.append(len(told_in(channels[Role.ORGANIZERS])))

    other = stage.env.guild.create_text_channel("another")
    panel = await organizer.slash(stage.general, "setup")
    page = await organizer.click(panel.response, label="Channels")
    picker = ChannelPicker(role=Role.BOARD).custom_id
    await organizer.select(page.response, [other], custom_id=picker)
    await rehearsal.move(timedelta(hours=25))

    assert told == [1, 1, 2]
    assert len(told_in(channels[Role.ORGANIZERS])) == 2


async def test_what_was_found_before_organizers_chose_their_channel_is_told_there(
    rehearsal, stage, channels
):
    board, backstage = channels[Role.BOARD], channels[Role.ORGANIZERS]
    guilds, guild = rehearsal.app.guilds, stage.guild_id
    await take_away(rehearsal, stage, board, forbidden)
    await guilds.choose(guild, lambda one: replace(one, board_channel=board.id), rehearsal.now)
    await rehearsal.move(timedelta(hours=1))

    await guilds.choose(
        guild, lambda one: replace(one, organizer_channel=backstage.id), rehearsal.now
    )
    await rehearsal.move(SWEEPS)

    assert contents(backstage) == [
        f"The live board can't be shown in <#{board.id}>. No permission."
    ]


@pytest.mark.parametrize("how", [deleted, forbidden])
async def test_that_their_own_channel_is_lost_organizers_see_in_the_panel(
    organizer, rehearsal, stage, channels, how
):
    await set_up(organizer, stage, channels)
    await rehearsal.move(SWEEPS)
    for role in (Role.REMINDERS, Role.ORGANIZERS):
        await take_away(rehearsal, stage, channels[role], how)

    await rehearsal.move(timedelta(hours=23))
    panel = read(await organizer.slash(stage.general, "setup"))
    card = read(await organizer.slash(stage.general, "deliveries"))

    lost = [line for line in panel.splitlines() if line.startswith("⚠️")]
    assert [IN_THE_PANEL[how] in line for line in lost] == [True, True]
    assert any("🧰 Organizers" in line for line in lost)
    assert "Rivers" in card
