import asyncio

import discord
import pytest

from tests.wire.bots import PlainBot, running


async def test_ready_brings_the_guilds_with_their_channels(loopback, guild):
    async with running(PlainBot()) as bot:
        found = bot.get_guild(guild.id)

        assert {channel.name: channel.id for channel in found.channels} == guild.channels
        assert found.me.id == bot.user.id


async def test_a_guild_made_later_is_told(loopback):
    async with running(PlainBot()) as bot:
        joined = asyncio.create_task(bot.wait_for("guild_join"))
        await asyncio.sleep(0)

        made = await loopback.stage.create_guild("Late")

        assert (await joined).id == made.id


async def test_two_shards_share_the_guilds(loopback):
    await loopback.change_settings(shards=2, max_concurrency=2)
    guilds = await loopback.stage.create_guilds(4)

    async with running(PlainBot()) as bot:
        await loopback.witness.until_connected(2)
        by_shard = {made.id: bot.get_guild(made.id).shard_id for made in guilds}

    assert by_shard == {made.id: (made.id >> 22) % 2 for made in guilds}
    assert sorted(by_shard.values()) == [0, 0, 1, 1]


@pytest.mark.parametrize("code", [1000, 1001, 4000, 4009])
async def test_a_closed_connection_is_resumed(loopback, code):
    async with running(PlainBot()) as bot:
        await loopback.disturb("close", code=code)
        await loopback.witness.until_heard("resume")
        await loopback.witness.until_connected()

        assert bot.times_ready == 1


@pytest.mark.parametrize(
    ("how", "more"), [("abort", {}), ("reconnect", {}), ("invalidate", {"resumable": True})]
)
async def test_a_lost_connection_is_resumed(loopback, how, more):
    async with running(PlainBot()) as bot:
        await loopback.disturb(how, **more)
        await loopback.witness.until_heard("resume")
        await loopback.witness.until_connected()

        assert bot.times_ready == 1


async def test_an_invalid_session_makes_a_new_identify(loopback):
    async with running(PlainBot()) as bot:
        again = asyncio.create_task(bot.wait_for("ready"))
        await asyncio.sleep(0)

        await loopback.disturb("invalidate", resumable=False)
        await again

    heard = [one["what"] for one in await loopback.witness.gateway()]
    assert heard.count("identify") == 2
    assert heard.count("resume") == 0


async def test_resume_replays_what_was_missed(loopback, raw):
    line = await raw.dial()
    await line.identify()
    ready = await line.hear_event("READY")
    await line.socket.close(code=4000)
    made = await loopback.stage.create_guild("Missed")

    again = await raw.dial()
    await again.send(6, {"token": "loopback.token", "session_id": _session(ready), "seq": 1})

    assert (await again.hear_event("GUILD_CREATE"))["d"]["id"] == str(made.id)
    assert (await again.hear())["t"] == "RESUMED"


async def test_a_session_that_its_client_ended_is_not_resumed(loopback, raw):
    line = await raw.dial()
    await line.identify()
    ready = await line.hear_event("READY")
    await line.socket.close(code=1000)

    again = await raw.dial()
    await again.hear()
    await again.send(6, {"token": "loopback.token", "session_id": _session(ready), "seq": 1})

    assert await again.hear() == {"op": 9, "d": False, "s": None, "t": None}


async def test_a_session_is_forgotten_after_its_time(loopback, raw):
    await loopback.change_settings(resume_seconds=0.0)
    line = await raw.dial()
    await line.identify()
    ready = await line.hear_event("READY")
    await line.socket.close(code=4000)

    again = await raw.dial()
    await again.hear()
    await again.send(6, {"token": "loopback.token", "session_id": _session(ready), "seq": 1})

    assert (await again.hear())["op"] == 9


async def test_identifying_too_soon_is_refused(loopback, raw):
    await loopback.change_settings(identify_seconds=5.0)
    first, second = await raw.dial(), await raw.dial()
    await first.identify()
    await first.hear_event("READY")

    await second.hear()
    await second.identify()

    assert await second.hear() == {"op": 9, "d": False, "s": None, "t": None}


async def test_each_bucket_of_shards_identifies_for_itself(loopback, raw):
    await loopback.change_settings(identify_seconds=5.0, max_concurrency=2)
    first, second = await raw.dial(), await raw.dial()

    await first.identify(shard=[0, 2])
    await second.identify(shard=[1, 2])

    assert (await first.hear_event("READY"))["d"]["shard"] == [0, 2]
    assert (await second.hear_event("READY"))["d"]["shard"] == [1, 2]


@pytest.mark.parametrize(
    ("opcode", "data", "code"),
    [
        (2, {"token": "wrong", "intents": 1}, 4004),
        (2, {"token": "loopback.token", "intents": 1 << 30}, 4013),
        (2, {"token": "loopback.token", "intents": 1 << 15}, 4014),
        (2, {"token": "loopback.token", "intents": 1, "shard": [2, 2]}, 4010),
        (3, {}, 4003),
        (99, {}, 4003),
    ],
)
async def test_a_wrong_frame_is_answered_with_its_close_code(loopback, raw, opcode, data, code):
    line = await raw.dial()

    await line.send(opcode, data)

    assert await line.hear_close() == code


async def test_identifying_twice_closes(loopback, raw):
    line = await raw.dial()
    await line.identify()

    await line.identify()

    assert await line.hear_close() == 4005


async def test_an_unknown_opcode_closes(loopback, raw):
    line = await raw.dial()
    await line.identify()

    await line.send(99, None)

    assert await line.hear_close() == 4001


async def test_another_version_closes(loopback, raw):
    line = await raw.dial("v=9&encoding=json")

    assert await line.hear_close() == 4012


async def test_silence_is_timed_out(loopback, raw):
    await loopback.change_settings(heartbeat=0.05)

    line = await raw.dial()

    assert await line.hear_close() == 4009


async def test_messages_are_told_to_who_asked_and_others_without_their_text(loopback, raw, general):
    line = await raw.dial()
    await line.identify(intents=1 | 1 << 9)
    await line.hear_event("GUILD_CREATE")

    await raw.post(general, content="mine")
    await loopback.stage.say(general, "somebody's")

    heard = [await line.hear_event("MESSAGE_CREATE") for _ in range(2)]
    assert [one["d"]["content"] for one in heard] == ["mine", ""]


async def test_all_processes_of_a_shard_hear_the_same(loopback, raw):
    lines = [await raw.dial(), await raw.dial()]
    for line in lines:
        await line.identify()
        await line.hear_event("READY")

    made = await loopback.stage.create_guild()

    heard = [await line.hear_event("GUILD_CREATE") for line in lines]
    assert [one["d"]["id"] for one in heard] == [str(made.id)] * 2


async def test_too_many_frames_close(loopback, raw):
    line = await raw.dial()

    for _ in range(121):
        await line.send(1, None)

    assert await line.hear_close() == 4008


@pytest.mark.parametrize("frame", ["{", "[]", '{"op": 2, "d": 5}', "x" * 5000])
async def test_a_frame_that_makes_no_sense_closes(loopback, raw, frame):
    line = await raw.dial()

    await line.socket.send_str(frame)

    assert await line.hear_close() == 4002


async def test_a_heartbeat_is_acknowledged(loopback, raw):
    line = await raw.dial()
    hello = await line.hear()

    await line.send(1, None)

    assert hello["d"] == {"heartbeat_interval": 41250}
    assert (await line.hear())["op"] == 11


async def test_privileged_intents_end_the_bot(loopback):
    bot = PlainBot(intents=discord.Intents(message_content=True))

    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(bot):
            pass


async def test_a_wrong_token_does_not_log_in(loopback):
    with pytest.raises(discord.LoginFailure):
        async with running(PlainBot(), "wrong"):
            pass


async def test_more_identifies_than_a_day_allows_are_a_problem(loopback, raw):
    await loopback.change_settings(identify_limit=0)
    line = await raw.dial()

    await line.identify()

    assert await line.hear_close() == 4004
    assert [one["where"] for one in await loopback.witness.problems()] == ["gateway"]
    await loopback.witness.forget()


def _session(ready):
    return ready["d"]["session_id"]
