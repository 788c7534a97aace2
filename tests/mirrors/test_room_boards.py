"""Rooms with boards of their own, beside the one of all."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from bot.guilds.model import Choices, Route, RouteKind
from bot.mirrors.board import board_of, board_of_room, within_room
from bot.mirrors.board_spots import WHOLE, places_of, room_of, room_subject
from bot.mirrors.model import Reply, Result
from bot.program.timetable import Timetable
from bot.translation import Language
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.mirrors.mirrors import GUILD, MINUTE, PLACE, told_in
from tests.mirrors.pinned import Killed, Town

HALL_PLACE, LOFT_PLACE, ELSEWHERE = 21, 22, 23
HALL, LOFT, ATTIC = a_room("Hall", id="hall"), a_room("Loft", id="loft"), a_room(id="attic")
RIVERS, LAKES = a_talk("Rivers"), a_talk("Lakes")
FIRST = a_session(NINE, id="first", minutes=30, room="hall", talks=(RIVERS.id,))
SECOND = a_session(NINE + 60 * MINUTE, id="second", minutes=30, room="hall", talks=(LAKES.id,))
BESIDE = a_session(NINE, id="beside", minutes=120, room="loft", title="Workshop")
LUNCH = a_session(NINE + 30 * MINUTE, id="lunch", minutes=30, title="Lunch")
PROGRAM = a_program(FIRST, SECOND, BESIDE, LUNCH, rooms=(HALL, LOFT, ATTIC), talks=(RIVERS, LAKES))
TIMETABLE = Timetable(PROGRAM)
BEFORE, WITHIN = (NINE.astimezone(UTC) + minutes * MINUTE for minutes in (-10, 5))
ROUTES = (
    Route(kind=RouteKind.ROOM, id="hall", channel=HALL_PLACE),
    Route(kind=RouteKind.ROOM, id="loft", channel=LOFT_PLACE),
)
FORBIDDEN = Reply(result=Result.REFUSED, reason="allow Send Messages")


@pytest.fixture
def town():
    town = Town(TIMETABLE, BEFORE)
    choose(town, board_channel=None, has_room_boards=True, routes=ROUTES)
    return town


@pytest.fixture
async def posted(town):
    """A town whose two boards are posted and pinned"""
    await town.boards.look()
    town.walls.calls.clear()
    return town


def choose(town, guild_id=GUILD, **fields):
    town.choices[guild_id] = replace(town.choices[guild_id], **fields)


def shown(town):
    """What stands where: channel, and the ids of what it says is on and comes next"""
    return sorted(
        (
            paper.spot.channel,
            tuple(one.id for one in paper.board.on_now),
            tuple(one.id for one in paper.board.coming),
        )
        for paper in town.walls.papers
    )


def test_a_room_has_nothing_on_its_board_but_what_takes_place_there():
    within = within_room(TIMETABLE, HALL)

    board = board_of_room(HALL, within, NINE + 10 * MINUTE)

    assert board.room == HALL
    assert (board.on_now, board.coming) == ((FIRST,), (SECOND,))
    assert board.until == NINE.astimezone(UTC) + 30 * MINUTE
    assert within.program.talks == (RIVERS, LAKES)
    assert within_room(TIMETABLE, LOFT).program.talks == ()


def test_boards_stand_where_they_were_chosen_and_rooms_that_are_gone_have_none():
    track = Route(kind=RouteKind.TRACK, id="hall", channel=ELSEWHERE)
    gone = Route(kind=RouteKind.ROOM, id="cellar", channel=ELSEWHERE)
    choices = Choices(
        guild_id=GUILD, board_channel=PLACE, has_room_boards=True, routes=(track, gone, *ROUTES)
    )
    rooms = {room_subject("hall"): HALL_PLACE, room_subject("loft"): LOFT_PLACE}

    assert places_of(choices, TIMETABLE) == {WHOLE: PLACE, **rooms}
    assert places_of(replace(choices, has_room_boards=False), TIMETABLE) == {WHOLE: PLACE}
    assert room_subject("cellar") in places_of(choices, None)
    assert [room_of(one) for one in (WHOLE, room_subject(WHOLE))] == [None, WHOLE]


async def test_each_room_with_a_channel_of_its_own_has_one_pinned_board_there(town):
    for seconds in range(0, 600, 15):
        await town.look_at(BEFORE + timedelta(seconds=seconds))

    assert shown(town) == [(HALL_PLACE, (), ("first",)), (LOFT_PLACE, (), ("beside",))]
    assert all(paper.is_pinned for paper in town.walls.papers)
    assert sorted(one.subject for one in town.mirrors) == ["room:hall", "room:loft"]


async def test_only_the_board_whose_room_changes_is_edited(posted):
    await posted.look_at(WITHIN)
    both = len(posted.walls.calls)

    await posted.look_at(NINE.astimezone(UTC) + 31 * MINUTE)

    assert (both, posted.walls.calls[both:]) == (2, [("edit", GUILD)])
    assert shown(posted) == [(HALL_PLACE, (), ("second",)), (LOFT_PLACE, ("beside",), ())]


async def test_beside_the_board_of_all_in_one_channel_they_are_told_apart(town):
    choose(
        town,
        board_channel=PLACE,
        routes=tuple(replace(route, channel=PLACE) for route in ROUTES),
    )
    await town.boards.look()
    town.store.mirrors.clear()
    town.restart()

    await town.look_at(WITHIN)

    assert [method for method, _ in town.walls.calls].count("create") == 3
    assert len({paper.spot.mark for paper in town.walls.papers}) == 3
    assert {paper.board.room for paper in town.walls.papers} == {None, HALL, LOFT}


@pytest.mark.parametrize(
    "fields",
    [{"has_room_boards": False}, {"routes": ()}],
    ids=["without the switch", "without the routes"],
)
async def test_without_the_wish_they_are_taken_away(posted, fields):
    choose(posted, **fields)

    await posted.look_at(WITHIN)

    assert (posted.walls.papers, posted.mirrors) == ([], [])


async def test_the_board_of_all_stays_when_rooms_have_none_any_more(posted):
    choose(posted, board_channel=PLACE)
    await posted.boards.look()

    choose(posted, has_room_boards=False)
    await posted.look_at(WITHIN)

    (paper,) = posted.walls.papers
    assert (paper.spot.channel, paper.board) == (PLACE, board_of(TIMETABLE, WITHIN))


async def test_a_room_in_another_channel_has_its_board_there(posted):
    choose(posted, routes=(replace(ROUTES[0], channel=ELSEWHERE), ROUTES[1]))

    await posted.look_at(WITHIN)

    assert [one[0] for one in shown(posted)] == [LOFT_PLACE, ELSEWHERE]


async def test_a_room_that_is_gone_from_the_program_has_no_board(posted):
    posted.timetable = Timetable(replace(PROGRAM, rooms=(HALL,)))

    await posted.look_at(WITHIN)

    assert [one[0] for one in shown(posted)] == [HALL_PLACE]


async def test_a_room_is_over_when_its_last_session_is(posted):
    await posted.look_at(NINE.astimezone(UTC) + 95 * MINUTE)

    assert {paper.spot.channel: paper.board.is_over for paper in posted.walls.papers} == {
        HALL_PLACE: True,
        LOFT_PLACE: False,
    }


@pytest.mark.parametrize("moment", ["create", "pin", "edit", "remove"])
async def test_killed_anywhere_and_started_again_each_room_has_one_board(town, moment):
    for instant in (BEFORE, WITHIN):
        town.walls.killed_after = moment
        if instant == WITHIN:
            choose(town, routes=(replace(ROUTES[0], channel=ELSEWHERE), ROUTES[1]))
        for minutes in range(3):
            try:
                await town.look_at(instant + minutes * MINUTE)
            except Killed:
                town.restart()

    assert shown(town) == [
        (LOFT_PLACE, ("beside",), ()),
        (ELSEWHERE, ("first",), ("second",)),
    ]
    assert all(paper.is_pinned for paper in town.walls.papers)
    assert {one.discord_id for one in town.mirrors} == {one.id for one in town.walls.papers}


async def test_what_is_in_the_way_of_one_holds_up_no_other_and_is_told(town):
    town.walls.faults["find"] = [FORBIDDEN]

    await town.boards.look()
    told = told_in(town.boards)
    town.boards.try_again(GUILD)
    await town.boards.look()

    assert (told, told_in(town.boards)) == ("allow Send Messages", None)
    assert len(town.walls.papers) == 2


async def test_one_that_breaks_leaves_the_others_as_they_should_be(town, caplog):
    town.walls.faults["find"] = [RuntimeError("a bug")]

    await town.boards.look()
    first = len(town.walls.papers)
    await town.look_at(BEFORE + MINUTE)

    assert (first, len(town.walls.papers)) == (1, 2)
    assert "Reference " in caplog.text


async def test_in_another_language_a_board_is_edited(posted):
    choose(posted, language=Language.GERMAN)
    posted.walls.digest = lambda board: f"{board.phase} in {board.language}"

    await posted.look_at(BEFORE + 2 * MINUTE)

    assert [method for method, _ in posted.walls.calls] == ["edit", "edit"]
    assert {paper.board.language for paper in posted.walls.papers} == {Language.GERMAN}


async def test_guilds_that_follow_one_program_in_two_languages_each_have_their_own():
    town = Town(TIMETABLE, BEFORE, guilds=(1, 2))
    choose(town, 2, language=Language.FRENCH)

    await town.boards.look()

    assert {paper.spot.guild_id: paper.board.language for paper in town.walls.papers} == {
        1: Language.ENGLISH,
        2: Language.FRENCH,
    }
