from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from bot.errors import Severity
from bot.program.check import MOST_REMARKS, check
from bot.program.model import Link
from tests.factories import NINE, ZONE, a_program, a_room, a_session, a_speaker, a_talk, a_track
from tests.programs_strategy import programs

MINUTE = timedelta(minutes=1)


def told(program):
    return [(one.path, one.what, one.fix) for one in check(program)]


def errors(program):
    return [(one.path, one.what) for one in check(program) if one.severity is Severity.ERROR]


def warnings(program):
    return [(one.path, one.what) for one in check(program) if one.severity is Severity.WARNING]


def test_check_says_nothing_of_a_good_program():
    ada = a_speaker(links=(Link(title="Site", url="https://example.org"),))
    talk = a_talk(speakers=(ada.id,), abstract="One.\n\n\tTwo.", language="pt-BR")
    track = a_track(hosts=(ada.id,))
    room = a_room()
    session = a_session(minutes=30, talks=(talk.id,), room=room.id, track=track.id)
    lunch = a_session(NINE + 30 * MINUTE, room=room.id, title="Lunch")

    program = a_program(
        session, lunch, talks=(talk,), speakers=(ada,), tracks=(track,), rooms=(room,)
    )

    assert told(program) == []


@settings(max_examples=25)
@given(programs(most_talks=6, most_sessions=8))
def test_check_finds_no_error_in_a_valid_program(program):
    assert errors(program) == []


def test_bad_ids_are_told_with_a_good_one():
    program = a_program(
        id="QCon Plus 2022 in November", rooms=(a_room(id="Grand Hall"), a_room("Attic", id=""))
    )

    assert told(program) == [
        (
            ("program", "id"),
            "“QCon Plus 2022 in November” can't be an id.",
            "Use at most 16 of a to z, 0 to 9 and -, such as `qcon-plus-2022`.",
        ),
        (
            ("rooms", 0, "id"),
            "“Grand Hall” can't be an id.",
            "Use at most 32 of a to z, 0 to 9 and -, such as `grand-hall`.",
        ),
        (
            ("rooms", 1, "id"),
            "“” can't be an id.",
            "Use at most 32 of a to z, 0 to 9 and -, such as `attic`.",
        ),
        (("rooms", 1, "id"), "`id` is empty.", "Write it, or leave it out if it is not needed."),
    ]


def test_second_thing_of_a_kind_with_an_id_is_told():
    rooms = (a_room("Hall", id="x"), a_room("Attic", id="x"))

    assert errors(a_program(rooms=rooms)) == [
        (("rooms", 1, "id"), "The id `x` is already that of “Hall”.")
    ]


def test_two_kinds_of_things_may_share_an_id():
    assert errors(a_program(rooms=(a_room(id="x"),), tracks=(a_track(id="x"),))) == []


def test_unknown_ids_are_told_with_the_nearest():
    ada = a_speaker(id="ada-example")
    talk = a_talk(id="opening", speakers=("ada-exmaple",))
    track = a_track(hosts=("zzz",))
    session = a_session(talks=("openning",), room="hall", track="zzz")

    program = a_program(session, talks=(talk,), speakers=(ada,), tracks=(track,))

    assert [one for one in told(program) if one[1].startswith("There is no")] == [
        (("tracks", 0, "hosts", 0), "There is no speaker `zzz`.", "Add it under `speakers:`."),
        (
            ("talks", 0, "speakers", 0),
            "There is no speaker `ada-exmaple`.",
            "Did you mean `ada-example`?",
        ),
        (("sessions", 0, "talks", 0), "There is no talk `openning`.", "Did you mean `opening`?"),
        (("sessions", 0, "room"), "There is no room `hall`.", "Add it under `rooms:`."),
        (("sessions", 0, "track"), "There is no track `zzz`.", "Add it under `tracks:`."),
    ]


def test_id_that_stands_twice_in_a_list_is_told():
    ada = a_speaker()
    talk = a_talk(speakers=(ada.id, ada.id))

    program = a_program(a_session(talks=(talk.id,)), talks=(talk,), speakers=(ada,))

    assert errors(program) == [
        (("talks", 0, "speakers", 1), f"`{ada.id}` stands twice in this list.")
    ]


def test_empty_texts_are_told():
    talk = a_talk("  ", abstract="")

    assert errors(a_program(a_session(talks=(talk.id,)), talks=(talk,))) == [
        (("talks", 0, "title"), "`title` is empty."),
        (("talks", 0, "abstract"), "`abstract` is empty."),
    ]


@pytest.mark.parametrize("letter", ["\0", "\x07", "\x0b", "\r", "\x7f", "\x85", "\ud800"])
def test_control_characters_are_told(letter):
    talk = a_talk(abstract=f"A{letter}B")

    assert errors(a_program(a_session(talks=(talk.id,)), talks=(talk,))) == [
        (
            ("talks", 0, "abstract"),
            f"`abstract` holds the control character U+{ord(letter):04X}.",
        )
    ]


def test_line_break_in_a_title_is_told_and_in_an_abstract_is_not():
    talk = a_talk("Two\nlines", abstract="Two\nlines", links=(Link(title="a\nb", url="http://x"),))

    assert errors(a_program(a_session(talks=(talk.id,)), talks=(talk,))) == [
        (("talks", 0, "title"), "`title` has a line break."),
        (("talks", 0, "links", 0, "title"), "`title` has a line break."),
    ]


def test_unsafe_links_are_told_wherever_they_are():
    bad = "javascript:alert(1)"
    why = f"“{bad}” is no web address: it must begin with https:// or http://."
    ada = a_speaker(picture=bad, links=(Link(title="x", url=bad),))
    talk = a_talk(speakers=(ada.id,), links=(Link(title="x", url=bad),))

    program = a_program(a_session(talks=(talk.id,)), talks=(talk,), speakers=(ada,), link=bad)

    assert errors(program) == [
        (("program", "link"), why),
        (("speakers", 0, "picture"), why),
        (("speakers", 0, "links", 0, "url"), why),
        (("talks", 0, "links", 0, "url"), why),
    ]


def test_language_that_is_no_tag_is_a_warning():
    talk = a_talk(language="English")

    assert warnings(a_program(a_session(talks=(talk.id,)), talks=(talk,))) == [
        (("talks", 0, "language"), "“English” is no language tag.")
    ]


def test_last_day_before_the_first_is_told():
    program = a_program(a_session(), first_day=date(2022, 12, 9), last_day=date(2022, 11, 29))

    assert errors(program) == [
        (("program", "last_day"), "The last day, 2022-11-29, is before the first, 2022-12-09.")
    ]


def test_session_outside_of_the_days_is_a_warning():
    program = a_program(a_session(NINE - timedelta(days=10)))

    assert warnings(program) == [
        (
            ("sessions", 0, "start"),
            "2022-11-20 09:00 is not between the first day, 2022-11-29, and the last, 2022-12-09.",
        )
    ]


@pytest.mark.parametrize("minutes", [0, -30])
def test_end_that_is_not_after_the_start_is_told(minutes):
    session = a_session(minutes=minutes)

    assert errors(a_program(session)) == [
        (
            ("sessions", 0, "end"),
            f"The end, {session.end:%Y-%m-%d %H:%M}, is not after the start, 2022-11-30 09:00.",
        )
    ]


def test_end_in_the_second_of_a_doubled_hour_is_after_the_first():
    first = datetime(2022, 11, 6, 1, 45, tzinfo=ZoneInfo(ZONE))
    session = replace(a_session(first), end=first.replace(minute=15, fold=1))

    assert errors(a_program(session)) == []


def test_overlap_in_a_room_is_a_warning_with_both_titles():
    hall = a_room("Hall", id="hall")
    long = a_session(minutes=60, title="Long", room="hall")
    short = a_session(NINE + 10 * MINUTE, minutes=10, title="Short", room="hall")
    later = a_session(NINE + 50 * MINUTE, minutes=30, title="Later", room="hall")

    assert warnings(a_program(later, short, long, rooms=(hall,))) == [
        (
            ("sessions", 1, "start"),
            "“Short” starts in “Hall” while “Long” is on there, until 2022-11-30 10:00.",
        ),
        (
            ("sessions", 0, "start"),
            "“Later” starts in “Hall” while “Long” is on there, until 2022-11-30 10:00.",
        ),
    ]


def test_two_sessions_without_ends_that_start_together_in_a_room_overlap():
    hall = a_room("Hall", id="hall")
    one, two = (a_session(title=title, room="hall", id=title.lower()) for title in ("One", "Two"))

    assert warnings(a_program(one, two, rooms=(hall,))) == [
        (
            ("sessions", 1, "start"),
            "“Two” starts in “Hall” while “One” is on there, until 2022-11-30 10:00.",
        )
    ]


def test_sessions_that_follow_each_other_or_have_no_room_do_not_overlap():
    hall = a_room(id="hall")
    one = a_session(minutes=30, room="hall")
    two = a_session(NINE + 30 * MINUTE, room="hall")
    outside, outside_too = a_session(minutes=60), a_session(minutes=60)

    assert warnings(a_program(one, two, outside, outside_too, rooms=(hall,))) == []


def test_what_is_in_nothing_is_a_warning():
    program = a_program(talks=(a_talk("Lost talk"),), speakers=(a_speaker("Lost speaker"),))

    assert warnings(program) == [
        (("talks", 0), "The talk “Lost talk” is in no session."),
        (("speakers", 0), "Lost speaker gives no talk and hosts no track."),
    ]


def test_zone_without_summer_time_is_a_warning():
    program = a_program(zone="EST")

    assert warnings(program) == [(("program", "zone"), "EST never has summer time.")]


def test_one_rule_tells_so_many_times_at_most():
    talks = tuple(a_talk() for _ in range(2 * MOST_REMARKS))

    assert len(check(a_program(talks=talks))) == MOST_REMARKS
