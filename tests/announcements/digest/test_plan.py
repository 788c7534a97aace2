from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.digest.days import Days
from bot.announcements.digest.plan import NEXT_MESSAGE, Scene, is_called_for, plan_digests
from bot.announcements.digest.subject import read
from bot.delivery.carrier import LATE, PAUSED
from bot.delivery.life import DROPPED_BY_HAND, claimed
from bot.delivery.model import Cause, Delivery, Kind, Outcome, Plan, State
from bot.guilds.model import LONG_AGO
from bot.program.timetable import Timetable
from tests.announcements.digest.digests import (
    DUE,
    EIGHT,
    HOUR,
    MINUTE,
    SENT,
    a_day,
    a_long_program,
    a_scene,
    choosing,
    listed_in,
    posted,
    record_of,
)
from tests.factories import NINE, a_program, a_session
from tests.reminders.bare_programs import bare_programs

DAY = timedelta(days=1)
KEY = "digest:1:10:conf-22:2022-11-30:1"
SHORT = a_program(a_session(NINE, id="rivers"), a_session(NINE + DAY, id="lakes"))
LONG = a_long_program()


def keys(deliveries):
    return [one.key.removeprefix("digest:1:10:conf-22:") for one in deliveries]


def test_a_digest_is_due_at_its_hour_and_kept_true_until_the_day_is_over():
    scene = a_scene(SHORT)

    plan = plan_digests(scene, {}, DUE)

    text = scene.days.first_text(NINE.date())
    assert plan.due == (
        Delivery(
            key=KEY,
            guild_id=1,
            place=10,
            kind=Kind.DIGEST,
            due=DUE,
            expires=DUE + 16 * HOUR,
            subject=text,
        ),
    )
    assert listed_in(plan.due[0]) == ["rivers"]


def test_a_digest_is_coming_then_due_then_missed_then_nothing():
    scene = a_scene(a_program(a_session(NINE, id="rivers")))

    plans = [
        plan_digests(scene, {}, DUE + after)
        for after in (-MINUTE, timedelta(), 2 * HOUR - MINUTE, 2 * HOUR, 26 * HOUR)
    ]

    named = [[keys(one) for one in (plan.upcoming, plan.due, plan.missed)] for plan in plans]
    day, thanks = "2022-11-30:1", "2022-12-01:thanks"
    assert named == [
        [[day], [], []],
        [[thanks], [day], []],
        [[thanks], [day], []],
        [[thanks], [], [day]],
        [[], [], [thanks]],
    ]


def test_the_thanks_expire_two_hours_after_their_hour():
    scene = a_scene(SHORT)

    (thanks,) = plan_digests(scene, {}, DUE + 2 * DAY).due

    assert (keys([thanks]), thanks.expires - thanks.due) == (["2022-12-02:thanks"], 2 * HOUR)


@pytest.mark.parametrize(
    "fields",
    [{"announcement_channel": None}, {"digest_at": None}, {"left_at": DUE}],
)
def test_a_guild_that_wants_no_digests_has_none(fields):
    assert plan_digests(a_scene(SHORT, **fields), {}, DUE) == Plan()


def test_what_was_due_when_it_was_chosen_is_not_caught_up():
    chosen = DUE + 90 * MINUTE

    plan = plan_digests(a_scene(SHORT, since=chosen), {}, chosen)

    assert plan == Plan(upcoming=plan.upcoming)
    assert keys(plan.upcoming) == ["2022-12-01:1"]


def test_what_falls_due_in_a_pause_is_held():
    scene = a_scene(SHORT, paused_at=DUE - HOUR)

    plans = [plan_digests(scene, {}, now) for now in (DUE, DUE + 3 * HOUR)]

    assert [(keys(plan.held), plan.due, plan.missed) for plan in plans] == [
        (["2022-11-30:1"], (), ())
    ] * 2


def test_what_was_posted_is_not_planned_again():
    scene = a_scene(SHORT)
    (delivery,) = plan_digests(scene, {}, DUE).due

    plan = plan_digests(scene, {delivery.key: record_of(delivery)}, DUE)

    assert (plan.due, plan.wakes) == ((), ())


def test_a_long_day_is_posted_one_message_after_the_other():
    deliveries = posted(a_scene(LONG))

    listed = [one for delivery in deliveries.values() for one in listed_in(delivery)]
    assert keys(deliveries.values()) == ["2022-11-30:1", "2022-11-30:2", "2022-11-30:3"]
    assert listed == [one.id for one in LONG.sessions]


def test_dispatch_looks_again_soon_as_long_as_more_is_to_follow():
    scene = a_scene(LONG)
    (first,) = (plan := plan_digests(scene, {}, DUE)).due
    being_posted = plan_digests(scene, {first.key: claimed(first, DUE)}, DUE)
    second = plan_digests(scene, {first.key: record_of(first)}, DUE)
    records = {key: record_of(one) for key, one in posted(scene).items()}
    over = plan_digests(scene, records, DUE)

    assert [one.wakes for one in (plan, being_posted, second, over)] == [
        *[(DUE + NEXT_MESSAGE,)] * 3,
        (),
    ]
    assert being_posted.due == ()


@pytest.mark.parametrize(
    ("outcome", "follows"),
    [
        (SENT, True),
        (Outcome(state=State.UNSURE, cause=Cause.UNREADABLE), True),
        (Outcome(state=State.DROPPED, cause=Cause.REFUSED), True),
        (Outcome(state=State.DROPPED, cause=Cause.FORBIDDEN), False),
        (Outcome(state=State.FAILED), False),
        (LATE, False),
        (PAUSED, False),
        (DROPPED_BY_HAND, False),
    ],
)
def test_the_next_message_waits_for_the_one_before_it(outcome, follows):
    scene = a_scene(LONG)
    (first,) = plan_digests(scene, {}, DUE).due

    plan = plan_digests(scene, {first.key: record_of(first, outcome)}, DUE)

    assert keys(plan.due) == (["2022-11-30:2"] if follows else [])


def test_a_day_of_which_some_was_posted_is_not_cut_anew():
    (first,) = plan_digests(a_scene(LONG), {}, DUE).due
    more, talks = a_day(100, name="lakes")
    changed = replace(LONG, sessions=(*more, *LONG.sessions[5:]), talks=(*LONG.talks, *talks))

    records = {first.key: record_of(first)}
    scene = a_scene(changed)
    while due := plan_digests(scene, records, DUE).due:
        records |= {one.key: record_of(one) for one in due}

    listed = [one for record in records.values() for one in listed_in(record.delivery)]
    assert listed == [one.id for one in LONG.sessions]


def test_a_rest_that_nobody_posted_in_time_is_missed():
    scene = a_scene(LONG)
    (first,) = plan_digests(scene, {}, DUE).due

    plan = plan_digests(scene, {first.key: record_of(first)}, DUE + 5 * HOUR)

    assert (keys(plan.missed), plan.due, plan.wakes) == (["2022-11-30:2"], (), ())


def test_another_hour_does_not_tell_a_day_again():
    deliveries = posted(a_scene(SHORT))
    records = {key: record_of(one) for key, one in deliveries.items()}

    plan = plan_digests(a_scene(SHORT, digest_at=EIGHT.replace(hour=12)), records, DUE + 4 * HOUR)

    assert (plan.due, keys(plan.upcoming)) == ((), ["2022-12-01:1"])


def test_a_digest_is_called_for_until_two_hours_after_its_hour():
    scene = a_scene(SHORT)
    (delivery,) = plan_digests(scene, {}, DUE).due

    called_for = [
        is_called_for(scene, delivery, now)
        for now in (DUE, DUE + 2 * HOUR - MINUTE, DUE + 2 * HOUR)
    ]

    assert called_for == [True, True, False]


@pytest.mark.parametrize(
    "other",
    [
        a_scene(SHORT, announcement_channel=11),
        a_scene(SHORT, announcement_channel=None),
        a_scene(SHORT, digest_at=EIGHT.replace(minute=30)),
        a_scene(SHORT, digest_at=None),
        a_scene(SHORT, paused_at=DUE),
        a_scene(SHORT, left_at=DUE),
        a_scene(SHORT, since=DUE + MINUTE),
        a_scene(replace(SHORT, id="other-22")),
        a_scene(replace(SHORT, sessions=SHORT.sessions[1:])),
    ],
)
def test_a_digest_is_not_called_for_once_the_guild_chose_otherwise_or_its_day_is_off(other):
    (delivery,) = plan_digests(a_scene(SHORT), {}, DUE).due

    assert not is_called_for(other, delivery, DUE + MINUTE)


def test_the_thanks_are_not_called_for_once_the_program_goes_on():
    (thanks,) = plan_digests(a_scene(SHORT), {}, DUE + 2 * DAY).due
    longer = replace(SHORT, sessions=(*SHORT.sessions, a_session(NINE + 2 * DAY)))

    called_for = [
        is_called_for(a_scene(one), thanks, DUE + 2 * DAY + MINUTE) for one in (SHORT, longer)
    ]

    assert called_for == [True, False]


def crowded(program):
    """The program with each session six times and long titles, so that days take many messages."""
    talks = tuple(replace(talk, title=60 * "T") for talk in program.talks)
    sessions = tuple(
        replace(one, id=f"{one.id}-{number}") for one in program.sessions for number in range(6)
    )
    return replace(program, talks=talks, sessions=sessions)


OUTCOMES = [
    SENT,
    SENT,
    SENT,
    Outcome(state=State.DROPPED, cause=Cause.REFUSED),
    Outcome(state=State.FAILED),
]


@given(
    st.lists(bare_programs().map(crowded), min_size=1, max_size=3),
    st.times(),
    st.lists(
        st.tuples(st.integers(1, 400), st.integers(0, 2), st.sampled_from(OUTCOMES)), max_size=60
    ),
)
def test_whatever_happens_each_day_is_told_once_and_as_it_was_cut_first(programs, hour, steps):
    """Time goes on in steps, while the program is replaced by others and sends fail"""
    programs = [replace(one, zone=programs[0].zone) for one in programs]
    days = [Days(Timetable(one)) for one in programs]
    records, now = {}, min(_starts(programs), default=datetime(2022, 11, 6, tzinfo=UTC)) - 2 * DAY
    for minutes, number, outcome in steps:
        now += minutes * MINUTE
        scene = Scene(
            choices=choosing(digest_at=hour), days=days[number % len(days)], since=LONG_AGO
        )
        plan = plan_digests(scene, records, now)
        for one in plan.due:
            assert one.due <= now < min(one.due + 2 * HOUR, one.expires)
            assert is_called_for(scene, one, now)
        for one in (*plan.due, *plan.missed):
            assert one.key not in records
            records[one.key] = record_of(one, outcome if one in plan.due else LATE, now)
        for key, record in records.items():
            if record.state is State.FAILED:
                records[key] = record_of(record.delivery, SENT, now)

    _check_cuts(records)


def _starts(programs):
    return [one.start.astimezone(UTC) for program in programs for one in program.sessions]


def _check_cuts(records):
    subjects = {}
    for record in records.values():
        subject = read(record.delivery.subject)
        subjects.setdefault((subject.day, subject.is_thanks), []).append(subject)
    for of_one_day in subjects.values():
        first, *others = of_one_day
        cut = {first.number + place: ids for place, ids in enumerate(first.rest, start=1)}
        numbers = [one.number for one in of_one_day]
        assert numbers == sorted(set(numbers))
        assert first.number == 1
        for one in others:
            assert {listed.id for listed in one.listed} <= set(cut[one.number])


@given(bare_programs().map(crowded), st.times())
def test_every_session_of_any_program_is_told_on_its_day(program, hour):
    """A guild is planned each hour; all is posted at once"""
    timetable = Timetable(program)
    scene = Scene(choices=choosing(digest_at=hour), days=Days(timetable), since=LONG_AGO)
    records = {}
    now = min(_starts([program]), default=datetime(2022, 11, 6, tzinfo=UTC)) - 2 * DAY
    for _ in range(24 * 6):
        now += HOUR
        while due := plan_digests(scene, records, now).due:
            records |= {one.key: record_of(one, SENT, now) for one in due}

    told = [(read(one.delivery.subject).day, listed_in(one.delivery)) for one in records.values()]
    assert sorted((day, one) for day, ids in told for one in ids) == sorted(
        (timetable.day_of(one.start), one.id) for one in program.sessions
    )
    assert len([one for one in records if one.endswith("thanks")]) == bool(program.sessions)
