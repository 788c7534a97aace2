"""On a loopback Discord: what Marquee leaves standing in a server is taken down once it is over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import takedown
from bot.mirrors.model import PENDING, Mirror, MirrorKind
from bot.takedown import TakenDown, take_down
from tests.wire.raw import TOKEN

pytestmark = pytest.mark.slow

NOW = datetime.now(UTC).replace(microsecond=0)
HOUR = timedelta(hours=1)
MARK = "Kept up to date by Marquee (marquee-0123456789ab)"


@pytest.fixture
async def standing(loopback, raw, guild, general):
    """A board and two events of Marquee's, and an event that it was not asked to keep"""
    await loopback.change_settings(route_limit=0, global_limit=0)
    message = await raw.ask("POST", f"/channels/{general}/messages", {"content": "On now"})
    made = [
        await raw.ask("POST", f"/guilds/{guild.id}/scheduled-events", _event(text))
        for text in (MARK, f"A talk\n{MARK}", "Party")
    ]
    board = Mirror(
        guild_id=guild.id,
        kind=MirrorKind.BOARD,
        subject="whole",
        discord_id=int(message.body["id"]),
        digest="",
        created_at=NOW,
        edited_at=NOW,
        channel=general,
    )
    events = [
        replace(
            board,
            kind=MirrorKind.EVENT,
            subject=f"conf:{one.body['id']}",
            discord_id=int(one.body["id"]),
            channel=None,
        )
        for one in made[:2]
    ]
    return [board, *events]


def _event(text):
    return {
        "name": "Talk",
        "description": text,
        "entity_type": 3,
        "entity_metadata": {"location": "Hall"},
        "privacy_level": 2,
        "scheduled_start_time": (NOW + HOUR).isoformat(),
        "scheduled_end_time": (NOW + 2 * HOUR).isoformat(),
    }


async def left_in(raw, guild):
    events = await raw.ask("GET", f"/guilds/{guild.id}/scheduled-events")
    messages = await raw.ask("GET", f"/channels/{guild.channels['general']}/messages")
    return [one["description"] for one in events.body], len(messages.body)


async def test_boards_and_events_go_and_what_people_made_stays(standing, raw, guild):
    taken = await take_down(TOKEN, guild.id, standing)

    assert taken == TakenDown(boards=1, events=2)
    assert await left_in(raw, guild) == (["Party"], 0)


async def test_what_somebody_deleted_is_no_trouble(standing, raw, guild, general):
    await raw.ask("DELETE", f"/channels/{general}/messages/{standing[0].discord_id}")

    taken = await take_down(TOKEN, guild.id, standing[:1])

    assert (taken.left, taken.why) == ((), "")


async def test_what_discord_refuses_is_told_with_its_place(standing, loopback, raw, guild, general):
    await loopback.stage.forbid(general, "view_channel")
    pending = replace(standing[0], subject="room", discord_id=PENDING)

    taken = await take_down(TOKEN, guild.id, [standing[0], pending])

    channel = f"https://discord.com/channels/{guild.id}/{general}"
    assert taken.left == (
        f"a live board: {channel}/{standing[0].discord_id}",
        f"a live board: {channel}",
    )
    assert taken.why == "Discord says: Missing Access"


async def test_where_marquee_is_not_any_more_all_is_left(standing, loopback, guild):
    await loopback.stage.remove_guild(guild.id)

    taken = await take_down(TOKEN, guild.id, standing)

    assert taken.why == "Marquee is not in that server any more"
    assert len(taken.left) == 2


async def test_a_token_that_discord_does_not_take_leaves_all(standing, guild):
    taken = await take_down("wrong.token.here", guild.id, standing)

    assert (taken.why, len(taken.left)) == ("Discord does not take the token", 2)


async def test_a_discord_that_says_nothing_is_not_waited_for_long(
    standing, loopback, guild, monkeypatch
):
    monkeypatch.setattr(takedown, "REQUEST_LIMIT", timedelta(seconds=0.2))
    await loopback.fault("GET /users/@me", times=None, delay=3)

    taken = await take_down(TOKEN, guild.id, standing)

    assert (taken.why, len(taken.left)) == ("Discord could not be reached", 2)
