from datetime import timedelta

import pytest

from bot.program.timetable import Timetable
from bot.ui.save_controls import drop_button, save_button, save_picker, savers, time_label
from tests.factories import NINE, a_program, a_program_with_talks, a_room, a_session, a_talk
from tests.ui.conference import BLOCK, ONE_TRACK, TWO_DAYS

HOUR = timedelta(hours=1)
RIVERS, LAKES, LUNCH, SEAS = TWO_DAYS.sessions
TIMETABLE = Timetable(TWO_DAYS)


def options(picker):
    return [(option.label, option.description) for option in picker.options]


def values(picker):
    return [option.value for option in picker.options]


def test_a_button_saves_its_session():
    button = save_button("water-22", RIVERS)

    assert (button.label, button.custom_id) == ("Save", f"m1:a-save:water-22:{RIVERS.id}")


def test_where_a_session_is_saved_a_button_takes_it_back_and_never_saves_it():
    button = drop_button("water-22", RIVERS)

    assert (button.label, button.custom_id) == ("Drop", f"m1:a-back:water-22:{RIVERS.id}")


def test_an_option_tells_when_it_is_at_the_conference_and_where():
    picker = save_picker("water-22", "slot", [RIVERS, SEAS], TIMETABLE)

    assert (picker.custom_id, picker.placeholder) == (
        "m1:a-pick:water-22:slot",
        "Save to my agenda…",
    )
    assert values(picker) == [RIVERS.id, SEAS.id]
    assert options(picker) == [
        ("Rivers", "Wed 30 Nov, 09:00 PST · Hall"),
        ("Seas", "Thu 1 Dec, 09:00 PST · Hall"),
    ]


def test_an_option_names_the_talks_of_a_session_that_is_not_called_like_them():
    picker = save_picker("plus-22", "slot", [BLOCK], Timetable(ONE_TRACK))

    assert options(picker) == [
        ("Architectures", "Wed 30 Nov, 09:00 PST · Cosmos: Planet Scale, Magic Pocket")
    ]


def test_sessions_that_are_called_the_same_are_told_apart_by_their_times():
    talk, hall = a_talk("Rivers"), a_room("Hall")
    twice = [a_session(NINE + after, talks=(talk.id,), room=hall.id) for after in (0 * HOUR, HOUR)]
    timetable = Timetable(a_program(*twice, talks=(talk,), rooms=(hall,)))

    picker = save_picker("conf-22", "times", twice, timetable)

    assert options(picker) == [
        ("Wed 30 Nov, 09:00 PST", "Hall"),
        ("Wed 30 Nov, 10:00 PST", "Hall"),
    ]


def test_a_start_that_clocks_show_twice_says_which_one_it_is():
    first = NINE.replace(month=11, day=6, hour=1)

    assert [time_label(one) for one in (first, first.replace(fold=1))] == [
        "Sun 6 Nov, 01:00 PDT",
        "Sun 6 Nov, 01:00 PST",
    ]


def test_a_lone_session_has_a_button_and_many_have_a_picker():
    lone, no_picker = savers("slot", [RIVERS], TIMETABLE)
    no_buttons, (picker,) = savers("slot", [RIVERS, LAKES], TIMETABLE)

    assert [button.custom_id for button in lone] == [f"m1:a-save:water-22:{RIVERS.id}"]
    assert (no_picker, no_buttons) == ([], [])
    assert values(picker) == [RIVERS.id, LAKES.id]


def test_beside_other_things_a_picker_says_what_is_saved():
    for shown, beside in (([RIVERS, LUNCH], False), ([RIVERS], True)):
        no_buttons, (picker,) = savers("slot", shown, TIMETABLE, beside_others=beside)

        assert (no_buttons, values(picker)) == ([], [RIVERS.id])


@pytest.mark.parametrize("shown", [[], [LUNCH]])
def test_a_break_is_not_saved(shown):
    assert savers("slot", shown, TIMETABLE) == ([], [])


def test_a_session_that_is_listed_twice_is_saved_once():
    assert [len(some) for some in savers("slot", [RIVERS, RIVERS], TIMETABLE)] == [1, 0]


PARADE = a_program_with_talks(*(f"Talk {number}" for number in range(40)))


def shown_at(now):
    _, (picker,) = savers("slot", PARADE.sessions, Timetable(PARADE), now)
    return [int(option.label.removeprefix("Talk ")) for option in picker.options]


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        (None, range(25)),
        (NINE - HOUR, range(25)),
        (NINE, range(25)),
        (NINE + 5 * HOUR, range(10, 35)),
        (NINE + 15 * HOUR, range(15, 40)),
        (NINE + 99 * HOUR, range(15, 40)),
    ],
)
def test_of_more_than_fit_those_to_come_go_before_those_that_are_over(now, shown):
    assert shown_at(now) == list(shown)


def test_what_is_over_can_be_saved_while_there_is_room():
    _, (picker,) = savers("slot", [RIVERS, LAKES], TIMETABLE, NINE + 99 * HOUR)

    assert values(picker) == [RIVERS.id, LAKES.id]
