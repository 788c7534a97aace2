import asyncio
import sys

import discord

from tests.wire.bots import PlainBot, running
from tests.wire.process import ROOT, Process


async def test_an_unknown_route_is_a_problem(loopback, raw):
    told = await raw.ask("GET", "/sticker-packs")

    assert told.status == 501
    assert await _problems(loopback) == ["GET /api/v10/sticker-packs"]


async def test_an_unknown_field_is_a_problem(loopback, checked, general, raw):
    told = await raw.post(general, content="hi", contents="hi")

    assert (told.status, told.body["code"]) == (400, 50035)
    assert await _problems(loopback) == [f"POST /channels/{general}/messages"]
    assert await loopback.witness.posted() == []


async def test_an_unknown_query_is_a_problem(loopback, checked, general, raw):
    told = await raw.ask("GET", f"/channels/{general}/messages?newest=1")

    assert told.status == 400
    assert await _problems(loopback) == [f"GET /channels/{general}/messages"]


async def test_a_body_that_breaks_the_description_is_a_problem(loopback, checked, general, raw):
    told = await raw.post(general, embeds=[{"title": "x" * 257}])

    assert list(told.body["errors"]["embeds"]["0"]) == ["title"]
    assert len(await _problems(loopback)) == 1


async def test_a_body_that_breaks_a_rule_is_a_problem(loopback, general, raw):
    told = await raw.post(general, content="x" * 2001)

    assert told.body["errors"]["content"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"
    assert len(await _problems(loopback)) == 1


async def test_no_json_is_a_problem(loopback, general, raw):
    url = f"{loopback.address}/api/v10/channels/{general}/messages"

    async with raw._session.post(
        url, data=b"{", headers={"Content-Type": "application/json"}
    ) as no:
        told = await no.json()

    assert told["code"] == 50109
    assert len(await _problems(loopback)) == 1


async def test_a_wrong_answer_of_its_own_is_a_problem(loopback, checked, general, raw):
    await loopback.stage.say(general, None)

    await raw.ask("GET", f"/channels/{general}/messages")

    [problem] = await loopback.witness.problems()
    assert problem["what"].startswith("own answer: 0.content")
    await loopback.witness.forget()


async def test_a_failure_of_its_own_is_a_problem(loopback, general, raw):
    told = await raw.ask("GET", f"/channels/{general}/messages?limit=many")

    assert told.status == 500
    [problem] = await loopback.witness.problems()
    assert problem["what"] == "this Discord failed"
    await loopback.witness.forget()


async def test_an_empty_message_is_refused(loopback, general, raw):
    told = await raw.post(general, content="")

    assert (told.status, told.body["code"]) == (400, 50006)


async def test_ids_may_be_numbers(loopback, checked, general, raw):
    person = await loopback.stage.create_user("ada")

    told = await raw.ask("POST", "/users/@me/channels", {"recipient_id": person})

    assert told.status == 200


async def test_requests_are_recorded_with_their_times_and_ids(loopback, general, raw):
    told = await raw.post(general, content="hi")

    [request] = await loopback.witness.requests()
    [posted] = await loopback.witness.posted()
    assert request["answer_id"] == told.body["id"] == str(posted.id)
    assert (request["method"], request["path"]) == ("POST", f"/channels/{general}/messages")
    assert request["wall"] <= posted.wall <= request["wall"] + request["seconds"]
    assert request["monotonic"] <= posted.monotonic


async def test_without_a_description_it_starts_and_says_so():
    process = Process(openapi="")
    process.stop()

    assert process.checked is False


async def test_a_program_is_pointed_at_it_in_a_process_of_its_own(loopback):
    words = ["--entry", "tests.wire.bots:log_in", "--", "bot"]
    program = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "tests.wire.pointed", loopback.address, *words],
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await program.communicate()

    assert (program.returncode, said.strip()) == (0, b"loopback-bot")


async def test_what_discord_py_sends_breaks_no_rule(loopback, checked, general):
    async with running(PlainBot()) as bot:
        embed = discord.Embed(title="t", description="d", url="https://example.org/", color=1)
        embed.add_field(name="n", value="v").set_footer(text="f").set_author(name="a")
        embed.set_image(url="https://example.org/i.png").timestamp = discord.utils.utcnow()
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="open", url="https://example.org/"))
        view.add_item(discord.ui.Select(custom_id="s", options=[discord.SelectOption(label="a")]))
        sent = await bot.get_channel(general).send("c", embed=embed, view=view, silent=True)
        reply = await sent.reply("r")
        await sent.edit(embed=embed, view=view)

    assert reply.reference.message_id == sent.id
    assert await loopback.witness.problems() == []


async def _problems(loopback):
    found = [one["where"] for one in await loopback.witness.problems()]
    await loopback.witness.forget()
    return found
