import json
from dataclasses import replace
from datetime import UTC

import pytest

from bot.program.timetable import Timetable
from bot.reminders.model import Correction, Reminder, ToldSession
from bot.reminders.subject import Subject, read, reminder_of, subject_of, written
from bot.translation import in_words
from tests.delivery.deliveries import MINUTE
from tests.factories import NINE, a_program, a_room, a_session, a_talk
from tests.translation.fake import speaking_loudly

START = NINE.astimezone(UTC)
MARK = "0123456789abcdef01234567"
TALK = a_talk("Rivers")
HALL, LOFT = a_room("Hall", id="hall"), a_room("Loft", id="loft")
SESSION = a_session(NINE, id="rivers", talks=(TALK.id,), room="hall")
TOLD = ToldSession(id="rivers", title="Rivers", room="Hall")


def timetable(*sessions, rooms=(HALL, LOFT)):
    return Timetable(a_program(*sessions, talks=(TALK,), rooms=rooms))


def now(*sessions, told=TOLD, rooms=(HALL, LOFT)):
    """What a reminder of one session is by now"""
    subject = Subject(program="conf-22", start=START, sessions=(told,))
    return reminder_of(subject, timetable(*sessions, rooms=rooms), MARK)


def test_a_subject_is_written_with_what_is_told():
    text = written(subject_of(timetable(SESSION), START, (SESSION,)))

    assert json.loads(text) == {
        "program": "conf-22",
        "start": "2022-11-30T17:00:00+00:00",
        "sessions": [{"id": "rivers", "title": "Rivers", "room": "Hall"}],
    }


def test_what_is_written_is_read():
    homeless = replace(SESSION, id="lakes", room=None)
    subject = subject_of(timetable(SESSION, homeless), START, (homeless, SESSION))

    assert read(written(subject)) == subject


@pytest.mark.parametrize("is_first", [True, False])
def test_whether_it_is_the_first_message_of_its_start_is_kept(is_first):
    subject = replace(subject_of(timetable(SESSION), START, (SESSION,)), is_first=is_first)

    assert read(written(subject)) == subject


def test_a_subject_that_does_not_say_whether_it_is_the_first_is():
    text = '{"program": "conf-22", "start": "2022-11-30T17:00:00+00:00", "sessions": []}'

    assert read(text).is_first


def test_a_subject_that_was_written_before_titles_were_kept_is_read():
    text = '{"program": "conf-22", "start": "2022-11-30T17:00:00+00:00", "sessions": ["a", "b"]}'

    assert [(one.id, one.title, one.room) for one in read(text).sessions] == [
        ("a", "a", None),
        ("b", "b", None),
    ]


def test_what_is_as_it_was_told_has_no_correction():
    reminder = now(SESSION)

    assert reminder == Reminder(
        timetable=reminder.timetable, start=START, sessions=(SESSION,), mark=MARK
    )
    assert reminder.away == ()


@pytest.mark.parametrize("minutes", [5, -5])
def test_a_session_that_moved_is_away(minutes):
    moved = replace(SESSION, start=NINE + minutes * MINUTE)

    reminder = now(moved)

    assert reminder.sessions == ()
    assert reminder.away == reminder.corrections
    assert reminder.corrections == (Correction(told=TOLD, session=moved, is_moved=True),)


@pytest.mark.parametrize("left", [(), (replace(SESSION, talks=()),)])
def test_a_session_that_is_gone_or_became_a_break_is_cancelled(left):
    reminder = now(*left)

    assert (reminder.sessions, reminder.corrections) == ((), (Correction(told=TOLD, session=None),))


@pytest.mark.parametrize("room", ["loft", None, "gone"])
def test_a_session_in_another_room_or_none_is_elsewhere(room):
    elsewhere = replace(SESSION, room=room)

    reminder = now(elsewhere)

    assert (reminder.sessions, reminder.away) == ((elsewhere,), ())
    assert reminder.corrections == (Correction(told=TOLD, session=elsewhere, is_elsewhere=True),)


def test_a_room_that_was_not_told_corrects_nothing():
    assert now(SESSION, told=replace(TOLD, room=None)).corrections == ()


def test_a_room_of_the_same_name_is_the_same_room():
    twin = a_room("Hall", id="hall-again")

    assert now(replace(SESSION, room="hall-again"), rooms=(twin,)).corrections == ()


def test_a_session_can_move_and_be_elsewhere():
    moved = replace(SESSION, start=NINE + 5 * MINUTE, room="loft")

    assert now(moved).corrections == (
        Correction(told=TOLD, session=moved, is_moved=True, is_elsewhere=True),
    )


def test_a_session_without_a_title_is_called_so_in_the_language_of_whoever_reads(monkeypatch):
    pause = a_session(NINE, id="pause")
    subject = subject_of(timetable(pause), START, (pause,))

    back = read(written(subject))

    assert back == subject
    with speaking_loudly(monkeypatch):
        assert [in_words(told.title) for told in back.sessions] == ["BREAK"]
