"""Live boards on a loopback Discord: posted once, pinned, edited, found again."""

import os
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.guilds.model import Choices, Route, RouteKind
from bot.mirrors import boards as boards_module
from bot.mirrors.board_keeper import BoardKeeper
from bot.mirrors.board_spots import Spot, room_subject
from bot.mirrors.boards import Boards
from bot.mirrors.model import MirrorKind
from bot.pinboard import Channels
from bot.program.timetable import Timetable
from bot.rehearsal.time import HeldClock
from bot.storage.database import open_database
from bot.storage.mirrors import SqlMirrorStore
from tests.factories import a_program, a_room, a_session
from tests.mirrors.mirrors import told_in
from tests.wire.raw import TOKEN

pytestmark = pytest.mark.slow

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PINS = "/channels/{channel_id}/messages/pins"
EDITING = "^PATCH /channels/[0-9]+/messages/[0-9]+$"
POSTING = "^POST /channels/[0-9]+/messages$"
SESSIONS = 12


class Killed(BaseException):
    """The process dies here."""


class DyingStore(SqlMirrorStore):
    """A store that dies before it keeps that something is posted."""

    dies = True

    async def swap(self, before, after):
        if self.dies and before is not None and after is not None and not after.is_pending:
            raise Killed
        return await super().swap(before, after)


class Home:
    """One Marquee's boards: its program, its guild, its clock, and its store over restarts."""

    def __init__(self, guild, place, path):
        self.place = place
        self.path = path
        self.began = datetime.now(UTC).replace(microsecond=0)
        self.clock = HeldClock(self.began)
        self.choices = Choices(guild_id=guild.id, board_channel=place)
        self.timetable = Timetable(a_day(self.began + 10 * MINUTE))
        self.spot = Spot(guild_id=guild.id, channel=place)

    def timetable_for(self, choices):
        return self.timetable

    def all(self):
        return (self.choices,)

    def for_guild(self, guild_id):
        return self.choices

    @asynccontextmanager
    async def running(self, store=SqlMirrorStore):
        """Boards over REST alone, as they are when Marquee starts."""
        database = await open_database(self.path)
        try:
            async with discord.Client(intents=discord.Intents.none()) as client:
                await client.login(TOKEN)
                keeper = BoardKeeper(store(database), Channels(client))
                yield Boards(self, self, keeper, self.clock, owns=lambda _: True)
        finally:
            await database.close()

    async def mirrors(self):
        database = await open_database(self.path)
        try:
            return await SqlMirrorStore(database).all(MirrorKind.BOARD)
        finally:
            await database.close()


def a_day(start):
    """Twelve sessions of 25 minutes, in two rooms in turn, every half hour"""
    rooms = (a_room("Hall", id="hall"), a_room("Loft", id="loft"))
    sessions = (
        a_session(
            start + number * 30 * MINUTE,
            id=f"s-{number}",
            title=f"Session {number}",
            minutes=25,
            room=rooms[number % 2].id,
        )
        for number in range(SESSIONS)
    )
    days = {"first_day": start.date(), "last_day": (start + 6 * HOUR).date()}
    return a_program(*sessions, rooms=rooms, zone="UTC", **days)


def rooms_in(home, *rooms):
    """The choices of a guild whose rooms have boards of their own, all in one channel"""
    routes = tuple(Route(kind=RouteKind.ROOM, id=room, channel=home.place) for room in rooms)
    return Choices(guild_id=home.spot.guild_id, has_room_boards=True, routes=routes)


@pytest.fixture
async def home(loopback, guild, general, tmp_path):
    # A day passes here in a second or two.
    await loopback.change_settings(channel_limit=0, route_limit=0)
    return Home(guild, general, tmp_path / "marquee.db")


@pytest.fixture
def standing(loopback, home):
    """The messages that stand in the board's channel"""

    async def standing():
        return [one for one in await loopback.witness.posted(home.place) if not one.deleted]

    return standing


@pytest.fixture
def pins(raw):
    """The ids of a channel's pins, the latest first"""

    async def pins(channel):
        found = await raw.ask("GET", f"/channels/{channel}/messages/pins")
        return [int(one["message"]["id"]) for one in found.body["items"]]

    return pins


async def asked(loopback, method, ending):
    """The requests of a method whose path ends so"""
    return [
        one
        for one in await loopback.witness.requests()
        if one["method"] == method and one["route"].endswith(ending)
    ]


async def test_a_board_is_posted_once_silently_and_pinned(home, standing, pins):
    async with home.running() as boards:
        await boards.look()
        await boards.look()

        told = told_in(boards, home.spot.guild_id)

    (board,) = await standing()
    (mirror,) = await home.mirrors()
    assert await pins(home.place) == [board.id] == [mirror.discord_id]
    assert board.body["embeds"][0]["url"].endswith(f"#{home.spot.mark}")
    assert board.body["flags"] & 1 << 12
    assert board.body["content"].startswith("**Conf 2022** begins <t:")
    assert told is None


async def test_over_a_whole_day_it_is_edited_with_each_start_and_end_and_no_more(
    loopback, home, standing, pins, record_property
):
    seen = set()
    async with home.running() as boards:
        for seconds in range(0, 7 * 3600, int(boards_module.LOOK.total_seconds())):
            home.clock.move_to(home.began + timedelta(seconds=seconds))
            await boards.look()
            seen |= (
                {one.body["content"] for one in await standing()} if seconds % 300 == 0 else set()
            )

    edits = await asked(loopback, "PATCH", "/messages/{message_id}")
    (board,) = await standing()
    counts = {
        "sessions": SESSIONS,
        "edits": len(edits),
        "posts": await loopback.witness.count(home.place),
        "pins": len(await asked(loopback, "PUT", PINS + "/{message_id}")),
    }
    record_property("board over a day", counts)
    print("A board over a simulated day:", counts)  # noqa: T201 - the counts are to be shown
    assert counts == {"sessions": SESSIONS, "edits": 2 * SESSIONS, "posts": 1, "pins": 1}
    assert {one["status"] for one in edits} == {200}
    assert await pins(home.place) == [board.id]
    assert board.body["content"] == "**Conf 2022** is over."
    assert any(one.startswith("**On now · Up next**") for one in seen)


async def test_a_restart_finds_the_same_message(home, standing):
    async with home.running() as boards:
        await boards.look()
    (before,) = await standing()

    home.clock.move_to(home.began + 15 * MINUTE)
    async with home.running() as boards:
        await boards.look()

    (after,) = await standing()
    assert (after.id, after.body["content"]) == (before.id, "**On now · Up next** · Conf 2022")


async def test_killed_between_creating_and_storing_it_is_one_board(home, standing, pins):
    with pytest.raises(Killed):
        async with home.running(DyingStore) as boards:
            await boards.look()
    orphans = await standing()

    async with home.running() as boards:
        await boards.look()

    (board,) = await standing()
    (mirror,) = await home.mirrors()
    assert [one.id for one in orphans] == [board.id] == [mirror.discord_id]
    assert await pins(home.place) == [board.id]


async def test_killed_so_each_room_has_one_board_though_they_stand_in_one_channel(
    home, standing, pins
):
    home.choices = rooms_in(home, "hall")
    with pytest.raises(Killed):
        async with home.running(DyingStore) as boards:
            await boards.look()
    (orphan,) = await standing()
    home.choices = rooms_in(home, "hall", "loft")

    async with home.running() as boards:
        await boards.look()

    both = await standing()
    marks = {one.id: one.body["embeds"][0]["url"].partition("#")[2] for one in both}
    spots = {
        one.discord_id: replace(home.spot, subject=one.subject) for one in await home.mirrors()
    }
    assert marks == {message: spot.mark for message, spot in spots.items()}
    assert spots[orphan.id].subject == room_subject("hall")
    assert sorted(await pins(home.place)) == sorted(marks)
    assert len(marks) == 2


async def test_killed_so_and_the_store_lost_the_pins_tell_of_it(home, standing):
    async with home.running() as boards:
        await boards.look()
    home.path.unlink()

    async with home.running() as boards:
        await boards.look()

    (board,) = await standing()
    (mirror,) = await home.mirrors()
    assert mirror.discord_id == board.id


async def test_an_answer_that_got_lost_makes_no_second_board(loopback, home, standing):
    await loopback.fault(POSTING, cut=True, effect=True, times=1)
    async with home.running() as boards:
        await boards.look()
        home.clock.move_to(home.began + MINUTE)
        await boards.look()

    assert len(await standing()) == 1
    assert len(await home.mirrors()) == 1


async def test_what_a_moderator_deleted_comes_back_with_the_next_change(
    loopback, home, standing, pins
):
    async with home.running() as boards:
        await boards.look()
        (first,) = await standing()
        await loopback.stage.remove_message(home.place, first.id)
        home.clock.move_to(home.began + 15 * MINUTE)
        await boards.look()

    (board,) = await standing()
    assert board.id != first.id
    assert await pins(home.place) == [board.id]


async def test_one_that_takes_no_more_edits_is_posted_anew(loopback, home, standing, pins):
    async with home.running() as boards:
        await boards.look()
        (first,) = await standing()
        limit = {"status": 429, "code": 30046, "via": False, "times": 1}
        await loopback.fault(EDITING, **limit)
        home.clock.move_to(home.began + 2 * HOUR)
        await boards.look()

    (board,) = await standing()
    assert board.id != first.id
    assert await pins(home.place) == [board.id]


async def test_an_edit_that_discord_makes_wait_too_long_is_given_up_and_the_board_renewed(
    loopback, home, standing, monkeypatch
):
    monkeypatch.setattr("bot.pinboard.REQUEST_LIMIT", timedelta(seconds=0.3))
    async with home.running() as boards:
        await boards.look()
        (first,) = await standing()
        await loopback.fault(EDITING, status=429, code=30046, retry_after=60.0, times=None)
        for minutes in (120, 121, 123):
            home.clock.move_to(home.began + minutes * MINUTE)
            await boards.look()

    (board,) = await standing()
    assert board.id != first.id


async def test_without_pin_messages_it_stands_unpinned_until_that_is_allowed(
    loopback, home, standing, pins
):
    await loopback.stage.forbid(home.place, "pin_messages")
    async with home.running() as boards:
        await boards.look()
        told, unpinned = told_in(boards, home.spot.guild_id), await pins(home.place)
        await loopback.stage.forbid(home.place)
        home.clock.move_to(home.began + 15 * MINUTE)
        await boards.look()

        assert told_in(boards, home.spot.guild_id) is None
    (board,) = await standing()
    assert (unpinned, await pins(home.place)) == ([], [board.id])
    assert told == (
        f"The live board stands in <#{home.place}>, but not among its pins: "
        "allow Marquee Pin Messages there."
    )


@pytest.mark.parametrize(
    ("denied", "lacking"),
    [
        ("send_messages", "Marquee lacks Send Messages, Embed Links in #general of Guild: allow"),
        ("embed_links", "Marquee lacks Embed Links in #general of Guild: allow it."),
        ("read_message_history", "Marquee lacks Read Message History in #general of Guild"),
        ("view_channel", "Marquee may not see the channel"),
    ],
)
async def test_where_it_may_not_be_posted_that_is_said_and_nothing_is_tried(
    loopback, home, denied, lacking
):
    await loopback.stage.forbid(home.place, denied)
    async with home.running() as boards:
        await boards.look()

        assert lacking in told_in(boards, home.spot.guild_id)
    assert await asked(loopback, "POST", "/messages") == []


async def test_a_channel_that_is_gone_is_told(loopback, home):
    async with home.running() as boards:
        await boards.look()
        await loopback.stage.remove_channel(home.place)
        home.clock.move_to(home.began + 15 * MINUTE)
        await boards.look()

        told = told_in(boards, home.spot.guild_id)

    assert told == f"The live board's channel <#{home.place}> is gone: choose another one."


async def test_in_another_channel_there_is_one_board_still(loopback, home, guild, standing):
    async with home.running() as boards:
        await boards.look()
        other = await loopback.stage.create_channel(guild.id, "board")
        home.choices = Choices(guild_id=guild.id, board_channel=other)
        await boards.look()

    assert await standing() == []
    assert [one.deleted for one in await loopback.witness.posted(other)] == [False]


async def test_chosen_no_more_it_is_taken_away(home, standing):
    async with home.running() as boards:
        await boards.look()
        home.choices = Choices(guild_id=home.spot.guild_id)
        await boards.look()

    assert (await standing(), await home.mirrors()) == ([], ())


async def test_its_requests_are_as_discord_describes_them(checked, loopback, home):
    assert os.environ["MARQUEE_OPENAPI"]
    async with home.running() as boards:
        await boards.look()
        home.clock.move_to(home.began + 15 * MINUTE)
        await boards.look()

    assert await loopback.witness.problems() == []
