from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.program.timetable import LONGEST_ON_NOW, Phase, Timetable
from tests.factories import NINE, ZONE, a_program, a_room, a_session, a_talk, a_track

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def at(minutes):
    return NINE + minutes * MINUTE


def los_angeles(*parts, fold=0):
    return datetime(*parts, tzinfo=ZoneInfo(ZONE), fold=fold)


def test_sessions_stand_by_start_then_room_then_id():
    attic, hall = a_room(id="attic"), a_room(id="hall")
    later = a_session(at(30))
    outside = a_session()
    second = a_session(id="b", room="hall")
    first = a_session(id="a", room="hall")
    upstairs = a_session(room="attic")

    timetable = Timetable(a_program(later, outside, second, first, upstairs, rooms=(hall, attic)))

    assert timetable.sessions == (first, second, upstairs, outside, later)


def test_sessions_in_the_repeated_autumn_hour_stand_in_the_order_they_happen():
    second_half_past_one = a_session(los_angeles(2022, 11, 6, 1, 30, fold=1))
    first_quarter_to_two = a_session(los_angeles(2022, 11, 6, 1, 45))

    timetable = Timetable(a_program(second_half_past_one, first_quarter_to_two))

    assert timetable.sessions == (first_quarter_to_two, second_half_past_one)


def test_days_are_those_of_the_conference():
    evening = a_session(los_angeles(2022, 11, 30, 23, 0).astimezone(UTC))
    morning = a_session(los_angeles(2022, 12, 2, 9, 0))

    timetable = Timetable(a_program(morning, evening))

    assert timetable.days == (date(2022, 11, 30), date(2022, 12, 2))
    assert timetable.on_day(date(2022, 11, 30)) == (evening,)
    assert timetable.on_day(date(2022, 12, 1)) == ()


def test_day_can_be_cut_to_a_track_and_a_room():
    hall, attic = a_room(id="hall"), a_room(id="attic")
    wanted = a_session(room="hall", track="data")
    elsewhere = a_session(room="attic", track="data")
    other_track = a_session(at(60), room="hall", track="web")
    timetable = Timetable(a_program(wanted, elsewhere, other_track, rooms=(hall, attic)))
    day = NINE.date()

    assert timetable.on_day(day, track="data") == (wanted, elsewhere)
    assert timetable.on_day(day, room="hall") == (wanted, other_track)
    assert timetable.on_day(day, track="data", room="hall") == (wanted,)


def test_talk_given_twice_has_two_sessions():
    talk = a_talk()
    encore, premiere = a_session(at(60), talks=(talk.id,)), a_session(talks=(talk.id,))

    timetable = Timetable(a_program(encore, premiere, talks=(talk,)))

    assert timetable.sessions_of_talk(talk.id) == (premiere, encore)
    assert timetable.sessions_of_talk("nobody-knows") == ()


def test_track_has_its_talks_once_each_by_time():
    track = a_track()
    one, two = a_talk(), a_talk()
    later = a_session(at(60), talks=(one.id, two.id), track=track.id)
    sooner = a_session(talks=(two.id,), track=track.id)

    timetable = Timetable(a_program(later, sooner, talks=(one, two), tracks=(track,)))

    assert timetable.sessions_of_track(track.id) == (sooner, later)
    assert timetable.talks_of_track(track.id) == (two, one)


def test_session_ends_when_it_says():
    session = a_session(minutes=20, room="hall")
    following = a_session(at(10), room="hall")

    timetable = Timetable(a_program(session, following))

    assert timetable.end_of(session) == at(20)


def test_session_without_an_end_ends_when_the_next_in_its_room_starts():
    session = a_session(room="hall")
    parallel = a_session(room="hall")
    elsewhere = a_session(at(10), room="attic")
    following = a_session(at(45), room="hall")

    timetable = Timetable(a_program(following, elsewhere, parallel, session))

    assert timetable.end_of(session) == at(45)


def test_session_without_an_end_lasts_the_assumed_length_at_most():
    session = a_session(room="hall")
    following = a_session(at(90), room="hall")

    timetable = Timetable(a_program(session, following, assumed_length=timedelta(minutes=75)))

    assert timetable.end_of(session) == at(75)


def test_session_without_a_room_or_an_end_lasts_the_assumed_length():
    session, following = a_session(), a_session(at(10))

    timetable = Timetable(a_program(session, following))

    assert timetable.end_of(session) == at(60)


def test_assumed_length_passes_over_a_clock_change():
    session = a_session(los_angeles(2022, 11, 6, 1, 30))

    timetable = Timetable(a_program(session, assumed_length=2 * HOUR))

    assert timetable.end_of(session) == los_angeles(2022, 11, 6, 2, 30)


def test_on_now_is_what_has_begun_and_not_ended():
    session = a_session(minutes=30)
    timetable = Timetable(a_program(session))

    assert timetable.on_now(NINE - timedelta(seconds=1)) == ()
    assert timetable.on_now(NINE.astimezone(UTC)) == (session,)
    assert timetable.on_now(at(30) - timedelta(seconds=1)) == (session,)
    assert timetable.on_now(at(30)) == ()


def test_on_now_counts_an_eight_hour_session_to_its_end():
    workshop = a_session(minutes=8 * 60)
    timetable = Timetable(a_program(workshop))

    assert timetable.on_now(at(8 * 60 - 1)) == (workshop,)


def test_on_now_counts_a_longer_one_for_its_first_hour():
    expo = a_session(minutes=8 * 60 + 1)
    timetable = Timetable(a_program(expo))

    assert timetable.on_now(at(59)) == (expo,)
    assert timetable.on_now(at(60)) == ()


def test_next_starts_are_the_next_in_each_room_on_the_next_day_with_any():
    past = a_session(room="hall")
    hall = a_session(at(60), room="hall")
    hall_later = a_session(at(90), room="hall")
    attic = a_session(at(75), room="attic")
    outside = a_session(at(75))
    tomorrow = a_session(at(24 * 60), room="cellar")
    timetable = Timetable(a_program(past, hall, hall_later, attic, outside, tomorrow))

    assert timetable.next_starts(NINE) == (hall, attic, outside)
    assert timetable.next_start(NINE) == at(60)


def test_nothing_starts_after_the_last():
    timetable = Timetable(a_program(a_session()))

    assert timetable.next_starts(NINE) == ()
    assert timetable.next_start(NINE) is None


@pytest.mark.parametrize(
    ("minutes", "phase"),
    [
        (-1, Phase.BEFORE),
        (0, Phase.ON),
        (30, Phase.BETWEEN),
        (60, Phase.ON),
        (120, Phase.AFTER),
    ],
)
def test_phase_tells_where_the_conference_stands(minutes, phase):
    timetable = Timetable(a_program(a_session(minutes=30), a_session(at(60))))

    assert timetable.phase(at(minutes)) == phase


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (datetime(2022, 11, 29, 7, 59, tzinfo=UTC), Phase.BEFORE),
        (datetime(2022, 11, 29, 8, 0, tzinfo=UTC), Phase.BETWEEN),
        (datetime(2022, 12, 10, 7, 59, tzinfo=UTC), Phase.BETWEEN),
        (datetime(2022, 12, 10, 8, 0, tzinfo=UTC), Phase.AFTER),
    ],
)
def test_phase_without_sessions_is_judged_by_the_dates(now, phase):
    assert Timetable(a_program()).phase(now) == phase


# Around the end of summer time, where an hour comes twice.
minutes = st.integers(0, 3 * 24 * 60)
summer_ends = datetime(2022, 11, 5, 12, 0, tzinfo=UTC)


@st.composite
def crowded_programs(draw):
    sessions = []
    for _ in range(draw(st.integers(0, 12))):
        start = summer_ends + draw(minutes) * MINUTE
        length = draw(st.sampled_from([None, 5, 45, 480, 600]))
        end = None if length is None else start + length * MINUTE
        sessions.append(
            a_session(
                start.astimezone(ZoneInfo(ZONE)),
                end=None if end is None else end.astimezone(ZoneInfo(ZONE)),
                room=draw(st.sampled_from([None, "attic", "hall"])),
            )
        )
    return a_program(*sessions)


@given(crowded_programs(), minutes)
def test_on_now_and_next_are_what_a_plain_look_at_every_session_gives(program, later):
    now = summer_ends + later * MINUTE
    timetable = Timetable(program)

    def on_until(session):
        start, end = (one.astimezone(UTC) for one in (session.start, timetable.end_of(session)))
        return end if end - start <= LONGEST_ON_NOW else start + HOUR

    on = {one.id for one in program.sessions if one.start.astimezone(UTC) <= now < on_until(one)}
    starts = [one.start.astimezone(UTC) for one in program.sessions]
    soonest = min((start for start in starts if start > now), default=None)
    next_start = timetable.next_start(now)

    assert {one.id for one in timetable.on_now(now)} == on
    # Python calls an instant in the doubled hour unequal to itself in another zone.
    assert (next_start and next_start.astimezone(UTC)) == soonest
    assert [one.start.astimezone(UTC) for one in timetable.next_starts(now)[:1]] == (
        [soonest] if soonest else []
    )


@given(crowded_programs())
def test_every_session_ends_after_it_starts_and_before_a_later_one_in_its_room(program):
    timetable = Timetable(program)

    for session in program.sessions:
        start = session.start.astimezone(UTC)
        end = timetable.end_of(session).astimezone(UTC)
        assert start < end
        if session.end is None:
            assert end - start <= program.assumed_length
            assert not any(
                start < other.start.astimezone(UTC) < end
                for other in program.sessions
                if session.room is not None and other.room == session.room
            )


@given(crowded_programs())
def test_days_hold_every_session_once(program):
    timetable = Timetable(program)

    by_day = [one for day in timetable.days for one in timetable.on_day(day)]

    assert by_day == list(timetable.sessions)
