from datetime import date, timedelta

import pytest

from bot.program.timetable import Timetable
from bot.ui.calendar_orders import CalendarOrder
from bot.ui.questions import ScheduleQuestion
from bot.ui.schedule_card import schedule_card
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.ui.conference import BEFORE, HOUR, ONE_TRACK, TWO_DAYS, stamp
from tests.ui.reading import read

WEDNESDAY, THURSDAY = date(2022, 11, 30), date(2022, 12, 1)


def show(program, now=BEFORE, **asked):
    question = ScheduleQuestion(program=program.id, **asked)
    return read(schedule_card(Timetable(program), question, now))


def test_a_day_with_one_track_needs_no_pickers_for_its_sides():
    assert show(ONE_TRACK) == (
        "-# 🗓️ Schedule · Plus 2022\n"
        "## Wednesday 30 November\n"
        "\n"
        f"-# From {stamp('F')}, your own time\n"
        "---\n"
        f"### {stamp('t')}\n"
        "**Architectures**\n"
        "-# two talks in one session\n"
        "- Cosmos: Planet Scale\n"
        "  *Mei Fixture and Vin Sample*\n"
        "- Magic Pocket\n"
        "  *Fay Stub*\n"
        "---\n"
        "{Open a talk… | Cosmos: Planet Scale | Magic Pocket}\n"
        "[Save] [Calendar] [Share]"
    )


def test_parallel_sessions_stand_under_their_time():
    assert show(TWO_DAYS) == (
        "-# 🗓️ Schedule · WaterConf\n"
        "## Wednesday 30 November\n"
        "\n"
        f"-# From {stamp('F')}, your own time\n"
        "---\n"
        f"### {stamp('t')}\n"
        "**Rivers**\n"
        f"-# Hall · until {stamp('t', minutes=45)} · Ada Example · Data\n"
        "\n"
        "**Lakes**\n"
        f"-# Loft · until {stamp('t', minutes=30)} · Bo Example · Web\n"
        f"### {stamp('t', 1)}\n"
        "**Lunch**\n"
        f"-# until {stamp('t', 2)}\n"
        "---\n"
        "{Open a talk… | Rivers | Lakes}\n"
        "{Save to my agenda… | Rivers | Lakes}\n"
        "{Wednesday 30 November (chosen) | Thursday 1 December}\n"
        "{All tracks (chosen) | Data | Web}\n"
        "{All rooms (chosen) | Hall | Loft}\n"
        "[Calendar] [Share]"
    )


def test_a_track_on_all_days_tells_the_day_of_each_session():
    assert show(TWO_DAYS, track="data") == (
        "-# 🗓️ Schedule · WaterConf\n"
        "## Data\n"
        "\n"
        f"-# From {stamp('F')}, your own time\n"
        "---\n"
        "**Rivers**\n"
        f"-# {stamp('f')} – {stamp('t', minutes=45)} · Hall · Ada Example\n"
        "\n"
        "**Seas**\n"
        f"-# {stamp('f', 24)} – {stamp('t', 24, 45)} · Hall · Ada Example and Bo Example\n"
        "---\n"
        "{Open a talk… | Rivers | Seas}\n"
        "{Save to my agenda… | Rivers | Seas}\n"
        "{All days (chosen) | Wednesday 30 November | Thursday 1 December}\n"
        "{All tracks | Data (chosen) | Web}\n"
        "{All rooms (chosen) | Hall | Loft}\n"
        "[Calendar] [Share]"
    )


def test_a_day_on_which_a_track_has_nothing_says_so_and_leads_on():
    assert show(TWO_DAYS, day=THURSDAY, track="web") == (
        "-# 🗓️ Schedule · WaterConf\n"
        "## Thursday 1 December\n"
        "\n"
        "Web\n"
        "---\n"
        "Nothing is planned here. Try another day, track or room.\n"
        "---\n"
        "{All days | Wednesday 30 November | Thursday 1 December (chosen)}\n"
        "{All tracks | Data | Web (chosen)}\n"
        "[Share]"
    )


def test_a_room_and_a_track_are_both_named():
    assert show(TWO_DAYS, track="data", room="hall").splitlines()[1] == "## Data · Hall"
    assert show(TWO_DAYS, day=WEDNESDAY, room="hall").splitlines()[3] == "Hall"


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (NINE - timedelta(days=9), "Wednesday 30 November"),
        (NINE + timedelta(minutes=5), "Wednesday 30 November"),
        (NINE + 2 * HOUR + timedelta(minutes=1), "Thursday 1 December"),
        (NINE + timedelta(days=1), "Thursday 1 December"),
        (NINE + timedelta(days=9), "Thursday 1 December"),
    ],
)
def test_without_a_day_it_is_the_one_that_matters_now(now, day):
    assert show(TWO_DAYS, now).splitlines()[1] == f"## {day}"


def test_an_empty_program_says_so():
    assert show(a_program()) == (
        "-# 🗓️ Schedule · Conf 2022\n## All days\n---\nThe timetable is still empty.\n---\n[Share]"
    )


def test_a_slot_that_does_not_fit_goes_on_under_its_time_on_the_next_page():
    talks = tuple(a_talk(f"Talk {number}", id=f"talk-{number}") for number in range(30))
    program = a_program(*(a_session(NINE, talks=(talk.id,)) for talk in talks), talks=talks)

    first, second = (show(program, page=page).splitlines() for page in (1, 2))

    assert [line for line in first if line.startswith("#")][-1] == f"### {stamp('t')}"
    assert [line for line in second if line.startswith("#")][-1] == f"### {stamp('t')}"
    assert second[-1] == "[Previous page] [Calendar] [Share]"


def test_a_page_a_calendar_and_a_shared_answer_keep_the_day_that_was_shown():
    talks = tuple(a_talk(f"Talk {number}", id=f"talk-{number}") for number in range(30))
    program = a_program(*(a_session(NINE, talks=(talk.id,)) for talk in talks), talks=talks)
    view = schedule_card(Timetable(program), ScheduleQuestion(program=program.id), NINE)

    asked = ScheduleQuestion(program=program.id, day=WEDNESDAY)

    ids = [part.custom_id for part in view.walk_children() if hasattr(part, "label")]
    assert ids == [
        asked.at(2).custom_id(),
        CalendarOrder(question=asked).custom_id(),
        asked.custom_id(share=True),
    ]


def test_more_rooms_than_a_picker_holds_keep_the_chosen_one():
    rooms = tuple(a_room(f"Room {number}", id=f"room-{number}") for number in range(40))
    program = a_program(*(a_session(NINE, room=room.id) for room in rooms), rooms=rooms)

    picker = show(program, day=WEDNESDAY, room="room-39").splitlines()[-2]

    shown = picker.strip("{}").split(" | ")
    assert (shown[0], shown[1], shown[-1], len(shown)) == (
        "All rooms",
        "Room 16",
        "Room 39 (chosen)",
        25,
    )


def test_a_lone_talk_beside_breaks_is_saved_by_its_name():
    talk = a_talk("Rivers")
    lunch = a_session(NINE + HOUR, title="Lunch")
    program = a_program(a_session(NINE, talks=(talk.id,)), lunch, talks=(talk,))

    assert show(program).splitlines()[-2:] == [
        "{Save to my agenda… | Rivers}",
        "[Calendar] [Share]",
    ]
