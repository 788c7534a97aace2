from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.program.timetable import Timetable
from bot.ui.now_next_cards import next_card, now_card
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.ui.conference import BEFORE, HOUR, ONE_TRACK, TWO_DAYS, stamp
from tests.ui.discord_rules import check_view
from tests.ui.reading import read
from tests.ui.test_limits_hold import SHARER, a_vast_program

PAST_NINE = NINE + timedelta(minutes=5)


def now_at(moment, program=TWO_DAYS):
    return read(now_card(Timetable(program), moment))


def next_at(moment, program=TWO_DAYS):
    return read(next_card(Timetable(program), moment))


def test_now_tells_what_is_on_and_until_when_in_each_room():
    assert now_at(PAST_NINE) == (
        "-# 🎬 Now · WaterConf\n"
        "## On now\n"
        "---\n"
        f"### Since {stamp('t')}\n"
        "**Rivers**\n"
        f"-# Hall · until {stamp('t', minutes=45)} · Ada Example · Data\n"
        "\n"
        "**Lakes**\n"
        f"-# Loft · until {stamp('t', minutes=30)} · Bo Example · Web\n"
        "---\n"
        "{Open a talk… | Rivers | Lakes}\n"
        "{Save to my agenda… | Rivers | Lakes}\n"
        "[Next] [Schedule] [Share]"
    )


def test_only_what_is_on_leads_to_where_it_can_be_watched():
    live = "https://example.org/live"
    sessions = tuple(replace(one, stream=live) for one in TWO_DAYS.sessions)
    program = replace(TWO_DAYS, sessions=sessions)

    cards = [now_at(BEFORE, program), now_at(PAST_NINE, program), next_at(PAST_NINE, program)]

    assert [card.count(f" · [Watch]({live})\n") for card in cards] == [0, 2, 0]
    assert [card.count(live) for card in cards] == [0, 2, 0]


@pytest.mark.parametrize("length", [1, 60, 470])
@pytest.mark.parametrize("text", ["𝕬", "# - ", "a"])
def test_a_vast_program_with_streams_gives_cards_that_discord_takes(text, length):
    program = a_vast_program(text)
    address = f"https://example.org/{'a' * length}"
    sessions = tuple(replace(one, stream=address) for one in program.sessions)

    check_view(
        now_card(Timetable(replace(program, sessions=sessions)), PAST_NINE, shared_by=SHARER),
        may_mention=(f"Shared by <@{SHARER}>",),
    )


def test_now_tells_no_end_that_was_not_declared():
    assert now_at(PAST_NINE, ONE_TRACK) == (
        "-# 🎬 Now · Plus 2022\n"
        "## On now\n"
        "---\n"
        f"### Since {stamp('t')}\n"
        "**Architectures**\n"
        "-# two talks in one session\n"
        "- Cosmos: Planet Scale\n"
        "  *Mei Fixture and Vin Sample*\n"
        "- Magic Pocket\n"
        "  *Fay Stub*\n"
        "---\n"
        "{Open a talk… | Cosmos: Planet Scale | Magic Pocket}\n"
        "[Save] [Schedule] [Share]"
    )


def test_now_before_the_event_tells_when_it_begins_and_with_what():
    lines = now_at(BEFORE).splitlines()

    assert lines[:7] == [
        "-# 🎬 Now · WaterConf",
        "## Not started yet",
        "",
        f"WaterConf begins {stamp('R')}.",
        "---",
        f"### {stamp('t')} · {stamp('R')}",
        "**Rivers**",
    ]
    assert lines[-1] == "[Next] [Schedule] [Share]"


def test_now_between_two_days_tells_when_it_goes_on():
    assert now_at(NINE + 5 * HOUR) == (
        "-# 🎬 Now · WaterConf\n"
        "## Nothing is on right now\n"
        "\n"
        f"It goes on {stamp('R', 24)}.\n"
        "---\n"
        f"### {stamp('F', 24)} · {stamp('R', 24)}\n"
        "**Seas**\n"
        f"-# Hall · until {stamp('t', 24, 45)} · Ada Example and Bo Example · Data\n"
        "---\n"
        "{Open a talk… | Seas}\n"
        "[Save] [Next] [Schedule] [Share]"
    )


@pytest.mark.parametrize(("kind", "card"), [("🎬 Now", now_at), ("⏭️ Next", next_at)])
def test_after_the_event_both_say_that_it_ended(kind, card):
    assert card(NINE + 50 * HOUR) == (
        f"-# {kind} · WaterConf\n"
        "## WaterConf is over\n"
        "\n"
        f"It ended {stamp('R', 24, 45)}.\n"
        "---\n"
        "[Schedule] [Share]"
    )


def test_next_tells_what_follows_what_is_on():
    assert next_at(PAST_NINE) == (
        "-# ⏭️ Next · WaterConf\n"
        "## Next\n"
        "---\n"
        f"### {stamp('t', 1)} · {stamp('R', 1)}\n"
        "**Lunch**\n"
        f"-# until {stamp('t', 2)}\n"
        "---\n"
        "[Now] [Schedule] [Share]"
    )


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (BEFORE, f"WaterConf begins {stamp('R')}."),
        (NINE + 5 * HOUR, "Nothing is on right now."),
    ],
)
def test_next_says_where_the_event_stands_while_nothing_is_on(moment, sentence):
    assert next_at(moment).splitlines()[3] == sentence


def test_next_during_the_last_session_says_that_it_is_the_last():
    assert next_at(NINE + 24 * HOUR) == (
        "-# ⏭️ Next · WaterConf\n"
        "## Nothing follows\n"
        "\n"
        "What is on now is the last on the program.\n"
        "---\n"
        "[Now] [Schedule] [Share]"
    )


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (-9, "Conf 2022 begins on Tuesday 29 November; its timetable is still empty."),
        (2, "Conf 2022 begins on Tuesday 29 November; its timetable is still empty."),
        (99, "Conf 2022 ended on Friday 9 December."),
    ],
)
def test_an_empty_program_is_told_by_its_dates(days, sentence):
    moment = NINE + timedelta(days=days)
    program = a_program(first_day=date(2022, 11, 29), last_day=date(2022, 12, 9))

    for card in (now_at, next_at):
        assert card(moment, program).splitlines()[1:4] == ["## No sessions yet", "", sentence]


def test_more_than_fits_is_counted():
    talks = tuple(a_talk(f"Talk {number}", id=f"talk-{number}") for number in range(30))
    rooms = tuple(a_room(f"Room {number}", id=f"room-{number}") for number in range(30))
    sessions = (
        a_session(NINE, room=room.id, talks=(talk.id,))
        for room, talk in zip(rooms, talks, strict=True)
    )

    lines = now_at(NINE, a_program(*sessions, talks=talks, rooms=rooms)).splitlines()

    assert lines[-5] == "-# and 5 more on the schedule"
