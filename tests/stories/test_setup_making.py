"""Organizers have channels created for tracks or rooms: named first, each once, faults told."""

from dataclasses import replace
from datetime import timedelta

import discord
import pytest

from bot.config import Settings
from bot.guilds.model import GuildTable, RouteKind
from bot.rehearsal.play import rehearse
from bot.ui.setup_orders import OpenPage, SetupPage
from tests.factories import NINE, a_program, a_room, a_session, a_talk, a_track
from tests.stories.people import buttons, read

pytestmark = pytest.mark.slow

MINUTES = timedelta(minutes=1)
HALL, LOFT, BAR = (a_room(name, id=name.lower()) for name in ("Hall", "Loft", "Bar"))
RIVERS = a_talk("Rivers")
FIRST = a_session(NINE, minutes=30, talks=(RIVERS.id,), room=HALL.id)
PROGRAM = a_program(
    FIRST, talks=(RIVERS,), rooms=(HALL, LOFT, BAR), tracks=(a_track("Web & Mobile", id="web"),)
)


@pytest.fixture
async def rehearsal():
    """A server that Marquee was just invited to, and nobody has set up."""
    async with rehearse(PROGRAM, Settings()) as it:
        await it.restart(table=GuildTable(id=1))
        await it.move(timedelta(seconds=10))
        yield it


@pytest.fixture
def guild(rehearsal, stage):
    """The server, as Marquee sees it"""
    return rehearsal.app.client.get_guild(stage.guild_id)


@pytest.fixture
def breaking(rehearsal, monkeypatch):
    """Let only so many more channels be created, and no more"""

    def breaking(most):
        http = rehearsal.app.client.http
        create, made = type(http).create_channel, []

        async def created(*args, **kwargs):
            if len(made) >= most:
                raise OSError
            made.append(kwargs)
            return await create(http, *args, **kwargs)

        monkeypatch.setattr(http, "create_channel", created)

    return breaking


async def looked(stage, who=None):
    """The step that says what would be created"""
    who = who or stage.organizer
    answer = await who.slash(stage.general, "setup")
    places = await who.click(answer.response, custom_id=OpenPage(page=SetupPage.PLACES).custom_id)
    return await who.click(places.response, label="Create them for me…")


async def made(stage, label):
    step = await looked(stage)
    return await stage.organizer.click(step.response, label=label)


def channels(guild):
    """The channels of each category, by name"""
    return {one.name: [channel.name for channel in one.channels] for one in guild.categories}


async def test_what_would_be_created_is_named_first_and_nothing_is_created(stage, guild):
    step = await looked(stage)

    said = read(step)
    assert "1 channel in a new category, **Conf 2022**: #web-mobile" in said
    assert "3 channels in a new category, **Conf 2022**: #hall, #loft and #bar" in said
    assert buttons(step)[:2] == ["Create 1 channel for tracks", "Create 3 channels for rooms"]
    assert channels(guild) == {}


async def test_every_room_has_a_channel_and_is_reminded_of_there(rehearsal, stage, guild):
    done = await made(stage, "Create 3 channels for rooms")
    await rehearsal.move(15 * MINUTES)

    hall = discord.utils.get(guild.text_channels, name="hall")
    routes = rehearsal.app.guilds.for_guild(stage.guild_id).routes
    assert channels(guild) == {"Conf 2022": ["hall", "loft", "bar"]}
    assert hall.topic == "Hall"
    assert {route.id: route.kind for route in routes} == dict.fromkeys(
        ("hall", "loft", "bar"), RouteKind.ROOM
    )
    assert "✅ 3 channels are there, and chosen." in read(done)
    assert f"🚪 Hall <#{hall.id}>" in read(done)
    (reminder,) = [message async for message in hall.history()]
    assert "Rivers" in reminder.content


async def test_rooms_and_tracks_share_the_category(stage, guild):
    await made(stage, "Create 3 channels for rooms")
    await made(stage, "Create 1 channel for tracks")

    assert channels(guild) == {"Conf 2022": ["hall", "loft", "bar", "web-mobile"]}


async def test_what_fails_half_way_is_told_and_made_up_for_by_the_next_press(
    rehearsal, stage, guild, breaking, monkeypatch
):
    breaking(2)
    broken = await made(stage, "Create 3 channels for rooms")
    said = read(broken)
    monkeypatch.undo()
    whole = await made(stage, "Create 2 channels for rooms")

    assert "✅ 1 channel is there, and chosen." in said
    assert "⚠️ 2 are missing: Discord was asked in vain" in said
    assert "✅ 2 channels are there, and chosen." in read(whole)
    assert channels(guild) == {"Conf 2022": ["hall", "loft", "bar"]}
    assert len(rehearsal.app.guilds.for_guild(stage.guild_id).routes) == 3


async def test_killed_before_a_channel_was_chosen_it_is_taken_and_not_doubled(stage, guild):
    category = await guild.create_category("Conf 2022")
    await category.create_text_channel("hall")

    step = await looked(stage)
    said = read(step)
    await stage.organizer.click(step.response, label="Create 3 channels for rooms")

    assert "1 of these stands there already, and is taken." in said
    assert channels(guild) == {"Conf 2022": ["hall", "loft", "bar"]}


async def test_a_panel_that_is_not_reached_for_once_stops_nothing(stage, guild, monkeypatch):
    step = await looked(stage)
    shown, edit = [], discord.Interaction.edit_original_response

    async def edited(interaction, **fields):
        shown.append(fields)
        if len(shown) == 1:
            raise OSError
        return await edit(interaction, **fields)

    monkeypatch.setattr(discord.Interaction, "edit_original_response", edited)
    done = await stage.organizer.click(step.response, label="Create 3 channels for rooms")

    assert "✅ 3 channels are there, and chosen." in read(done)
    assert channels(guild) == {"Conf 2022": ["hall", "loft", "bar"]}


async def test_after_a_bug_half_way_the_panel_can_be_pressed_again(
    rehearsal, stage, guild, monkeypatch
):
    step = await looked(stage)
    choose, chosen = rehearsal.app.guilds.choose, []

    async def failing(*args):
        chosen.append(args)
        if len(chosen) == 2:
            raise ConnectionError
        return await choose(*args)

    monkeypatch.setattr(rehearsal.app.guilds, "choose", failing)
    broken = await stage.organizer.click(step.response, label="Create 3 channels for rooms")

    assert "1 of these stands there already, and is taken." in read(broken)
    assert "Create 2 channels for rooms" in buttons(broken)
    (apology,) = broken.followups
    assert "reference" in str(apology.components)
    done = await stage.organizer.click(broken.response, label="Create 2 channels for rooms")
    assert "✅ 2 channels are there, and chosen." in read(done)
    assert channels(guild) == {"Conf 2022": ["hall", "loft", "bar"]}


async def test_a_room_that_is_called_like_a_track_has_another_name(rehearsal, stage, guild):
    await rehearsal.refresh(replace(PROGRAM, tracks=(a_track("Hall", id="hall"),)))

    await made(stage, "Create 1 channel for tracks")
    await made(stage, "Create 3 channels for rooms")

    assert channels(guild) == {"Conf 2022": ["hall", "hall-2", "loft", "bar"]}


async def test_more_rooms_than_a_category_holds_come_into_a_second_one(rehearsal, stage, guild):
    more = tuple(a_room(f"Room {at}", id=f"room-{at}") for at in range(49))
    await rehearsal.refresh(replace(PROGRAM, rooms=(*PROGRAM.rooms, *more)))

    done = await made(stage, "Create 52 channels for rooms")
    await made(stage, "Create 1 channel for tracks")

    assert "✅ 52 channels are there, and chosen." in read(done)
    stand = channels(guild)
    assert len(stand["Conf 2022"]) == 50
    assert stand["Conf 2022 (2)"] == ["room-47", "room-48", "web-mobile"]


async def test_a_press_after_something_changed_shows_what_would_be_created_by_now(
    rehearsal, stage, guild
):
    step = await looked(stage)
    await rehearsal.refresh(replace(PROGRAM, rooms=(HALL, LOFT)))

    again = await stage.organizer.click(step.response, label="Create 3 channels for rooms")

    assert "What is to be created is other by now" in read(again)
    assert "2 channels in a new category, **Conf 2022**: #hall and #loft" in read(again)
    assert channels(guild) == {}


@pytest.mark.parametrize(
    ("whose", "said"),
    [("Marquee", "Marquee lacks Manage Channels"), ("Organizers", "You lack Manage Channels")],
)
async def test_without_the_permission_that_is_said_and_nothing_can_be_pressed(
    stage, guild, whose, said
):
    role = discord.utils.get(guild.roles, name=whose)
    permissions = discord.Permissions(role.permissions.value)
    permissions.update(manage_channels=False, administrator=False)
    stage.env.backend.edit_role(guild.id, role.id, {"permissions": permissions.value})
    await stage.env.settle()

    step = await looked(stage)

    assert f"⚠️ {said}" in read(step)
    assert not [label for label in buttons(step) if label.startswith("Create")]


async def test_it_is_in_the_log_once(stage, rehearsal):
    await made(stage, "Create 3 channels for rooms")

    deliveries = await stage.organizer.slash(stage.general, "deliveries")
    log = await stage.organizer.click(deliveries.response, label="Log")

    assert read(log).count("had 3 channels created for rooms") == 1


async def test_once_all_have_one_nothing_more_is_offered(stage):
    await made(stage, "Create 3 channels for rooms")
    done = await made(stage, "Create 1 channel for tracks")

    assert "Create them for me…" not in buttons(done)


async def test_the_samples_track_has_a_channel_created(sample):
    async with rehearse(sample, Settings()) as it:
        guild = it.app.client.get_guild(it.stage.guild_id)
        await made(it.stage, "Create 1 channel for tracks")
        await it.move(15 * MINUTES)

        assert channels(guild) == {"QCon Plus 2022": ["architectures-you-ve-always-wondered-about"]}
        (channel,) = guild.categories[0].channels
        (reminder,) = [message async for message in channel.history()]
        assert "Architectures" in reminder.content
