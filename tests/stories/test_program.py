"""Organizers look where their program comes from, have it looked at anew, and decide."""

from dataclasses import replace
from datetime import timedelta

import pytest
from simcord.components import walk_components

from bot.config import Settings
from bot.guilds.model import GuildTable
from bot.program import yaml_file
from bot.rehearsal.play import rehearse
from bot.sources.table import SourceTable
from tests.factories import a_program_with_talks, a_room
from tests.sources.feed import Feed
from tests.stories.people import BUTTON, buttons, read

pytestmark = pytest.mark.slow

MINUTES = timedelta(minutes=1)
PROGRAM = a_program_with_talks("Rivers", "Lakes", "Seas", "Ponds")
RIVERS, LAKES, SEAS, PONDS = PROGRAM.sessions
ATTIC = a_room("Attic")
ELSEWHERE = replace(
    PROGRAM,
    rooms=(*PROGRAM.rooms, ATTIC),
    sessions=(replace(RIVERS, room=ATTIC.id), LAKES, SEAS, PONDS),
)
SMALL = replace(PROGRAM, sessions=(RIVERS,))


class Folder:
    """The operator's folder with one program in it"""

    def __init__(self, path):
        self.path = path

    def put(self, program):
        self.text(yaml_file.write(program))

    def text(self, text):
        (self.path / "conf.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    folder = Folder(tmp_path)
    folder.put(PROGRAM)
    return folder


@pytest.fixture
async def rehearsal(folder):
    """Four talks from a file, beginning twenty minutes before the first."""
    async with rehearse(PROGRAM, Settings(programs=folder.path)) as it:
        await it.app.keep_up(every=60 * MINUTES)
        yield it


@pytest.fixture
def organizer(stage):
    return stage.organizer


async def ask(person, stage, what):
    return await person.slash(stage.general, f"program {what}")


async def test_an_organizer_sees_what_the_server_follows(organizer, stage):
    answer = await ask(organizer, stage, "status")

    text = read(answer)
    assert answer.ephemeral
    assert "✅ **All is well.**" in text
    assert "**On it** 4 talks · 4 sessions · 1 room" in text
    assert "**From** conf.yaml" in text
    assert f"I post a reminder in <#{stage.announcements.id}>" in text
    assert buttons(answer) == ["Look now", "Last changes", "Refresh"]


async def test_a_look_that_finds_nothing_new_says_so(organizer, stage):
    status = await ask(organizer, stage, "status")

    looked = await organizer.click(status.response, label="Look now")

    assert "I looked just now: **nothing new**." in read(looked)
    assert looked.response.id == status.response.id


async def test_a_look_takes_over_what_changed_and_says_what(organizer, folder, stage):
    folder.put(ELSEWHERE)

    looked = await ask(organizer, stage, "reload")
    later = await ask(organizer, stage, "changes")

    assert "**took over** a newer version: one in another room." in read(looked)
    for text in (read(looked), read(later)):
        assert "📍 **Rivers**\nRoom: Hall 1 → Attic" in text


async def test_a_version_that_lost_too_much_waits_until_an_organizer_takes_it_on(
    organizer, folder, stage
):
    folder.put(SMALL)
    looked = await ask(organizer, stage, "reload")
    refused = read(looked)
    status = read(await ask(organizer, stage, "status"))
    meanwhile = read(await organizer.slash(stage.general, "schedule"))

    review = await ask(organizer, stage, "accept")
    shown = read(review)
    taken = await organizer.click(review.response, label="Take it on")
    done = read(taken)
    after = read(await organizer.slash(stage.general, "schedule"))

    assert "I did **not** take it over" in refused
    assert "⚠️ **A newer version was not taken over.**" in status
    assert "3 of 4 sessions are no longer in it" in status
    assert "❌ **Lakes**" in shown
    assert "Done: that version stands from now on: three cancelled." in done
    assert ["Lakes" in text for text in (meanwhile, after)] == [True, False]


async def test_a_file_that_can_not_be_read_is_told_with_its_fault(organizer, folder, stage):
    folder.text("program:\n  id: conf-22\n  name: [1\n")

    text = read(await ask(organizer, stage, "reload"))

    assert "⚠️ **Something is wrong with its source.**" in text
    assert "conf.yaml can't be used" in text
    assert "Meanwhile the version before stays in use." in text


async def test_a_source_that_is_away_is_told_to_who_asks_at_the_first_time(tmp_path):
    (tmp_path / "programs").mkdir()
    async with Feed() as feed:
        feed.status = 503
        table = SourceTable(id=PROGRAM.id, source=feed.url, allow_private=True)
        settings = Settings(programs=tmp_path / "programs", sources=(table,))
        async with rehearse(PROGRAM, settings) as rehearsal:
            await rehearsal.app.keep_up(every=60 * MINUTES)

            text = read(await ask(rehearsal.stage.organizer, rehearsal.stage, "reload"))

    assert "⚠️ **Something is wrong with its source.**" in text
    assert "can't be fetched" in text
    assert "**On it** 4 talks" in text


async def test_what_another_process_carried_out_is_not_even_answered(
    organizer, folder, stage, monkeypatch
):
    async def claimed_already(*_):
        return False

    folder.put(SMALL)
    review = await ask(organizer, stage, "reload")
    monkeypatch.setattr("bot.storage.interactions.SqlInteractionClaims.claim", claimed_already)

    answer = await organizer.click(review.response, label="Take it on")

    assert not answer.acknowledged
    assert "Lakes" in read(await organizer.slash(stage.general, "schedule"))


async def test_with_nothing_refused_there_is_nothing_to_take_on(organizer, stage):
    text = read(await ask(organizer, stage, "accept"))

    assert "No version of your program was refused: what stands is the newest." in text


@pytest.mark.parametrize("digest", ["0" * 24, "stale"])
async def test_a_press_for_another_version_than_the_refused_one_changes_nothing(
    organizer, folder, stage, digest
):
    folder.put(SMALL)
    review = await ask(organizer, stage, "reload")
    if digest == "stale":
        folder.put(replace(SMALL, sessions=(LAKES,)))
        await ask(organizer, stage, "reload")
        answer = await organizer.click(review.response, label="Take it on")
    else:
        answer = await _forged(organizer, review.response, f"m1:p-accept:{digest}")

    assert "That is not the version that waits by now." in said_after(answer)
    assert "Seas" in read(await organizer.slash(stage.general, "schedule"))


@pytest.mark.parametrize(
    "verb", ["p-status:1", "p-reload:", "p-changes:1", "p-review:1", f"p-accept:{'0' * 24}"]
)
async def test_an_attendee_can_not_press_what_only_organizers_may(attendee, stage, verb):
    shared = await attendee.slash(stage.general, "now", share=True)

    answer = await _forged(attendee, shared.response, f"m1:{verb}")

    assert answer.ephemeral
    assert "That is for organizers: it needs the permission Manage Server here" in read(answer)


async def test_an_attendee_can_not_ask_for_it(attendee, stage):
    commands = attendee.available_commands(stage.general)

    assert [name for name in commands if "program" in name] == []


async def test_a_press_under_a_message_for_all_is_answered_to_the_presser_alone(organizer, stage):
    shared = await organizer.slash(stage.general, "now", share=True)

    answer = await _forged(organizer, shared.response, "m1:p-status:1")

    assert answer.ephemeral
    assert answer.response.id != shared.response.id
    assert "All is well" in read(answer)


async def test_a_server_that_nobody_named_can_look_and_not_change_it_for_others(
    organizer, folder, rehearsal, stage
):
    await rehearsal.restart(table=GuildTable(id=stage.guild_id))
    await rehearsal.app.keep_up(every=60 * MINUTES)
    folder.put(SMALL)

    status = await ask(organizer, stage, "status")
    refused = await ask(organizer, stage, "reload")

    assert "All is well" in read(status)
    assert "Other servers may read this program, too" in read(refused)
    assert "Lakes" in read(await organizer.slash(stage.general, "schedule"))


async def test_a_server_that_only_chose_a_channel_for_changes_is_named(organizer, rehearsal, stage):
    table = GuildTable(id=stage.guild_id, change_channel=stage.announcements.id)
    await rehearsal.restart(table=table)

    status = await ask(organizer, stage, "reload")

    assert "Other servers may read this program, too" not in read(status)


async def test_what_organizers_changed_and_the_file_changed_too_is_asked_about(
    organizer, folder, stage
):
    preview = await organizer.slash(stage.general, "session move", session=RIVERS.id, start="10:00")
    await organizer.click(preview.response, label=buttons(preview)[0])
    before = read(await ask(organizer, stage, "status"))
    later = replace(RIVERS, start=RIVERS.start + 15 * MINUTES, end=RIVERS.end + 15 * MINUTES)
    folder.put(replace(PROGRAM, sessions=(later, LAKES, SEAS, PONDS)))

    await ask(organizer, stage, "reload")
    after = read(await ask(organizer, stage, "status"))

    assert "✅ **All is well.**" in before
    assert "### Changed by organizers here\n**Rivers**\nHere: <t:" in before
    assert "⚠️ **The program changed one session that you changed here.**" in after
    assert "What was chosen here holds" in after


def said_after(answer):
    """The text of what followed the first answer, which it left as it was"""
    (followup,) = answer.followups
    parts = walk_components(followup.components)
    return "\n".join(part["content"] for part in parts if "content" in part)


async def _forged(person, message, custom_id):
    """Presses a button of the message after its custom id became another one"""
    stored = person._message(message)
    parts = walk_components(stored.components)
    button = next(part for part in parts if part["type"] == BUTTON and "custom_id" in part)
    button["custom_id"] = custom_id
    return await person.click(message, custom_id=custom_id)
