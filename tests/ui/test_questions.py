import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.ids import ITEM_ID, PROGRAM_ID
from bot.ui.questions import (
    ALL,
    BUTTON_ID,
    LONGEST_WORDS,
    PICKER_ID,
    NextQuestion,
    NowQuestion,
    OpenPicker,
    SchedulePicker,
    ScheduleQuestion,
    SearchQuestion,
    SpeakerQuestion,
    TalkQuestion,
    TrackQuestion,
    picker_of,
    question_of,
)

DISCORDS_LIMIT = 100

programs = st.from_regex(PROGRAM_ID, fullmatch=True)
ids = st.from_regex(ITEM_ID, fullmatch=True)
marks = st.from_regex(r"[0-9a-f]{24}", fullmatch=True) | st.just("")
pages = st.integers(1, 36**2 - 1)
maybe_ids = st.none() | ids
days = st.none() | st.dates()
words = st.text(max_size=LONGEST_WORDS)

about_one = st.one_of(
    *(
        st.builds(kind, program=programs, id=ids, page=pages)
        for kind in (TalkQuestion, SpeakerQuestion, TrackQuestion)
    )
)
schedules = st.builds(
    ScheduleQuestion, program=programs, day=days, track=maybe_ids, room=maybe_ids, page=pages
)
questions = st.one_of(
    about_one,
    schedules,
    st.builds(NowQuestion, program=programs),
    st.builds(NextQuestion, program=programs),
    st.builds(SearchQuestion, program=programs, words=words),
)
open_pickers = st.builds(OpenPicker, program=programs, mark=marks)
schedule_pickers = st.builds(
    SchedulePicker, verb=st.sampled_from(["on", "in", "at"]), schedule=schedules
)


def refused(picker):
    try:
        picker_of(picker)
    except ValueError:
        return True
    return False


def read(custom_id):
    return question_of(BUTTON_ID.fullmatch(custom_id))


@given(questions, st.booleans())
def test_question_is_read_back_from_its_button(question, share):
    button = BUTTON_ID.fullmatch(question.custom_id(share=share))

    assert question_of(button) == question
    assert bool(button["share"]) == share


@given(questions, st.booleans())
def test_buttons_id_never_passes_discords_limit(question, share):
    assert len(question.custom_id(share=share)) <= DISCORDS_LIMIT


@given(st.one_of(open_pickers, schedule_pickers))
def test_pickers_id_never_passes_discords_limit(picker):
    assert len(picker.custom_id) <= DISCORDS_LIMIT


@given(st.builds(SearchQuestion, program=programs, words=st.text(max_size=500)))
def test_long_words_are_cut_to_fit_a_buttons_id(question):
    button = question.custom_id(share=True)

    assert len(button) <= DISCORDS_LIMIT
    assert question.words.startswith(read(button).words)


@given(st.builds(TalkQuestion, program=programs, id=ids, page=st.integers(36**2, 10**9)))
def test_page_beyond_what_a_button_holds_is_its_last(question):
    assert read(question.custom_id()).page == 36**2 - 1


@given(open_pickers, about_one)
def test_open_picker_asks_the_chosen_question_from_its_first_page(picker, question):
    same = picker_of(PICKER_ID.fullmatch(picker.custom_id))

    chosen = same.question(OpenPicker.value(question))

    assert same == picker
    assert chosen == type(question)(program=picker.program, id=question.id)


@given(schedules, st.dates())
def test_day_picker_changes_the_day_only(schedule, day):
    picker = SchedulePicker(verb="on", schedule=schedule)

    chosen = picker_of(PICKER_ID.fullmatch(picker.custom_id)).question(picker.day_value(day))

    assert chosen == ScheduleQuestion(
        program=schedule.program, day=day, track=schedule.track, room=schedule.room
    )


@given(schedules, ids)
def test_track_picker_changes_the_track_only(schedule, track):
    picker = SchedulePicker(verb="in", schedule=schedule)

    chosen = picker_of(PICKER_ID.fullmatch(picker.custom_id)).question(track)

    assert chosen == ScheduleQuestion(
        program=schedule.program, day=schedule.day, track=track, room=schedule.room
    )


@given(schedules, ids)
def test_room_picker_changes_the_room_only(schedule, room):
    picker = SchedulePicker(verb="at", schedule=schedule)

    chosen = picker_of(PICKER_ID.fullmatch(picker.custom_id)).question(room)

    assert chosen == ScheduleQuestion(
        program=schedule.program, day=schedule.day, track=schedule.track, room=room
    )


@given(schedules)
def test_schedule_picker_takes_its_side_away(schedule):
    track = SchedulePicker(verb="in", schedule=schedule).question(ALL)
    room = SchedulePicker(verb="at", schedule=schedule).question(ALL)

    assert (track.track, track.room) == (None, schedule.room)
    assert (room.track, room.room) == (schedule.track, None)


@pytest.mark.parametrize(
    "forged",
    [
        "m1:talk",
        "m1:talk:UPPER:a:1",
        "m0:talk:conf:a:1",
        "m1:drop:conf:a:1",
        "m1:talk::a:1",
        "x" * 100,
        "",
    ],
)
def test_forged_id_is_no_button(forged):
    assert BUTTON_ID.fullmatch(forged) is None


@pytest.mark.parametrize(
    "forged",
    [
        "m1:talk:conf:a:zz!",
        "m1:talk:conf:a:1:2",
        "m1:day:conf",
        "m1:day:conf:1",
        "m1:day:conf::::::",
        "m1:day:conf:!!:::1",
        "m1:day:conf:0:::1",
        "m1:day:conf:zzzzzzzzzzzz:::1",
        "m1:day:conf:-1:::1",
    ],
)
def test_forged_parts_of_a_button_are_refused(forged):
    button = BUTTON_ID.fullmatch(forged)

    with pytest.raises(ValueError, match=r".*"):
        question_of(button)


@pytest.mark.parametrize("forged", ["m1:in:conf:!::", "m1:in:conf", "m1:in:conf:zzzzzz::"])
def test_forged_parts_of_a_picker_are_refused(forged):
    picker = PICKER_ID.fullmatch(forged)

    assert picker is None or refused(picker)


@given(st.from_regex(BUTTON_ID, fullmatch=True))
def test_any_id_that_looks_like_a_button_asks_something_or_is_refused(forged):
    try:
        question = read(forged)
    except ValueError:
        return

    assert BUTTON_ID.fullmatch(question.custom_id()) is not None


@given(open_pickers, st.text())
def test_any_choice_of_an_open_picker_asks_about_one_thing_or_is_refused(picker, value):
    try:
        question = picker.question(value)
    except ValueError:
        return

    assert OpenPicker.value(question) == f"{value.partition(':')[0]}:{question.id}"


@pytest.mark.parametrize("value", ["", "day:1", "now:x", "find:x", "drop:a"])
def test_open_picker_refuses_what_it_never_offered(value):
    with pytest.raises(ValueError, match=r".*"):
        OpenPicker(program="conf").question(value)


@pytest.mark.parametrize("value", ["!", "0", "-1", "zzzzzz"])
def test_day_picker_refuses_what_is_no_day(value):
    picker = SchedulePicker(verb="on", schedule=ScheduleQuestion(program="conf"))

    with pytest.raises(ValueError, match=r".*"):
        picker.question(value)
