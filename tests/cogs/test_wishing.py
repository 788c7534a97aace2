"""People settle how they are reminded, and try whether it reaches them."""

from gettext import NullTranslations

import aiohttp
import discord
import pytest
from simcord.components import walk_components

from bot.agenda.model import Quiet
from bot.guilds.model import Lead
from bot.translation import Language, catalog
from bot.ui.agenda_orders import (
    LEADS_PICKER,
    QUIET_PICKER,
    DirectOrder,
)
from tests.cogs.office import MINUTE, press, saved
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


async def test_turned_on_again_nothing_is_caught_up(office, stage, people):
    attendee, _ = people
    card = await attendee.slash(stage.general, "agenda settings")
    await attendee.select(card.response, ["10", "60"], custom_id=LEADS_PICKER)
    await attendee.click(card.response, label="Turn reminders off")
    office.clock.move_to(office.clock.now() + 5 * MINUTE)

    on = await attendee.click(card.response, label="Turn reminders on")
    once = office.agendas.of(attendee.id).wishes
    chosen_at = office.clock.now()
    office.clock.move_to(office.clock.now() + 5 * MINUTE)
    await press(stage, attendee, DirectOrder(on=True))

    leads = tuple(Lead(before=before * MINUTE, since=chosen_at) for before in (60, 10))
    assert "1 hour and 10 minutes before" in read(on)
    assert once.leads == leads
    assert office.agendas.of(attendee.id).wishes == once


async def test_what_is_sent_is_in_the_language_in_which_that_was_settled(
    office, stage, people, monkeypatch
):
    attendee, _ = people
    card = await attendee.slash(stage.general, "agenda settings")
    monkeypatch.setattr(catalog, "translations", lambda _language: NullTranslations())
    heard = []

    for language, value in ((Language.JAPANESE, "22-7"), (Language.SPANISH, "23-7")):
        monkeypatch.setattr(Language, "of_discord", staticmethod(lambda _locale, one=language: one))
        await attendee.select(card.response, [value], custom_id=QUIET_PICKER)
        heard.append(office.agendas.of(attendee.id).language)

    assert heard == [Language.JAPANESE, Language.SPANISH]


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

    assert "open no more" in followed_by(answer)
    assert office.agendas.of(attendee.id).closed_at is None


async def test_a_try_that_was_too_fast_holds_up_all_openings(stage, people, caplog):
    attendee, _ = people
    await saved(stage, attendee)
    card = await attendee.slash(stage.general, "agenda settings")
    path = f"/channels/{stage.alone.dm_channel.id}/messages"
    stage.env.inject_error("POST", path, status=403, code=40003)

    answer = await attendee.click(card.response, label="Send me a test")

    assert "open no more" in followed_by(answer)
    assert "none is opened for 60 seconds" in caplog.text


@pytest.mark.parametrize(
    "error",
    [discord.RateLimited(5), aiohttp.ServerDisconnectedError(), OSError("cut")],
)
async def test_a_try_that_does_not_reach_discord_says_to_try_again(
    office, stage, people, monkeypatch, error
):
    attendee, _ = people
    await saved(stage, attendee)
    card = await attendee.slash(stage.general, "agenda settings")

    async def fails(*_, **__):
        raise error

    monkeypatch.setattr(office.client.http, "send_message", fails)

    answer = await attendee.click(card.response, label="Send me a test")

    assert "Please try again in a few minutes" in followed_by(answer)
    assert office.agendas.of(attendee.id).closed_at is None


def followed_by(answer):
    """What was said at last, after Discord was told to wait"""
    return "\n".join(
        part["content"]
        for part in walk_components(answer.followups[-1].components)
        if part.get("type") == 10
    )
