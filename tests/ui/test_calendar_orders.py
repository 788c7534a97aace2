from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.timetable import Timetable
from bot.ui.agenda_orders import AGENDA_ORDER_ID
from bot.ui.calendar_orders import (
    CALENDAR_ID,
    CalendarOrder,
    calendar_button,
    calendar_order_of,
    sessions_of,
)
from bot.ui.orders import ORDER_ID
from bot.ui.questions import BUTTON_ID, PICKER_ID, ScheduleQuestion, TalkQuestion
from bot.ui.session_orders import SESSION_ORDER_ID
from tests.ui.conference import ONE_TRACK, TWO_DAYS

DISCORDS_LIMIT = 100
OTHERS = (AGENDA_ORDER_ID, BUTTON_ID, ORDER_ID, PICKER_ID, SESSION_ORDER_ID)
RIVERS, LAKES, LUNCH, SEAS = TWO_DAYS.sessions
TIMETABLE = Timetable(TWO_DAYS)
HERE = {"program": TWO_DAYS.id}

programs = st.from_regex(r"[a-z0-9-]{1,16}", fullmatch=True)
ids = st.from_regex(r"[a-z0-9-]{1,32}", fullmatch=True)
questions = st.one_of(
    st.builds(TalkQuestion, program=programs, id=ids),
    st.builds(
        ScheduleQuestion,
        program=programs,
        day=st.none() | st.dates(),
        track=st.none() | ids,
        room=st.none() | ids,
    ),
)


@given(questions)
def test_an_order_is_read_back_from_its_button(question):
    order = CalendarOrder(question=question)

    assert calendar_order_of(CALENDAR_ID.fullmatch(order.custom_id())) == order


@given(questions, st.integers(1, 2000))
def test_no_id_is_longer_than_discord_allows_or_anothers(question, page):
    custom_id = CalendarOrder(question=question.at(page)).custom_id()

    assert len(custom_id) <= DISCORDS_LIMIT
    assert [template for template in OTHERS if template.fullmatch(custom_id)] == []


def test_an_id_reads_as_it_has_since_the_first_version():
    talk = TalkQuestion(program="conf", id="rivers", page=3)
    day = ScheduleQuestion(program="conf", day=date(2022, 11, 30), room="hall", page=3)

    assert CalendarOrder(question=talk).custom_id() == "m1:c-talk:conf:rivers"
    assert CalendarOrder(question=day).custom_id() == "m1:c-day:conf:fttl::hall"


@pytest.mark.parametrize(
    "forged",
    [
        "m1:c-talk:conf:",
        "m1:c-talk:conf:rivers:1",
        "m1:c-talk:conf:" + "x" * 33,
        "m1:c-talk:a-program-too-long:rivers",
        "m1:c-day:conf:",
        "m1:c-day:conf::::1",
        "m1:c-day:conf:0::",
        "m1:c-day:conf:-1::",
        "m1:c-day:conf:00fttl::",
        "m1:c-day:conf:zzzzzzzz::",
        "m1:c-day:conf:fttl:" + "x" * 33 + ":",
    ],
)
def test_a_forged_id_is_told_apart(forged):
    with pytest.raises(ValueError, match=r".*"):
        calendar_order_of(CALENDAR_ID.fullmatch(forged))


@given(st.from_regex(CALENDAR_ID, fullmatch=True))
def test_any_id_is_refused_or_is_one_of_ours(custom_id):
    try:
        order = calendar_order_of(CALENDAR_ID.fullmatch(custom_id))
    except ValueError:
        return

    assert order.custom_id() == custom_id


@pytest.mark.parametrize(
    ("question", "sessions"),
    [
        (TalkQuestion(**HERE, id="rivers"), (RIVERS,)),
        (TalkQuestion(**HERE, id="gone"), ()),
        (ScheduleQuestion(**HERE, day=date(2022, 11, 30)), (RIVERS, LAKES, LUNCH)),
        (ScheduleQuestion(**HERE, day=date(2022, 11, 30), room="loft"), (LAKES,)),
        (ScheduleQuestion(**HERE, track="data", page=9), (RIVERS, SEAS)),
        (ScheduleQuestion(**HERE, room="gone"), ()),
        (ScheduleQuestion(**HERE), (RIVERS, LAKES, LUNCH, SEAS)),
    ],
)
def test_it_means_what_the_card_lists(question, sessions):
    assert sessions_of(CalendarOrder(question=question), TIMETABLE) == sessions


def test_there_is_no_button_for_an_empty_file():
    (button,) = calendar_button(TalkQuestion(program="plus-22", id="cosmos"), Timetable(ONE_TRACK))

    assert (button.label, button.custom_id) == ("Calendar", "m1:c-talk:plus-22:cosmos")
    assert calendar_button(ScheduleQuestion(**HERE, room="gone"), TIMETABLE) == []
