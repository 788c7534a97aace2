"""Organizers attach a program of their own, for their server and for nobody else's."""

from dataclasses import replace
from datetime import timedelta

import discord
import pytest
from simcord.components import walk_components

from bot.config import Settings
from bot.guilds.model import GuildTable
from bot.program import yaml_file
from bot.program.attached_id import is_attached, is_visible
from bot.rehearsal.play import rehearse
from bot.sources.attached import MOST_TRIES
from bot.ui.questions import ScheduleQuestion, TalkQuestion
from tests.factories import a_program_with_talks
from tests.sources.feed import Feed, a_calendar, an_event, talks
from tests.stories.conference import PROGRAM, forged, save, texts
from tests.stories.people import buttons, read

pytestmark = pytest.mark.slow

MINUTES = timedelta(minutes=1)
OURS = replace(a_program_with_talks("Mountains", "Valleys", "Hills", "Caves"), name="Ours 2022")
FILE = ("schedule.ics", talks(1, 2, 3).encode())


@pytest.fixture
async def rehearsal(tmp_path):
    async with rehearse(PROGRAM, Settings(programs=tmp_path)) as it:
        await it.app.keep_up(every=60 * MINUTES)
        yield it


@pytest.fixture
def organizer(stage):
    return stage.organizer


@pytest.fixture
def public(monkeypatch):
    """The feed on this machine is taken for one on the internet"""
    monkeypatch.setattr("bot.sources.fetch.is_public", lambda _: True)


def native(program):
    return ("ours.yaml", yaml_file.write(program).encode())


async def handed_in(organizer, stage, file=FILE, **typed):
    if file is not None:
        typed["file"] = file
    return await organizer.slash(stage.general, "program attach", **typed)


async def attached(organizer, stage, file=FILE, **typed):
    preview = await handed_in(organizer, stage, file, **typed)
    return await organizer.click(preview.response, label="Attach it")


def said(answer):
    """All that a person was told, wherever it stands"""
    return str([one.components for one in (answer.response, *answer.followups) if one])


async def schedule(person, stage):
    return read(await person.slash(stage.general, "schedule"))


def elsewhere(stage):
    """Another server, a channel of it, and one who organizes there"""
    guild = stage.env.create_guild("Elsewhere")
    organizes = guild.create_role("All", permissions=discord.Permissions(manage_guild=True))
    stranger = guild.add_member(stage.env.create_user("stranger"), roles=[organizes])
    return guild, guild.create_text_channel("general"), stranger


def followed(rehearsal, stage):
    return rehearsal.app.guilds.for_guild(stage.guild_id).program


async def test_a_file_is_shown_first_and_stands_once_it_is_confirmed(organizer, rehearsal, stage):
    preview = await handed_in(organizer, stage)
    shown, before = read(preview), followed(rehearsal, stage)

    done = await organizer.click(preview.response, label="Attach it")

    assert preview.ephemeral
    assert "Only this server sees it. Nothing is changed until you confirm." in shown
    assert "**On it** 3 talks · 3 sessions · 1 room" in shown
    assert "Europe/Berlin" in shown
    assert before == PROGRAM.id
    assert "✅ **Attached:**" in read(done)
    assert is_visible(followed(rehearsal, stage), stage.guild_id)
    assert is_attached(followed(rehearsal, stage))
    assert "Talk 1" in await schedule(stage.attendee, stage)
    status = read(await organizer.slash(stage.general, "program status"))
    assert "**From** schedule.ics, attached by organizers here" in status
    assert "Looked at" not in status


async def test_it_is_there_after_a_restart(organizer, rehearsal, stage):
    await attached(organizer, stage)

    await rehearsal.restart(table=rehearsal.table())
    await rehearsal.app.keep_up(every=60 * MINUTES)

    assert "Talk 1" in await schedule(stage.attendee, stage)


async def test_cancelled_it_is_gone_and_its_button_does_nothing_any_more(organizer, stage):
    preview = await handed_in(organizer, stage)
    again = await handed_in(organizer, stage, native(OURS))

    left = await organizer.click(again.response, label="Cancel")
    late = await organizer.click(preview.response, label="Attach it")

    assert "Nothing was changed" in read(left)
    assert "That program does not wait any more" in said(late)
    assert "Rivers" in await schedule(stage.attendee, stage)


async def test_what_waits_goes_after_a_day(organizer, rehearsal, stage):
    preview = await handed_in(organizer, stage)
    await rehearsal.move(timedelta(hours=25))

    late = await organizer.click(preview.response, label="Attach it")

    assert "That program does not wait any more" in said(late)


async def test_handed_in_again_it_is_compared_and_keeps_what_people_saved(
    organizer, rehearsal, stage
):
    await attached(organizer, stage, native(OURS))
    await save(stage.attendee, stage.general, "mountains")
    mountains = OURS.sessions[0]
    end = mountains.end + 30 * MINUTES
    later = replace(mountains, start=mountains.start + 30 * MINUTES, end=end)
    changed = replace(OURS, sessions=(later, *OURS.sessions[1:]))

    preview = await handed_in(organizer, stage, native(changed))
    shown = read(preview)
    done = read(await organizer.click(preview.response, label="Attach it"))
    await rehearsal.move(10 * MINUTES)

    assert "It is a **newer version** of what is attached: one at another time." in shown
    assert "🕒 **Mountains**" in shown
    assert "✅ **Done.** Its sessions: one at another time." in done
    assert any("Mountains" in text for _, text in texts(stage.sent()))
    assert any("Mountains" in text for _, text in texts(stage.posted()))


async def test_the_very_same_again_says_so(organizer, stage):
    await attached(organizer, stage)

    shown = read(await handed_in(organizer, stage))

    assert "It is exactly what stands here already." in shown


async def test_another_conference_takes_the_place_of_the_one_before(organizer, rehearsal, stage):
    await attached(organizer, stage)
    before = followed(rehearsal, stage)

    preview = await handed_in(organizer, stage, native(OURS))
    shown = read(preview)
    await organizer.click(preview.response, label="Attach it")

    after = followed(rehearsal, stage)
    assert "It is **another conference**" in shown
    assert after != before
    assert [one.id for one in rehearsal.app.shelf.programs if is_attached(one.id)] == [after]


async def test_detached_the_server_follows_what_it_followed_before(organizer, rehearsal, stage):
    await attached(organizer, stage)

    asked = await organizer.slash(stage.general, "program detach")
    shown = read(asked)
    done = await organizer.click(asked.response, label="Detach it")
    again = await organizer.slash(stage.general, "program detach")

    assert f"This server follows **{PROGRAM.name}** again" in shown
    assert "is detached" in read(done)
    assert followed(rehearsal, stage) == PROGRAM.id
    assert "Rivers" in await schedule(stage.attendee, stage)
    assert [one.id for one in rehearsal.app.shelf.programs if is_attached(one.id)] == []
    assert "No program is attached here" in said(again)


async def test_an_old_button_detaches_nothing_else(organizer, rehearsal, stage):
    await attached(organizer, stage)
    asked = await organizer.slash(stage.general, "program detach")
    await attached(organizer, stage, native(OURS))

    late = await organizer.click(asked.response, label="Detach it")

    assert "That is not the program that is attached by now" in said(late)
    assert "Mountains" in await schedule(stage.attendee, stage)


@pytest.mark.parametrize(
    ("file", "typed", "words"),
    [
        (None, {}, "Hand in a `file`"),
        (FILE, {"address": "https://example.org/x.ics"}, "one of the two"),
        (("empty.txt", b""), {}, "can't be used"),
        (("a.yaml", b"program: [1"), {}, "can't be used"),
        (("odd.bin", bytes(range(256)) * 40), {}, "can't be used"),
        (("large.ics", b" " * (8 * 1024 * 1024 + 1)), {}, "larger than 8 MB"),
        (FILE, {"zone": "Berlin"}, "Did you mean Europe/Berlin"),
        (None, {"address": "ftp://example.org/x"}, "are fetched"),
        (None, {"address": "http://127.0.0.1:1/x"}, "not on the public internet"),
        (None, {"address": "http://localhost:1/x"}, "not on the public internet"),
    ],
)
async def test_what_can_not_be_used_is_told_in_words_and_changes_nothing(
    rehearsal, stage, file, typed, words
):
    answer = await handed_in(stage.organizer, stage, file, **typed)

    assert words in said(answer)
    assert "--" not in said(answer)
    assert followed(rehearsal, stage) == PROGRAM.id


async def test_no_server_keeps_the_machine_busy(organizer, rehearsal, stage):
    for number in range(MOST_TRIES):
        await rehearsal.app._memory.attached.begin(stage.guild_id, f"{number:024x}", rehearsal.now)

    answer = await handed_in(organizer, stage)

    assert "Try again in an hour" in said(answer)


async def test_only_organizers_may_press(organizer, stage):
    preview = await handed_in(organizer, stage)
    custom_id = _custom_id(preview, "m1:p-attach:")
    shared = await stage.attendee.slash(stage.general, "now", share=True)

    answer = await forged(stage.attendee, shared.response, custom_id)

    assert "That is for organizers" in read(answer)
    assert "Rivers" in await schedule(stage.attendee, stage)


async def test_in_another_server_nothing_shows_it_and_nothing_chooses_it(
    organizer, rehearsal, stage
):
    await attached(organizer, stage)
    program = followed(rehearsal, stage)
    talk = await organizer.slash(stage.general, "talk", title="talk 1")
    save_id = _custom_id(talk, "m1:a-save")
    _, channel, stranger = elsewhere(stage)
    await rehearsal.move(timedelta(seconds=1))

    setup = await stranger.slash(channel, "setup")
    page = await stranger.click(setup.response, label="Program")
    asked = await stranger.slash(channel, "schedule")
    shared = await stranger.slash(channel, "now", share=True)
    opened = await forged(stranger, shared.response, ScheduleQuestion(program=program).custom_id())
    saved = await forged(stranger, shared.response, save_id)

    assert program not in str(page.response.components)
    assert "Talk 1" not in read(asked)
    for answer in (opened, saved):
        assert "Talk 1" not in said(answer)
        assert "is not loaded" in said(answer)
    assert rehearsal.app._memory.agendas.of(stranger.id).saved == ()


async def test_in_direct_messages_it_is_there_for_who_saved_of_it(organizer, rehearsal, stage):
    await attached(organizer, stage, native(OURS))
    await save(stage.attendee, stage.general, "mountains")

    await rehearsal.move(11 * MINUTES)
    (reminder,) = stage.sent()

    assert "Mountains" in reminder.message.content


async def test_an_address_is_looked_at_again_and_again(organizer, public, rehearsal, stage):
    async with Feed() as feed:
        await attached(organizer, stage, None, address=f"{feed.url}?token=secret")
        feed.text = talks(*range(10), t3=20)
        await organizer.slash(stage.general, "program reload")
        status = read(await organizer.slash(stage.general, "program status"))
        changes = read(await organizer.slash(stage.general, "program changes"))

    assert "secret" not in status
    assert "/schedule.ics?…, attached by organizers here" in status
    assert "**Looked at**" in status
    assert "🕒 **Talk 3**" in changes


async def test_an_address_that_lost_too_much_waits_until_organizers_accept(
    organizer, public, rehearsal, stage
):
    async with Feed() as feed:
        await attached(organizer, stage, None, address=feed.url)
        feed.text = talks(1, 2)
        refused = await organizer.slash(stage.general, "program reload")
        shown = read(refused)
        taken = await organizer.click(refused.response, label="Take it on")

    assert "I did **not** take it over" in shown
    assert "Done: that version stands from now on: eight cancelled." in read(taken)


async def test_what_organizers_did_is_in_the_log(organizer, stage):
    await attached(organizer, stage)
    asked = await organizer.slash(stage.general, "program detach")
    await organizer.click(asked.response, label="Detach it")

    deliveries = await organizer.slash(stage.general, "deliveries")
    log = read(await organizer.click(deliveries.response, label="Log"))

    assert "attached the program “Conf 2026” from schedule.ics" in log
    assert "detached the program “Conf 2026”" in log


async def test_names_in_a_program_ping_nobody(organizer, stage):
    loud = a_calendar(an_event(1, title="@everyone <@1> **loud**"))

    preview = await handed_in(organizer, stage, ("loud.ics", loud.encode()))

    assert "@everyone" not in read(preview)
    assert "Attach it" in buttons(preview)


async def test_a_server_that_only_looks_is_told_that_nothing_is_attached(rehearsal, stage):
    await rehearsal.restart(table=GuildTable(id=stage.guild_id))

    answer = await stage.organizer.slash(stage.general, "program detach")

    assert "No program is attached here" in said(answer)


def _custom_id(answer, begins):
    parts = walk_components(answer.response.components)
    return next(
        one["custom_id"] for one in parts if str(one.get("custom_id", "")).startswith(begins)
    )


async def test_another_servers_organizer_can_not_confirm_or_drop_what_waits(
    organizer, rehearsal, stage
):
    preview = await handed_in(organizer, stage)
    key = _custom_id(preview, "m1:p-attach:").rpartition(":")[2]
    other, channel, stranger = elsewhere(stage)
    await rehearsal.move(timedelta(seconds=1))
    shared = await stranger.slash(channel, "now", share=True)

    confirmed = await forged(stranger, shared.response, f"m1:p-attach:{key}")
    await forged(stranger, shared.response, f"m1:p-leave:{key}")
    done = await organizer.click(preview.response, label="Attach it")

    assert "That program does not wait any more" in said(confirmed)
    assert rehearsal.app.guilds.for_guild(other.id).program is None
    assert "✅ **Attached:**" in read(done)


async def test_in_direct_messages_its_buttons_are_answered_wherever_one_saved_last(
    organizer, rehearsal, stage
):
    await attached(organizer, stage, native(OURS))
    await save(stage.attendee, stage.general, "mountains", "caves")
    agendas, program = rehearsal.app._memory.agendas, followed(rehearsal, stage)
    mine = agendas.of(stage.attendee.id).saved
    await agendas.save(
        stage.attendee.id, replace(mine[0], program=PROGRAM.id, session="s-rivers", guild_id=99)
    )
    await rehearsal.move(11 * MINUTES)
    (reminder,) = [one for one in stage.sent() if "Mountains" in one.message.content]

    custom_id = TalkQuestion(program=program, id=OURS.talks[0].id).custom_id()
    opened = await forged(stage.alone, reminder.message, custom_id)

    assert agendas.of(stage.attendee.id).last_guild == 99
    assert "Mountains" in said(opened)
