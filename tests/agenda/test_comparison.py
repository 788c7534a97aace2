from bot.agenda.comparison import Comparison, compare, may_compare
from bot.program.timetable import Timetable
from tests.agenda.attendees import an_attendee, following, saved_from
from tests.factories import NINE, a_program, a_session

FIRST = a_session(NINE, minutes=30, id="first", title="First")
SECOND = a_session(NINE.replace(hour=10), minutes=30, id="second", title="Second")
THIRD = a_session(NINE.replace(hour=11), minutes=30, id="third", title="Third")
PROGRAM = a_program(FIRST, SECOND, THIRD)


def _who_saved(*sessions, user_id, **fields):
    saved = (saved_from(Timetable(PROGRAM), one, **fields) for one in sessions)
    return an_attendee(*saved, user_id=user_id)


def _ids(found):
    return [
        [one.session.id for one in those]
        for those in (found.both, found.only_mine, found.only_theirs)
    ]


def test_what_both_saved_and_what_only_one_did_stand_apart_by_time():
    mine = _who_saved(THIRD, SECOND, FIRST, user_id=1)
    theirs = _who_saved(THIRD, FIRST, user_id=2)

    assert _ids(compare(mine, theirs, "conf-22", following(PROGRAM))) == [
        ["first", "third"],
        ["second"],
        [],
    ]
    assert _ids(compare(theirs, mine, "conf-22", following(PROGRAM)))[2] == ["second"]


def test_other_programs_are_not_compared():
    elsewhere = a_program(FIRST, id="conf-b")
    mine = _who_saved(FIRST, user_id=1)
    theirs = an_attendee(saved_from(Timetable(elsewhere), FIRST), user_id=2)

    assert _ids(compare(mine, theirs, "conf-22", following(PROGRAM, elsewhere))) == [
        [],
        ["first"],
        [],
    ]


def test_what_both_saved_is_shared_even_if_it_is_cancelled_in_the_guild_of_one():
    mine = _who_saved(FIRST, SECOND, user_id=1, guild_id=5)
    theirs = _who_saved(FIRST, user_id=2, guild_id=6)
    timetable_of = following(PROGRAM, guild_5=a_program(THIRD))

    assert _ids(compare(mine, theirs, "conf-22", timetable_of)) == [["first"], [], []]


def test_what_is_not_loaded_compares_as_nothing():
    mine = _who_saved(FIRST, user_id=1)

    assert compare(mine, mine, "conf-22", following()) == Comparison()


def test_two_may_compare_only_if_both_agreed():
    willing = an_attendee(user_id=1, shown_to=frozenset({2}))
    other, willing_too = an_attendee(user_id=2), an_attendee(user_id=2, shown_to=frozenset({1}))

    assert may_compare(willing, willing_too)
    assert not may_compare(willing, other)
    assert not may_compare(other, willing)
