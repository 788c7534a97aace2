import asyncio

import discord
import pytest

from tests.wire.bots import PlainBot, running, with_commands
from tests.wire.line import LoopbackError

REPLY, DEFER, UPDATE, CHOICES, MODAL = 4, 5, 7, 8, 9
EPHEMERAL = 64


@pytest.fixture
async def bot(loopback, guild):
    async with running(with_commands(PlainBot())) as bot:
        await bot.tree.sync()
        yield bot


async def test_synced_commands_are_registered(loopback, bot):
    names = [one["name"] for one in await loopback.witness.commands()]

    assert names == ["hello", "button", "slow", "ask"]


async def test_a_command_synced_again_keeps_its_id(loopback, bot):
    before = await bot.tree.fetch_commands()

    again = await bot.tree.sync()

    assert [one.id for one in again] == [one.id for one in before]


async def test_a_slash_command_is_answered_for_the_asker_only(loopback, bot, general):
    told = await loopback.people.slash(general, "hello", {"name": "Ada"})

    assert (told.answer, told.message["content"]) == (REPLY, "hello Ada")
    assert told.message["flags"] & EPHEMERAL
    assert told.seconds < 3
    assert await loopback.witness.posted() == []


async def test_autocomplete_offers_choices(loopback, bot, general):
    told = await loopback.people.autocomplete(general, "hello", {"name": "A"}, "name")

    assert (told.answer, told.choices) == (CHOICES, ["Ada", "Alan"])


async def test_a_press_updates_its_message(loopback, bot, general):
    told = await loopback.people.slash(general, "button")
    message_id = told.message["id"]

    await loopback.people.press(general, message_id, "more")
    twice = await loopback.people.press(general, message_id, "more")

    [posted] = await loopback.witness.posted(general)
    assert (twice.answer, posted.body["content"]) == (UPDATE, "2")


async def test_the_first_follow_up_replaces_a_deferred_answer(loopback, bot, general):
    told = await loopback.people.slash(general, "slow")

    settled = await loopback.people.settled(told)
    while len(settled.messages) < 2:
        settled = await loopback.people.settled(told)

    assert (told.answer, settled.loading) == (DEFER, False)
    assert [one["content"] for one in settled.messages] == ["done", "and more"]
    assert settled.message["content"] == "done"


async def test_a_modal_is_filled_in(loopback, bot, general):
    asked = await loopback.people.slash(general, "ask")

    told = await loopback.people.submit(general, asked.id, {"word": "magic"})

    assert (asked.answer, told.message["content"]) == (MODAL, "magic")


async def test_a_person_uses_a_command_in_a_dm(loopback, bot):
    person = await loopback.stage.create_user("ada")
    dm = await loopback.stage.open_dm(person)

    told = await loopback.people.slash(dm, "hello", {"name": "Ada"}, user_id=person)

    assert told.message["content"] == "hello Ada"


async def test_an_answer_after_the_deadline_is_unknown(loopback, bot, general):
    await loopback.change_settings(answer_seconds=0.0)
    errors = []

    @bot.tree.error
    async def collect(_interaction, error):
        errors.append(error)

    told = await loopback.people.slash(general, "hello", {"name": "Ada"}, wait=0.3)

    assert told.answer is None
    assert [error.original.code for error in errors] == [10062]


async def test_a_second_answer_is_refused(loopback, bot, general, raw):
    arrived = []
    bot.add_listener(_collector(arrived), "on_interaction")
    await loopback.people.slash(general, "hello", {"name": "Ada"})

    path = f"/interactions/{arrived[0].id}/{arrived[0].token}/callback"
    told = await raw.ask("POST", path, {"type": DEFER})

    assert (told.status, told.body["code"]) == (400, 40060)


async def test_a_follow_up_comes_too_late_when_the_token_has_ended(loopback, bot, general):
    arrived = []
    bot.add_listener(_collector(arrived), "on_interaction")
    await loopback.people.slash(general, "hello", {"name": "Ada"})
    await loopback.change_settings(interaction_seconds=0.0)

    with pytest.raises(discord.HTTPException) as refused:
        await arrived[0].followup.send("late")

    assert refused.value.code == 50027


@pytest.mark.parametrize(
    ("name", "options"), [("nothing", {}), ("hello", {}), ("hello", {"name": "A", "age": 1})]
)
async def test_a_person_can_not_do_what_is_not_registered(loopback, bot, general, name, options):
    with pytest.raises(LoopbackError):
        await loopback.people.slash(general, name, options)


async def test_nobody_presses_what_is_not_there(loopback, bot, general):
    told = await loopback.people.slash(general, "button")

    with pytest.raises(LoopbackError, match="there is more"):
        await loopback.people.press(general, told.message["id"], "less")


async def test_an_answer_of_another_kind_is_a_problem(loopback, bot, general, raw):
    arrived = asyncio.get_running_loop().create_future()
    bot.add_listener(_setter(arrived), "on_interaction")
    bot.tree.remove_command("hello")
    await loopback.people.slash(general, "hello", {"name": "Ada"}, wait=0.0)

    interaction = await arrived
    path = f"/interactions/{interaction.id}/{interaction.token}/callback"
    told = await raw.ask("POST", path, {"type": CHOICES, "data": {"choices": []}})

    assert (told.status, told.body["code"]) == (400, 50035)
    assert len(await loopback.witness.problems()) == 1
    await loopback.witness.forget()


def _collector(kept):
    async def collect(*arguments):
        kept.append(arguments[-1])

    return collect


def _setter(future):
    async def set_it(interaction):
        future.set_result(interaction)

    return set_it
