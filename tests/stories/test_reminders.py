"""Reminders are posted once, whatever happens to the bot in between."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config import Settings
from bot.guilds.model import GuildTable
from bot.rehearsal.play import first_start, rehearse
from tests.factories import NINE, a_program, a_room, a_session, a_speaker, a_talk
from tests.stories.people import read

MINUTES = timedelta(minutes=1)
POSTED_AT = "2022-11-30 16:50"


def _times(stage):
    return [f"{post.at:%Y-%m-%d %H:%M}" for post in stage.posted()]


def _text(post):
    message = post.message
    embeds = [f"{embed.title} {embed.description} {embed.fields}" for embed in message.embeds]
    return "\n".join([message.content, *embeds]).replace("\\", "")


async def test_the_reminder_is_posted_ten_minutes_before_with_all_talks(rehearsal, sample, stage):
    await rehearsal.next()

    (post,) = stage.posted()
    assert (post.channel, _times(stage)) == ("announcements", [POSTED_AT])
    for talk in sample.talks:
        assert talk.title in _text(post)
    for speaker in sample.speakers[:6]:
        assert speaker.name in _text(post)


async def test_its_first_hundred_characters_tell_what_and_when(rehearsal, sample, stage):
    await rehearsal.next()

    beginning = stage.posted()[0].message.content[:100]
    assert sample.tracks[0].name in beginning.replace("\\", "")
    assert "<t:1669827600:" in beginning
    assert "10 min" not in beginning


async def test_its_picker_opens_a_talk_for_who_picks(rehearsal, stage):
    await rehearsal.next()
    message = stage.posted()[0].message
    picker = next(part for row in message.components for part in row.children)
    value = next(option.value for option in picker.options if "Magic" in option.label)

    answer = await stage.attendee.select(message, [value], custom_id=picker.custom_id)

    assert answer.ephemeral
    assert "Magic Pocket is used to store" in read(answer)


async def test_a_restart_within_the_window_posts_nothing_twice(rehearsal, stage):
    await rehearsal.next()

    await rehearsal.restart(after=2 * MINUTES)
    await rehearsal.move(20 * MINUTES)

    assert _times(stage) == [POSTED_AT]


async def test_a_bot_that_starts_late_but_before_the_start_posts_once(sample):
    opens = first_start(sample) - 4 * MINUTES
    async with rehearse(sample, Settings(), opens=opens) as rehearsal:
        await rehearsal.move(MINUTES)
        await rehearsal.restart()
        await rehearsal.move(10 * MINUTES)

        assert _times(rehearsal.stage) == ["2022-11-30 16:56"]


async def test_a_bot_that_was_down_at_the_due_time_posts_when_it_is_back(rehearsal, stage):
    await rehearsal.restart(after=15 * MINUTES)
    await rehearsal.move(10 * MINUTES)

    assert _times(stage) == ["2022-11-30 16:55"]


async def test_two_overdue_leads_post_once(sample):
    settings = replace(Settings(), leads=(30 * MINUTES, 10 * MINUTES))
    opens = first_start(sample) - 5 * MINUTES
    async with rehearse(sample, settings, opens=opens) as rehearsal:
        await rehearsal.move(10 * MINUTES)

        assert _times(rehearsal.stage) == ["2022-11-30 16:55"]


async def test_two_leads_in_good_time_post_twice(sample):
    settings = replace(Settings(), leads=(15 * MINUTES, 5 * MINUTES))
    async with rehearse(sample, settings) as rehearsal:
        await rehearsal.move(30 * MINUTES)

        assert _times(rehearsal.stage) == ["2022-11-30 16:45", "2022-11-30 16:55"]


@pytest.mark.parametrize("leads", [(15 * MINUTES,), (5 * MINUTES,), (15 * MINUTES, 5 * MINUTES)])
async def test_a_lead_changed_after_the_post_posts_nothing(rehearsal, stage, leads):
    await rehearsal.next()

    await rehearsal.restart(after=MINUTES, table=replace(rehearsal.table(), leads=leads))
    await rehearsal.move(20 * MINUTES)

    assert _times(stage) == [POSTED_AT]


async def test_a_channel_changed_after_the_post_posts_nothing(rehearsal, stage):
    await rehearsal.next()

    elsewhere = replace(rehearsal.table(), reminder_channel=stage.general.id)
    await rehearsal.restart(after=MINUTES, table=elsewhere)
    await rehearsal.move(20 * MINUTES)

    assert _times(stage) == [POSTED_AT]


@pytest.mark.parametrize("leads", [(60 * MINUTES,), (60 * MINUTES, 10 * MINUTES)])
async def test_a_program_changed_in_the_table_is_reminded_of_from_then_on(leads):
    talk = a_talk("Rivers")
    before = a_program(a_session(NINE + 600 * MINUTES, minutes=30, talks=(talk.id,)), talks=(talk,))
    other = a_program(
        a_session(NINE + 30 * MINUTES, minutes=30, talks=(talk.id,)), talks=(talk,), id="conf-23"
    )
    opens = NINE - 28 * MINUTES
    async with rehearse(before, Settings(leads=leads), opens=opens) as rehearsal:
        await rehearsal.restart(after=MINUTES, program=other)
        await rehearsal.move(60 * MINUTES)

        posted = _times(rehearsal.stage)
    assert posted == ["2022-11-30 17:20"][: len(leads) - 1]


async def test_a_session_that_joins_a_posted_slot_gets_a_post_of_its_own():
    talks = (a_talk("Rivers"), a_talk("Lakes"))
    rooms = (a_room("Hall 1"), a_room("Hall 2"))
    first = a_session(NINE, minutes=30, talks=(talks[0].id,), room=rooms[0].id)
    joined = a_session(NINE, minutes=30, talks=(talks[1].id,), room=rooms[1].id)
    program = a_program(first, talks=talks, rooms=rooms)
    async with rehearse(program, Settings()) as rehearsal:
        await rehearsal.next()

        larger = replace(program, sessions=(first, joined))
        table = replace(rehearsal.table(), change_channel=None)
        await rehearsal.restart(after=2 * MINUTES, table=table, program=larger)
        await rehearsal.move(20 * MINUTES)

        posted = rehearsal.stage.posted()
    texts = [[title for title in ("Rivers", "Lakes") if title in _text(post)] for post in posted]
    assert texts == [["Rivers"], ["Lakes"]]


async def test_after_the_start_nothing_is_posted_and_the_log_says_so(sample, caplog):
    opens = first_start(sample) + MINUTES
    async with rehearse(sample, Settings(), opens=opens) as rehearsal:
        await rehearsal.move(60 * MINUTES)

        assert rehearsal.stage.posted() == ()
    said = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert [line for line in said if "start" in line] != []


async def test_parallel_sessions_are_told_in_one_message():
    talks = (a_talk("Rivers"), a_talk("Lakes"))
    rooms = (a_room("Hall 1"), a_room("Hall 2"))
    program = a_program(
        *(
            a_session(NINE, minutes=30, talks=(talk.id,), room=room.id)
            for talk, room in zip(talks, rooms, strict=True)
        ),
        talks=talks,
        rooms=rooms,
    )
    async with rehearse(program, Settings()) as rehearsal:
        await rehearsal.move(30 * MINUTES)

        (post,) = rehearsal.stage.posted()
    for words in ("Rivers", "Lakes", "Hall 1", "Hall 2"):
        assert words in _text(post)


async def test_a_break_is_not_reminded():
    talk = a_talk("Rivers", speakers=("ann",))
    program = a_program(
        a_session(NINE, minutes=30, title="Breakfast"),
        a_session(NINE + 60 * MINUTES, minutes=30, talks=(talk.id,)),
        talks=(talk,),
        speakers=(a_speaker("Ann", id="ann"),),
    )
    async with rehearse(program, Settings()) as rehearsal:
        await rehearsal.move(120 * MINUTES)

        (post,) = rehearsal.stage.posted()
    assert "Rivers" in _text(post)


async def test_a_guild_without_a_table_gets_a_welcome_and_answers_and_no_other_posts(
    rehearsal, stage
):
    other = GuildTable(id=1, program=rehearsal.program.id, leads=(10 * MINUTES,))
    await rehearsal.restart(table=other)

    await rehearsal.move(30 * MINUTES)
    answer = await stage.attendee.slash(stage.general, "talk", title="magic")

    (welcome,) = stage.posted()
    assert "/setup" in _text(welcome)
    assert "Magic Pocket is used to store" in read(answer)
