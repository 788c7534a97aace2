import pytest

from bot.program.importers.zone import WRONG_CLOCK
from tests.program.importers.sources import SECRET, doubts_of, imported, said

EVENT = {
    "event_key": "1",
    "id": "abc",
    "active": "Y",
    "name": "A talk",
    "event_start": "2024-05-01 09:00",
    "event_end": "2024-05-01 09:30",
    "start_time_ts": 1714546800,
    "event_type": "Art",
    "venue": "Hall",
    "speakers": [{"username": "ada", "name": "Ada", "company": "Inst"}],
    "moderators": [{"username": "ada", "name": "Ada"}, {"username": "bo", "name": "Bo"}],
    "description": "<b>Why</b>",
    "goers": "9",
}
USERS = [{"username": "ada", "name": "Ada", "about": "Writes", "email": SECRET, "phone": SECRET}]
ONE = [("Wed 09:00-09:30", "A talk", "Hall", "Ada, Bo")]


@pytest.mark.parametrize("wrapped", [lambda rows: rows, lambda rows: {"sessions": rows}])
def test_events_are_told_whole(wrapped):
    program = imported(wrapped([EVENT]), USERS).program

    assert said(program) == ONE
    assert program.speakers[0].bio == "Writes"
    assert program.speakers[0].company == "Inst"
    assert SECRET not in repr(program)


def test_the_clock_stands_alone_where_there_are_no_seconds():
    bare = {key: one for key, one in EVENT.items() if key != "start_time_ts"}

    assert said(imported([bare]).program) == ONE


def test_a_wrong_zone_is_told_by_the_seconds():
    assert WRONG_CLOCK not in doubts_of(imported([EVENT]))
    assert doubts_of(imported([EVENT], zone="Europe/London"))[WRONG_CLOCK] == 1


def test_names_in_one_text_are_parted():
    text = {**EVENT, "speakers": "Ada, Bo Berg", "moderators": None}

    assert said(imported([text]).program)[0][3] == "Ada, Bo Berg"


def test_what_is_not_active_is_left_out_and_told():
    result = imported([EVENT, {**EVENT, "id": "b", "active": "N"}])

    assert said(result.program) == ONE
    assert doubts_of(result)["An event is not active."] == 1
