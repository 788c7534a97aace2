"""People settle how they are reminded, and try whether it reaches them."""

import pytest
from simcord.components import walk_components

from bot.agenda.model import Quiet
from bot.guilds.model import Lead
from bot.ui.agenda_orders import (
    LEADS_PICKER,
    QUIET_PICKER,
)
from tests.cogs.office import MINUTE, saved
from tests.stories.people import read


async def test_leads_and_quiet_hours_are_chosen(office, stage, people):
    attendee, _ = people
    card = await attendee.slash(stage.general, "agenda settings")

    await attendee.select(card.response, ["10", "60"], custom_id=LEADS_PICKER)
    last = await attendee.select(card.response, ["22-7"], custom_id=QUIET_PICKER)

    wishes = office.agendas.of(attendee.id).wishes
    usual = (Lead(before=10 * MINUTE),)
    assert wishes.leads == (Lead(before=60 * MINUTE, since=office.clock.now()), *usual)
    assert (wishes.quiet.begin.hour, wishes.quiet.end.hour) == (22, 7)
    assert isinstance(wishes.quiet, Quiet)
    assert "1 hour and 10 minutes before" in read(last)


async def test_reminders_are_turned_off_and_on(office, stage, people):
    attendee, _ = people
    card = await attendee.slash(stage.general, "agenda settings")

    off = read(await attendee.click(card.response, label="Turn reminders off"))
    is_direct = office.agendas.of(attendee.id).wishes.direct
    on = read(await attendee.click(card.response, label="Turn reminders on"))

    assert "Reminders are off" in off
    assert not is_direct
    assert "10 minutes before" in on
    assert "Your reminders are off" not in read(await saved(stage, attendee))


@pytest.mark.parametrize("code", [50007, 50278])
async def test_a_try_in_vain_says_what_to_do(office, stage, people, code):
    attendee, _ = people
    await saved(stage, attendee)
    card = await attendee.slash(stage.general, "agenda settings")
    channel = stage.alone.dm_channel.id
    stage.env.inject_error("POST", f"/channels/{channel}/messages", status=403, code=code)

    answer = await attendee.click(card.response, label="Send me a test")

    attendee_now = office.agendas.of(attendee.id)
    assert "I tried just now" in read(answer)
    assert "Privacy Settings" in read(answer)
    assert (attendee_now.closed_at, attendee_now.is_told_closed) == (office.clock.now(), True)


async def test_a_try_while_discord_opens_no_more_says_that_nothing_is_wrong(office, stage, people):
    attendee, _ = people
    card = await attendee.slash(stage.general, "agenda settings")
    stage.env.inject_error("POST", "/users/@me/channels", status=403, code=40003)

    answer = await attendee.click(card.response, label="Send me a test")

    said = "\n".join(
        part["content"]
        for part in walk_components(answer.followups[-1].components)
        if part.get("type") == 10
    )
    assert "opens no more" in said or "open no more" in said
    assert office.agendas.of(attendee.id).closed_at is None
