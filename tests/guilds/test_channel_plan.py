from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guilds.channel_plan import (
    CATEGORY_CHANNELS,
    GUILD_CHANNELS,
    LONGEST_NAME,
    Category,
    Standing,
    channel_name,
    channel_plan,
)
from bot.guilds.model import Choices, Route, RouteKind
from tests.factories import a_program, a_room, a_track

WEB, DATA = a_track("Web & <Mobile>", id="web"), a_track("Data", id="data")
HALL = a_room("Hall 1", id="hall")
PROGRAM = a_program(name="Conf  2022", tracks=(WEB, DATA), rooms=(HALL,))
NOTHING = Choices(guild_id=1)
CATEGORY = Standing(id=50, name="Conf 2022", is_category=True, is_text=False)


def planned(*standing, kind=RouteKind.TRACK, program=PROGRAM, choices=NOTHING):
    return channel_plan(kind, program, choices, standing)


def a_channel(number, name="x", category=50, **fields):
    return Standing(id=number, name=name, category=category, **fields)


def names(plan):
    return [(one.id, one.name, one.stands) for one in plan.wanted]


def test_every_track_has_a_channel_made_in_a_category_that_is_called_like_the_program():
    plan = planned(a_channel(9, "general", None))

    assert (plan.categories, plan.made, plan.known) == ((Category(name="Conf 2022"),), 2, 2)
    assert names(plan) == [("web", "web-mobile", None), ("data", "data", None)]


def test_every_room_has_one_if_that_is_what_is_asked_for():
    assert names(planned(kind=RouteKind.ROOM)) == [("hall", "hall-1", None)]


def test_what_has_a_channel_is_left_alone():
    routed = replace(NOTHING, routes=(Route(kind=RouteKind.TRACK, id="web", channel=7),))

    plan = planned(choices=routed)

    assert (names(plan), plan.known) == ([("data", "data", None)], 2)


def test_what_stands_there_by_that_name_and_is_nobodys_is_taken():
    plan = planned(CATEGORY, a_channel(8, "data"), a_channel(7, "data"), a_channel(6, "web", None))

    assert (plan.categories, plan.made) == ((Category(name="Conf 2022", id=50),), 1)
    assert names(plan) == [("web", "web-mobile", None), ("data", "data", 7)]


def test_what_stands_there_for_something_else_is_not_taken():
    busy = replace(NOTHING, log_channel=7)

    for standing in (a_channel(7, "data"), a_channel(8, "data", is_text=False)):
        assert [one.stands for one in planned(CATEGORY, standing, choices=busy).wanted] == [
            None
        ] * 2


def test_tracks_that_are_called_alike_have_channels_that_are_not():
    titles = ("C", "C++", "c#", "c 2")
    tracks = tuple(a_track(title, id=f"t-{at}") for at, title in enumerate(titles))

    assert [one.name for one in planned(program=replace(PROGRAM, tracks=tracks)).wanted] == [
        "c",
        "c-2",
        "c-3",
        "c-2-2",
    ]


@pytest.mark.parametrize("own", [(), (Route(kind=RouteKind.TRACK, id="gone", channel=7),)])
def test_a_name_that_somebody_elses_channel_has_is_not_given_again(own):
    hall = a_channel(7, "hall-1")

    rooms = planned(CATEGORY, hall, kind=RouteKind.ROOM, choices=replace(NOTHING, routes=own))

    assert names(rooms) == [("hall", "hall-1-2", None) if own else ("hall", "hall-1", 7)]


def test_of_two_that_are_called_alike_the_other_finds_its_own_again():
    rooms = (a_room("Hall", id="a"), a_room("Hall", id="b"))
    program, half = replace(PROGRAM, rooms=rooms), (CATEGORY, a_channel(7, "hall"))
    chosen = replace(NOTHING, routes=(Route(kind=RouteKind.ROOM, id="a", channel=7),))

    missing, killed = (
        planned(*half, *more, kind=RouteKind.ROOM, program=program, choices=chosen)
        for more in ((), (a_channel(8, "hall-2"),))
    )

    assert (names(missing), names(killed)) == ([("b", "hall-2", None)], [("b", "hall-2", 8)])


def others(number):
    """So many channels that stand in no category"""
    return tuple(a_channel(1_000 + at, category=None) for at in range(number))


def full(number, name):
    """A category by its id, with all that it holds"""
    inside = (a_channel(number + at, f"x{at}", number) for at in range(1, CATEGORY_CHANNELS + 1))
    return (Standing(id=number, name=name, is_category=True, is_text=False), *inside)


def for_rooms(number, *standing, name="Conf 2022"):
    """What is made for so many rooms: how many in each category by its name and id"""
    rooms = tuple(a_room(f"Room {at}", id=f"room-{at}") for at in range(number))
    program = a_program(name=name, rooms=rooms)
    plan = planned(*standing, kind=RouteKind.ROOM, program=program)
    made = Counter((one.category.name, one.category.id) for one in plan.wanted)
    assert (plan.made + plan.left_out, plan.known) == (number, number)
    assert [(one.name, one.id) for one in plan.categories] == list(made)
    assert len(standing) + plan.made + sum(one.id is None for one in plan.categories) <= max(
        GUILD_CHANNELS, len(standing)
    )
    return dict(made)


@pytest.mark.parametrize(
    ("number", "standing", "made"),
    [
        (50, (), {("Conf 2022", None): 50}),
        (51, (), {("Conf 2022", None): 50, ("Conf 2022 (2)", None): 1}),
        (
            120,
            (),
            {("Conf 2022", None): 50, ("Conf 2022 (2)", None): 50, ("Conf 2022 (3)", None): 20},
        ),
        (2, full(50, "Conf 2022")[:-1], {("Conf 2022", 50): 1, ("Conf 2022 (2)", None): 1}),
        (2, full(50, "Conf  2022"), {("Conf 2022 (2)", None): 2}),
        (
            2,
            (*full(50, "Conf 2022"), *full(200, "Conf 2022 (2)")[:-1]),
            {("Conf 2022 (2)", 200): 1, ("Conf 2022 (3)", None): 1},
        ),
        (
            2,
            (*full(50, "Conf 2022"), *full(200, "Conf 2022 (3)")[:-1]),
            {("Conf 2022 (3)", 200): 1, ("Conf 2022 (2)", None): 1},
        ),
    ],
)
def test_what_a_category_does_not_hold_comes_into_the_next(number, standing, made):
    assert for_rooms(number, *standing) == made


@pytest.mark.parametrize(
    ("free", "made"),
    [(0, 0), (1, 0), (2, 1), (51, 50), (52, 50), (53, 51), (61, 59), (62, 60), (63, 60)],
)
def test_no_more_are_made_than_the_server_holds_categories_included(free, made):
    assert sum(for_rooms(60, *others(GUILD_CHANNELS - free)).values()) == made


@pytest.mark.parametrize(("free", "made"), [(0, 0), (1, 1), (50, 49), (51, 50), (52, 51)])
def test_a_category_that_stands_takes_no_place_of_the_servers(free, made):
    inside = full(50, "Conf 2022")[:2]

    found = for_rooms(60, *inside, *others(GUILD_CHANNELS - free - len(inside)))

    assert sum(found.values()) == made


def test_an_empty_server_is_filled_to_the_last_place():
    assert list(for_rooms(600).values()) == [50] * 9 + [40]


def test_a_category_has_a_number_though_its_name_is_as_long_as_can_be():
    made = for_rooms(51, name="x" * LONGEST_NAME)

    assert list(made) == [("x" * LONGEST_NAME, None), ("x" * (LONGEST_NAME - 4) + " (2)", None)]


def test_what_stands_in_a_further_category_and_is_nobodys_is_taken_there():
    second = Standing(id=200, name="Conf 2022 (2)", is_category=True, is_text=False)

    plan = planned(CATEGORY, second, a_channel(201, "data", 200))

    assert [(one.name, one.category.id, one.stands) for one in plan.wanted] == [
        ("web-mobile", 50, None),
        ("data", 200, 201),
    ]


def test_the_print_tells_one_plan_from_another():
    plans = [
        planned(),
        planned(kind=RouteKind.ROOM),
        planned(program=replace(PROGRAM, name="Other")),
        planned(CATEGORY, a_channel(7, "data")),
    ]

    assert len({plan.print for plan in plans}) == len(plans)
    assert planned().print == planned().print


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hall 1: Main – Stage!", "hall-1-main-stage"),
        ("  ÄRZTE_und  Köche ", "ärzte-und-köche"),
        ("キーノート 会場", "キーノート-会場"),
        ("हिन्दी", "हिन्दी"),
        ("@everyone #general", "everyone-general"),
        ("🎤✨", ""),
        ("❤️ Live ❤️", "live"),
    ],
)
def test_a_name_is_cleaned_for_discord(text, name):
    assert channel_name(text) == name


@given(st.text())
def test_a_cleaned_name_stays_as_it_is(text):
    name = channel_name(text)

    assert channel_name(name) == name
    assert len(name) <= LONGEST_NAME
    assert name == name.lower()
    assert not any(letter.isspace() for letter in name)
