from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.agenda.clashes import LONG, all_clashes, all_placed, by_time, clashes, placed, placed_if
from bot.program.timetable import Timetable
from tests.agenda.attendees import (
    an_attendee,
    following,
    packed_programs,
    saved_from,
    who_saved_all,
)
from tests.factories import NINE, ZONE, a_program, a_room, a_session, a_talk

TALK = a_talk(id="talk")
HALL, ATTIC = a_room("Hall", id="hall"), a_room("Attic", id="attic")


def talked(name, minute=0, minutes=None, **fields):
    start = NINE + timedelta(minutes=minute)
    return a_session(start, minutes=minutes, id=name, talks=("talk",), **fields)


def program_of(*sessions, **fields):
    return a_program(*sessions, talks=(TALK,), rooms=(HALL, ATTIC), **fields)


def clashing(*sessions, **fields):
    """Which of these sessions of one program the first one clashes with."""
    timetable = Timetable(program_of(*sessions, **fields))
    first, *others = (placed(one, timetable) for one in sessions)
    return [one.session.id for one in clashes(first, others)]


def test_sessions_at_the_same_time_clash_in_whichever_rooms():
    beside, within = talked("b", 0, 60, room="attic"), talked("c", 15, 15, room="hall")

    assert clashing(talked("a", 0, 60, room="hall"), within, beside) == ["b", "c"]


def test_sessions_that_overlap_by_a_minute_clash():
    assert clashing(talked("a", 0, 60), talked("b", 59, 60)) == ["b"]


def test_back_to_back_is_no_clash():
    assert clashing(talked("a", 30, 30), talked("b", 0, 30), talked("c", 60, 30)) == []


def test_a_session_does_not_clash_with_itself():
    session = talked("a", 0, 60)

    assert clashing(session, session) == []


def test_without_an_end_it_is_on_until_the_next_one_in_its_room_starts():
    following_it = talked("b", 20, 40, room="hall")
    beside = talked("c", 15, 15, room="attic")

    assert clashing(talked("a", room="hall"), following_it, beside) == ["c"]


def test_without_an_end_and_a_room_it_is_on_for_the_assumed_length():
    later, much_later = talked("b", 40, 10), talked("c", 45, 10)

    assert clashing(talked("a"), later, much_later, assumed_length=timedelta(minutes=45)) == ["b"]


def test_a_break_is_no_clash():
    lunch = a_session(NINE, minutes=60, title="Lunch")

    assert clashing(talked("a", 0, 60), lunch) == []
    assert clashing(lunch, talked("a", 0, 60)) == []


def test_what_takes_four_hours_is_no_clash_and_a_minute_less_is():
    four_hours = talked("b", 0, 240)
    less = talked("c", 0, 239)

    assert clashing(talked("a", 60, 30), four_hours, less) == ["c"]
    assert clashing(four_hours, less) == []


def test_sessions_of_two_programs_and_zones_clash_by_the_instant():
    berlin = datetime(2022, 11, 30, 18, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    there = a_session(berlin, minutes=30, id="b", talks=("talk",))
    ours = placed(talked("a", 0, 60), Timetable(program_of(talked("a", 0, 60))))
    theirs = placed(there, Timetable(program_of(there, id="conf-b", zone="Europe/Berlin")))

    assert (clashes(ours, [theirs]), clashes(theirs, [ours])) == ((theirs,), (ours,))


def test_sessions_with_one_id_in_two_programs_are_two():
    session = talked("a", 0, 60)
    ours = placed(session, Timetable(program_of(session)))
    theirs = placed(session, Timetable(program_of(session, id="conf-b")))

    assert clashes(ours, [theirs]) == (theirs,)


def test_in_the_repeated_autumn_hour_only_what_is_on_at_one_instant_clashes():
    zone = ZoneInfo(ZONE)
    first = datetime(2022, 11, 6, 1, 15, tzinfo=zone)
    first_end = datetime(2022, 11, 6, 1, 45, tzinfo=zone)
    second = first.replace(fold=1)
    before = a_session(first, end=first_end, id="a", talks=("talk",))
    after = a_session(second, end=first_end.replace(fold=1), id="b", talks=("talk",))
    over_both = a_session(first, end=second, id="c", talks=("talk",))

    assert clashing(before, after, over_both) == ["c"]


def test_a_saved_session_is_placed_on_the_timetable_that_it_follows():
    session = talked("a", 0, 30)
    program = program_of(session)
    moved = program_of(talked("a", 60, 30))
    saved = saved_from(Timetable(program), session, guild_id=5)
    elsewhere = replace(saved, guild_id=None)
    timetable_of = following(program, guild_5=moved)

    here = placed_if(saved, an_attendee(saved), timetable_of)
    by_last = placed_if(elsewhere, an_attendee(elsewhere, last_guild=5), timetable_of)
    nowhere = placed_if(elsewhere, an_attendee(elsewhere), timetable_of)

    assert [one.session.start for one in (here, by_last, nowhere)] == [
        NINE + timedelta(minutes=60),
        NINE + timedelta(minutes=60),
        NINE,
    ]
    assert (here.start, here.title) == (NINE.astimezone(UTC) + timedelta(hours=1), "A talk")


def test_what_is_cancelled_or_not_loaded_is_not_placed():
    stays, goes = talked("a", 0, 30), talked("b", 0, 30)
    program = program_of(stays, goes)
    unknown = program_of(stays, id="conf-x")
    attendee = who_saved_all(program, unknown)

    found = all_placed(attendee, following(program_of(stays)))

    assert [one.key for one in found] == [("conf-22", "a")]


TWO = st.tuples(packed_programs(), packed_programs("conf-b"))


@given(TWO)
def test_clashes_are_mutual_never_with_oneself_and_all_found_at_once(two):
    ones = [placed(one, each) for each in map(Timetable, two) for one in each.sessions]

    found = {one.key: clashes(one, ones) for one in ones}

    assert all_clashes(ones) == {key: those for key, those in found.items() if those}
    for key, those in found.items():
        keys = [one.key for one in those]
        assert key not in keys
        assert all(key in [mine.key for mine in found[other]] for other in keys)
        assert those == by_time(those)
        assert all(one.end - one.start < LONG and not one.session.is_break for one in those)
