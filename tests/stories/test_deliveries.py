"""Organizers look at what is posted, pause it, resume it, and give one a second chance."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from simcord.components import walk_components

from bot.cli.visit import visit
from bot.config import Settings
from bot.rehearsal.play import rehearse
from tests.factories import a_program_with_talks
from tests.stories.people import BUTTON, buttons, pickers, read

pytestmark = pytest.mark.slow

MINUTES = timedelta(minutes=1)
SWEEPS = timedelta(seconds=30)


@pytest.fixture
async def rehearsal():
    """Two talks, at nine and at half past, beginning twenty minutes before the first."""
    async with rehearse(a_program_with_talks("Rivers", "Lakes"), Settings()) as it:
        yield it


@pytest.fixture
def organizer(stage):
    return stage.organizer


def _posted(stage):
    """For each post in #announcements: when, and which talk it is about"""
    return [
        (f"{post.at:%H:%M}", title)
        for post in stage.posted()
        for title in ("Rivers", "Lakes")
        if title in post.message.content
    ]


async def _open(person, answer, name):
    ((custom_id, options),) = pickers(answer.response.components).items()
    return await person.select(answer.response, [options[name]], custom_id=custom_id)


async def test_an_organizer_sees_what_comes_next(organizer, stage):
    answer = await organizer.slash(stage.general, "deliveries")

    text = read(answer)
    assert answer.ephemeral
    assert f"Reminders go to <#{stage.announcements.id}>" in text
    assert text.index("### Next") < text.index("Rivers") < text.index("Lakes")
    assert buttons(answer) == ["Pause posting", "Refresh", "Log"]


async def test_an_organizer_sees_what_was_posted_and_can_open_it(organizer, rehearsal, stage):
    await rehearsal.next()
    answer = await organizer.slash(stage.general, "deliveries")

    listed = read(answer)

    opened = await _open(organizer, answer, "Rivers")
    one = read(opened)
    back = await organizer.click(opened.response, label="Back")

    assert "### Lately\n✅ **Rivers**" in listed
    assert "✅ Posted <t:" in one
    assert opened.response.id == back.response.id == answer.response.id
    assert read(back) == listed


async def test_what_falls_due_in_a_pause_is_shown_afterwards_and_not_posted(
    organizer, rehearsal, stage
):
    asked = await organizer.slash(stage.general, "deliveries")
    paused = await organizer.click(asked.response, label="Pause posting")
    said = read(paused)
    await rehearsal.move(15 * MINUTES)

    resumed = await organizer.click(paused.response, label="Resume posting")
    await rehearsal.move(2 * MINUTES)

    assert "Nothing is posted in this server until" in said
    assert "Meanwhile one post fell due and was not posted." in read(resumed)
    assert buttons(resumed) == ["Post Rivers", "All deliveries"]
    assert _posted(stage) == []


async def test_what_fell_due_in_a_pause_is_posted_once_an_organizer_says_so(
    organizer, rehearsal, stage
):
    asked = await organizer.slash(stage.general, "deliveries")
    paused = await organizer.click(asked.response, label="Pause posting")
    await rehearsal.move(15 * MINUTES)
    resumed = await organizer.click(paused.response, label="Resume posting")

    tried = await organizer.click(resumed.response, label="Post Rivers")
    said = read(tried)
    await rehearsal.move(SWEEPS)
    seen = await organizer.click(tried.response, label="Refresh")
    await rehearsal.move(60 * MINUTES)

    assert "It is tried at once." in said
    assert "✅ Posted <t:" in read(seen)
    assert _posted(stage) == [("16:55", "Rivers"), ("17:20", "Lakes")]


async def test_a_pause_outlives_a_restart(organizer, rehearsal, stage):
    asked = await organizer.slash(stage.general, "deliveries")
    await organizer.click(asked.response, label="Pause posting")

    await rehearsal.restart(after=MINUTES)
    await rehearsal.move(30 * MINUTES)
    after = await organizer.click(asked.response, label="Refresh")

    assert _posted(stage) == []
    assert "⏸️ **Paused** since <t:" in read(after)


async def test_after_a_pause_without_a_due_time_all_is_posted_in_its_time(
    organizer, rehearsal, stage
):
    asked = await organizer.slash(stage.general, "deliveries")
    paused = await organizer.click(asked.response, label="Pause posting")
    await rehearsal.move(MINUTES)

    resumed = await organizer.click(paused.response, label="Resume posting")
    await rehearsal.move(60 * MINUTES)

    assert "Nothing fell due meanwhile" in read(resumed)
    assert _posted(stage) == [("16:50", "Rivers"), ("17:20", "Lakes")]


async def test_a_coming_one_that_is_dropped_is_not_posted_and_the_next_one_is(
    organizer, rehearsal, stage
):
    asked = await organizer.slash(stage.general, "deliveries")
    opened = await _open(organizer, asked, "Rivers")

    dropped = await organizer.click(opened.response, label="Don't post it")
    await rehearsal.move(60 * MINUTES)

    assert "Done: it will not be posted." in read(dropped)
    assert "🗑️ Not posted: somebody dropped it." in read(dropped)
    assert _posted(stage) == [("17:20", "Lakes")]


async def test_one_that_was_dropped_by_mistake_can_be_posted_after_all(organizer, rehearsal, stage):
    asked = await organizer.slash(stage.general, "deliveries")
    opened = await _open(organizer, asked, "Rivers")
    dropped = await organizer.click(opened.response, label="Don't post it")
    await rehearsal.move(12 * MINUTES)

    await organizer.click(dropped.response, label="Try again")
    await rehearsal.move(60 * MINUTES)

    assert _posted(stage) == [("16:52", "Rivers"), ("17:20", "Lakes")]


async def test_what_could_not_be_posted_stands_first_with_the_reason(organizer, rehearsal, stage):
    gone = replace(rehearsal.table(), reminder_channel=123456789012345678)
    await rehearsal.restart(table=gone)
    await rehearsal.move(11 * MINUTES)

    text = read(await organizer.slash(stage.general, "deliveries"))

    assert "### Needs a look\n⚠️ **Rivers**\nNot posted: its channel is gone." in text
    assert text.index("### Needs a look") < text.index("### Next") < text.index("Lakes")


@pytest.mark.parametrize("verb", ["d-pause:", "d-resume:", "d-list:1", f"d-retry:{'0' * 24}"])
async def test_an_attendee_can_not_press_what_only_organizers_may(attendee, stage, verb):
    shared = await attendee.slash(stage.general, "now", share=True)

    answer = await _forged(attendee, shared.response, f"m1:{verb}")

    assert answer.ephemeral
    assert "That is for organizers: it needs the permission Manage Server here" in read(answer)


async def test_an_attendee_can_not_ask_for_deliveries(attendee, stage):
    assert "deliveries" not in attendee.available_commands(stage.general)


async def test_a_delivery_of_nobody_is_said_to_be_none(organizer, stage):
    asked = await organizer.slash(stage.general, "deliveries")

    answers = [
        await _forged(organizer, asked.response, f"m1:{verb}:{'0' * 24}")
        for verb in ("d-one", "d-retry", "d-drop")
    ]

    assert ["There is no such delivery any more" in read(answer) for answer in answers] == [
        True
    ] * 3


async def test_a_press_under_a_message_for_all_is_answered_to_the_presser_alone(
    organizer, rehearsal, stage
):
    shared = await organizer.slash(stage.general, "now", share=True)

    answer = await _forged(organizer, shared.response, f"m1:d-list:1:{'0' * 24}")

    assert answer.ephemeral
    assert answer.response.id != shared.response.id
    assert "What I post here" in read(answer)


async def test_help_tells_organizers_of_it_and_nobody_else(attendee, organizer, stage):
    told = [
        "/deliveries" in read(await person.slash(stage.general, "help"))
        for person in (organizer, attendee)
    ]

    assert told == [True, False]


async def test_a_pause_from_the_command_line_holds_in_the_running_bot(organizer, rehearsal, stage):
    settings = replace(rehearsal._settings, programs=Path("nowhere"))
    await rehearsal.app.keep_up(every=60 * MINUTES)
    async with visit(settings, rehearsal.now) as operator:
        await operator.guilds.pause(stage.guild_id, rehearsal.now)

    await rehearsal.move(SWEEPS)
    await rehearsal.move(15 * MINUTES)
    answer = await organizer.slash(stage.general, "deliveries")

    assert _posted(stage) == []
    assert "⏸️ **Paused** since <t:" in read(answer)


async def _forged(person, message, custom_id):
    """Presses a button of the message after its custom id became another one"""
    stored = person._message(message)
    parts = walk_components(stored.components)
    button = next(part for part in parts if part["type"] == BUTTON and "custom_id" in part)
    button["custom_id"] = custom_id
    return await person.click(message, custom_id=custom_id)
