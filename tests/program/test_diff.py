from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.program.diff import Change, ChangeKind, Facts, diff, reinstated
from bot.program.model import Program, Room, Session, Speaker, Talk, Track

NINE = datetime(2024, 5, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SESSION = Session(
    id="s",
    start=NINE,
    end=NINE + HOUR,
    room="hall",
    track="art",
    talks=("t",),
    stream="https://a.b",
)
FACTS = Facts(
    title="A talk",
    start=NINE,
    end=NINE + HOUR,
    room="Hall",
    track="Art",
    speakers=("Ada", "Bo"),
    stream="https://a.b",
)


def a_program(*sessions, title="A talk", speakers=("ada", "bo"), room="Hall", track="Art"):
    return Program(
        id="camp",
        name="Camp",
        zone="UTC",
        first_day=date(2024, 5, 1),
        last_day=date(2024, 5, 1),
        rooms=(Room(id="hall", name=room), Room(id="nook", name="Nook")),
        tracks=(Track(id="art", name=track),),
        speakers=(Speaker(id="ada", name="Ada"), Speaker(id="bo", name="Bo")),
        talks=(Talk(id="t", title=title, speakers=speakers),),
        sessions=sessions,
    )


BEFORE = a_program(SESSION)


@pytest.mark.parametrize(
    ("later", "kind", "facts"),
    [
        (
            a_program(replace(SESSION, start=NINE + HOUR, end=NINE + 2 * HOUR)),
            ChangeKind.MOVED,
            {"start": NINE + HOUR, "end": NINE + 2 * HOUR},
        ),
        (a_program(replace(SESSION, room="nook")), ChangeKind.ROOM, {"room": "Nook"}),
        (a_program(replace(SESSION, room=None)), ChangeKind.ROOM, {"room": None}),
        (a_program(SESSION, room="Hall 1"), ChangeKind.ROOM, {"room": "Hall 1"}),
        (a_program(SESSION, title="A Talk"), ChangeKind.RETITLED, {"title": "A Talk"}),
        (a_program(SESSION, speakers=("ada",)), ChangeKind.SPEAKERS, {"speakers": ("Ada",)}),
        (
            a_program(replace(SESSION, end=NINE + 2 * HOUR)),
            ChangeKind.LENGTH,
            {"end": NINE + 2 * HOUR},
        ),
        (a_program(replace(SESSION, end=None)), ChangeKind.LENGTH, {"end": None}),
        (a_program(SESSION, track="Arts"), ChangeKind.TRACK, {"track": "Arts"}),
        (a_program(replace(SESSION, stream=None)), ChangeKind.STREAM, {"stream": None}),
    ],
)
def test_a_change_of_one_kind_is_told_with_all_facts(later, kind, facts):
    after = replace(FACTS, **facts)

    assert diff(BEFORE, later) == (Change(session="s", kinds=(kind,), before=FACTS, after=after),)


def test_what_is_new_has_no_before():
    assert diff(a_program(), BEFORE) == (
        Change(session="s", kinds=(ChangeKind.ADDED,), before=None, after=FACTS),
    )


def test_what_is_gone_has_no_after():
    assert diff(BEFORE, a_program()) == (
        Change(session="s", kinds=(ChangeKind.CANCELLED,), before=FACTS, after=None),
    )


def test_what_was_called_cancelled_is_not_told_again():
    assert diff(BEFORE, a_program(), cancelled=["s"]) == ()


def test_what_comes_back_is_told_with_all_else_that_changed():
    later = a_program(replace(SESSION, room="nook"))

    (change,) = diff(BEFORE, later, cancelled=["s"])

    assert change.kinds == (ChangeKind.REINSTATED, ChangeKind.ROOM)


def test_what_is_added_after_it_was_cancelled_comes_back():
    (cancelled,) = diff(BEFORE, a_program())
    (added,) = diff(a_program(), a_program(replace(SESSION, room="nook")))
    (moved,) = diff(BEFORE, a_program(replace(SESSION, room="nook")))

    back = reinstated(added, cancelled)

    assert (back.kinds, back.before) == ((ChangeKind.REINSTATED, ChangeKind.ROOM), FACTS)
    assert [reinstated(added, last) for last in (None, moved, added)] == [added] * 3
    assert [reinstated(one, cancelled) for one in (moved, cancelled)] == [moved, cancelled]


def test_one_session_is_one_change_in_the_order_of_the_kinds():
    later = a_program(
        replace(SESSION, start=NINE + HOUR, end=NINE + 3 * HOUR, room="nook", stream=None),
        title="B",
        speakers=(),
        track="Music",
    )

    (change,) = diff(BEFORE, later)

    assert change.kinds == (
        ChangeKind.MOVED,
        ChangeKind.ROOM,
        ChangeKind.RETITLED,
        ChangeKind.SPEAKERS,
        ChangeKind.LENGTH,
        ChangeKind.TRACK,
        ChangeKind.STREAM,
    )


def test_a_move_alone_is_no_other_length():
    night = datetime(2024, 3, 31, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    before = a_program(replace(SESSION, start=night - HOUR, end=night))
    # The clocks are put on in between: two hours on them, and an hour passes.
    later = a_program(replace(SESSION, start=night, end=night + 2 * HOUR))

    (change,) = diff(before, later)

    assert change.kinds == (ChangeKind.MOVED,)


def test_the_same_instant_in_another_zone_is_no_change():
    berlin = ZoneInfo("Europe/Berlin")
    later = a_program(
        replace(SESSION, start=NINE.astimezone(berlin), end=(NINE + HOUR).astimezone(berlin))
    )

    assert diff(BEFORE, later) == ()


def test_changes_stand_in_the_order_of_their_starts():
    def at(hour, session):
        return replace(SESSION, id=session, start=NINE + hour * HOUR, end=None)

    before = a_program(at(0, "gone"), at(5, "moved"))
    later = a_program(at(1, "moved"), at(1, "added"))

    assert [one.session for one in diff(before, later)] == ["gone", "added", "moved"]
