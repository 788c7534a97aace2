"""An attendee saves what they want to hear, is reminded of it, takes it home and is forgotten."""

from dataclasses import replace
from datetime import timedelta

import icalendar
import pytest

from bot import direct_turns
from bot.config import Settings
from bot.rehearsal.play import rehearse
from tests.factories import NINE
from tests.storage.everything import places_of
from tests.stories.conference import (
    MINUTES,
    PROGRAM,
    RIVERS,
    START,
    SWEEPS,
    cancelled,
    chosen,
    delayed,
    direct,
    public,
    save,
    told,
)
from tests.stories.people import read

LATER = START + 20 * 60
TOGETHER = f"**Rivers of Europe** (Hall 1), **Lakes** (Hall 2) · <t:{START}:R>"
CORRECTED = f"Moved: **Rivers of Europe** · Hall 1 · <t:{LATER}:R> · and 1 more"
MOVED = f"**Rivers of Europe** moved to <t:{LATER}:F>"
ANEW = f"**Rivers of Europe** · Hall 1 · <t:{LATER}:R>"
ON_TIME = f"**Rivers of Europe** · Hall 1 · <t:{START}:R>"
LAST = f"**Seas** · Hall 1 · <t:{START + 30 * 60}:R>"


@pytest.fixture
async def rehearsal():
    """The three talks, twenty minutes before the first two."""
    async with rehearse(PROGRAM, Settings()) as it:
        yield it


async def exported(person, channel):
    """The events of somebody's calendar file, by their titles"""
    answer = await person.slash(channel, "agenda export")
    (file,) = answer.response.attachments
    calendar = icalendar.Calendar.from_ical(await file.read())
    return {str(event["summary"]): event for event in calendar.events}


def titles(texts):
    """Which talks are in which messages, with their times"""
    return [
        (at, [title for title in ("Rivers", "Lakes", "Seas") if title in text])
        for at, text in texts
    ]


async def test_from_half_a_word_to_forget_me(rehearsal, stage, attendee):
    found = await attendee.slash(stage.general, "search", words="riv")
    saved = read(await attendee.click(found.response, label="Save"))
    clashing = read(await save(attendee, stage.general, "lak"))
    await rehearsal.move(10 * MINUTES)
    reminded = direct(stage)

    await delayed(stage)
    await rehearsal.move(SWEEPS)
    after_the_move = direct(stage)
    await rehearsal.move(19 * MINUTES)
    before_its_new_lead = direct(stage)
    await rehearsal.move(MINUTES)
    at_its_new_lead = direct(stage)
    shown = await told(attendee, stage.general, "agenda show")
    events = await exported(attendee, stage.general)
    asked = await attendee.slash(stage.general, "agenda forget-me")
    question = read(asked)
    forgotten = read(await attendee.click(asked.response, label="Forget me"))
    left = [
        place
        for needle in (attendee.id, stage.alone.dm_channel.id)
        for place in await places_of(rehearsal.app._database, needle)
    ]
    await rehearsal.move(60 * MINUTES)

    assert "## Saved: Rivers of Europe" in saved
    assert "I remind you **10 minutes before**, by DM." in saved
    assert "⚠️ **At the same time you saved:**\n- **Rivers of Europe**" in clashing
    assert reminded == [("16:50", TOGETHER)]
    assert after_the_move == before_its_new_lead == [("16:50", CORRECTED), ("16:50", MOVED)]
    assert at_its_new_lead == [*after_the_move, ("17:10", ANEW)]
    assert f"🔸 **Moved** here from <t:{START}:f>" in shown
    assert f"⏭️ Next: **Rivers of Europe** · Hall 1 · <t:{LATER}:R>" in shown
    assert {title: event.start for title, event in events.items()} == {
        "Rivers of Europe": NINE + 20 * MINUTES,
        "Lakes": NINE,
    }
    assert events["Rivers of Europe"].alarms.times[0].trigger == NINE + 10 * MINUTES
    assert "what you saved: two sessions" in question
    assert "- two saved sessions\n- three reminders or news" in forgotten
    assert left == []
    assert direct(stage) == at_its_new_lead


async def test_a_public_reminders_picker_saves_and_takes_back(rehearsal, stage, attendee):
    await rehearsal.next()
    (reminder,) = stage.posted()

    saved = read(await chosen(attendee, reminder.message, "a-pick", "Rivers of Europe"))
    again = read(await chosen(attendee, reminder.message, "a-pick", "Rivers of Europe"))
    await chosen(attendee, reminder.message, "a-pick", "Lakes")
    shown = await told(attendee, stage.general, "agenda show")

    assert "## Saved: Rivers of Europe" in saved
    assert "## Taken back: Rivers of Europe" in again
    assert "**Lakes**" in shown
    assert "Rivers" not in shown


async def test_a_public_reminders_button_saves_for_each_who_presses_it(
    rehearsal, stage, attendee, monkeypatch
):
    monkeypatch.setattr(direct_turns, "SOON_EVERY", timedelta(0))
    await rehearsal.move(40 * MINUTES)
    reminder = stage.posted()[-1].message

    first = await attendee.click(reminder, label="Save")
    second = await stage.organizer.click(reminder, label="Save")
    card = await stage.organizer.click(second.response, label="Take back")

    assert (first.ephemeral, second.ephemeral) == (True, True)
    assert "## Taken back: Seas" in read(card)
    assert "**Seas**" in await told(attendee, stage.general, "agenda show")
    assert "Nothing is saved yet." in await told(stage.organizer, stage.general, "agenda show")


async def test_what_is_taken_back_is_not_reminded_of(rehearsal, stage, attendee):
    card = await save(attendee, stage.general, "rivers", "seas")
    shown = await attendee.slash(stage.general, "agenda show")
    await attendee.click(card.response, label="Take back")
    await rehearsal.move(10 * MINUTES)
    one = direct(stage)

    await chosen(attendee, shown.response, "a-outs", "Rivers of Europe")
    await delayed(stage)
    await rehearsal.move(60 * MINUTES)

    assert one == [("16:50", ON_TIME)]
    assert titles(direct(stage)) == [("16:50", ["Rivers"])]


async def test_a_reminder_drops_the_session_it_is_of(rehearsal, stage, attendee):
    await save(attendee, stage.general, "rivers")
    await rehearsal.next()

    answer = await stage.alone.click(stage.sent()[0].message, label="Drop")

    assert "## Taken back: Rivers of Europe" in read(answer)
    assert "Nothing is saved yet." in await told(attendee, stage.general, "agenda show")


async def test_a_cancelled_session_is_told_shown_and_exported_as_such(rehearsal, stage, attendee):
    await save(attendee, stage.general, "rivers", "seas")
    before = await exported(attendee, stage.general)

    await cancelled(stage)
    await rehearsal.move(SWEEPS)
    shown = await told(attendee, stage.general, "agenda show")
    events = await exported(attendee, stage.general)
    await rehearsal.move(60 * MINUTES)

    assert direct(stage) == [
        ("16:40", f"Cancelled: **Rivers of Europe**, <t:{START}:F>"),
        ("17:20", LAST),
    ]
    assert f"<t:{START}:t> ~~**Rivers of Europe**~~\n🔸 **Cancelled**" in shown
    of_it = events["Cancelled: Rivers of Europe"]
    assert str(of_it["status"]) == "CANCELLED"
    assert of_it["uid"] == before["Rivers of Europe"]["uid"]
    assert of_it["sequence"] == before["Rivers of Europe"]["sequence"] + 1
    assert of_it.start == NINE
    assert str(events["Seas"].get("status", "CONFIRMED")) == "CONFIRMED"


async def test_a_session_cancelled_after_its_reminder_corrects_that(rehearsal, stage, attendee):
    await save(attendee, stage.general, "rivers")
    await rehearsal.next()

    await cancelled(stage)
    await rehearsal.move(SWEEPS)

    assert direct(stage) == [
        ("16:50", f"Cancelled: **Rivers of Europe**, ~~<t:{START}:t>~~"),
        ("16:50", f"Cancelled: **Rivers of Europe**, <t:{START}:F>"),
    ]


async def test_a_session_that_its_source_moves_is_told_and_reminded_of_anew(
    rehearsal, stage, attendee
):
    await save(attendee, stage.general, "rivers", "lakes")
    later = replace(RIVERS, start=NINE + 20 * MINUTES, end=NINE + 50 * MINUTES)

    await rehearsal.refresh(replace(PROGRAM, sessions=(later, *PROGRAM.sessions[1:])))
    await rehearsal.move(60 * MINUTES)

    assert titles(direct(stage)) == [
        ("16:40", ["Rivers"]),
        ("16:50", ["Lakes"]),
        ("17:10", ["Rivers"]),
    ]


@pytest.mark.parametrize(("hours", "silent"), [("0-9", True), ("22-8", False)])
async def test_in_quiet_hours_a_reminder_comes_without_a_sound(
    rehearsal, stage, attendee, hours, silent
):
    await save(attendee, stage.general, "rivers")
    asked = await attendee.slash(stage.general, "agenda settings")
    await attendee.select(asked.response, [hours], custom_id="m1:a-quiet")

    await rehearsal.next()

    assert direct(stage) == [("16:50", ON_TIME)]
    assert stage.sent()[0].message.flags.silent == silent
    assert not stage.posted()[0].message.flags.silent


async def test_ones_own_leads_are_kept_and_a_past_one_is_not_caught_up(rehearsal, stage, attendee):
    await rehearsal.move(2 * MINUTES)
    asked = await attendee.slash(stage.general, "agenda settings")
    await attendee.select(asked.response, ["30", "15", "5"], custom_id="m1:a-leads")
    card = read(await save(attendee, stage.general, "rivers"))
    await rehearsal.look()

    await rehearsal.move(60 * MINUTES)

    assert "I remind you **15 minutes and 5 minutes before**, by DM." in card
    assert titles(direct(stage)) == [("16:45", ["Rivers"]), ("16:55", ["Rivers"])]


async def test_who_turned_reminders_off_is_sent_nothing(rehearsal, stage, attendee):
    asked = await attendee.slash(stage.general, "agenda settings")
    await attendee.click(asked.response, label="Turn reminders off")
    card = read(await save(attendee, stage.general, "rivers"))

    await delayed(stage)
    await rehearsal.move(60 * MINUTES)

    assert "Your reminders are off." in card
    assert stage.sent() == ()


async def test_five_minutes_before_the_start_it_is_too_soon_for_a_reminder(
    rehearsal, stage, attendee
):
    await rehearsal.move(15 * MINUTES)

    card = read(await save(attendee, stage.general, "rivers"))
    await rehearsal.move(20 * MINUTES)

    assert "⏱️ It starts too soon for a reminder." in card
    assert stage.sent() == ()


async def test_a_pause_of_public_posts_is_nobodys_own(rehearsal, stage, attendee):
    asked = await stage.organizer.slash(stage.general, "deliveries")
    await stage.organizer.click(asked.response, label="Pause posting")

    card = read(await save(attendee, stage.general, "rivers"))
    await delayed(stage)
    await rehearsal.move(60 * MINUTES)

    assert "I remind you **10 minutes before**, by DM." in card
    assert public(stage) == []
    assert direct(stage) == [("16:40", MOVED), ("17:10", ANEW)]


async def test_what_another_guild_moves_is_not_told_who_saved_it_here(rehearsal, stage, attendee):
    other = stage.env.create_guild("Another one")
    channel = other.create_text_channel("general")
    there = other.add_member(stage.alone)
    table = replace(
        rehearsal.table(),
        id=other.id,
        reminder_channel=None,
        change_channel=None,
        organizer_channel=None,
    )
    await rehearsal.app.adopt((rehearsal.table(), table))
    await save(there, channel, "rivers")
    await save(attendee, stage.general, "lakes")

    await delayed(stage)
    await rehearsal.move(60 * MINUTES)

    assert titles(direct(stage)) == [("16:50", ["Rivers", "Lakes"])]
