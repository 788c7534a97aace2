"""Rooms have live boards in their own channels, in the language of the server."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config import Settings
from bot.guilds.model import GuildTable, Route, RouteKind
from bot.rehearsal.play import rehearse
from tests.factories import NINE, a_program, a_room, a_session, a_talk

pytestmark = pytest.mark.slow

MINUTES, MOMENT = timedelta(minutes=1), timedelta(seconds=30)
HALL, LOFT = a_room("Hall 1", id="hall"), a_room("Loft", id="loft")
RIVERS, LAKES = a_talk("Rivers"), a_talk("Lakes")
PROGRAM = a_program(
    a_session(NINE, minutes=30, talks=(RIVERS.id,), room="hall"),
    a_session(NINE, minutes=60, talks=(LAKES.id,), room="loft"),
    rooms=(HALL, LOFT),
    talks=(RIVERS, LAKES),
)


@pytest.fixture
async def rehearsal():
    """A server that Marquee was just invited to, and nobody has set up."""
    async with rehearse(PROGRAM, Settings()) as it:
        await it.restart(table=GuildTable(id=1))
        await it.move(timedelta(seconds=10))
        yield it


@pytest.fixture
def channels(stage):
    """The two rooms' own channels"""
    names = ("hall", "loft")
    return {name: stage.env.guild.create_text_channel(name) for name in names}


async def choose(rehearsal, stage, **fields):
    await rehearsal.app.guilds.choose(
        stage.guild_id, lambda one: replace(one, **fields), rehearsal.now
    )
    await rehearsal.move(MOMENT)


def routes(channels):
    return tuple(
        Route(kind=RouteKind.ROOM, id=room, channel=channel.id)
        for room, channel in channels.items()
    )


def pinned(channels):
    """What stands pinned in each channel: ids, and all that the boards say"""
    found = {}
    for room, channel in channels.items():
        boards = channel.pinned_messages()
        texts = [one.content + str([part.to_dict() for part in one.embeds]) for one in boards]
        found[room] = ([one.id for one in boards], "".join(texts))
    return found


async def test_each_room_has_one_board_that_is_kept_and_taken_away_again(
    rehearsal, stage, channels
):
    await choose(rehearsal, stage, has_room_boards=True, routes=routes(channels))
    before = pinned(channels)

    await rehearsal.move(21 * MINUTES)
    await rehearsal.restart()
    await rehearsal.move(MOMENT)
    within = pinned(channels)
    await choose(rehearsal, stage, has_room_boards=False)

    assert [len(ids) for ids, _ in before.values()] == [1, 1]
    assert {room: ids for room, (ids, _) in within.items()} == {
        room: ids for room, (ids, _) in before.items()
    }
    for room, own, other in (("hall", "Rivers", "Lakes"), ("loft", "Lakes", "Rivers")):
        text = within[room][1]
        assert (own in text, other in text) == (True, False)
        assert "On now" in text
    assert pinned(channels) == {"hall": ([], ""), "loft": ([], "")}


async def test_without_its_own_channel_a_room_has_no_board(rehearsal, stage, channels):
    await choose(rehearsal, stage, has_room_boards=True, routes=routes(channels)[:1])

    boards = pinned(channels)

    assert [len(ids) for ids, _ in boards.values()] == [1, 0]
