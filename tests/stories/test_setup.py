"""Organizers set up their server from Discord alone: nothing needs a file."""

from dataclasses import replace
from datetime import timedelta

import discord
import pytest
from simcord.builders import ChannelHandle
from simcord.enums import ChannelType

from bot.config import Settings
from bot.guilds.model import GuildTable, RouteKind
from bot.rehearsal.play import rehearse
from bot.translation import Language
from bot.ui.setup_orders import (
    ChannelPicker,
    OpenPage,
    Pick,
    Role,
    RolePicker,
    RoutePicker,
    SetupPage,
    Switch,
    TextPicker,
    Turn,
    place_value,
)
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.stories.people import buttons, read

pytestmark = pytest.mark.slow

MINUTES = timedelta(minutes=1)
HALL = a_room("Hall 1")
RIVERS = a_talk("Rivers")
FIRST = a_session(NINE, minutes=30, talks=(RIVERS.id,), room=HALL.id)
PROGRAM = a_program(FIRST, talks=(RIVERS,), rooms=(HALL,))


@pytest.fixture
async def rehearsal():
    """A server that Marquee was just invited to, and nobody has set up."""
    async with rehearse(PROGRAM, Settings()) as it:
        await it.restart(table=GuildTable(id=1))
        await it.move(timedelta(seconds=10))
        yield it


@pytest.fixture
def organizer(stage):
    return stage.organizer


async def opened(organizer, stage, page):
    answer = await organizer.slash(stage.general, "setup")
    return (
        await organizer.click(answer.response, custom_id=OpenPage(page=page).custom_id)
    ).response


async def chosen(organizer, message, custom_id, *values):
    return await organizer.select(message, list(values), custom_id=custom_id)


async def test_from_the_welcome_to_a_reminder_in_five_presses(organizer, rehearsal, stage):
    (welcome,) = stage.posted()

    panel = await organizer.click(welcome.message, label="Set me up")
    before = read(panel)
    channels = await organizer.click(panel.response, label="Channels")
    done = await chosen(
        organizer,
        channels.response,
        ChannelPicker(role=Role.REMINDERS).custom_id,
        stage.announcements,
    )
    overview = await organizer.click(done.response, label="Overview")
    await rehearsal.move(15 * MINUTES)

    assert panel.ephemeral
    assert "Choose a channel for reminders first" in before
    assert f"<#{stage.announcements.id}>, 10 minutes before" in read(overview)
    assert "Rivers" in stage.posted()[-1].message.content


async def test_what_is_chosen_outlives_a_restart_and_any_table(organizer, rehearsal, stage):
    message = await opened(organizer, stage, SetupPage.CHANNELS)
    for role, channel in ((Role.CHANGES, stage.general), (Role.LOG, stage.backstage)):
        await chosen(organizer, message, ChannelPicker(role=role).custom_id, channel)
    message = await opened(organizer, stage, SetupPage.REMINDERS)
    await chosen(organizer, message, TextPicker(pick=Pick.LEADS).custom_id, "30", "5")

    await rehearsal.restart(table=rehearsal.table())
    said = read(await organizer.slash(stage.general, "setup"))

    assert f"**✏️ Changes** <#{stage.general.id}>" in said
    assert "**🔔 Reminders** nowhere yet" in said
    choices = rehearsal.app.guilds.for_guild(stage.guild_id)
    assert [lead.before for lead in choices.leads] == [30 * MINUTES, 5 * MINUTES]


async def test_a_channel_is_taken_away_again(organizer, rehearsal, stage):
    message = await opened(organizer, stage, SetupPage.CHANNELS)
    picker = ChannelPicker(role=Role.REMINDERS).custom_id
    await chosen(organizer, message, picker, stage.announcements)
    await chosen(organizer, message, picker)

    await rehearsal.move(30 * MINUTES)

    assert [post.channel for post in stage.posted()] == ["announcements"]  # the welcome


async def test_a_chosen_role_is_mentioned_and_pinged(organizer, rehearsal, stage):
    crew = stage.env.guild.create_role("Crew", mentionable=True)
    channels = await opened(organizer, stage, SetupPage.CHANNELS)
    await chosen(
        organizer, channels, ChannelPicker(role=Role.REMINDERS).custom_id, stage.announcements
    )
    reminders = await opened(organizer, stage, SetupPage.REMINDERS)
    await chosen(organizer, reminders, RolePicker().custom_id, crew)

    await rehearsal.move(15 * MINUTES)

    assert f"<@&{crew.id}>" in stage.posted()[-1].message.content


async def test_a_role_that_the_organizer_may_not_mention_is_not_chosen(organizer, rehearsal, stage):
    crew = stage.env.guild.create_role("Crew")
    page = await opened(organizer, stage, SetupPage.REMINDERS)

    nowhere = await chosen(organizer, page, RolePicker().custom_id, crew)
    channels = await opened(organizer, stage, SetupPage.CHANNELS)
    picker = ChannelPicker(role=Role.REMINDERS).custom_id
    await chosen(organizer, channels, picker, stage.announcements)
    somewhere = await chosen(organizer, page, RolePicker().custom_id, crew)

    assert "You may not mention @Crew in this server" in read(nowhere)
    assert "You may not mention @Crew in #announcements" in read(somewhere).replace("\\", "")
    assert rehearsal.app.guilds.for_guild(stage.guild_id).mention_role is None


async def test_a_role_that_is_gone_or_can_not_be_mentioned_any_more_is_told(
    organizer, rehearsal, stage
):
    guild = stage.env.guild
    crew = guild.create_role("Crew", mentionable=True)
    page = await opened(organizer, stage, SetupPage.REMINDERS)
    fine = await chosen(organizer, page, RolePicker().custom_id, crew)
    role = rehearsal.app.client.get_guild(stage.guild_id).get_role(crew.id)
    silent = discord.PermissionOverwrite(mention_everyone=False)
    quiet = guild.create_text_channel("quiet", overwrites={guild.roles["Marquee"]: silent})
    channels = await opened(organizer, stage, SetupPage.CHANNELS)
    await chosen(organizer, channels, ChannelPicker(role=Role.REMINDERS).custom_id, quiet)

    await role.edit(mentionable=False)
    forbidden = await organizer.slash(stage.general, "setup")
    await role.delete()
    gone = await organizer.slash(stage.general, "setup")

    assert "⚠️" not in read(fine)
    assert "⚠️ Marquee may not mention @Crew in #quiet" in read(forbidden)
    assert "⚠️ The role that reminders mention is gone" in read(gone)


async def test_a_channel_that_is_gone_asks_for_another(organizer, rehearsal, stage):
    doomed = stage.env.guild.create_text_channel("doomed")
    channels = await opened(organizer, stage, SetupPage.CHANNELS)
    await chosen(organizer, channels, ChannelPicker(role=Role.CHANGES).custom_id, doomed)
    await rehearsal.app.client.get_channel(doomed.id).delete()

    overview = await organizer.slash(stage.general, "setup")

    assert "⚠️ ✏️ Changes: The channel is gone: choose another one." in read(overview)


async def test_everyone_is_never_pinged(organizer, stage):
    page = await opened(organizer, stage, SetupPage.REMINDERS)
    everyone = stage.env.guild.default_role

    answer = await chosen(organizer, page, RolePicker().custom_id, everyone)

    assert "I never ping everyone" in read(answer)
    assert "Whom they mention" in str(page.components)


async def test_answers_are_turned_public(organizer, rehearsal, stage):
    page = await opened(organizer, stage, SetupPage.PROGRAM)
    switch = Turn(switch=Switch.PUBLIC_ANSWERS, on=True).custom_id
    await organizer.click(page, custom_id=switch)

    answer = await stage.attendee.slash(stage.general, "talk", title="rivers")

    assert not answer.ephemeral


async def test_a_test_is_posted_where_something_is_posted(organizer, rehearsal, stage):
    page = await opened(organizer, stage, SetupPage.CHANNELS)
    done = await chosen(
        organizer, page, ChannelPicker(role=Role.REMINDERS).custom_id, stage.general
    )

    tested = await organizer.click(done.response, label="Test 🔔")

    assert "A test stands in" in read(tested)
    assert "I can post here" in stage.general.history()[-1].content


async def test_who_is_no_organizer_can_neither_open_nor_press(rehearsal, stage):
    panel = await stage.organizer.slash(stage.general, "setup")
    (welcome,) = stage.posted()

    pressed = await stage.attendee.click(welcome.message, label="Set me up")

    assert "That is for organizers" in read(pressed)
    assert panel.ephemeral


async def test_every_choice_is_in_the_log(organizer, rehearsal, stage):
    message = await opened(organizer, stage, SetupPage.CHANNELS)
    await chosen(organizer, message, ChannelPicker(role=Role.LOG).custom_id, stage.backstage)
    await chosen(organizer, message, ChannelPicker(role=Role.CHANGES).custom_id, stage.general)
    await rehearsal.move(timedelta(seconds=10))

    deliveries = await organizer.slash(stage.general, "deliveries")
    log = await organizer.click(deliveries.response, label="Log")

    assert f"<@{organizer.id}> chose <#{stage.general.id}> for changes" in read(log)
    assert len(stage.told()) == 2


async def test_whom_the_servers_own_settings_let_give_the_command_may_press_its_buttons(
    attendee, rehearsal, stage
):
    (command,) = (
        one for one in await rehearsal.app.client.tree.fetch_commands() if one.name == "setup"
    )
    stage.env.guild.set_command_permissions(command, {attendee: True})

    panel = await attendee.slash(stage.general, "setup")
    page = await attendee.click(panel.response, label="Channels")

    assert "Where I post" in read(page)


async def test_the_day_is_told_at_the_chosen_hour_and_once(organizer, rehearsal, stage):
    channels = await opened(organizer, stage, SetupPage.CHANNELS)
    picker = ChannelPicker(role=Role.ANNOUNCEMENTS).custom_id
    await chosen(organizer, channels, picker, stage.general)
    hours = await opened(organizer, stage, SetupPage.REMINDERS)
    await chosen(organizer, hours, TextPicker(pick=Pick.DIGEST).custom_id, "09:00")

    await rehearsal.move(19 * MINUTES)
    early = len(stage.general.history())
    await rehearsal.move(2 * MINUTES)
    await rehearsal.restart()
    await rehearsal.move(2 * MINUTES)

    told = [message for message in stage.general.history()[early:] if message.embeds]
    assert len(told) == 1
    assert "Rivers" in "".join(embed.description or "" for embed in told[0].embeds)


async def test_a_channel_for_a_track_alone_is_enough_to_be_reminded_in(organizer, rehearsal, stage):
    page = await opened(organizer, stage, SetupPage.PLACES)
    hall = place_value(RouteKind.ROOM, HALL.id)
    asked = await chosen(organizer, page, TextPicker(pick=Pick.PLACE).custom_id, hall)
    picker = RoutePicker(kind=RouteKind.ROOM, id=HALL.id).custom_id
    done = await chosen(organizer, asked.response, picker, stage.general)
    overview = await organizer.click(done.response, label="Overview")
    await rehearsal.move(15 * MINUTES)

    said = read(overview)
    assert "**🧭 Tracks and rooms** one of one in channels of their own" in said
    assert "Choose a channel for reminders first" not in said
    assert "Rivers" in stage.general.history()[-1].content


async def test_what_a_panel_offers_of_another_program_is_not_chosen(organizer, rehearsal, stage):
    page = await opened(organizer, stage, SetupPage.PLACES)
    hall = place_value(RouteKind.ROOM, HALL.id)
    asked = await chosen(organizer, page, TextPicker(pick=Pick.PLACE).custom_id, hall)
    await rehearsal.refresh(replace(PROGRAM, rooms=(), sessions=(replace(FIRST, room=None),)))
    picker = RoutePicker(kind=RouteKind.ROOM, id=HALL.id).custom_id

    await chosen(organizer, asked.response, picker, stage.general)

    assert rehearsal.app.guilds.for_guild(stage.guild_id).routes == ()


async def test_a_board_is_pinned_kept_and_taken_away_again(organizer, rehearsal, stage):
    channels = await opened(organizer, stage, SetupPage.CHANNELS)
    picker = ChannelPicker(role=Role.BOARD).custom_id
    await chosen(organizer, channels, picker, stage.general)
    await rehearsal.move(timedelta(seconds=30))
    (board,) = stage.general.pinned_messages()
    before = str([embed.to_dict() for embed in board.embeds])

    await rehearsal.move(21 * MINUTES)
    await rehearsal.restart()
    await rehearsal.move(timedelta(seconds=30))
    (kept,) = stage.general.pinned_messages()
    after = str([embed.to_dict() for embed in kept.embeds])
    await chosen(organizer, channels, picker)
    await rehearsal.move(timedelta(seconds=30))

    assert kept.id == board.id
    assert "Rivers" in before
    assert before != after
    assert stage.general.pinned_messages() == []


async def test_a_board_that_can_not_be_pinned_is_told_by_its_channels_mention(
    organizer, rehearsal, stage
):
    guild = stage.env.guild
    unpinned = discord.PermissionOverwrite(pin_messages=False, manage_messages=False)
    quiet = guild.create_text_channel("quiet", overwrites={guild.roles["Marquee"]: unpinned})
    channels = await opened(organizer, stage, SetupPage.CHANNELS)
    await chosen(organizer, channels, ChannelPicker(role=Role.BOARD).custom_id, quiet)
    await rehearsal.move(timedelta(seconds=30))

    overview = await organizer.slash(stage.general, "setup")

    assert f"⚠️ The live board stands in <#{quiet.id}>, but not among its pins" in read(overview)


async def test_reminders_are_posted_in_a_private_thread(organizer, rehearsal, stage):
    backend = stage.env.backend
    thread = ChannelHandle(
        stage.env,
        stage.env.guild,
        backend.create_thread(
            stage.general.id, "crew", backend.bot_user.id, type=ChannelType.PRIVATE_THREAD
        ),
    )
    await stage.env.settle()
    backend.add_thread_member(thread.id, organizer.id)
    channels = await opened(organizer, stage, SetupPage.CHANNELS)
    await chosen(organizer, channels, ChannelPicker(role=Role.REMINDERS).custom_id, thread)
    overview = await organizer.slash(stage.general, "setup")
    await rehearsal.move(15 * MINUTES)

    assert "⚠️" not in read(overview)
    assert "Rivers" in thread.history()[-1].content


async def test_talks_become_events_of_the_server(organizer, rehearsal, stage):
    page = await opened(organizer, stage, SetupPage.PROGRAM)
    await organizer.click(page, custom_id=Turn(switch=Switch.NATIVE_EVENTS, on=True).custom_id)
    await rehearsal.move(2 * MINUTES)

    events = await rehearsal.app.client.get_guild(stage.guild_id).fetch_scheduled_events()

    assert [event.name for event in events] == ["Rivers"]


async def test_the_language_of_what_all_can_read_is_chosen(organizer, rehearsal, stage):
    page = await opened(organizer, stage, SetupPage.PROGRAM)
    picker = TextPicker(pick=Pick.LANGUAGE).custom_id
    await chosen(organizer, page, picker, Language.JAPANESE)

    overview = await organizer.slash(stage.general, "setup")
    log = await organizer.click(
        (await organizer.slash(stage.general, "deliveries")).response, label="Log"
    )

    assert "**🌐 Language** 日本語" in read(overview)
    assert "chose 日本語 for all that everyone can read" in read(log)


async def test_the_first_choice_takes_the_servers_own_language(organizer, rehearsal, stage):
    page = await opened(organizer, stage, SetupPage.PROGRAM)
    before = rehearsal.app.guilds.for_guild(stage.guild_id).language

    await organizer.click(page, custom_id=Turn(switch=Switch.NATIVE_EVENTS, on=True).custom_id)

    first = rehearsal.app.guilds.for_guild(stage.guild_id).language
    assert (before, first) == (None, Language.ENGLISH)


async def test_boards_of_rooms_are_turned_on(organizer, rehearsal, stage):
    page = await opened(organizer, stage, SetupPage.PLACES)
    turn = Turn(switch=Switch.ROOM_BOARDS, on=True).custom_id
    turned = await organizer.click(page, custom_id=turn)

    assert "Now: A board for each room" in buttons(turned)
    assert rehearsal.app.guilds.for_guild(stage.guild_id).has_room_boards
