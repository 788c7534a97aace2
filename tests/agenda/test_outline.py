from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agenda.clashes import clashes, placed
from bot.agenda.model import Seen
from bot.agenda.outline import News, outline, seen_now, seen_of
from bot.program.timetable import Timetable
from tests.agenda.attendees import (
    a_saved,
    an_attendee,
    following,
    packed_programs,
    saved_from,
    who_saved_all,
)
from tests.factories import NINE, ZONE, a_program, a_room, a_session, a_talk

MINUTE = timedelta(minutes=1)
BEFORE = NINE - timedelta(days=1)
TALK = a_talk("A talk", id="talk")
HALL, ATTIC = a_room("Hall", id="hall"), a_room("Attic", id="attic")


def talked(name, minute=0, minutes=30, **fields):
    start = NINE + minute * MINUTE
    return a_session(start, minutes=minutes, id=name, talks=("talk",), **fields)


def program_of(*sessions, **fields):
    return a_program(*sessions, talks=(TALK,), rooms=(HALL, ATTIC), **fields)


def outlined(*sessions, now=BEFORE):
    """The agenda of somebody who saved and saw all of these."""
    program = program_of(*sessions)
    return outline(who_saved_all(program), "conf-22", following(program), now)


def after_change(before, *after, now=BEFORE):
    """The only entry of somebody who saved and saw one session, of which now is what is `after`."""
    attendee = who_saved_all(program_of(before))
    found = outline(attendee, "conf-22", following(program_of(*after)), now)
    (entry,) = found.entries
    return entry


def sessions_of(entries):
    return [one.saved.session for one in entries]


def test_days_stand_in_order_and_each_by_time():
    next_day = talked("c", 24 * 60)

    found = outlined(next_day, talked("b", 60), talked("a"))

    assert [(one.day, sessions_of(one.entries)) for one in found.days] == [
        (date(2022, 11, 30), ["a", "b"]),
        (date(2022, 12, 1), ["c"]),
    ]
    assert sessions_of(found.entries) == ["a", "b", "c"]


def test_a_day_is_one_where_the_conference_is():
    late = a_session(datetime(2022, 11, 30, 23, 0, tzinfo=ZoneInfo(ZONE)), id="late")

    (day,) = outlined(late).days

    assert day.day == date(2022, 11, 30)
    assert day.entries[0].start.isoformat() == "2022-11-30T23:00:00-08:00"


def test_an_entry_is_the_session_as_it_stands_now():
    session = talked("a", room="hall")
    program = program_of(session)
    timetable = Timetable(program)
    saved = saved_from(timetable, session)

    found = outline(an_attendee(saved), "conf-22", lambda *_: timetable, BEFORE)

    (entry,) = found.entries
    assert (entry.saved, entry.session, entry.timetable) == (saved, session, timetable)
    assert (entry.now, entry.end) == (
        Seen(title="A talk", start=NINE.astimezone(UTC), room="Hall"),
        NINE + 30 * MINUTE,
    )
    assert (entry.clashes, entry.gap, entry.news) == ((), None, ())
    assert (entry.is_gone, entry.is_on, entry.is_over) == (False, False, False)
    assert found.timetable is timetable


def test_the_end_is_the_assumed_one_where_none_is_declared():
    open_ended, following_it = talked("a", minutes=None, room="hall"), talked("b", 20, room="hall")

    first, _ = outlined(open_ended, following_it).entries

    assert first.end == NINE + 20 * MINUTE


def test_clashes_are_named_on_both_sides():
    found = outlined(talked("a", 0, 60), talked("b", 30), talked("c", 60))

    assert [sessions_of_saved(one.clashes) for one in found.entries] == [["b"], ["a"], []]


def sessions_of_saved(saved):
    return [one.session for one in saved]


def test_a_clash_with_another_program_is_named():
    ours, theirs = program_of(talked("a")), program_of(talked("b", 10), id="conf-b")
    attendee = who_saved_all(ours, theirs)

    found = outline(attendee, "conf-22", following(ours, theirs), BEFORE)

    (entry,) = found.entries
    assert [(one.program, one.session) for one in entry.clashes] == [("conf-b", "b")]


def test_sessions_of_other_programs_are_only_counted():
    ours = program_of(talked("a"))
    others = program_of(talked("b"), talked("c"), id="conf-b")

    found = outline(who_saved_all(ours, others), "conf-22", following(ours), BEFORE)

    assert (sessions_of(found.entries), dict(found.elsewhere)) == (["a"], {"conf-b": 2})


@pytest.mark.parametrize(
    ("after", "news"),
    [
        (talked("a", 30, room="hall"), (News.MOVED,)),
        (talked("a", room="attic"), (News.ROOM,)),
        (talked("a"), (News.ROOM,)),
        (talked("a", room="hall", title="Another"), (News.RETITLED,)),
        (
            talked("a", 30, room="attic", title="Another"),
            (News.MOVED, News.ROOM, News.RETITLED),
        ),
        (talked("a", room="hall", minutes=45), ()),
    ],
)
def test_what_changed_since_the_last_look_is_told(after, news):
    assert after_change(talked("a", room="hall"), after).news == news


def test_the_same_instant_in_another_zone_is_no_move():
    elsewhere = replace(talked("a"), start=NINE.astimezone(UTC))

    assert after_change(talked("a"), elsewhere).news == ()


def test_a_cancelled_session_stands_where_it_was_and_is_told_once():
    entry = after_change(talked("a", room="hall"))
    seen = entry.saved.seen
    looked = an_attendee(replace(entry.saved, seen=seen_now([entry])["a"]))

    again = outline(looked, "conf-22", following(program_of()), BEFORE)

    assert (entry.session, entry.end, entry.start) == (None, None, NINE)
    assert (entry.now, entry.news, entry.is_gone) == (
        replace(seen, is_cancelled=True),
        (News.CANCELLED,),
        True,
    )
    assert (again.entries[0].news, again.entries[0].is_gone) == ((), True)


def test_a_cancelled_session_that_is_back_is_told_with_what_else_changed():
    saved = saved_from(Timetable(program_of(talked("a"))), talked("a"))
    attendee = an_attendee(replace(saved, seen=replace(saved.seen, is_cancelled=True)))

    found = outline(attendee, "conf-22", following(program_of(talked("a", 30))), BEFORE)

    assert found.entries[0].news == (News.MOVED, News.BACK)


def test_what_was_shown_is_not_new_the_next_time():
    entry = after_change(talked("a", room="hall"), talked("a", 30, room="attic"))

    seen = seen_now([entry])

    timetable = Timetable(program_of(talked("a", 30, room="attic")))
    assert seen == {"a": seen_of(talked("a", 30, room="attic"), timetable)}
    looked = an_attendee(replace(entry.saved, seen=seen["a"]))
    again = outline(looked, "conf-22", lambda *_: timetable, BEFORE)
    assert (again.entries[0].news, seen_now(again.entries)) == ((), {})


def test_each_session_follows_the_guild_it_was_saved_in():
    program, moved = program_of(talked("a"), talked("b")), program_of(talked("a", 60), talked("b"))
    timetable = Timetable(program)
    here = saved_from(timetable, talked("a"), guild_id=5)
    there = saved_from(timetable, talked("b"), guild_id=6)
    timetable_of = following(program, guild_5=moved)

    found = outline(an_attendee(here, there, last_guild=6), "conf-22", timetable_of, BEFORE)

    assert [(one.saved.session, one.news) for one in found.entries] == [
        ("b", ()),
        ("a", (News.MOVED,)),
    ]


def test_a_program_that_is_not_loaded_is_shown_as_last_seen():
    attendee = who_saved_all(program_of(talked("a", room="hall")))

    found = outline(attendee, "conf-22", following(), BEFORE)

    (entry,) = found.entries
    assert (found.timetable, entry.timetable, entry.session) == (None, None, None)
    assert (entry.now, entry.news, entry.is_gone) == (entry.saved.seen, (), False)
    assert (entry.start, seen_now([entry])) == (NINE, {})
    assert found.days[0].day == date(2022, 11, 30)


def test_a_program_that_only_another_guild_knows_is_the_one_that_was_saved():
    program = program_of(talked("a"))
    timetable = Timetable(program)
    saved = saved_from(timetable, talked("a"), guild_id=5)

    found = outline(
        an_attendee(saved, last_guild=6),
        "conf-22",
        lambda _, guild: timetable if guild == 5 else None,
        BEFORE,
    )

    assert found.timetable is timetable
    assert found.entries[0].start.tzinfo == ZoneInfo(ZONE)


def test_an_empty_agenda_has_no_days_but_the_program_that_it_is_of():
    program = program_of(talked("a"))

    found = outline(an_attendee(), "conf-22", following(program), BEFORE)

    assert (found.days, found.timetable.program) == ((), program)


def test_a_gap_is_what_is_free_after_all_that_was_saved_before_it_on_that_day():
    found = outlined(
        talked("a", 0, 120),
        talked("b", 30, 30),
        talked("c", 120, 30),
        talked("d", 180, 30),
        talked("e", 24 * 60, 30),
    )

    assert [one.gap for one in found.entries] == [None, None, None, 30 * MINUTE, None]


def test_neither_what_takes_half_a_day_nor_what_is_cancelled_fills_a_gap():
    sessions = (talked("a"), talked("b", 40), talked("c", 45, 240), talked("d", 90))
    attendee = who_saved_all(program_of(*sessions))
    without_b = program_of(*(one for one in sessions if one.id != "b"))

    found = outline(attendee, "conf-22", following(without_b), BEFORE)

    assert [one.gap for one in found.entries] == [None, None, None, 60 * MINUTE]


def test_a_gap_over_the_change_of_clocks_is_real_time():
    zone = ZoneInfo(ZONE)
    first = a_session(datetime(2022, 11, 6, 0, 30, tzinfo=zone), minutes=30, id="a")
    second = a_session(datetime(2022, 11, 6, 2, 0, tzinfo=zone), minutes=30, id="b")

    found = outlined(first, second)

    assert found.entries[1].gap == 120 * MINUTE


def test_what_is_on_what_is_next_and_what_is_over_is_told():
    over, on, beside = talked("a"), talked("b", 30), talked("c", 45, 30)
    together = (talked("d", 90), talked("e", 90, 60))

    found = outlined(over, on, beside, *together, talked("f", 120), now=NINE + 50 * MINUTE)

    assert sessions_of(found.on) == ["b", "c"]
    assert sessions_of(found.next) == ["d", "e"]
    assert sessions_of(one for one in found.entries if one.is_over) == ["a"]


def test_what_is_on_all_day_is_on_for_its_first_hour_and_not_over_before_its_end():
    expo = talked("a", 0, 600)

    (early,) = outlined(expo, now=NINE + 30 * MINUTE).entries
    (late,) = outlined(expo, now=NINE + 90 * MINUTE).entries

    assert (early.is_on, late.is_on, late.is_over) == (True, False, False)


def test_what_is_cancelled_is_neither_on_nor_next_and_over_when_it_would_have_begun():
    before = after_change(talked("a"), now=BEFORE)
    after = after_change(talked("a"), now=NINE + MINUTE)

    assert (before.is_next, before.is_over) == (False, False)
    assert (after.is_on, after.is_over) == (False, True)


INSTANTS = st.integers(-100, 5_000).map(lambda minutes: minutes * MINUTE)


@given(packed_programs(), packed_programs(), INSTANTS)
def test_every_saved_session_stands_once_in_order_whatever_became_of_it(before, after, moment):
    attendee = who_saved_all(before)
    timetable = Timetable(after)
    now = datetime(2022, 11, 5, tzinfo=UTC) + moment

    found = outline(attendee, before.id, lambda *_: timetable, now)

    assert sorted(sessions_of(found.entries)) == sorted(sessions_of_saved(attendee.saved))
    days = [one.day for one in found.days]
    starts = [one.start.astimezone(UTC) for one in found.entries]
    assert days == sorted(set(days))
    assert starts == sorted(starts)
    zone = ZoneInfo(after.zone)
    assert all(
        each.start.astimezone(zone).date() == one.day for one in found.days for each in one.entries
    )
    stands = [placed(one.session, timetable) for one in found.entries if one.session is not None]
    for entry in found.entries:
        assert entry.session == timetable.session(entry.saved.session)
        assert not (entry.is_on and entry.is_over)
        assert entry.gap is None or entry.gap > timedelta()
        if entry.session is not None:
            expected = clashes(placed(entry.session, timetable), stands)
            assert sessions_of_saved(entry.clashes) == [one.session.id for one in expected]


@given(packed_programs(), packed_programs())
def test_once_shown_nothing_is_new(before, after):
    attendee = who_saved_all(before)
    timetable_of = following(after)

    shown = outline(attendee, before.id, timetable_of, BEFORE)
    seen = seen_now(shown.entries)
    saved = (replace(one, seen=seen.get(one.session, one.seen)) for one in attendee.saved)
    again = outline(an_attendee(*saved), before.id, timetable_of, BEFORE)

    assert [one.news for one in again.entries] == [()] * len(attendee.saved)
    assert seen_now(again.entries) == {}


def test_a_session_nobody_knows_is_no_trouble():
    found = outline(an_attendee(a_saved("gone")), "conf-22", following(program_of()), BEFORE)

    assert [one.is_gone for one in found.entries] == [True]
