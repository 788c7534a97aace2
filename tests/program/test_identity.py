from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Severity
from bot.program.check import check
from bot.program.diff import ChangeKind, diff
from bot.program.identity import carry
from bot.program.ids import slug
from bot.program.model import Program, Room, Session, Speaker, Talk, Track

NINE = datetime(2024, 5, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_program(*sessions, **fields):
    return Program(
        **{
            "id": "camp",
            "name": "Camp",
            "zone": "UTC",
            "first_day": date(2024, 5, 1),
            "last_day": date(2024, 5, 2),
            "sessions": sessions,
            **fields,
        }
    )


def a_session(session="s", title="Opening", start=NINE, **fields):
    return Session(id=session, title=title, start=start, **fields)


def ids(earlier, later):
    return [one.id for one in carry(earlier, later).program.sessions]


def test_a_key_carries_an_id_through_any_other_change():
    earlier = a_program(a_session("old", "A", key="guid-1"))
    later = a_program(a_session("b", "B", NINE + HOUR, key="guid-1"))

    assert ids(earlier, later) == ["old"]


def test_without_keys_a_title_carries_an_id_to_another_time_and_room():
    rooms = (Room(id="hall", name="Hall"), Room(id="nook", name="Nook"))
    earlier = a_program(a_session("old", room="hall"), rooms=rooms)
    later = a_program(a_session("new", start=NINE + HOUR, room="nook"), rooms=rooms)

    assert ids(earlier, later) == ["old"]


def test_of_several_with_one_title_the_same_start_carries_an_id():
    breaks = (a_session("one", "Break"), a_session("two", "Break", NINE + HOUR))
    later = a_program(a_session("x", "Break", NINE + HOUR), a_session("y", "Break", NINE))

    assert ids(a_program(*breaks), later) == ["two", "one"]


def test_what_could_be_several_is_new_and_named():
    earlier = a_program(a_session("one", "Break"), a_session("two", "Break", NINE + HOUR))
    later = a_program(a_session("one", "Break", NINE + 3 * HOUR))

    carried = carry(earlier, later)

    assert [one.id for one in carried.program.sessions] == ["break"]
    assert carried.ambiguous == ("Break",)


def test_twins_keep_their_ids_in_order():
    twins = (a_session("one", "Break"), a_session("two", "Break"))
    later = a_program(a_session("three", "Break"), a_session("four", "Break"))

    assert ids(a_program(*twins), later) == ["one", "two"]


def test_what_is_new_never_gets_an_id_that_stood_for_something_else():
    earlier = a_program(a_session("break", "Coffee"))
    later = a_program(a_session("break", "Break"))

    assert ids(earlier, later) == ["break-2"]


@pytest.mark.parametrize("first", [0, 1])
def test_rows_that_count_anew_do_not_mix_up_whose_id_it_is(first):
    earlier = a_program(*(a_session(name, name, key=str(at)) for at, name in enumerate("abc")))
    shifted = [
        a_session(f"new-{name}", name, NINE + HOUR, key=str(at))
        for at, name in enumerate("xabc"[first:])
    ]

    kept = ids(earlier, a_program(*shifted))

    assert kept == ["new-x", "a", "b", "c"][first:]


def test_a_numbered_row_keeps_its_id_where_only_its_title_changed():
    earlier = a_program(a_session("a", "Titel", key="1"), a_session("b", "B", key="2"))
    later = a_program(a_session("x", "Title", key="1"), a_session("y", "B", key="2"))

    assert ids(earlier, later) == ["a", "b"]


def test_sure_keys_are_believed_where_titles_change_places():
    earlier = a_program(a_session("a", "A", key="guid-1"), a_session("b", "B", key="guid-2"))
    later = a_program(a_session("x", "B", key="guid-1"), a_session("y", "C", key="guid-2"))

    assert ids(earlier, later) == ["a", "b"]


def test_talks_and_people_keep_their_ids_and_what_names_them_follows():
    people = (Speaker(id="ada", name="Ada", key="P1"), Speaker(id="bo", name="Bo"))
    talk = Talk(id="t", title="Talk", speakers=("ada", "bo"), key="ABC")
    track = Track(id="art", name="Art", hosts=("bo",))
    session = Session(id="s", start=NINE, talks=("t",), track="art")
    earlier = a_program(session, speakers=people, talks=(talk,), tracks=(track,))
    later = a_program(
        Session(id="s9", start=NINE, talks=("t9",), track="art9"),
        speakers=(Speaker(id="ada9", name="Ada Berg", key="P1"), Speaker(id="bo9", name="bo")),
        talks=(Talk(id="t9", title="Talk!", speakers=("ada9", "bo9"), key="ABC"),),
        tracks=(Track(id="art9", name="ART", hosts=("bo9",)),),
    )

    program = carry(earlier, later).program

    assert program.talks[0].speakers == ("ada", "bo")
    assert program.tracks == (Track(id="art", name="ART", hosts=("bo",)),)
    assert program.sessions[0] == replace(session, talks=("t",))


def test_namesakes_are_told_apart_by_their_keys_only():
    earlier = a_program(
        speakers=(
            Speaker(id="sam", name="Sam", key="P1"),
            Speaker(id="sam-2", name="Sam", key="P2"),
        )
    )
    known = a_program(speakers=(Speaker(id="sam", name="Sam", key="P2"),))
    unknown = a_program(speakers=(Speaker(id="sam", name="Sam", key="P3"),))

    assert [one.id for one in carry(earlier, known).program.speakers] == ["sam-2"]
    assert [one.id for one in carry(earlier, unknown).program.speakers] == ["sam-3"]
    assert carry(earlier, unknown).ambiguous == ("Sam",)


def test_the_programs_own_id_is_kept():
    assert carry(a_program(), a_program(id="camp-2")).program.id == "camp"


TITLES = st.sampled_from(["Break", "Opening", "A", "a", "東京"])


@st.composite
def versions(draw):
    """Programs so small that keys, titles, rooms and starts collide all the time."""
    rooms = tuple(Room(id=f"r{n}", name=n) for n in draw(st.sets(st.sampled_from("xyz"))))
    names = draw(st.lists(st.sampled_from(["Sam", "Ada", "Bo"]), max_size=4))
    keys = st.sampled_from([None, "1", "2", "3", "guid-a", "guid-b"])
    speakers = tuple(Speaker(id=f"p{at}", name=n, key=draw(keys)) for at, n in enumerate(names))
    people = st.lists(st.sampled_from(speakers), max_size=2) if speakers else st.just([])
    talks = tuple(
        Talk(id=f"t{at}", title=title, key=draw(keys), speakers=_ids(draw(people)))
        for at, title in enumerate(draw(st.lists(TITLES, max_size=4)))
    )
    given = st.lists(st.sampled_from(talks), max_size=1) if talks else st.just([])
    sessions = []
    for number in range(draw(st.integers(0, 6))):
        title = draw(TITLES)
        sessions.append(
            Session(
                id=draw(st.sampled_from([f"{slug(title)}-{number}", f"s{number}"])),
                title=title,
                start=NINE + draw(st.integers(0, 2)) * HOUR,
                room=draw(st.sampled_from([None, *(room.id for room in rooms)])),
                talks=_ids(draw(given)),
                key=draw(keys),
            )
        )
    return a_program(*sessions, rooms=rooms, speakers=speakers, talks=talks)


def _folded(names):
    return {name.casefold() for name in names}


def _ids(things):
    return tuple(dict.fromkeys(one.id for one in things))


def sections(program):
    return (program.rooms, program.tracks, program.speakers, program.talks, program.sessions)


@given(versions(), versions())
def test_carried_ids_are_sound_and_nothing_else_changes(earlier, later):
    carried = carry(earlier, later).program

    assert [one for one in check(carried) if one.severity is Severity.ERROR] == [
        one for one in check(later) if one.severity is Severity.ERROR
    ]
    for before, after in zip(sections(later), sections(carried), strict=True):
        assert len({one.id for one in after}) == len(after)
        assert [type(one) for one in before] == [type(one) for one in after]
    assert [(one.title, one.start, one.key) for one in carried.sessions] == [
        (one.title, one.start, one.key) for one in later.sessions
    ]


@given(versions(), versions())
def test_carrying_twice_is_carrying_once(earlier, later):
    once = carry(earlier, later).program

    assert carry(earlier, once).program == once


@given(versions(), versions())
def test_no_id_is_given_to_something_that_has_nothing_in_common(earlier, later):
    carried = carry(earlier, later).program
    before = {one.id: one for one in earlier.sessions}
    titles = {one.id: one.title for one in earlier.talks}
    later_titles = {one.id: one.title for one in carried.talks}

    for one in carried.sessions:
        if one.id in before:
            known = before[one.id]
            names = {known.title, *(titles[talk] for talk in known.talks)}
            called = {one.title, *(later_titles[talk] for talk in one.talks)}
            same_key = one.key is not None and one.key == known.key
            same_talks = set(one.talks) & set(known.talks)
            assert same_key or same_talks or _folded(names) & _folded(called)


@given(versions())
def test_a_program_differs_in_nothing_from_itself(program):
    assert diff(program, program) == ()


@given(versions(), versions())
def test_what_came_and_went_is_what_the_ids_say(earlier, later):
    carried = carry(earlier, later).program
    old, new = ({one.id for one in program.sessions} for program in (earlier, carried))

    changes = diff(earlier, carried)

    kinds = {change.session: change.kinds for change in changes}
    assert {one for one, of in kinds.items() if of == (ChangeKind.ADDED,)} == new - old
    assert {one for one, of in kinds.items() if of == (ChangeKind.CANCELLED,)} == old - new
    assert len(kinds) == len(changes)
