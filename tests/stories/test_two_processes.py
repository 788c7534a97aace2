"""Two processes get the same press or command, as while one takes over: the second is silent."""

from types import SimpleNamespace

import discord
import pytest

TOO_LATE = {10062: "Unknown interaction", 40060: "Interaction has already been acknowledged."}


def _refused(code):
    status = 404 if code == 10062 else 400
    kind = discord.NotFound if status == 404 else discord.HTTPException
    answer = SimpleNamespace(status=status, reason="refused")
    return kind(answer, {"code": code, "message": TOO_LATE[code]})


@pytest.fixture(params=TOO_LATE)
def refusals(request, monkeypatch):
    """From now on, Discord takes no answer; gives the answers that were tried."""
    tried = []

    def begin():
        async def refuse(*_, **__):
            tried.append("answer")
            raise _refused(request.param)

        monkeypatch.setattr(discord.InteractionResponse, "send_message", refuse)
        monkeypatch.setattr(discord.InteractionResponse, "edit_message", refuse)
        monkeypatch.setattr(discord.Webhook, "send", refuse)
        return tried

    return begin


def _errors(caplog):
    return [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_command_that_another_one_answered_is_left_alone(attendee, stage, refusals, caplog):
    tried = refusals()

    await attendee.slash(stage.general, "talk", title="magic pocket")

    assert (tried, _errors(caplog)) == (["answer"], [])


async def test_a_press_that_another_one_answered_is_left_alone(attendee, stage, refusals, caplog):
    talk = await attendee.slash(stage.general, "talk", title="magic pocket")
    tried = refusals()

    await attendee.click(talk.response, label="Facundo Agriel")

    assert (tried, _errors(caplog)) == (["answer"], [])


async def test_an_order_that_another_one_carried_out_is_not_even_answered(
    rehearsal, stage, refusals, caplog, monkeypatch
):
    async def claimed_already(*_):
        return False

    asked = await stage.organizer.slash(stage.general, "deliveries")
    monkeypatch.setattr("bot.storage.interactions.SqlInteractionClaims.claim", claimed_already)
    tried = refusals()

    await stage.organizer.click(asked.response, label="Pause posting")

    assert (tried, _errors(caplog)) == ([], [])
    assert rehearsal.app.guilds.for_guild(stage.guild_id).paused_at is None


async def test_an_order_counts_once_even_if_it_comes_twice(rehearsal, stage, monkeypatch):
    carried_out = []
    asked = await stage.organizer.slash(stage.general, "deliveries")
    desk = rehearsal.app.client.get_cog("DeliveriesCog")._desk
    do, pressed = desk._changed, []

    async def noted(guild_id, order):
        carried_out.append(order)
        return await do(guild_id, order)

    claim = desk._register.claim

    async def twice(interaction_id, now):
        pressed.append(await claim(interaction_id, now))
        pressed.append(await claim(interaction_id, now))
        return pressed[0]

    monkeypatch.setattr(desk, "_changed", noted)
    monkeypatch.setattr(desk._register, "claim", twice)
    await stage.organizer.click(asked.response, label="Pause posting")

    assert (len(carried_out), pressed) == (1, [True, False])
