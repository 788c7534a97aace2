"""Organizers delay, move, cancel and restore sessions on the day, for their own server."""

from dataclasses import replace
from datetime import timedelta

import pytest
from simcord.components import walk_components

from bot.config import Settings
from bot.guilds.model import GuildTable
from bot.rehearsal.play import rehearse
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.stories.people import BUTTON, buttons, read

pytestmark = pytest.mark.slow

MINUTES = timedelta(minutes=1)
SWEEPS = timedelta(seconds=30)
HALL, LOFT = a_room("Hall 1", id="one"), a_room("Hall 2", id="two")
RIVERS, LAKES = a_talk("Rivers"), a_talk("Lakes")
FIRST = a_session(NINE, minutes=30, talks=(RIVERS.id,), room=HALL.id)
SECOND = a_session(NINE + 30 * MINUTES, minutes=30, talks=(LAKES.id,), room=HALL.id)
PROGRAM = a_program(FIRST, SECOND, talks=(RIVERS, LAKES), rooms=(HALL, LOFT))
START = int(NINE.timestamp())
LATER = START + 20 * 60

ON_TIME = ("16:50", f"**Rivers** · Hall 1 · <t:{START}:R>")
MOVED = ("16:50", f"Moved: **Rivers** · Hall 1 · <t:{LATER}:R>")
TOLD = ("16:50", f"**Rivers** moved to <t:{LATER}:F>")
LAST = ("17:20", f"**Lakes** · Hall 1 · <t:{START + 1800}:R>")
ANEW = ("17:10", f"**Rivers** · Hall 1 · <t:{LATER}:R>")


@pytest.fixture
async def rehearsal():
    """Two talks, at nine and at half past; the reminder of the first is in the channel."""
    async with rehearse(PROGRAM, Settings()) as it:
        await it.next()
        yield it


@pytest.fixture
def organizer(stage):
    return stage.organizer


async def ordered(organizer, stage, command, confirm, **typed):
    """What is shown before and after an organizer orders something and confirms it"""
    asked = await organizer.slash(stage.general, f"session {command}", **typed)
    seen = read(asked)
    assert asked.ephemeral
    return seen, await organizer.click(asked.response, label=confirm)


async def delayed(organizer, stage, minutes=20):
    return await ordered(organizer, stage, "delay", "Delay it", session="rivers", minutes=minutes)


async def told(person, channel, command, **typed):
    return read(await person.slash(channel, command, **typed))


def posts(*channels):
    return [
        (f"{message.created_at:%H:%M}", message.content.replace("\\", ""))
        for channel in channels
        for message in channel.history()
        if not message.flags.ephemeral
    ]


async def test_a_session_is_delayed_after_its_reminder_was_posted(
    organizer, attendee, rehearsal, stage
):
    assert posts(stage.announcements) == [ON_TIME]

    seen, done = await delayed(organizer, stage)
    said = read(done)
    await rehearsal.move(SWEEPS)
    corrected = posts(stage.announcements)
    schedule = await told(attendee, stage.general, "schedule")
    await rehearsal.move(15 * MINUTES)
    now = await told(attendee, stage.general, "now")
    await rehearsal.move(15 * MINUTES)

    assert "## Delay by 20 minutes?\n**Rivers**" in seen
    assert f"**Now:** <t:{START}:F> – <t:{START + 1800}:t>" in seen
    assert f"**Then:** <t:{LATER}:F> – <t:{LATER + 1800}:t>" in seen
    assert "⚠️ **Lakes** is in Hall 1 at the same time" in seen
    assert f"posted <t:{START - 600}:R>, is corrected" in seen
    assert f"The next reminder is posted in <#{stage.announcements.id}> <t:{LATER - 600}:R>" in seen
    assert "## ✅ Delayed by 20 minutes" in said
    assert corrected == [MOVED, TOLD]
    assert f"### <t:{LATER}:t>" in schedule
    assert f"<t:{START}:t>" not in schedule
    assert f"begins <t:{LATER}:R>" in now
    assert sorted(posts(stage.announcements)) == sorted([MOVED, TOLD, ANEW, LAST])


async def test_another_server_with_the_same_program_sees_nothing_of_it():
    async with rehearse(PROGRAM, Settings()) as rehearsal:
        stage = rehearsal.stage
        other = stage.env.create_guild("Another one")
        channel = other.create_text_channel("announcements")
        visitor = other.add_member(stage.env.create_user("visitor"))
        table = GuildTable(
            id=other.id,
            program=PROGRAM.id,
            reminder_channel=channel.id,
            leads=rehearsal.table().leads,
        )
        await rehearsal.app.adopt((rehearsal.table(), table))
        asked = await visitor.slash(channel, "schedule")
        await rehearsal.next()

        await delayed(stage.organizer, stage)
        await rehearsal.move(SWEEPS)
        schedule = await told(visitor, channel, "schedule")
        here = await now_pressed(stage.attendee, stage.general)
        there = await now_pressed(visitor, channel)

        assert f"### <t:{START}:t>" in schedule
        assert schedule == read(asked)
        assert f"begins <t:{LATER}:R>" in here
        assert f"begins <t:{START}:R>" in there
        assert posts(channel) == [ON_TIME]
        assert posts(stage.announcements) == [MOVED, TOLD]


async def test_a_restart_keeps_it_and_restoring_brings_the_old_time_back(
    organizer, attendee, rehearsal, stage
):
    await delayed(organizer, stage)
    await rehearsal.move(SWEEPS)

    await rehearsal.restart(after=MINUTES)
    kept = await told(attendee, stage.general, "talk", title="rivers")
    seen, done = await ordered(organizer, stage, "restore", "Restore it", session="rivers")
    await rehearsal.move(SWEEPS)
    restored = await told(attendee, stage.general, "talk", title="rivers")

    assert f"<t:{LATER}:F>" in kept
    assert f"**Then:** <t:{START}:F>" in seen
    assert "## ✅ As in the program" in read(done)
    assert f"<t:{START}:F>" in restored
    back = ("16:51", f"**Rivers** moved to <t:{START}:F>")
    assert posts(stage.announcements) == [ON_TIME, TOLD, back]


async def test_undo_takes_it_back_and_can_be_taken_back_itself(organizer, rehearsal, stage):
    _, done = await delayed(organizer, stage)

    undone = await organizer.click(done.response, label="Undo")
    said = read(undone)
    again = await organizer.click(undone.response, label="Undo")

    assert "## ✅ As in the program" in said
    assert "## ✅ Delayed by 20 minutes" in read(again)


async def test_a_second_delay_is_undone_to_the_first(organizer, attendee, stage):
    await delayed(organizer, stage)
    _, done = await delayed(organizer, stage, minutes=10)

    await organizer.click(done.response, label="Undo")

    assert f"<t:{LATER}:F>" in await told(attendee, stage.general, "talk", title="rivers")


async def test_a_cancelled_session_is_told_as_cancelled_and_not_reminded_of(
    organizer, attendee, rehearsal, stage
):
    seen, _ = await ordered(organizer, stage, "cancel", "Cancel it", session="rivers")
    await ordered(organizer, stage, "cancel", "Cancel it", session="lakes")
    await rehearsal.move(60 * MINUTES)

    assert "## Cancel this session?\n**Rivers**" in seen
    assert "**Then:** cancelled" in seen
    assert posts(stage.announcements) == [
        ("16:50", f"Cancelled: **Rivers**, ~~<t:{START}:t>~~"),
        ("16:50", f"Cancelled: **Rivers**, <t:{START}:F>"),
        ("16:50", f"Cancelled: **Lakes**, <t:{START + 1800}:F>"),
    ]
    assert "Rivers" not in await told(attendee, stage.general, "schedule")
    talk = await told(attendee, stage.general, "talk", title="rivers")
    assert f"~~<t:{START}:F> – <t:{START + 1800}:t>~~ **Cancelled**" in talk


async def test_a_session_goes_to_another_room_at_another_time_as_an_organizer_types_it(
    organizer, attendee, rehearsal, stage
):
    starts = await organizer.autocomplete(
        stage.general, "session move", "start", "10:15", session=FIRST.id
    )
    rooms = await organizer.autocomplete(stage.general, "session move", "room", "hall 2")

    seen, _ = await ordered(
        organizer,
        stage,
        "move",
        "Move it",
        session=FIRST.id,
        start=starts[0]["value"],
        room=rooms[0]["value"],
    )
    await rehearsal.move(SWEEPS)

    assert [(one["name"], one["value"]) for one in starts][:1] == [
        ("Wed 30 Nov, 10:15 (75 minutes later)", "2022-11-30T10:15-08:00")
    ]
    assert "**Room:** Hall 1 → Hall 2" in seen
    new = START + 75 * 60
    assert posts(stage.announcements) == [
        ("16:50", f"Moved: **Rivers** · Hall 2 · <t:{new}:R>"),
        ("16:50", f"**Rivers** moved to <t:{new}:F>"),
    ]


async def test_organizers_are_offered_what_is_on_next_and_what_they_changed(organizer, stage):
    empty = await organizer.autocomplete(stage.general, "session cancel", "session", "")
    typed = await organizer.autocomplete(stage.general, "session delay", "session", "lak")
    unchanged = await organizer.autocomplete(stage.general, "session restore", "session", "")
    await delayed(organizer, stage)
    changed = await organizer.autocomplete(stage.general, "session restore", "session", "")

    assert [one["name"] for one in empty] == [
        "Rivers · Wed 30 Nov, 09:00 · Hall 1",
        "Lakes · Wed 30 Nov, 09:30 · Hall 1",
    ]
    assert [one["value"] for one in typed] == [SECOND.id]
    assert unchanged == []
    assert [one["value"] for one in changed] == [FIRST.id]


async def test_leaving_it_changes_nothing(organizer, attendee, stage):
    _, left = await ordered(organizer, stage, "cancel", "Leave it as it is", session="rivers")

    assert "Nothing was changed." in read(left)
    assert buttons(left) == []
    assert "Rivers" in await told(attendee, stage.general, "schedule")


@pytest.mark.parametrize(
    "verb", ["move:{id}:::{mark}", "cancel:{id}:{mark}", "restore:{id}:{mark}"]
)
async def test_an_attendee_can_not_press_what_only_organizers_may(attendee, stage, verb):
    shared = await attendee.slash(stage.general, "now", share=True)
    custom_id = "m1:o-" + verb.format(id=FIRST.id, mark="0" * 8)

    answer = await forged(attendee, shared.response, custom_id)

    assert "needs the permission Manage Server" in read(answer)
    assert "Rivers" in await told(attendee, stage.general, "schedule")


async def test_an_attendee_is_not_offered_the_commands(attendee, stage):
    assert not any("session" in one for one in attendee.available_commands(stage.general))


@pytest.mark.parametrize(
    ("custom_id", "said"),
    [
        (f"m1:o-cancel:{FIRST.id}:00000000", "has changed since you were asked"),
        ("m1:o-cancel:no-such:00000000", "There is no such session"),
        (f"m1:o-move:{FIRST.id}:1:{HALL.id}:00000000", "would be over already"),
        (f"m1:o-move:{FIRST.id}::no-such:00000000", "That room is not on the program"),
        (f"m1:o-move:{FIRST.id}:zzzzzzzzzz::00000000", "from another version of me"),
        (f"m1:o-move:{FIRST.id}:00000000", "from another version of me"),
        ("m1:o-leave:1", "from another version of me"),
    ],
)
async def test_a_forged_button_is_answered_in_words(organizer, attendee, stage, custom_id, said):
    shared = await organizer.slash(stage.general, "now", share=True)

    answer = await forged(organizer, shared.response, custom_id)

    assert said in read(answer)
    assert "Rivers" in await told(attendee, stage.general, "schedule")


async def test_an_old_button_does_not_undo_what_somebody_did_meanwhile(organizer, attendee, stage):
    asked = await organizer.slash(stage.general, "session cancel", session="rivers")
    await delayed(organizer, stage)

    pressed = await organizer.click(asked.response, label="Cancel it")

    assert "has changed since you were asked" in read(pressed)
    assert f"<t:{LATER}:F>" in await told(attendee, stage.general, "talk", title="rivers")


@pytest.mark.parametrize(
    ("command", "typed", "said"),
    [
        ("delay", {"session": "zzzz", "minutes": 5}, "No session on the program matches"),
        ("move", {"session": "rivers"}, "Say where it moves"),
        ("move", {"session": "rivers", "start": "08:00"}, "is past: at the event it is"),
        ("move", {"session": "rivers", "start": "soon"}, "can't be read as a time"),
        ("move", {"session": "rivers", "room": "zzzz"}, "No room on the program matches"),
        ("move", {"session": "rivers", "room": "Hall 1"}, "at that time and in that room already"),
        ("restore", {"session": "rivers"}, "there is nothing to restore"),
    ],
)
async def test_what_can_not_be_done_is_told_in_words(organizer, stage, command, typed, said):
    answer = await organizer.slash(stage.general, f"session {command}", **typed)

    assert said in read(answer)
    assert answer.ephemeral


async def test_a_session_that_has_ended_or_is_cancelled_is_not_delayed(organizer, rehearsal, stage):
    await ordered(organizer, stage, "cancel", "Cancel it", session="lakes")
    by_name = await organizer.slash(stage.general, "session delay", session="lakes", minutes=5)
    by_id = await organizer.slash(stage.general, "session delay", session=SECOND.id, minutes=5)
    await rehearsal.move(60 * MINUTES)
    ended = await organizer.slash(stage.general, "session delay", session="rivers", minutes=5)

    assert "“Lakes” is cancelled here." in read(by_name)
    assert "“Lakes” is cancelled here." in read(by_id)
    assert "“Rivers” ended on Wednesday 30 November at 09:30" in read(ended).replace("\\", "")


async def test_a_press_that_another_process_carries_out_is_not_answered(
    organizer, attendee, stage, monkeypatch
):
    async def claimed_already(*_):
        return False

    asked = await organizer.slash(stage.general, "session cancel", session="rivers")
    monkeypatch.setattr("bot.storage.interactions.SqlInteractionClaims.claim", claimed_already)

    await organizer.click(asked.response, label="Cancel it")

    assert "Rivers" in await told(attendee, stage.general, "schedule")


async def test_what_the_program_says_by_now_itself_is_no_overlay_any_more(
    organizer, rehearsal, stage
):
    await delayed(organizer, stage)
    later = replace(FIRST, start=NINE + 20 * MINUTES, end=NINE + 50 * MINUTES)

    await rehearsal.restart(after=MINUTES, program=replace(PROGRAM, sessions=(later, SECOND)))
    restored = await organizer.slash(stage.general, "session restore", session="rivers")

    assert "there is nothing to restore" in read(restored)


async def now_pressed(person, channel):
    """What a button says whose custom id has the program's id only"""
    asked = await person.slash(channel, "help")
    return read(await person.click(asked.response, label="Now"))


async def forged(person, message, custom_id):
    """The answer to a press of a button that somebody gave another custom id"""
    stored = person._message(message)
    parts = walk_components(stored.components)
    button = next(part for part in parts if part["type"] == BUTTON and "custom_id" in part)
    button["custom_id"] = custom_id
    return await person.click(message, custom_id=custom_id)
