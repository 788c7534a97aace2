"""Tracks and rooms have channels of their own, where their reminders and changes are posted."""

from dataclasses import replace
from datetime import timedelta

import discord
import pytest

from bot.config import Settings
from bot.guilds.model import RouteKind
from bot.rehearsal.play import rehearse
from bot.ui.setup_orders import (
    OpenPage,
    Pick,
    RoutePicker,
    SetupPage,
    Switch,
    TextPicker,
    Turn,
    place_value,
)
from tests.factories import NINE, a_program, a_room, a_session, a_talk, a_track
from tests.stories.people import read

pytestmark = pytest.mark.slow

MINUTES = timedelta(minutes=1)
SWEEPS = timedelta(seconds=30)
START = int(NINE.timestamp())
WEB, DATA = a_track("Web", id="web"), a_track("Data", id="data")
HALL, LOFT = a_room("Hall 1", id="one"), a_room("Hall 2", id="two")
TALKS = tuple(a_talk(title, id=title.lower()) for title in ("Rivers", "Lakes", "Seas", "Ponds"))
LIVE = "https://example.org/live"
RIVERS = a_session(
    NINE, minutes=30, talks=("rivers",), room="one", track="web", id="s-rivers", stream=LIVE
)
LAKES = a_session(NINE, minutes=30, talks=("lakes",), room="two", track="data", id="s-lakes")
SEAS = a_session(NINE, minutes=30, talks=("seas",), room="two", track="web", id="s-seas")
PONDS = a_session(NINE + 60 * MINUTES, minutes=30, talks=("ponds",), room="one", id="s-ponds")
PROGRAM = a_program(RIVERS, LAKES, SEAS, PONDS, talks=TALKS, rooms=(HALL, LOFT), tracks=(WEB, DATA))
TOGETHER = f"**Rivers** (Hall 1), **Lakes** (Hall 2), **Seas** (Hall 2) · <t:{START}:R>"
THE_WEB = f"**Rivers** (Hall 1), **Seas** (Hall 2) · <t:{START}:R>"


@pytest.fixture
async def rehearsal():
    """Three talks at nine, 20 minutes before, and one at ten"""
    async with rehearse(PROGRAM, Settings()) as it:
        yield it


@pytest.fixture
def web(stage):
    return stage.env.guild.create_text_channel("web")


@pytest.fixture
def hall(stage):
    """The chat of a voice channel"""
    return stage.env.guild.create_voice_channel("hall")


async def opened(stage, page):
    answer = await stage.organizer.slash(stage.general, "setup")
    custom_id = OpenPage(page=page).custom_id
    return (await stage.organizer.click(answer.response, custom_id=custom_id)).response


async def routed(stage, kind, one, *channels):
    """What the panel says after a track or room was given a channel, or none"""
    page = await opened(stage, SetupPage.PLACES)
    picker, value = TextPicker(pick=Pick.PLACE).custom_id, place_value(kind, one)
    chosen = await stage.organizer.select(page, [value], custom_id=picker)
    custom_id = RoutePicker(kind=kind, id=one).custom_id
    return await stage.organizer.select(chosen.response, list(channels), custom_id=custom_id)


def said(channel):
    """The first line of each post in a channel"""
    return [message.content.replace("\\", "") for message in channel.history()]


def links(message):
    parts = [one for row in message.components for one in row.children]
    return [one.url for one in parts if getattr(one, "url", None)]


async def test_a_tracks_reminders_are_posted_in_its_channel_and_all_else_as_ever(
    rehearsal, stage, web
):
    panel = await routed(stage, RouteKind.TRACK, "web", web)
    await rehearsal.move(80 * MINUTES)

    assert f"🧵 Web <#{web.id}>" in read(panel)
    assert said(web) == [THE_WEB]
    assert said(stage.announcements) == [
        f"**Lakes** · Hall 2 · <t:{START}:R>",
        f"**Ponds** · Hall 1 · <t:{START + 3600}:R>",
    ]


async def test_a_tracks_channel_leads_to_the_chat_of_the_rooms_voice_channel(
    rehearsal, stage, web, hall
):
    await routed(stage, RouteKind.TRACK, "web", web)
    await routed(stage, RouteKind.ROOM, "one", hall)
    await rehearsal.move(80 * MINUTES)

    (post,) = web.history()
    assert f"Hall 1 · <#{hall.id}> · Web" in post.embeds[0].description
    assert said(hall) == [f"**Ponds** · Hall 1 · <t:{START + 3600}:R>"]


async def test_without_a_channel_for_reminders_only_what_has_its_own_is_told(rehearsal, stage, web):
    nowhere = replace(rehearsal.table(), reminder_channel=None, change_channel=None)
    await rehearsal.restart(table=nowhere)
    await routed(stage, RouteKind.TRACK, "web", web)
    await rehearsal.move(SWEEPS)

    await rehearsal.move(80 * MINUTES)

    assert said(web) == [THE_WEB]
    assert [one for one in said(stage.announcements) if "<t:" in one] == []


async def test_what_was_told_already_is_not_told_again_in_a_new_channel(rehearsal, stage, web):
    await rehearsal.move(11 * MINUTES)
    await routed(stage, RouteKind.TRACK, "web", web)
    await rehearsal.move(8 * MINUTES)

    assert said(stage.announcements) == [TOGETHER]
    assert said(web) == []


async def test_what_was_due_before_the_first_channel_was_chosen_is_not_caught_up(
    rehearsal, stage, web
):
    nowhere = replace(rehearsal.table(), reminder_channel=None, change_channel=None)
    await rehearsal.restart(table=nowhere)
    await rehearsal.move(11 * MINUTES)
    await routed(stage, RouteKind.TRACK, "web", web)
    await rehearsal.move(20 * MINUTES)

    deliveries = await stage.organizer.slash(stage.general, "deliveries")

    assert said(web) == []
    assert "Rivers" not in read(deliveries)


async def test_a_posted_reminder_is_corrected_where_it_stands_when_its_session_goes_elsewhere(
    rehearsal, stage, web, hall
):
    await routed(stage, RouteKind.TRACK, "web", web)
    await routed(stage, RouteKind.ROOM, "two", hall)
    await rehearsal.move(11 * MINUTES)
    moved = replace(LAKES, room="one")
    await rehearsal.refresh(replace(PROGRAM, sessions=(RIVERS, moved, SEAS, PONDS)))
    await rehearsal.move(2 * MINUTES)

    told = f"**Lakes** is in Hall 1, <t:{START}:F>"
    assert said(hall) == [f"Room changed: **Lakes** · Hall 1 · <t:{START}:R>", told]
    assert said(stage.announcements) == [told]


async def test_a_change_is_told_for_all_and_in_the_channel_of_its_track(rehearsal, stage, web):
    await routed(stage, RouteKind.TRACK, "web", web)
    later = replace(RIVERS, start=NINE + 20 * MINUTES, end=None)
    await rehearsal.refresh(replace(PROGRAM, sessions=(later, LAKES, SEAS, PONDS)))
    await rehearsal.move(SWEEPS)

    moved = [f"**Rivers** moved to <t:{START + 1200}:F>"]
    assert (said(stage.announcements), said(web)) == (moved, moved)


async def test_a_channel_that_was_chosen_later_is_not_told_what_changed_before(
    rehearsal, stage, web
):
    later = replace(RIVERS, start=NINE + 20 * MINUTES, end=None)
    await rehearsal.refresh(replace(PROGRAM, sessions=(later, LAKES, SEAS, PONDS)))
    await rehearsal.move(SWEEPS)
    await routed(stage, RouteKind.TRACK, "web", web)
    await rehearsal.move(SWEEPS)

    assert said(web) == []


async def test_a_channel_is_taken_away_and_all_is_told_together_again(rehearsal, stage, web):
    await routed(stage, RouteKind.TRACK, "web", web)
    await routed(stage, RouteKind.TRACK, "web")
    await rehearsal.move(11 * MINUTES)

    assert (said(stage.announcements), said(web)) == ([TOGETHER], [])


async def test_a_test_is_posted_in_a_tracks_channel(rehearsal, stage, web):
    chosen = await routed(stage, RouteKind.TRACK, "web", web)

    tested = await stage.organizer.click(chosen.response, label="Send a test")

    assert f"A test stands in <#{web.id}>" in read(tested)
    assert len(said(web)) == 1


async def test_what_a_tracks_channel_lacks_is_said_with_it_and_in_the_overview(rehearsal, stage):
    guild = stage.env.guild
    silent = discord.PermissionOverwrite(send_messages=False)
    quiet = guild.create_text_channel("quiet", overwrites={guild.roles["Marquee"]: silent})

    chosen = await routed(stage, RouteKind.TRACK, "web", quiet)
    with_it = read(chosen)
    overview = await stage.organizer.click(chosen.response, label="Overview")

    assert "Marquee lacks Send Messages, Embed Links in #quiet" in with_it.replace("\\", "")
    assert "Marquee lacks Send Messages, Embed Links in #quiet" in read(overview).replace("\\", "")


@pytest.mark.parametrize(("at_start", "shown"), [(False, [LIVE]), (True, [])])
async def test_where_to_watch_is_under_a_reminder_unless_it_is_shown_at_the_start_only(
    rehearsal, stage, web, at_start, shown
):
    await routed(stage, RouteKind.TRACK, "web", web)
    if at_start:
        page = await opened(stage, SetupPage.REMINDERS)
        switch = Turn(switch=Switch.STREAMS_AT_START, on=True)
        await stage.organizer.click(page, custom_id=switch.custom_id)
    await rehearsal.move(11 * MINUTES)

    (post,) = web.history()
    assert links(post) == shown
