from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mirrors.board import board_of, board_of_room, within_room
from bot.program.lookup import Lookup
from bot.program.timetable import Timetable
from bot.translation import Language, speaking
from bot.ui.board_post import board_digest, board_post
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.programs_strategy import programs
from tests.ui.conference import HOUR, ONE_TRACK, TWO_DAYS, stamp
from tests.ui.discord_rules import check_post, units
from tests.ui.every_message import moments
from tests.ui.test_limits_hold import a_vast_program

MARK = "marquee-0123456789abcdef01234567"
PAGE = "https://discord.com/channels/1/10"
MINUTE = timedelta(minutes=1)
PAST_NINE = NINE + 5 * MINUTE


def board_at(moment, program=TWO_DAYS):
    return board_of(Timetable(program), moment)


def post_at(moment, program=TWO_DAYS):
    return board_post(board_at(moment, program), MARK, PAGE, moment.astimezone(UTC))


def shown(post):
    """All that a board tells, as text"""
    embeds = "".join(f"\n[{one.title}]\n{one.description}" for one in post.embeds)
    return post.content + embeds


def digest_at(moment, program=TWO_DAYS):
    return board_digest(board_at(moment, program))


def test_within_the_event_it_tells_what_is_on_and_what_is_next():
    assert shown(post_at(PAST_NINE)) == (
        "**On now · Up next** · WaterConf\n"
        "[On now]\n"
        f"### Since {stamp('t')}\n"
        "**Rivers**\n"
        f"Hall · until {stamp('t', minutes=45)} · Ada Example · Data\n"
        "\n"
        "**Lakes**\n"
        f"Loft · until {stamp('t', minutes=30)} · Bo Example · Web\n"
        "[Up next]\n"
        f"### {stamp('t', hours=1)} · {stamp('R', hours=1)}\n"
        "**Lunch**\n"
        f"until {stamp('t', hours=2)}\n"
        "\n"
        f"Updated {stamp('R', minutes=5)}"
    )


def streamed(program, stream="https://example.org/live"):
    """The program with each session to be watched at an address of its own"""
    sessions = (
        replace(one, stream=f"{stream}/{at}") for at, one in enumerate(program.sessions, start=1)
    )
    return replace(program, sessions=tuple(sessions))


def test_it_leads_to_where_each_session_that_is_on_can_be_watched_and_no_other():
    on, following = post_at(PAST_NINE, streamed(TWO_DAYS)).embeds

    assert "Ada Example · Data · [Watch](https://example.org/live/1)\n" in on.description
    assert on.description.endswith("Bo Example · Web · [Watch](https://example.org/live/2)")
    assert "[Watch]" not in following.description


def test_before_the_event_it_tells_when_it_begins_and_with_what():
    text = shown(post_at(NINE - 9 * 24 * HOUR, ONE_TRACK))

    assert text == (
        f"**Plus 2022** begins {stamp('R')}.\n"
        "[Up next]\n"
        f"### {stamp('F')} · {stamp('R')}\n"
        "**Architectures**\n"
        "two talks in one session\n"
        "- Cosmos: Planet Scale\n"
        "  *Mei Fixture and Vin Sample*\n"
        "- Magic Pocket\n"
        "  *Fay Stub*"
    )


def test_after_the_event_it_tells_that_it_is_over():
    assert shown(post_at(NINE + 3 * HOUR, ONE_TRACK)) == (
        "**Plus 2022** is over.\n"
        "[Plus 2022]\n"
        f"It ended {stamp('R', hours=1)}. The buttons below still open its schedule."
    )


def test_in_a_gap_it_tells_when_it_goes_on():
    program = a_program(
        a_session(NINE, id="one", title="One", minutes=30),
        a_session(NINE + HOUR, id="two", title="Two", minutes=30),
    )

    assert post_at(NINE + 40 * MINUTE, program).content == (
        f"**Conf 2022** goes on {stamp('R', hours=1)}."
    )


def test_the_last_session_has_nothing_after_it():
    text = shown(post_at(PAST_NINE, ONE_TRACK))

    assert "[Up next]\nWhat is on now is the last on the program." in text


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "**Conf 2022** begins on Tuesday 29 November."),
        (3, "**Conf 2022** is over."),
    ],
)
def test_an_empty_program_is_told_by_its_days(days, words):
    program = a_program(first_day=date(2022, 11, 29), last_day=date(2022, 11, 30))

    assert post_at(NINE + days * 24 * HOUR, program).content == words


def in_hall(moment, program=TWO_DAYS):
    timetable = Timetable(program)
    hall = timetable.room("hall")
    board = board_of_room(hall, within_room(timetable, hall), moment)
    return board_post(board, MARK, PAGE, moment.astimezone(UTC))


def test_that_of_a_room_says_which_and_tells_only_what_is_there():
    assert shown(in_hall(PAST_NINE)) == (
        "**On now · Up next** · Hall · WaterConf\n"
        "[On now · Hall]\n"
        f"### Since {stamp('t')}\n"
        "**Rivers**\n"
        f"Hall · until {stamp('t', minutes=45)} · Ada Example · Data\n"
        "[Up next · Hall]\n"
        f"### {stamp('F', hours=24)} · {stamp('R', hours=24)}\n"
        "**Seas**\n"
        f"Hall · until {stamp('t', hours=24, minutes=45)} · Ada Example and Bo Example · Data\n"
        "\n"
        f"Updated {stamp('R', minutes=5)}"
    )


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (-24, f"**Hall**: **WaterConf** begins here {stamp('R')}."),
        (24 * 9, "**Hall**: **WaterConf** is over here."),
    ],
)
def test_the_first_line_of_a_room_tells_where_it_stands(hours, words):
    assert in_hall(NINE + hours * HOUR).content == words


def test_a_room_without_sessions_says_so():
    post = in_hall(PAST_NINE - 24 * HOUR, replace(TWO_DAYS, sessions=()))

    assert shown(post) == (
        "**Hall**: nothing of **WaterConf** is planned here yet.\n"
        "[Up next · Hall]\n"
        "Nothing is planned here."
    )


def test_from_a_rooms_board_one_gets_to_the_rooms_schedule():
    (row,) = in_hall(PAST_NINE).view.to_components()

    assert [one["label"] for one in row["components"]] == ["Now", "Schedule"]
    assert "hall" in row["components"][1]["custom_id"]


def test_boards_of_two_rooms_are_never_taken_for_the_same():
    timetable = Timetable(replace(TWO_DAYS, sessions=()))
    boards = [
        board_of(timetable, PAST_NINE),
        *(board_of_room(room, within_room(timetable, room), PAST_NINE) for room in TWO_DAYS.rooms),
    ]

    assert len({board_digest(board) for board in boards}) == len(boards)


def test_its_buttons_lead_on_and_it_makes_no_sound():
    post = post_at(PAST_NINE)

    (row,) = post.view.to_components()
    assert [one["label"] for one in row["components"]] == ["Now", "Next", "Schedule"]
    assert post.silent


@pytest.mark.parametrize(
    ("link", "page"),
    [
        (None, PAGE),
        ("https://example.org/2022#top", "https://example.org/2022"),
        ("no address", PAGE),
    ],
)
def test_the_mark_is_in_the_address_of_the_first_embed_alone(link, page):
    first, *others = post_at(PAST_NINE, replace(TWO_DAYS, link=link)).embeds

    assert first.url == f"{page}#{MARK}"
    assert [one.url for one in others] == [None]


def test_the_digest_is_the_same_as_long_as_nothing_begins_or_ends():
    digests = [digest_at(NINE + one * MINUTE) for one in range(30)]

    assert len(set(digests)) == 1
    assert digest_at(NINE + 30 * MINUTE) not in digests


def test_the_digest_tells_another_title_link_stream_or_program():
    renamed = replace(TWO_DAYS, talks=(a_talk("Seas", id="rivers"), *TWO_DAYS.talks[1:]))
    linked = replace(TWO_DAYS, link="https://example.org/other")
    other = replace(TWO_DAYS, id="other-22")

    told = (TWO_DAYS, renamed, linked, other, streamed(TWO_DAYS))
    digests = {digest_at(PAST_NINE, one) for one in told}

    assert len(digests) == 5


def test_many_parallel_sessions_are_cut_to_what_a_message_holds():
    rooms = tuple(a_room(f"Hall {one}", id=f"hall-{one}") for one in range(60))
    program = a_program(
        *(
            a_session(NINE + hours * HOUR, title=f"{'Long ' * 30}{hours}", room=room.id, minutes=50)
            for room in rooms
            for hours in (0, 1)
        ),
        rooms=rooms,
    )

    on, following = post_at(PAST_NINE, program).embeds

    assert "more on the schedule" in on.description
    assert "more on the schedule" in following.description


def check(program):
    for moment in moments(Lookup(program)):
        post = post_at(moment, program)
        check_post(post)
        assert MARK in post.embeds[0].url
        assert units(post.content) <= 200


@pytest.mark.slow
@settings(max_examples=25)
@given(programs(most_talks=12, most_sessions=12), st.sampled_from(Language))
def test_any_program_gives_a_board_that_discord_takes(program, language):
    with speaking(language):
        check(program)


@pytest.mark.slow
@pytest.mark.parametrize(("text", "language"), [("𝕬", Language.GERMAN), ("# - ", Language.FRENCH)])
def test_a_vast_program_gives_a_board_that_discord_takes(text, language):
    with speaking(language):
        check(a_vast_program(text))


@pytest.mark.slow
@pytest.mark.parametrize("length", [1, 60, 470])
@pytest.mark.parametrize("text", ["𝕬", "# - ", "a"])
def test_a_vast_program_with_streams_gives_a_board_that_discord_takes(text, length):
    check(streamed(a_vast_program(text), f"https://example.org/{'a' * length}"))
