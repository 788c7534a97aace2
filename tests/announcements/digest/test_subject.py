import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from bot.announcements.digest.days import Days
from bot.announcements.digest.model import DayDigest, Row, Thanks
from bot.announcements.digest.subject import (
    Subject,
    digest_of,
    following,
    is_held,
    read,
    subject_of,
    written,
)
from bot.program.timetable import Timetable
from bot.translation import in_words
from tests.announcements.digest.digests import DUE, HOUR, a_long_program
from tests.delivery.deliveries import a_delivery
from tests.factories import NINE, a_program, a_room, a_session
from tests.programs_strategy import programs
from tests.translation.fake import speaking_loudly

DAY = timedelta(days=1)
HALL, LOFT = a_room("Hall", id="hall"), a_room("Loft", id="loft")
RIVERS = a_session(NINE, id="rivers", title="Rivers", room="hall")
LAKES = a_session(NINE + HOUR, id="lakes", title="Lakes")
PAUSE = a_session(NINE, id="pause")


def timetable_of(*sessions):
    return Timetable(a_program(*sessions, rooms=(HALL, LOFT)))


def rows(*later):
    """What becomes of a digest of Rivers and Lakes."""
    subject = subject_of(timetable_of(RIVERS, LAKES), NINE.date(), (RIVERS, LAKES))
    digest = digest_of(read(written(subject)), timetable_of(*later), a_delivery())
    return [
        (row.listed.id, row.is_off, row.is_moved, row.is_elsewhere, row.is_changed)
        for row in digest.rows
    ]


def test_what_is_as_it_was_listed_needs_no_correction():
    assert rows(RIVERS, LAKES) == [
        ("rivers", False, False, False, False),
        ("lakes", False, False, False, False),
    ]


def test_what_moved_within_the_day_stands_where_it_is_now():
    assert rows(replace(RIVERS, start=NINE + 2 * HOUR), LAKES) == [
        ("lakes", False, False, False, False),
        ("rivers", False, True, False, True),
    ]


def test_what_moved_to_another_day_stands_where_it_was():
    assert rows(replace(RIVERS, start=NINE + DAY), LAKES)[0] == ("rivers", True, True, False, True)


def test_what_was_cancelled_stands_where_it_was():
    assert rows(LAKES)[0] == ("rivers", True, False, False, True)


def test_another_room_corrects_one_that_was_listed_only():
    assert [row[3] for row in rows(replace(RIVERS, room="loft"), replace(LAKES, room="loft"))] == [
        True,
        False,
    ]


def test_what_follows_is_cut_once_and_told_as_it_stands_now():
    program = a_long_program()
    first = read(Days(Timetable(program)).first_text(NINE.date()))
    gone, later = first.rest[0][0], first.rest[0][1]
    moved = replace(program.sessions[len(first.listed) + 1], start=NINE + 14 * HOUR)
    now = Timetable(
        replace(
            program,
            sessions=(
                *(one for one in program.sessions if one.id not in (gone, later)),
                moved,
                a_session(NINE, id="new"),
            ),
        )
    )

    second = following(first, now)

    assert (second.number, second.rest, second.has_welcome) == (2, first.rest[1:], False)
    assert [one.id for one in second.listed] == [*first.rest[0][2:], later]
    assert second.listed[-1].start == moved.start


def test_a_message_of_which_nothing_is_left_is_passed_over():
    program = a_long_program()
    first = read(Days(Timetable(program)).first_text(NINE.date()))
    left = [one for one in program.sessions if one.id not in first.rest[0]]

    third = following(first, Timetable(replace(program, sessions=tuple(left))))

    assert (third.number, following(third, Timetable(program))) == (3, None)


def test_a_message_is_held_as_long_as_anything_of_it_is_on_its_day():
    subject = subject_of(timetable_of(RIVERS), NINE.date(), (RIVERS, LAKES))

    held = [
        is_held(subject, timetable_of(*sessions))
        for sessions in [(LAKES,), (), (replace(RIVERS, start=NINE + DAY),)]
    ]

    assert held == [True, False, False]


def test_the_thanks_tell_of_nothing_that_could_change():
    subject = Subject(program="conf-22", day=NINE.date(), is_thanks=True)
    timetable, delivery = timetable_of(), a_delivery(place=7)

    thanks = digest_of(read(written(subject)), timetable, delivery)

    assert thanks == Thanks(timetable=timetable, guild_id=1, place=7, mark=delivery.digest)


@pytest.mark.slow
@settings(max_examples=25)
@given(programs(most_talks=6, most_sessions=12))
def test_any_day_is_read_back_as_it_was_written(program):
    timetable = Timetable(program)
    days = Days(timetable)
    for day in timetable.days:
        text = days.first_text(day)

        digest = digest_of(read(text), timetable, a_delivery(due=DUE))

        assert written(read(text)) == text
        assert isinstance(digest, DayDigest)
        assert [one for one in digest.rows if one.is_changed] == []
        assert all(isinstance(row, Row) and row.start == row.listed.start for row in digest.rows)


def test_a_break_without_a_title_is_called_so_in_the_language_of_whoever_reads(monkeypatch):
    subject = subject_of(timetable_of(PAUSE), NINE.date(), (PAUSE,))

    (listed,) = read(written(subject)).listed

    assert listed == subject.listed[0]
    with speaking_loudly(monkeypatch):
        assert in_words(listed.title) == "BREAK"


def test_a_digest_that_was_kept_with_english_titles_is_read():
    subject = subject_of(timetable_of(PAUSE), NINE.date(), (PAUSE,))
    kept = json.loads(written(subject))
    kept["sessions"][0]["title"] = "Break"

    assert read(json.dumps(kept)) == subject
