"""An agenda is its person's own: over servers, in direct messages, and beside somebody else's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import direct_turns
from bot.config import Settings
from bot.rehearsal.play import rehearse
from tests.factories import NINE, a_program, a_session, a_talk
from tests.stories.conference import (
    MINUTES,
    PROGRAM,
    START,
    SWEEPS,
    delayed,
    direct,
    save,
    told,
)
from tests.stories.people import read

pytestmark = pytest.mark.slow

MOUNTAINS = a_talk("Mountains", id="mountains")
OTHER = a_program(
    a_session(NINE, minutes=30, talks=("mountains",), id="s-mountains"),
    talks=(MOUNTAINS,),
    id="alps-22",
    name="Alps 2022",
)


@pytest.fixture
async def rehearsal(monkeypatch):
    """The three talks, and another program, which another server follows."""
    monkeypatch.setattr(direct_turns, "SOON_EVERY", timedelta(0))
    async with rehearse(PROGRAM, Settings()) as it:
        await it.app.take_over(OTHER)
        yield it


@pytest.fixture
async def alps(rehearsal, stage):
    """A channel of the server that follows the other program, and the attendee there"""
    guild = stage.env.create_guild("Alps")
    channel = guild.create_text_channel("general")
    member = guild.add_member(stage.alone)
    table = replace(
        rehearsal.table(),
        id=guild.id,
        program=OTHER.id,
        reminder_channel=None,
        change_channel=None,
        organizer_channel=None,
    )
    await rehearsal.app.adopt((rehearsal.table(), table))
    return member, channel


async def test_in_direct_messages_it_is_the_program_of_where_one_saved_last(stage, attendee, alps):
    before = read(await stage.alone.slash("schedule"))
    await save(attendee, stage.general, "seas")
    await save(*alps, "mountains")

    schedule = read(await stage.alone.slash("schedule"))
    shown = await stage.alone.slash("agenda show")
    mine = read(shown)
    other = read(await stage.alone.click(shown.response, label="And 1 in Conf 2022"))

    assert "Lakes" in before
    assert "Mountains" in schedule
    assert "**Mountains**" in mine
    assert "Seas" not in mine
    assert "**Seas**" in other


async def test_two_programs_that_start_together_are_two_messages(rehearsal, stage, attendee, alps):
    await save(attendee, stage.general, "rivers", "lakes")
    clashing = read(await save(*alps, "mountains"))

    await rehearsal.move(20 * MINUTES)

    assert "**At the same time you saved:**\n- **Lakes**" in clashing
    assert "- **Rivers of Europe**" in clashing
    assert sorted(direct(stage)) == [
        ("16:50", f"**Mountains** · Alps 2022 · <t:{START}:R>"),
        ("16:50", f"**Rivers of Europe** (Hall 1), **Lakes** (Hall 2) · <t:{START}:R>"),
    ]


async def test_what_is_saved_in_direct_messages_follows_the_last_server(rehearsal, stage, attendee):
    await save(attendee, stage.general, "rivers")
    talk = await stage.alone.slash("talk", title="seas")
    saved = await stage.alone.click(talk.response, label="Save")
    shown = read(await stage.alone.slash("agenda show"))

    await delayed(stage, "seas", 10)
    await rehearsal.move(60 * MINUTES)

    assert "## Saved: Seas" in read(saved)
    assert "**Seas**" in shown
    assert [text.split(" · ")[0] for _, text in direct(stage)] == [
        f"**Seas** moved to <t:{START + 40 * 60}:F>",
        "**Rivers of Europe**",
        "**Seas**",
    ]


async def test_two_compare_once_both_agreed_until_one_stops(stage, attendee):
    organizer = stage.organizer
    await save(attendee, stage.general, "rivers", "seas")
    await save(organizer, stage.general, "rivers", "lakes")

    first = await told(attendee, stage.general, "agenda compare", person=organizer)
    unasked = await told(organizer, stage.general, "agenda show")
    second = await organizer.slash(stage.general, "agenda compare", person=attendee)
    both = read(second)
    again = await told(attendee, stage.general, "agenda compare", person=organizer)
    stopped = read(await organizer.click(second.response, label="Stop comparing"))
    after = await told(attendee, stage.general, "agenda compare", person=organizer)

    assert "neither of you sees anything of the other" in first
    assert "Seas" not in first + unasked
    assert "### Both of you" in both
    assert both.index("Rivers") < both.index("Lakes") < both.index("Seas")
    assert "Seas" in again
    assert "sees nothing of your agenda" in stopped
    assert "neither of you sees anything of the other" in after


async def test_who_forgets_themselves_is_not_compared_with_any_more(stage, attendee):
    organizer = stage.organizer
    await save(attendee, stage.general, "rivers", "seas")
    await told(attendee, stage.general, "agenda compare", person=organizer)
    before = await told(organizer, stage.general, "agenda compare", person=attendee)
    asked = await attendee.slash(stage.general, "agenda forget-me")
    await attendee.click(asked.response, label="Forget me")

    after = await told(organizer, stage.general, "agenda compare", person=attendee)

    assert "Seas" in before
    assert "neither of you sees anything of the other" in after


async def test_a_move_is_told_to_each_who_saved_it_and_in_nobody_elses_name(
    rehearsal, stage, attendee
):
    await save(attendee, stage.general, "rivers")
    await save(stage.organizer, stage.general, "lakes")
    theirs = stage.organizer.user.dm_channel

    await delayed(stage)
    await rehearsal.move(SWEEPS)

    assert [text.split(" moved")[0] for _, text in direct(stage)] == ["**Rivers of Europe**"]
    assert theirs.history() == []
