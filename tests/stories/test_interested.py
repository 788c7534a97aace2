"""An attendee is interested in an event of the server, and finds its session in their agenda."""

import pytest

from bot.config import Settings
from bot.rehearsal.play import rehearse
from bot.ui.setup_orders import OpenPage, SetupPage, Switch, Turn
from tests.factories import NINE
from tests.stories.conference import MINUTES, PROGRAM, START, direct, told
from tests.stories.people import read

RIVERS = "Rivers of Europe"


@pytest.fixture
async def rehearsal():
    """The three talks, an hour before the first two, as events of the server."""
    async with rehearse(PROGRAM, Settings(), opens=NINE - 60 * MINUTES) as it:
        organizer, general = it.stage.organizer, it.stage.general
        panel = await organizer.slash(general, "setup")
        page = OpenPage(page=SetupPage.PROGRAM).custom_id
        page = (await organizer.click(panel.response, custom_id=page)).response
        turn = Turn(switch=Switch.NATIVE_EVENTS, on=True)
        await organizer.click(page, custom_id=turn.custom_id)
        await it.move(2 * MINUTES)
        yield it


async def event(rehearsal, name):
    guild = rehearsal.app.client.get_guild(rehearsal.stage.guild_id)
    found = {one.name: one.id for one in await guild.fetch_scheduled_events()}
    return found[name]


async def taken_back(person, stage):
    # Pressed by who has it saved already, the button takes it back.
    talk = await person.slash(stage.general, "talk", title="rivers")
    assert "Taken back" in read(await person.click(talk.response, label="Save"))


async def test_interested_is_saved_and_reminded_of(rehearsal, stage, attendee):
    await attendee.subscribe_event(await event(rehearsal, RIVERS))
    await rehearsal.move(6 * MINUTES)
    shown = await told(attendee, stage.general, "agenda show")
    before = direct(stage)
    await rehearsal.move(50 * MINUTES)

    assert f"**{RIVERS}**" in shown
    assert "Lakes" not in shown
    assert before == []
    assert direct(stage) == [("16:50", f"**{RIVERS}** · Hall 1 · <t:{START}:R>")]


async def test_taken_back_it_stays_so_and_interested_again_it_is_saved_again(
    rehearsal, stage, attendee
):
    rivers = await event(rehearsal, RIVERS)
    await attendee.subscribe_event(rivers)
    await rehearsal.move(6 * MINUTES)
    await taken_back(attendee, stage)
    await rehearsal.move(6 * MINUTES)
    while_interested = await told(attendee, stage.general, "agenda show")
    await attendee.unsubscribe_event(rivers)
    await rehearsal.move(6 * MINUTES)
    await attendee.subscribe_event(rivers)
    await rehearsal.move(6 * MINUTES)

    assert RIVERS not in while_interested
    assert RIVERS in await told(attendee, stage.general, "agenda show")


async def test_after_a_restart_nothing_comes_back_that_was_taken_back(rehearsal, stage, attendee):
    await attendee.subscribe_event(await event(rehearsal, RIVERS))
    await rehearsal.move(6 * MINUTES)
    await taken_back(attendee, stage)
    await rehearsal.restart()
    await rehearsal.move(6 * MINUTES)
    await attendee.subscribe_event(await event(rehearsal, "Lakes"))
    await rehearsal.move(6 * MINUTES)

    shown = await told(attendee, stage.general, "agenda show")

    assert "Lakes" in shown
    assert RIVERS not in shown
