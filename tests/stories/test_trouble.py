"""What a person sees when something goes wrong, and what the log says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config import Settings
from bot.guilds.model import GuildTable
from bot.rehearsal.play import rehearse
from tests.stories.conference import forged
from tests.stories.people import read

pytestmark = pytest.mark.slow


async def test_a_failing_handler_apologises_with_a_reference_that_the_log_has(
    rehearsal, stage, caplog, monkeypatch
):
    def fails(_):
        raise RuntimeError("on purpose")

    monkeypatch.setattr(rehearsal.app.shelf, "lookup", fails)

    answer = await stage.attendee.slash(stage.general, "now")

    reference = next(
        record.args[0] for record in caplog.records if "Reference" in record.getMessage()
    )
    assert reference in read(answer)
    assert answer.ephemeral
    assert "on purpose" in caplog.text


async def test_a_press_that_fails_apologises_too(rehearsal, stage, monkeypatch):
    talk = await stage.attendee.slash(stage.general, "talk", title="magic")

    def fails(_):
        raise RuntimeError("on purpose")

    monkeypatch.setattr(rehearsal.app.shelf, "lookup", fails)

    answer = await stage.attendee.click(talk.response, label="Facundo Agriel")

    assert "reference" in read(answer).casefold()


async def test_a_program_that_is_not_loaded_is_said_in_words(rehearsal, stage):
    await rehearsal.restart(table=replace(rehearsal.table(), program="other-conf"))

    answer = await stage.attendee.slash(stage.general, "now")

    assert "other-conf" in read(answer)


@pytest.mark.parametrize("reminder_channel", [123456789012345678, None])
async def test_a_channel_that_does_not_exist_stops_neither_bot_nor_answers(
    rehearsal, stage, reminder_channel
):
    gone = replace(rehearsal.table(), reminder_channel=reminder_channel)
    await rehearsal.restart(table=gone)

    await rehearsal.move(timedelta(minutes=30))
    answer = await stage.attendee.slash(stage.general, "talk", title="magic")

    assert stage.posted() == ()
    assert "Magic Pocket" in read(answer)


async def test_the_start_up_log_names_a_channel_that_does_not_exist(rehearsal, stage, caplog):
    gone = replace(rehearsal.table(), reminder_channel=123456789012345678)

    await rehearsal.restart(table=gone)

    said = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert [line for line in said if "123456789012345678" in line] != []


async def test_the_start_up_log_names_a_guild_that_does_not_exist(rehearsal, caplog):
    nowhere = GuildTable(id=123456789012345678, reminder_channel=223456789012345678)

    await rehearsal.restart(table=nowhere)

    said = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert [line for line in said if "123456789012345678" in line] != []


async def test_one_broken_guild_does_not_keep_the_others_from_their_reminder(sample):
    async with rehearse(sample, Settings()) as rehearsal:
        stage = rehearsal.stage
        broken = replace(
            rehearsal.table(), id=123456789012345678, reminder_channel=223456789012345678
        )
        await rehearsal.app.adopt((broken, rehearsal.table()))

        await rehearsal.move(timedelta(minutes=30))

        assert [post.channel for post in stage.posted()] == ["announcements"]


async def test_commands_are_told_to_discord_once_and_again_only_when_they_changed(rehearsal, stage):
    def told():
        return [
            request
            for request in stage.env.http_requests
            if request.method == "PUT" and request.path.endswith("/commands")
        ]

    before = len(told())
    await rehearsal.restart()

    assert (before, len(told())) == (1, 1)


async def test_every_command_for_all_works_in_servers_in_dms_and_for_people(rehearsal, stage):
    (request,) = (
        request
        for request in stage.env.http_requests
        if request.method == "PUT" and request.path.endswith("/commands")
    )

    told = {
        command["name"]: (tuple(command["contexts"]), tuple(command["integration_types"]))
        for command in request.json
    }
    everywhere = ((0, 1, 2), (0, 1))
    names = ("talk", "speaker", "track", "schedule", "now", "next", "search", "help", "agenda")
    for_organizers = dict.fromkeys(
        ("deliveries", "program", "session", "setup", "announce"), ((0,), (0,))
    )
    assert told == dict.fromkeys(names, everywhere) | for_organizers


async def test_the_start_up_log_names_a_guild_without_a_channel_that_does_not_exist(
    rehearsal, caplog
):
    await rehearsal.restart(table=GuildTable(id=123456789012345678))

    said = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert [line for line in said if "123456789012345678" in line] != []


async def test_the_start_up_log_names_a_program_that_is_not_there(rehearsal, caplog):
    await rehearsal.restart(table=replace(rehearsal.table(), program="other-conf"))

    said = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert [line for line in said if "other-conf" in line] != []


@pytest.mark.parametrize("unknown", ["m1:a-foo:x", "m1:dance", "m2:talk:conf-22:rivers:1", "m1:"])
async def test_a_button_of_another_version_is_answered_in_words(attendee, stage, unknown):
    shown = await attendee.slash(stage.general, "now", share=True)

    answer = await forged(attendee, shown.response, unknown)

    assert "from another version of me" in read(answer)


async def test_people_who_save_for_the_first_time_at_once_wait_for_nobody(rehearsal, stage):
    await rehearsal.next()
    (post,) = stage.posted()

    answers = [
        await person.click(post.message, label="Save")
        for person in (stage.attendee, stage.organizer, stage.attendee)
    ]

    assert ["Saved" in read(answer) for answer in answers[:2]] == [True, True]
    assert "Saved" not in read(answers[2]).split("\n")[1]
