from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guilds.model import Choices, Lead, Route, RouteKind
from bot.ui.setup_card import NOTHING_LOADED, Panel, setup_card
from bot.ui.setup_orders import Pick, RoutePicker, SetupPage, TextPicker
from bot.ui.setup_places import NO_PLACES
from tests.factories import a_program, a_room, a_track
from tests.programs_strategy import texts
from tests.ui.discord_rules import TEXT, units, walk
from tests.ui.reading import read

PROGRAM = a_program()
DIGEST = TextPicker(pick=Pick.DIGEST).custom_id
TEN = Lead(before=timedelta(minutes=10), since=datetime(2022, 11, 1, tzinfo=UTC))
SET_UP = Choices(
    guild_id=1,
    reminder_channel=10,
    leads=(TEN,),
    change_channel=11,
    announcement_channel=12,
    digest_at=time(8, 30),
    organizer_channel=13,
    log_channel=14,
    mention_role=15,
)


def panel(choices=SET_UP, **fields):
    return Panel(**{"choices": choices, "program": PROGRAM, "programs": (PROGRAM,), **fields})


def test_the_overview_says_what_is_posted_where():
    assert read(setup_card(panel(), SetupPage.START)) == (
        "-# 🛠️ For organizers\n"
        "## What I do in this server\n"
        "**📖 Program** Conf 2022\n"
        "**🔔 Reminders** <#10>, 10 minutes before, mentioning <@&15>\n"
        "**✏️ Changes** <#11>\n"
        "**📅 The day** <#12>, at 08:30\n"
        "**🧰 Organizers** <#13>\n"
        "**📜 Log** <#14>\n"
        "**📌 Live board** nowhere yet\n"
        "-# on now and up next, pinned and kept fresh\n"
        "**💬 Answers** only the asker sees, until they share it\n"
        "---\n"
        "[Channels] [Reminders] [Tracks and rooms] [Program]"
    )


def test_what_a_choice_lacks_is_said_with_the_way_out():
    lacking = panel(obstacles={10: "Marquee lacks Send Messages in #news of Conf: allow it."})

    for page, begins in ((SetupPage.START, "⚠️ 🔔 Reminders: "), (SetupPage.CHANNELS, "⚠️ ")):
        parts = walk(setup_card(lacking, page).to_components())
        said = "\n".join(part["content"] for part in parts if part["type"] == TEXT)
        assert f"{begins}Marquee lacks Send Messages in #news of Conf: allow it." in said


def test_the_overview_names_all_that_an_unusable_channel_is_for():
    routed = replace(ROUTED, change_channel=20)
    lacking = panel(routed, program=PLACED, obstacles={20: "The channel is gone."})

    assert "⚠️ ✏️ Changes and 🧵 Web: The channel is gone." in read(
        setup_card(lacking, SetupPage.START)
    )


def test_what_the_board_lacks_mentions_its_channel_and_nobody():
    board = "The live board stands in <#1047552589824000000>, but **not** among <@1>'s pins."

    said = read(setup_card(panel(troubles=(board,)), SetupPage.START))

    assert "stands in <#1047552589824000000>, but \\*\\*not\\*\\* among \\<@1>'s pins." in said


@pytest.mark.parametrize("page", [SetupPage.START, SetupPage.REMINDERS])
def test_a_role_that_can_not_be_mentioned_is_told(page):
    said = read(setup_card(panel(role_trouble="Marquee may not mention @a*b in #news."), page))

    assert "⚠️ Marquee may not mention @a\\*b in #news." in said


@pytest.mark.parametrize(
    ("chosen", "missing"),
    [(None, set()), (time(18), set()), (time(0), set()), (time(8, 30), {"03:00"})],
)
def test_the_day_can_be_told_at_any_hour(chosen, missing):
    parts = walk(
        setup_card(panel(replace(SET_UP, digest_at=chosen)), SetupPage.REMINDERS).to_components()
    )
    (hours,) = (part for part in parts if part.get("custom_id") == DIGEST)
    offered = {option["value"]: option.get("default", False) for option in hours["options"]}

    every = {f"{hour:02}:00" for hour in range(24)} - missing
    now = "-" if chosen is None else f"{chosen:%H:%M}"
    assert set(offered) == {"-", *every, now}
    assert [value for value, is_chosen in offered.items() if is_chosen] == [now]


@pytest.mark.parametrize(
    ("number", "said"),
    [(25, None), (26, "one more program than"), (32, "seven more programs than")],
)
def test_programs_beyond_what_the_picker_holds_are_counted(number, said):
    programs = tuple(a_program(id=f"conf-{at}", name=f"Conf {at}") for at in range(number))

    shown = read(setup_card(panel(program=programs[-1], programs=programs), SetupPage.PROGRAM))

    assert f"Conf {number - 1} (chosen)" in shown
    assert (said or "Conf 0") in shown
    assert ("whoever runs Marquee can choose" in shown) == (said is not None)


def test_a_guild_that_set_nothing_is_told_where_to_begin():
    said = read(setup_card(panel(Choices(guild_id=1), program=None), SetupPage.START))

    assert NOTHING_LOADED in said
    assert "Choose a channel for reminders first" in said


def test_what_was_done_stands_on_top():
    assert "✅ Done" in read(setup_card(panel(), SetupPage.START, done="✅ Done"))


WEB, HALL = a_track("Web", id="web"), a_room("Hall", id="hall")
ROUTED = replace(
    SET_UP,
    routes=(
        Route(kind=RouteKind.ROOM, id="cellar", channel=22),
        Route(kind=RouteKind.TRACK, id="web", channel=20),
    ),
)
PLACED = a_program(tracks=(WEB,), rooms=(HALL,))


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (SET_UP, "in the channel for reminders, all of them"),
        (ROUTED, "two of three in channels of their own"),
    ],
)
def test_the_overview_says_how_many_have_a_channel_of_their_own(choices, said):
    overview = read(setup_card(panel(choices, program=PLACED), SetupPage.START))

    assert f"**🧭 Tracks and rooms** {said}\n" in overview


def test_who_has_only_channels_of_tracks_is_not_told_to_begin():
    routed = replace(ROUTED, reminder_channel=None)

    assert "Choose a channel" not in read(setup_card(panel(routed), SetupPage.START))


def test_the_page_of_tracks_and_rooms_offers_all_and_what_is_gone():
    said = read(setup_card(panel(ROUTED, program=PLACED), SetupPage.PLACES))

    assert "🧵 Web <#20>\n🚪 cellar <#22>\n" in said
    assert "{Choose a track or a room… | Web | Hall | cellar}" in said


def test_the_chosen_one_has_its_channel_asked_for_what_that_lacks_and_a_test():
    web = RoutePicker(kind=RouteKind.TRACK, id="web")
    chosen = panel(ROUTED, program=PLACED, place=web, obstacles={20: "Marquee lacks Send Messages"})

    said = read(setup_card(chosen, SetupPage.PLACES))

    assert "**🧵 Web**\n⚠️ Marquee lacks Send Messages\n" in said
    assert "| Web (chosen) |" in said
    assert "[Send a test]" in said


def test_more_tracks_and_rooms_than_a_picker_holds_are_shown_in_parts():
    rooms = tuple(a_room(f"Room {number}", id=f"room-{number}") for number in range(60))
    program = a_program(rooms=rooms)
    last = RoutePicker(kind=RouteKind.ROOM, id="room-59")

    shown = [
        read(setup_card(panel(program=program, **fields), SetupPage.PLACES))
        for fields in ({}, {"number": 1}, {"number": 99}, {"place": last})
    ]

    assert ["Room 24" in one for one in shown] == [True, False, False, False]
    assert ["Room 25" in one for one in shown] == [False, True, False, False]
    assert ["Room 59" in one for one in shown] == [False, False, True, True]
    assert ["[More]" in one for one in shown] == [True, True, False, False]
    assert ["[Earlier ones]" in one for one in shown] == [False, True, True, True]


def test_a_program_without_tracks_and_rooms_says_so():
    assert NO_PLACES in read(setup_card(panel(), SetupPage.PLACES))


@given(st.lists(st.tuples(texts(), st.booleans()), max_size=60), texts(), st.integers(0, 9))
def test_any_tracks_and_rooms_fit_discords_limits(named, obstacle, number):
    rooms = tuple(a_room(name or "x", id=f"room-{at}") for at, (name, _) in enumerate(named))
    routes = tuple(
        Route(kind=RouteKind.ROOM, id=f"room-{at}", channel=2**62 + at)
        for at, (_, has) in enumerate(named)
        if has
    )
    place = RoutePicker(kind=RouteKind.ROOM, id="room-0") if number > 4 else None
    choices = replace(SET_UP, routes=routes)
    lacks = {route.channel: obstacle or "x" for route in routes}
    chosen = panel(
        choices, program=a_program(rooms=rooms), obstacles=lacks, place=place, number=number
    )

    for page in (SetupPage.START, SetupPage.PLACES):
        _check(setup_card(chosen, page))


@given(
    st.sampled_from(SetupPage),
    st.dictionaries(st.sampled_from([10, 11, 12, 13, 14]), texts()),
    texts(),
)
def test_any_panel_fits_discords_limits(page, obstacles, name):
    program = a_program(name=name or "x")
    programs = (*(a_program(id=f"conf-{at}") for at in range(30)), program)
    lacks = {"role_trouble": name, "troubles": (name, name)}
    view = setup_card(panel(program=program, programs=programs, obstacles=obstacles, **lacks), page)

    _check(view)


def _check(view):
    parts = list(walk(view.to_components()))
    assert len(parts) <= 40
    assert sum(units(part["content"]) for part in parts if part["type"] == TEXT) <= 4_000
    for part in parts:
        assert len(part.get("options", ())) <= 25
        assert units(part.get("placeholder", "")) <= 150
        for option in part.get("options", ()):
            assert 1 <= units(option["label"]) <= 100
