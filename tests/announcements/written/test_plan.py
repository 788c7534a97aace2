from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcements.written.model import AnnouncementState, AtOnce, due_of
from bot.announcements.written.plan import Scene, keys_of, mark_of, plan_announcements
from bot.announcements.written.subject import Subject, read
from bot.delivery.model import Kind, Plan
from bot.guilds.model import Choices
from bot.program.timetable import Timetable
from tests.announcements.written.announcements import (
    HOUR,
    MINUTE,
    NOON,
    an_announcement,
    before,
)
from tests.factories import NINE, a_program, a_session

DAY = timedelta(days=1)
RIVERS = a_session(NINE, id="rivers")
START = NINE.astimezone(UTC)
HERE = Choices(guild_id=1, organizer_channel=99)
SCENE = Scene(choices=HERE, timetable=Timetable(a_program(RIVERS)))


def planned(*announcements, now, scene=SCENE, held=frozenset()):
    return plan_announcements(announcements, scene, held, now)


def dues(deliveries):
    return [(one.key, one.due) for one in deliveries]


def scene_with(*sessions, **choices):
    timetable = Timetable(a_program(*sessions))
    return Scene(choices=replace(HERE, **choices), timetable=timetable)


def test_it_comes_at_its_time_and_says_all_that_is_needed_to_send_it():
    one = an_announcement(channel=77)

    early = planned(one, now=NOON - MINUTE)
    plan = planned(one, now=NOON)

    (delivery,) = plan.due
    assert early == Plan(upcoming=(delivery,))
    assert (delivery.key, delivery.guild_id, delivery.place) == (f"announcement:1:{one.id}", 1, 77)
    assert (delivery.kind, delivery.due, delivery.expires) == (
        Kind.ANNOUNCEMENT,
        NOON,
        NOON + HOUR,
    )
    assert read(delivery.subject) == Subject(id=one.id)
    assert mark_of(one) == delivery.digest


def test_several_come_in_due_order():
    later, sooner = an_announcement(NOON + MINUTE), an_announcement(NOON)

    plan = planned(later, sooner, now=NOON + HOUR / 2)

    assert dues(plan.due) == [(sooner.key, NOON), (later.key, NOON + MINUTE)]


def test_what_the_ledger_holds_is_not_planned_again():
    one = an_announcement()

    assert planned(one, now=NOON, held={one.key}) == Plan()


@pytest.mark.parametrize(
    "state", [state for state in AnnouncementState if state is not AnnouncementState.WAITING]
)
def test_only_what_waits_is_planned(state):
    assert planned(an_announcement(state=state), now=NOON) == Plan()


def test_what_has_no_time_yet_is_not_planned():
    assert planned(an_announcement(moment=AtOnce()), now=NOON) == Plan()


def test_after_its_hour_it_is_missed_for_a_day():
    one = an_announcement()

    assert [
        (dues(plan.due), dues(plan.missed))
        for plan in (
            planned(one, now=NOON + HOUR - MINUTE),
            planned(one, now=NOON + HOUR),
            planned(one, now=NOON + HOUR + DAY - MINUTE),
            planned(one, now=NOON + HOUR + DAY),
        )
    ] == [
        ([(one.key, NOON)], []),
        ([], [(one.key, NOON)]),
        ([], [(one.key, NOON)]),
        ([], []),
    ]


def test_before_a_session_it_follows_that_through_its_moves():
    one = an_announcement(moment=before("rivers", 15))
    moved = replace(RIVERS, start=NINE + HOUR)

    assert [
        dues(planned(one, now=START - DAY, scene=scene).upcoming)
        for scene in (SCENE, scene_with(moved))
    ] == [
        [(one.key, START - 15 * MINUTE)],
        [(one.key, START + 45 * MINUTE)],
    ]


def test_if_its_session_is_gone_organizers_are_told_once_and_nothing_is_posted():
    one = an_announcement(moment=before("rivers"), revision=3)
    scene = scene_with()

    plan = planned(one, now=NOON, scene=scene)
    (word,) = plan.due

    assert plan == Plan(due=(word,))
    assert (word.key, word.place) == (f"{one.key}:stranded:3", 99)
    assert read(word.subject) == Subject(id=one.id, is_stranded=True)
    assert word.key in set(keys_of([one], scene, NOON))
    assert planned(one, now=NOON, scene=scene, held={word.key}) == Plan()
    assert planned(one, now=NOON, scene=scene_with(organizer_channel=None)) == Plan()


def test_what_was_posted_before_its_session_went_is_told_of_to_nobody():
    one = an_announcement(moment=before("rivers"))

    assert planned(one, now=NOON, scene=scene_with(), held={one.key}) == Plan()


def test_while_the_program_is_not_loaded_what_waits_for_a_session_waits_on():
    one, other = an_announcement(moment=before("rivers")), an_announcement()

    plan = planned(one, other, now=NOON, scene=Scene(choices=HERE, timetable=None))

    assert dues(plan.due) == [(other.key, NOON)]


def test_while_paused_nothing_is_due_and_what_is_over_is_held():
    paused = scene_with(RIVERS, paused_at=NOON - HOUR)
    over, due = an_announcement(NOON - 2 * HOUR), an_announcement(NOON)
    coming, stranded = an_announcement(NOON + HOUR), an_announcement(moment=before("gone"))

    plan = planned(over, due, coming, stranded, now=NOON, scene=paused)

    assert (plan.due, plan.missed) == ((), ())
    assert (dues(plan.held), dues(plan.upcoming)) == (
        [(over.key, NOON - 2 * HOUR)],
        [(coming.key, NOON + HOUR)],
    )


def test_where_marquee_was_removed_nothing_is_planned():
    one, stranded = an_announcement(), an_announcement(moment=before("gone"))

    gone = scene_with(RIVERS, left_at=NOON)

    assert planned(one, stranded, now=NOON, scene=gone) == Plan()


minutes = st.integers(-3_000, 3_000).map(lambda number: NOON + number * MINUTE)
moments = st.one_of(
    minutes.map(lambda at: an_announcement(at).moment),
    st.builds(before, st.sampled_from(["rivers", "gone"]), st.integers(0, 3_000)),
    st.just(AtOnce()),
)
announcements = st.builds(
    lambda moment, state: an_announcement(moment=moment, state=state),
    moments,
    st.sampled_from(AnnouncementState),
)


@given(st.lists(announcements, max_size=6), minutes, st.booleans())
def test_whatever_was_written_each_is_planned_in_one_place_at_most(written, now, is_paused):
    scene = scene_with(RIVERS, paused_at=NOON if is_paused else None)

    plan = planned(*written, now=now, scene=scene)

    everything = [*plan.due, *plan.upcoming, *plan.missed, *plan.held]
    assert len({one.key for one in everything}) == len(everything)
    assert all(one.due <= now < one.expires for one in plan.due)
    assert all(one.due > now for one in plan.upcoming)
    assert all(one.expires <= now for one in (*plan.missed, *plan.held))
    named = set(keys_of(written, scene, now))
    assert {one.key for one in (*plan.due, *plan.missed, *plan.held)} <= named
    by_key = {one.key: one for one in written}
    for delivery in everything:
        if delivery.key in by_key:
            assert delivery.due == due_of(by_key[delivery.key].moment, scene.timetable)
