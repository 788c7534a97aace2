import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guilds.channel_plan import Standing, channel_plan
from bot.guilds.model import Choices, Lead, Route, RouteKind
from bot.translation import Language, speaking
from bot.ui.setup_card import setup_card
from bot.ui.setup_making import Made, made_line, progress_card
from bot.ui.setup_orders import Pick, RoutePicker, SetupPage, TextPicker
from bot.ui.setup_overview import NOTHING_LOADED
from bot.ui.setup_panel import Making, Panel
from bot.ui.setup_places import NO_PLACES
from tests.factories import a_program, a_room, a_track
from tests.programs_strategy import texts
from tests.translation.fake import speaking_loudly
from tests.ui.discord_rules import TEXT, check_view, walk
from tests.ui.reading import read

PROGRAM = a_program()
MENTION = re.compile(r"<(?:@&|#)\d+>")
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
        "**🌐 Language** English\n"
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
THE_HALL = Route(kind=RouteKind.ROOM, id="hall", channel=23)
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


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (ROUTED, "in the rooms' own channels"),
        (SET_UP, "nowhere yet, as no room has a channel of its own"),
        (
            replace(SET_UP, routes=(Route(kind=RouteKind.TRACK, id="web", channel=20),)),
            "nowhere yet, as no room has a channel of its own",
        ),
    ],
)
def test_the_overview_says_that_rooms_have_boards_and_where(choices, said):
    on, off = (
        read(setup_card(panel(replace(choices, has_room_boards=is_on)), SetupPage.START))
        for is_on in (True, False)
    )

    assert f"**📌 Boards of rooms** {said}\n" in on
    assert "Boards of rooms" not in off


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


@given(
    st.lists(st.tuples(texts(), st.booleans()), max_size=60),
    texts(),
    st.integers(0, 9),
    st.sampled_from(Language),
)
def test_any_tracks_and_rooms_fit_discords_limits(named, obstacle, number, language):
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

    with speaking(language):
        for page in (SetupPage.START, SetupPage.PLACES):
            _check(setup_card(chosen, page))


@pytest.mark.slow
@given(
    st.sampled_from(SetupPage),
    st.dictionaries(st.sampled_from([10, 11, 12, 13, 14]), texts()),
    texts(),
    st.sampled_from(Language),
)
def test_any_panel_fits_discords_limits(page, obstacles, name, language):
    program = a_program(name=name or "x")
    programs = (*(a_program(id=f"other-{at}") for at in range(30)), program)
    lacks = {"role_trouble": name, "troubles": (name, name)}
    chosen = panel(program=program, programs=programs, obstacles=obstacles, **lacks)

    with speaking(language):
        _check(setup_card(chosen, page))


def _check(view):
    check_view(view, may_mention=MENTION.findall(str(view.to_components())))


def test_the_chosen_language_is_told_by_its_own_name_and_offered_with_all_others():
    german = replace(SET_UP, language=Language.GERMAN)

    overview = read(setup_card(panel(german), SetupPage.START))
    page = read(setup_card(panel(german), SetupPage.PROGRAM))

    assert "**🌐 Language** Deutsch\n" in overview
    assert (
        "{Choose a language… | English | Deutsch (chosen) | Español | Français | "
        "Português (Brasil) | 日本語}" in page
    )


@pytest.mark.parametrize(
    ("program", "is_on", "offered"),
    [
        (a_program(tracks=(WEB,)), False, None),
        (PLACED, False, "[Now: No boards for rooms]"),
        (PLACED, True, "[Now: A board for each room]"),
    ],
)
def test_boards_of_rooms_are_offered_where_there_are_rooms(program, is_on, offered):
    chosen = panel(replace(SET_UP, has_room_boards=is_on), program=program)

    said = read(setup_card(chosen, SetupPage.PLACES))

    assert ("**📌 Boards of rooms**" in said) == (offered is not None)
    assert (offered or "") in said


def test_channels_are_offered_to_be_created_as_long_as_one_is_missing():
    missing, whole = (SET_UP, replace(ROUTED, routes=(*ROUTED.routes, THE_HALL)))

    offers = [
        read(setup_card(panel(one, program=PLACED), SetupPage.PLACES)) for one in (missing, whole)
    ]

    assert ["[Create them for me…]" in one for one in offers] == [True, False]


def test_what_making_lacks_is_said_and_then_nothing_can_be_pressed():
    plans = {RouteKind.TRACK: channel_plan(RouteKind.TRACK, PLACED, SET_UP, ())}
    making = Making(plans=plans, trouble="You lack *Manage Channels* in this server.")

    free = read(setup_card(panel(making=Making(plans=plans)), SetupPage.MAKING))
    lacking = read(setup_card(panel(making=making), SetupPage.MAKING))

    assert "**🧵 Tracks**\n1 channel in a new category, **Conf 2022**: #web\n" in free
    assert "[Create 1 channel for tracks]" in free
    assert "⚠️ You lack \\*Manage Channels\\* in this server." in lacking
    assert "[Create 1" not in lacking


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (Made(count=1, of=1), "✅ 1 channel is there, and chosen."),
        (
            Made(count=3, of=5, why="Discord was asked in vain: it slept."),
            (
                "✅ 3 channels are there, and chosen.\n"
                "⚠️ 2 are missing: Discord was asked in vain: it slept. Create them again, and what "
                "is missing is added."
            ),
        ),
        (
            Made(count=50, of=50, left_out=7),
            (
                "✅ 50 channels are there, and chosen.\n"
                "⚠️ There is no place for 7 more: Discord allows 500 channels in a server, "
                "categories included. Delete some that nobody needs and look again, or choose one "
                "channel for several."
            ),
        ),
    ],
)
def test_what_came_of_making_is_told(made, said):
    assert made_line(made) == said


def test_several_categories_are_named_and_why_there_is_more_than_one():
    rooms = tuple(a_room(f"Room {number}", id=f"room-{number}") for number in range(51))
    program = a_program(rooms=rooms)
    plans = {kind: channel_plan(kind, program, SET_UP, ()) for kind in RouteKind}

    said = read(setup_card(panel(program=program, making=Making(plans=plans)), SetupPage.MAKING))

    assert (
        "51 channels in the categories **Conf 2022** and **Conf 2022 (2)**, as one holds 50: "
        "#room-0, #room-1, "
    ) in said
    assert "[Create 51 channels for rooms]" in said


@given(
    st.lists(texts(), min_size=1, max_size=120),
    texts(),
    st.integers(0, 60),
    st.sampled_from(Language),
)
def test_any_channels_to_make_fit_discords_limits(named, name, stand, language):
    tracks = tuple(a_track(one or "x", id=f"track-{at}") for at, one in enumerate(named))
    rooms = tuple(a_room(one or "x", id=f"room-{at}") for at, one in enumerate(named))
    program = a_program(name=name or "x", tracks=tracks, rooms=rooms)
    standing = [Standing(id=at, name="x") for at in range(stand * 8)]
    plans = {kind: channel_plan(kind, program, SET_UP, standing) for kind in RouteKind}

    with speaking(language):
        for trouble in (None, name):
            making = Making(plans=plans, trouble=trouble)
            _check(setup_card(panel(program=program, making=making), SetupPage.MAKING))
        _check(progress_card(Made(count=1, of=len(named))))


@pytest.mark.parametrize("page", SetupPage)
def test_all_of_the_panel_is_said_in_the_language_spoken(page, monkeypatch):
    chosen = replace(ROUTED, language=Language.GERMAN, has_room_boards=True)
    plans = {kind: channel_plan(kind, PLACED, SET_UP, ()) for kind in RouteKind}

    with speaking_loudly(monkeypatch):
        said = read(setup_card(panel(chosen, program=PLACED, making=Making(plans=plans)), page))

    names = ["Conf", "Web", "web", "Hall", "hall", "cellar", "chosen", "America", "Los_Angeles"]
    languages = " ".join(language.own_name for language in Language)
    left = set(re.findall(r"\w*[a-zà-ÿ]\w*", said)) - {*names, *re.findall(r"\w+", languages)}
    assert left == set()
