from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mirrors.events_plan import (
    BEGINS_WITHIN,
    FOR_PEOPLE,
    MOST,
    ON_ITS_WAY,
    Action,
    Do,
    Scene,
    actions,
    begun,
    upcoming,
)
from bot.mirrors.model import PENDING, MirrorKind
from bot.mirrors.native import Native, Seen, event_mark
from bot.program.timetable import Timetable
from tests.factories import NINE, a_program, a_session, a_talk
from tests.mirrors.mirrors import GUILD, MINUTE, NOON, a_mirror

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
NOTHING = frozenset()


def a_native(number, **fields):
    start = NOON + number * HOUR
    shown = {"name": f"Talk {number}", "description": "", "location": "Hall"}
    return Native(
        **{"subject": f"conf-22:s-{number}", **shown, "start": start, "end": start + HOUR, **fields}
    )


def kept_of(native, event, **fields):
    return a_mirror(
        kind=MirrorKind.EVENT,
        subject=native.subject,
        discord_id=event,
        channel=None,
        **{"digest": native.digest, **fields},
    )


def ours(native, event, **fields):
    """Our event for a subject as it is seen"""
    mark = event_mark(GUILD, native.subject)
    return Seen(**{"id": event, "start": native.start, "description": f"… ({mark})", **fields})


def a_persons(event):
    return Seen(id=event, start=NOON + HOUR)


def planned(coming=(), mirrors=(), seen=(), running=NOTHING, now=NOON):
    by_subject = {one.subject: one for one in mirrors}
    scene = Scene(guild_id=GUILD, mirrors=by_subject, seen=tuple(seen))
    return actions(tuple(coming), running, scene, now)


FIRST, SECOND_ONE, THIRD = (a_native(number) for number in (1, 2, 3))


def test_what_is_missing_is_made_soonest_first():
    assert planned([FIRST, SECOND_ONE]) == (
        Action(do=Do.CREATE, subject=FIRST.subject, native=FIRST),
        Action(do=Do.CREATE, subject=SECOND_ONE.subject, native=SECOND_ONE),
    )


def test_what_stands_as_it_should_is_left_alone():
    assert planned([FIRST], [kept_of(FIRST, 7)], [ours(FIRST, 7), a_persons(8)]) == ()


def test_what_shows_something_else_is_edited():
    moved = a_native(1, start=NOON + 2 * HOUR)
    seen = ours(FIRST, 7)

    assert planned([moved], [kept_of(FIRST, 7)], [seen]) == (
        Action(do=Do.EDIT, subject=moved.subject, native=moved, seen=seen),
    )


def test_what_is_cancelled_is_taken_away():
    seen = ours(FIRST, 7)

    assert planned([], [kept_of(FIRST, 7)], [seen]) == (
        Action(do=Do.REMOVE, subject=FIRST.subject, seen=seen),
    )


@pytest.mark.parametrize(
    ("fields", "is_left"),
    [
        ({"is_active": True, "start": NOON}, True),
        ({"start": NOON + SECOND}, True),
        ({"start": NOON - MINUTE}, True),
        ({"start": NOON + BEGINS_WITHIN}, False),
    ],
)
def test_what_has_begun_is_left_unless_its_event_begins_much_later(fields, is_left):
    seen = ours(FIRST, 7, **fields)

    found = planned([], [kept_of(FIRST, 7)], [seen], running=frozenset({FIRST.subject}))

    assert [one.do for one in found] == ([] if is_left else [Do.REMOVE])


@pytest.mark.parametrize(
    ("put_off", "done"),
    [(MINUTE, []), (BEGINS_WITHIN - SECOND, []), (BEGINS_WITHIN, [Do.REMOVE])],
)
def test_what_is_put_off_after_it_began_is_ended_to_be_made_anew(put_off, done):
    later = a_native(1, start=FIRST.start + put_off)
    seen = ours(FIRST, 7, is_active=True)

    found = planned([later], [kept_of(FIRST, 7)], [seen], now=FIRST.start)

    assert [one.do for one in found] == done
    assert [one.do for one in planned([later])] == [Do.CREATE]


@pytest.mark.parametrize("early", [MINUTE, 5 * MINUTE, 3 * HOUR])
def test_what_somebody_begins_by_hand_is_left_as_it_is(early):
    seen = ours(FIRST, 7, is_active=True)

    found = planned([FIRST], [kept_of(FIRST, 7)], [seen], now=FIRST.start - early)

    assert found == ()


def test_what_begins_by_hand_at_another_time_than_was_shown_was_not_put_off():
    seen = ours(FIRST, 7, is_active=True, start=NOON)

    assert planned([FIRST], [kept_of(FIRST, 7)], [seen]) == ()


def test_what_began_by_hand_is_left_when_its_session_is_moved_ahead():
    seen = ours(FIRST, 7, is_active=True)

    assert planned([], [kept_of(FIRST, 7)], [seen], running=frozenset({FIRST.subject})) == ()


def test_what_began_by_hand_is_ended_when_its_session_is_cancelled():
    seen = ours(FIRST, 7, is_active=True)

    assert [one.do for one in planned([], [kept_of(FIRST, 7)], [seen])] == [Do.REMOVE]


@pytest.mark.parametrize("number", [1, MOST])
def test_what_began_by_hand_counts_once_wherever_it_stands(number):
    coming = [a_native(one) for one in range(1, MOST + 1)]
    begun_one = coming[number - 1]
    seen = ours(begun_one, 7, is_active=True)

    found = planned(coming, [kept_of(begun_one, 7)], [seen])

    assert {one.do for one in found} == {Do.CREATE}
    assert len(found) == MOST - FOR_PEOPLE - 1
    assert begun_one.subject not in {one.subject for one in found}


def test_what_is_over_is_forgotten():
    assert planned([], [kept_of(FIRST, 7)]) == (Action(do=Do.FORGET, subject=FIRST.subject),)


def test_what_somebody_deleted_is_made_again():
    assert [one.do for one in planned([FIRST], [kept_of(FIRST, 7)])] == [Do.CREATE]


@pytest.mark.parametrize("mirrors", [[], [kept_of(FIRST, PENDING, digest="")]])
def test_one_with_our_mark_is_adopted_before_another_is_made(mirrors):
    seen = ours(FIRST, 7)

    assert planned([FIRST], mirrors, [seen]) == (
        Action(do=Do.ADOPT, subject=FIRST.subject, seen=seen),
        Action(do=Do.EDIT, subject=FIRST.subject, native=FIRST, seen=seen),
    )


@pytest.mark.parametrize(
    ("passed", "done"),
    [(0 * SECOND, []), (ON_ITS_WAY, [Do.CREATE]), (-MINUTE, [Do.CREATE])],
)
def test_what_may_be_on_its_way_is_waited_for(passed, done):
    claim = kept_of(FIRST, PENDING, digest="")

    assert [one.do for one in planned([FIRST], [claim], now=NOON + passed)] == done


def test_a_second_event_of_one_session_is_taken_away():
    double = ours(FIRST, 8)

    found = planned([FIRST], [kept_of(FIRST, 7)], [ours(FIRST, 7), double])

    assert found == (Action(do=Do.REMOVE, subject=None, seen=double),)


def test_what_people_made_is_never_touched():
    people = [a_persons(one) for one in range(40)]

    found = planned([], [], people)

    assert found == ()


def test_one_whose_mark_somebody_wrote_over_is_still_known():
    seen = Seen(id=7, start=FIRST.start, description="my own words")

    assert planned([FIRST], [kept_of(FIRST, 7)], [seen]) == ()


def test_people_keep_room_for_their_own():
    coming = [a_native(number) for number in range(1, 150)]

    assert len(planned(coming)) == MOST - FOR_PEOPLE


def test_what_is_sooner_takes_the_place_of_what_is_last():
    many = [a_native(number) for number in range(2, MOST - FOR_PEOPLE + 2)]
    mirrors = [kept_of(one, number) for number, one in enumerate(many, start=1)]
    seen = [ours(one, number) for number, one in enumerate(many, start=1)]

    found = planned([FIRST, *many], mirrors, seen)

    assert [(one.do, one.subject) for one in found] == [
        (Do.REMOVE, many[-1].subject),
        (Do.CREATE, FIRST.subject),
    ]


def test_events_are_of_talks_to_come_and_not_of_breaks():
    talk = a_talk("Rivers", id="rivers")
    past, soon, lunch, later = (
        a_session(NINE, id="past", minutes=60, talks=(talk.id,)),
        a_session(NINE + HOUR, id="soon", talks=(talk.id,), minutes=30),
        a_session(NINE + 2 * HOUR, id="lunch", title="Lunch"),
        a_session(NINE + 3 * HOUR, id="later", talks=(talk.id,)),
    )
    timetable = Timetable(a_program(past, soon, lunch, later, talks=(talk,)))
    now = (NINE + 30 * MINUTE).astimezone(UTC)

    assert upcoming(timetable, now) == (soon, later)
    assert begun(timetable, now) == (past,)
    assert begun(timetable, (NINE + HOUR - SECOND).astimezone(UTC)) == (past, soon)


@given(st.data())
def test_whatever_stands_the_limit_holds_and_a_second_look_finds_nothing_to_do(data):
    numbers = data.draw(st.sets(st.integers(1, 120), max_size=120))
    kept = data.draw(st.sets(st.integers(1, 120), max_size=60))
    people = data.draw(st.integers(0, 100 - len(kept)))
    coming = [a_native(number) for number in sorted(numbers)]
    mirrors = {one.subject: one for one in (kept_of(a_native(n), n) for n in kept)}
    seen = {n: ours(a_native(n), n) for n in kept} | {
        1_000 + n: a_persons(1_000 + n) for n in range(people)
    }

    most = len(seen)
    scene = Scene(guild_id=GUILD, mirrors=mirrors, seen=tuple(seen.values()))
    for action in actions(coming, NOTHING, scene, NOON):
        play(action, mirrors, seen)
        most = max(most, len(seen))

    scene = Scene(guild_id=GUILD, mirrors=mirrors, seen=tuple(seen.values()))
    assert actions(coming, NOTHING, scene, NOON) == ()
    assert most <= MOST
    assert sum(not one.description for one in seen.values()) == people
    room = max(0, min(MOST - FOR_PEOPLE, MOST - people))
    assert sorted(mirrors) == sorted(one.subject for one in coming[:room])


def play(action, mirrors, seen):
    """Do what a plan says, on paper"""
    match action.do:
        case Do.CREATE:
            event = 2_000 + int(action.subject.rpartition("-")[2])
            seen[event] = ours(action.native, event)
            mirrors[action.subject] = kept_of(action.native, event)
        case Do.REMOVE:
            del seen[action.seen.id]
            mirrors.pop(action.subject, None)
        case Do.FORGET:
            mirrors.pop(action.subject)
        case Do.EDIT:
            mirrors[action.subject] = kept_of(action.native, action.seen.id)
        case Do.ADOPT:
            mirrors[action.subject] = kept_of(
                a_native(0, subject=action.subject), action.seen.id, digest=""
            )


def test_a_digest_tells_all_that_an_event_shows():
    later = datetime(2022, 12, 1, tzinfo=UTC)
    fields = [
        {"name": "b"},
        {"description": "b"},
        {"location": "b"},
        {"start": later},
        {"end": later},
    ]

    assert len({FIRST.digest, *(a_native(1, **one).digest for one in fields)}) == 6
