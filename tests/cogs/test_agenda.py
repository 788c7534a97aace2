"""People look at their agendas, empty them and are forgotten, and nobody touches another's."""

from dataclasses import replace

from bot.cogs.agenda import AgendaCog
from bot.program.attached_id import attached_id
from bot.program.lookup import Lookup
from bot.ui.agenda_orders import (
    AgreeOrder,
    CompareOrder,
    DropPicker,
    HideOrder,
    InviteOrder,
)
from tests.cogs.office import RIVERS, handed, press, saved, show
from tests.stories.people import buttons, read
from tests.ui.conference import BLOCK, ONE_TRACK, TWO_DAYS


async def test_the_agenda_tells_a_change_once(office, stage, people):
    attendee, _ = people
    await saved(stage, attendee)
    first, *others = TWO_DAYS.sessions
    office.change(TWO_DAYS, sessions=(replace(first, room="loft"), *others))

    once, twice = await show(stage, attendee), await show(stage, attendee)

    assert "🔸 **Other room**; it was in Hall" in once
    assert "🔸" not in twice


async def test_a_session_is_taken_out_of_the_agenda_and_put_back(office, stage, people):
    attendee, _ = people
    await saved(stage, attendee)
    agenda = await attendee.slash(stage.general, "agenda show")
    picker = DropPicker(program="water-22").custom_id

    without = await attendee.select(agenda.response, [RIVERS], custom_id=picker)
    seen, ways = read(without), buttons(without)
    dropped = office.mine(attendee)
    again = await attendee.click(without.response, label="Put it back")

    assert "Taken out: **Rivers**" in seen
    assert ways[0] == "Put it back"
    assert dropped == []
    assert "Saved: Rivers" in read(again)


async def test_an_agenda_is_cleared_after_a_question(office, stage, people):
    attendee, _ = people
    await saved(stage, attendee)
    await saved(stage, attendee, "lakes")
    question = await attendee.slash(stage.general, "agenda clear")
    asked, before = read(question), office.mine(attendee)

    answer = await attendee.click(question.response, label="Clear it")

    assert "That takes out two sessions" in asked
    assert len(before) == 2
    assert "Cleared: two sessions taken out." in read(answer)
    assert office.mine(attendee) == []
    assert "Nothing is saved yet" in read(await attendee.slash(stage.general, "agenda clear"))


async def test_an_agenda_of_another_program_is_a_press_away(office, stage, people):
    attendee, _ = people
    await saved(stage, attendee)
    await office.choose(stage.guild_id, program="plus-22")
    here = await attendee.slash(stage.general, "agenda show")
    seen = read(here)

    there = await attendee.click(here.response, label="And 1 in WaterConf")

    assert "Nothing is saved yet" in seen
    assert "**Rivers**" in read(there)


async def test_forged_presses_show_and_change_nothing_of_anybody_else(office, stage, people):
    attendee, organizer = people
    await saved(stage, attendee)
    before = office.agendas.of(attendee.id)

    answers = [
        await press(stage, organizer, order)
        for order in (
            CompareOrder(user_id=attendee.id),
            AgreeOrder(user_id=organizer.id, asked=attendee.id),
            InviteOrder(user_id=attendee.id),
            HideOrder(user_id=attendee.id),
            f"m1:a-show:water-22:{attendee.id}",
            "m1:a-ics:water-22",
            "m1:a-empty:water-22",
            f"m1:a-drop:water-22:{RIVERS}",
            "m1:a-gone",
        )
    ]

    assert ["Rivers" in read(one) for one in answers if one.response] == [False] * len(answers)
    assert office.agendas.of(attendee.id) == before


async def test_forgetting_removes_everything_and_says_what_that_was(office, stage, people):
    attendee, organizer = people
    await saved(stage, attendee)
    await attendee.slash(stage.general, "agenda compare", person=organizer)
    await organizer.slash(stage.general, "agenda compare", person=attendee)
    question = await attendee.slash(stage.general, "agenda forget-me")
    asked = read(question)

    answer = await attendee.click(question.response, label="Forget me")

    assert "- what you saved: one session" in asked
    assert "- one saved session\n- two agreements to compare agendas" in read(answer)
    assert attendee.id not in office.store.attendees
    assert office.agendas.of(organizer.id).shown_to == frozenset()


async def test_a_program_that_is_gone_keeps_nobody_from_what_they_saved(office, stage, people):
    attendee, _ = people
    await saved(stage, attendee)
    await office.choose(stage.guild_id, program="lost")

    shown = await show(stage, attendee)
    settings = read(await attendee.slash(stage.general, "agenda settings"))

    assert "**Rivers**" in shown
    assert "How I remind you" in settings


def test_clearing_says_that_it_is_about_one_conference():
    (clear,) = (one for one in AgendaCog.__cog_app_commands__ if one.name == "clear")

    assert clear.description.startswith("Take everything of this conference out")


async def test_what_another_guild_attached_is_shown_and_exported_from_anywhere(
    office, stage, people
):
    attendee, _ = people
    own = replace(TWO_DAYS, id=attached_id(stage.guild_id, "Own", 2022), name="OwnConf")
    office.shelf.put(Lookup(own))
    await office.choose(stage.guild_id, program=own.id)
    await saved(stage, attendee)
    (one,) = office.agendas.of(attendee.id).saved
    elsewhere = replace(one, program=ONE_TRACK.id, session=BLOCK.id, guild_id=stage.guild_id + 1)
    await office.agendas.save(attendee.id, elsewhere)

    here = await stage.alone.slash("agenda show")
    shown = await stage.alone.click(here.response, label="And 1 in OwnConf")
    seen = read(shown)
    answer = await stage.alone.click(shown.response, label="Calendar file")

    assert "**Rivers**" in seen
    assert "not loaded" not in seen
    assert "Wednesday 30 November" in seen
    assert handed(answer).attachments[0].filename.startswith("ownconf")


async def test_what_was_taken_out_is_told_even_where_its_program_is_not_to_be_seen(
    office, stage, people
):
    attendee, _ = people
    await saved(stage, attendee)
    question = await attendee.slash(stage.general, "agenda clear")
    office.shelf.remove("water-22")

    answer = await attendee.click(question.response, label="Clear it")

    assert "Cleared: one session taken out." in read(answer)
