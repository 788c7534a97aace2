from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.model import Item, State, Told
from bot.guilds.model import Lead, Route, RouteKind
from bot.program.timetable import Timetable
from bot.reminders.message import MOST_SESSIONS, MOST_TALKS
from bot.reminders.plan import UPCOMING, is_called_for, plan_reminders
from bot.reminders.slots import MISSED_FOR, Slots
from bot.reminders.subject import read
from tests.delivery.deliveries import MINUTE, SECOND
from tests.factories import NINE, a_program, a_session, a_talk
from tests.reminders.bare_programs import bare_programs, routable
from tests.reminders.memory import CHANNEL, choosing

TALKS = tuple(a_talk(id=f"talk-{number}") for number in range(60))
START = NINE.astimezone(UTC)
DUE = START - 10 * MINUTE


def _session(session_id="keynote", start=NINE, talks=1, **fields):
    ids = tuple(talk.id for talk in TALKS[:talks])
    return a_session(start, id=session_id, talks=ids, **fields)


def _timetable(*sessions):
    return Timetable(a_program(*sessions, talks=TALKS))


def _told(session_id="keynote", *, lead=10, start=START, at=DUE, state=State.SENT):
    item = Item(session=session_id, start=start, lead=lead * MINUTE)
    return Told(guild_id=1, place=CHANNEL, item=item, at=at, state=state)


def _sessions(deliveries):
    return [[item.session for item in delivery.items] for delivery in deliveries]


def _plan(*sessions, choices=None, told=(), now=DUE):
    return _planned(_timetable(*sessions), choices or choosing(10), told, now)


def _planned(timetable, choices, told, now):
    return plan_reminders(Slots(timetable, now, now - MISSED_FOR), choices, told)


def test_a_session_is_due_one_lead_before_its_start():
    plan = _plan(_session())

    (delivery,) = plan.due
    assert (delivery.due, delivery.expires) == (DUE, START)
    assert (delivery.guild_id, delivery.place) == (1, CHANNEL)
    assert delivery.items == (Item(session="keynote", start=START, lead=10 * MINUTE),)
    assert (plan.upcoming, plan.missed) == ((), ())


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (DUE - SECOND, (0, 1, 0)),
        (DUE, (1, 0, 0)),
        (START - SECOND, (1, 0, 0)),
        (START, (0, 0, 1)),
        (START + MISSED_FOR - SECOND, (0, 0, 1)),
        (START + MISSED_FOR, (0, 0, 0)),
    ],
)
def test_a_session_is_upcoming_then_due_then_missed_and_then_forgotten(now, expected):
    plan = _plan(_session(), now=now)

    assert (len(plan.due), len(plan.upcoming), len(plan.missed)) == expected


@pytest.mark.parametrize("choices", [choosing(10, reminder_channel=None), choosing()])
def test_a_guild_without_channel_or_leads_gets_nothing(choices):
    for now in (DUE - MINUTE, DUE, START):
        plan = _plan(_session(), choices=choices, now=now)

        assert (plan.due, plan.upcoming, plan.missed) == ((), (), ())


def test_a_break_is_not_told():
    plan = _plan(_session(), a_session(NINE, title="Coffee"))

    assert _sessions(plan.due) == [["keynote"]]


def test_sessions_that_start_together_are_told_together():
    late = _session("late", NINE + MINUTE)
    same_instant = _session("berlin", NINE.astimezone(ZoneInfo("Europe/Berlin")))

    plan = _plan(_session(), same_instant, late, now=DUE + MINUTE)

    assert _sessions(plan.due) == [["berlin", "keynote"], ["late"]]


def test_what_was_told_is_left_out():
    assert _plan(_session(), told=[_told()]).due == ()


def test_a_session_that_joins_a_told_slot_is_told_alone():
    plan = _plan(_session(), _session("joined"), told=[_told()])

    assert _sessions(plan.due) == [["joined"]]


def _firsts(plan):
    return [read(delivery.subject).is_first for delivery in plan.due]


def test_of_several_messages_of_one_start_one_is_the_first():
    many = [_session(f"s-{number:02}") for number in range(MOST_SESSIONS + 1)]

    assert _firsts(_plan(*many)) == [True, False]


@pytest.mark.parametrize(
    ("fields", "is_first"),
    [
        ({}, False),
        ({"state": State.CLAIMED}, False),
        ({"state": State.FAILED}, False),
        ({"state": State.UNSURE}, False),
        ({"state": State.DROPPED}, True),
        ({"state": State.EXPIRED}, True),
        ({"place": 20}, True),
        ({"start": START + MINUTE}, True),
    ],
)
def test_what_follows_an_earlier_message_of_its_start_is_not_the_first(fields, is_first):
    start = fields.pop("start", START)
    told = replace(_told("early", start=start), **fields)

    assert _firsts(_plan(_session(), _session("early"), told=[told]))[:1] == [is_first]


def test_every_lead_has_a_first_message():
    choices = choosing(30, 10)

    plan = _plan(_session(), choices=choices, told=[_told(lead=30)])

    assert _firsts(plan) == [True]


def test_a_session_that_moved_is_told_for_its_new_start():
    moved = _session(start=NINE + 30 * MINUTE)

    plan = _plan(moved, told=[_told()], now=DUE + 30 * MINUTE)

    assert [item.start for item in plan.due[0].items] == [START + 30 * MINUTE]


def test_of_several_overdue_leads_the_shortest_is_due():
    plan = _plan(_session(), choices=choosing(30, 10, 5), now=START - 7 * MINUTE)

    assert [delivery.items[0].lead for delivery in plan.due] == [10 * MINUTE]
    assert [delivery.items[0].lead for delivery in plan.upcoming] == [5 * MINUTE]


def test_an_overdue_lead_is_over_once_a_shorter_one_was_told():
    plan = _plan(_session(), choices=choosing(30, 10), told=[_told(lead=10)], now=DUE + MINUTE)

    assert plan.due == ()


def test_an_overdue_lead_is_over_even_where_a_shorter_one_was_not_told():
    dropped = _told(lead=10, state=State.DROPPED)

    plan = _plan(_session(), choices=choosing(30, 10), told=[dropped], now=DUE + MINUTE)

    assert plan.due == ()


def test_a_lead_that_was_past_when_it_was_chosen_is_not_caught_up():
    chosen = [DUE, DUE + SECOND]

    plans = [
        _plan(_session(), choices=choosing(10, since=since), now=DUE + MINUTE) for since in chosen
    ]

    assert [len(plan.due) for plan in plans] == [1, 0]


def test_a_lead_that_was_past_when_it_was_chosen_is_not_missed():
    choices = choosing(10, since=DUE + SECOND)

    assert _plan(_session(), choices=choices, now=START).missed == ()


def test_a_shorter_lead_that_was_past_when_chosen_leaves_the_longer_one_due():
    leads = (Lead(before=30 * MINUTE), Lead(before=10 * MINUTE, since=DUE + SECOND))

    plan = _plan(_session(), choices=choosing(leads=leads), now=DUE + MINUTE)

    assert [delivery.items[0].lead for delivery in plan.due] == [30 * MINUTE]


@pytest.mark.parametrize("state", [State.SENT, State.CLAIMED, State.UNSURE])
def test_a_lead_changed_after_the_post_tells_nothing_more_of_that_start(state):
    choices = choosing(5, since=DUE + SECOND)
    told = [_told(lead=10, at=DUE, state=state)]
    other = _session("panel", NINE + MINUTE)

    plan = _plan(_session(), other, choices=choices, told=told, now=START - 4 * MINUTE)

    assert _sessions(plan.due) == [["panel"]]


def test_a_lead_changed_after_the_post_is_not_upcoming_and_not_missed():
    choices = choosing(5, since=DUE + SECOND)

    plans = [
        _plan(_session(), choices=choices, told=[_told()], now=now) for now in (DUE + MINUTE, START)
    ]

    assert [(plan.upcoming, plan.missed) for plan in plans] == [((), ()), ((), ())]


@pytest.mark.parametrize("state", [State.DROPPED, State.FAILED, State.EXPIRED])
def test_a_lead_changed_after_a_post_that_never_was_is_told(state):
    choices = choosing(5, since=DUE + SECOND)
    told = [_told(lead=10, at=DUE, state=state)]

    plan = _plan(_session(), choices=choices, told=told, now=START - 4 * MINUTE)

    assert _sessions(plan.due) == [["keynote"]]


def test_a_session_whose_post_failed_for_good_is_not_planned_again():
    for state in (State.DROPPED, State.EXPIRED, State.UNSURE, State.FAILED, State.CLAIMED):
        plan = _plan(_session(), told=[_told(state=state)], now=START)

        assert plan.missed == ()


def test_a_channel_changed_after_the_post_tells_nothing_twice():
    choices = choosing(10, since=DUE + SECOND, reminder_channel=11)

    assert _plan(_session(), choices=choices, told=[_told()], now=DUE + MINUTE).due == ()


@pytest.mark.parametrize("shorter", [10, 5])
def test_a_channel_or_lead_changed_after_a_longer_leads_post_still_tells_the_shorter(shorter):
    long_ago = START - 1440 * MINUTE
    told = [_told(lead=1440, at=long_ago)]
    choices = choosing(1440, shorter, since=START - 120 * MINUTE, reminder_channel=11)

    plan = _plan(_session(), choices=choices, told=told, now=START - shorter * MINUTE)

    assert [delivery.items[0].lead for delivery in plan.due] == [shorter * MINUTE]


def test_a_big_slot_is_told_in_parts_of_ten_sessions():
    sessions = [_session(f"s-{number:02}") for number in range(23)]

    plan = _plan(*sessions)

    assert [len(part) for part in _sessions(plan.due)] == [10, 10, 3]
    assert sorted(chain(*_sessions(plan.due))) == [session.id for session in sessions]
    assert len({delivery.key for delivery in plan.due}) == 3


def test_a_part_holds_twenty_talks_unless_one_session_alone_has_more():
    talks = [8, 8, 8, 25, 4, 16, 1]
    sessions = [_session(f"s-{number}", talks=many) for number, many in enumerate(talks)]

    plan = _plan(*sessions)

    assert _sessions(plan.due) == [["s-0", "s-1"], ["s-2"], ["s-3"], ["s-4", "s-5"], ["s-6"]]


def test_a_follow_up_has_a_key_and_a_mark_of_its_own():
    (first,) = _plan(_session()).due
    (joined,) = _plan(_session(), _session("joined"), told=[_told()]).due

    assert first.key != joined.key
    assert first.digest != joined.digest


def test_the_same_slot_always_has_the_same_key():
    sessions = [_session("b"), _session("a")]

    keys = {
        _plan(*order, now=now).due[0].key
        for order in (sessions, sessions[::-1])
        for now in (DUE, DUE + MINUTE)
    }

    assert len(keys) == 1


def test_upcoming_ones_are_the_next_ones_in_due_order():
    sessions = [_session(f"s-{number:03}", NINE + number * MINUTE) for number in range(40)]

    plan = _plan(*sessions, choices=choosing(10, 3), now=DUE - 60 * MINUTE)

    dues = [delivery.due for delivery in plan.upcoming]
    assert dues == sorted(dues)
    assert (dues[0], len(dues)) == (DUE, UPCOMING)


def test_in_the_repeated_hour_each_start_is_told_for_itself():
    half_past_one = datetime(2022, 11, 6, 1, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
    first = _session("first", half_past_one)
    again = _session("again", half_past_one.replace(fold=1))
    first_due = first.start.astimezone(UTC) - 10 * MINUTE

    plan = _plan(first, again, now=first_due)

    assert (_sessions(plan.due), _sessions(plan.upcoming)) == ([["first"]], [["again"]])
    assert plan.upcoming[0].due - plan.due[0].due == timedelta(hours=1)
    assert is_called_for(_timetable(first, again), choosing(10), plan.due[0], first_due)


@pytest.mark.parametrize(
    ("sessions", "choices", "minutes", "expected"),
    [
        ([_session(), _session("panel")], choosing(10), 0, True),
        ([_session(), _session("panel")], choosing(20, 10), 0, True),
        ([_session(), _session("panel"), _session("joined")], choosing(10), 0, True),
        ([_session()], choosing(10), 0, False),
        ([_session(), _session("panel", NINE + MINUTE)], choosing(10), 0, False),
        ([_session(), _session("panel", talks=0)], choosing(10), 0, False),
        ([_session(), _session("panel")], choosing(10, reminder_channel=11), 0, False),
        ([_session(), _session("panel")], choosing(10, reminder_channel=None), 0, False),
        ([_session(), _session("panel")], choosing(10, paused_at=DUE), 0, False),
        ([_session(), _session("panel")], choosing(15), 0, False),
        ([_session(), _session("panel")], choosing(10, 5), 4, True),
        ([_session(), _session("panel")], choosing(10, 5), 5, False),
    ],
)
def test_a_planned_delivery_is_called_for_while_all_of_it_stands(
    sessions, choices, minutes, expected
):
    (delivery,) = _plan(_session(), _session("panel")).due

    called_for = is_called_for(_timetable(*sessions), choices, delivery, DUE + minutes * MINUTE)

    assert called_for == expected


WEB, HALL = (
    Route(kind=RouteKind.TRACK, id="web", channel=20),
    Route(kind=RouteKind.ROOM, id="hall", channel=30),
)


def _places(deliveries):
    return [(one.place, [item.session for item in one.items]) for one in deliveries]


def test_each_session_is_told_in_its_own_channel_and_those_of_one_channel_together():
    sessions = [
        _session("a", track="web", room="hall"),
        _session("b", room="hall"),
        _session("c", track="web"),
        _session("d"),
        _session("e", room="loft"),
    ]

    plan = _plan(*sessions, choices=choosing(10, routes=(HALL, WEB)))

    assert sorted(_places(plan.due)) == [(CHANNEL, ["d", "e"]), (20, ["a", "c"]), (30, ["b"])]
    assert len({one.key for one in plan.due}) == 3


def test_tracks_and_rooms_of_one_channel_are_told_in_one_message():
    both = (replace(HALL, channel=CHANNEL), replace(WEB, channel=CHANNEL))

    plan = _plan(
        _session("a", track="web"),
        _session("b", room="hall"),
        _session("c"),
        choices=choosing(10, routes=both),
    )

    assert _places(plan.due) == [(CHANNEL, ["a", "b", "c"])]
    assert plan == _plan(_session("a"), _session("b"), _session("c"))


def test_without_a_channel_for_reminders_only_what_has_its_own_is_told():
    choices = choosing(10, routes=(HALL,), reminder_channel=None)
    sessions = [_session("a", room="hall"), _session("b"), _session("c", NINE + MINUTE)]

    plans = [_plan(*sessions, choices=choices, now=now) for now in (DUE - MINUTE, DUE, START)]

    assert [_places(plan.upcoming) for plan in plans] == [[(30, ["a"])], [], []]
    assert [_places(plan.due) for plan in plans] == [[], [(30, ["a"])], []]
    assert [_places(plan.missed) for plan in plans] == [[], [], [(30, ["a"])]]


@pytest.mark.parametrize("state", [State.SENT, State.CLAIMED, State.UNSURE, State.DROPPED])
def test_what_was_told_before_its_track_had_a_channel_is_not_told_there_again(state):
    plan = _plan(
        _session(track="web"),
        _session("panel", track="web"),
        choices=choosing(10, routes=(WEB,)),
        told=[_told(state=state)],
        now=DUE + MINUTE,
    )

    assert _places(plan.due) == [(20, ["panel"])]


def test_the_shorter_lead_of_what_was_told_elsewhere_is_told_in_the_new_channel():
    told = [_told(lead=30, at=START - 30 * MINUTE)]

    plan = _plan(_session(track="web"), choices=choosing(30, 10, routes=(WEB,)), told=told)

    assert [(one.place, one.items[0].lead) for one in plan.due] == [(20, 10 * MINUTE)]


def test_a_session_that_goes_to_another_track_is_not_told_of_the_same_start_again():
    told = [replace(_told(), place=20)]

    plan = _plan(_session(room="hall"), choices=choosing(10, routes=(HALL, WEB)), told=told)

    assert plan.due == ()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"routes": (WEB,)}, True),
        ({"routes": (WEB,), "reminder_channel": None}, True),
        ({"routes": (WEB, HALL)}, True),
        ({"routes": ()}, False),
        ({"routes": (replace(WEB, channel=21),)}, False),
        ({"routes": (), "reminder_channel": 20}, True),
    ],
)
def test_a_routed_delivery_is_called_for_while_its_channel_is_the_sessions_own(fields, expected):
    session = _session(track="web", room="hall")
    (delivery,) = _plan(session, choices=choosing(10, routes=(WEB,))).due

    called_for = is_called_for(_timetable(session), choosing(10, **fields), delivery, DUE)

    assert called_for == expected


def test_what_is_told_together_is_not_called_for_once_a_part_of_it_has_its_own_channel():
    sessions = _session("a", track="web"), _session("b")
    (delivery,) = _plan(*sessions).due

    choices = choosing(10, routes=(WEB,))

    assert not is_called_for(_timetable(*sessions), choices, delivery, DUE)


def test_a_paused_guilds_routed_reminders_are_held():
    plan = _plan(_session(track="web"), choices=choosing(10, routes=(WEB,), paused_at=DUE))

    assert (plan.due, _places(plan.held)) == ((), [(20, ["keynote"])])


@st.composite
def plannings(draw):
    """Any program, leads, instant and ledger: (timetable, choices, told, now)."""
    program = draw(bare_programs(most=40))
    routes = draw(st.sampled_from([(), (WEB,), (WEB, HALL), (HALL, replace(WEB, channel=30))]))
    timetable = Timetable(routable(program) if routes else program)
    minutes = draw(st.lists(st.sampled_from([1, 5, 10, 60, 24 * 60]), unique=True, max_size=3))
    opening = timetable.sessions[0].start if timetable.sessions else NINE
    now = opening.astimezone(UTC) + draw(st.integers(-100, 3000)) * MINUTE
    items = [
        Item(session=one.id, start=one.start.astimezone(UTC), lead=before * MINUTE)
        for one in timetable.sessions
        for before in minutes
    ]
    held = draw(st.lists(st.sampled_from(items), unique=True)) if items else []
    told = [Told(guild_id=1, place=CHANNEL, item=item, at=now) for item in held]
    fields = draw(st.sampled_from([{}, {}, {"reminder_channel": None}]))
    return timetable, choosing(*minutes, routes=routes, **fields), told, now


def _all_of(plan):
    return (*plan.due, *plan.upcoming, *plan.missed)


@given(plannings())
def test_a_plan_is_in_due_order_and_each_thing_in_its_time(planning):
    *_, now = planning

    plan = _planned(*planning)

    for part in (plan.due, plan.upcoming, plan.missed):
        assert [one.due for one in part] == sorted(one.due for one in part)
    assert all(one.due <= now < one.expires for one in plan.due)
    assert all(now < one.due for one in plan.upcoming)
    assert all(one.expires <= now < one.expires + MISSED_FOR for one in plan.missed)


@given(plannings())
def test_a_paused_guild_has_its_due_ones_held_and_all_else_as_ever(planning):
    timetable, choices, told, now = planning
    plan = _planned(*planning)

    paused = _planned(timetable, replace(choices, paused_at=now), told, now)

    assert paused == replace(plan, due=(), held=plan.due)
    assert plan.held == ()


@given(plannings(), st.lists(st.sampled_from([1, 5, 10, 60]), unique=True, max_size=2))
def test_what_guilds_share_makes_no_difference_to_their_plans(planning, minutes):
    timetable, choices, told, now = planning
    others = choosing(*minutes, guild_id=2, reminder_channel=20, since=now - 7 * MINUTE)
    shared = Slots(timetable, now, now - MISSED_FOR)

    plans = [
        plan_reminders(shared, who, held)
        for who, held in [(choices, told), (others, ()), (choices, ()), (choices, told)]
    ]

    assert plans == [
        _planned(timetable, choices, told, now),
        _planned(timetable, others, (), now),
        _planned(timetable, choices, (), now),
        plans[0],
    ]


@given(plannings())
def test_no_item_is_planned_twice_or_was_told(planning):
    _, _, told, _ = planning

    planned = _all_of(_planned(*planning))

    covered = [item for one in planned for item in one.items]
    assert len(set(covered)) == len(covered)
    assert len({one.key for one in planned}) == len(planned)
    assert set(covered).isdisjoint(one.item for one in told)


@given(plannings())
def test_no_session_is_due_at_two_leads(planning):
    plan = _planned(*planning)

    starts = [(item.session, item.start) for one in plan.due for item in one.items]
    assert len(set(starts)) == len(starts)


@given(plannings())
def test_what_is_due_is_called_for(planning):
    timetable, choices, _, now = planning

    plan = _planned(*planning)

    assert all(is_called_for(timetable, choices, one, now) for one in plan.due)


@given(plannings())
def test_a_delivery_holds_what_starts_then_and_fits_a_message(planning):
    timetable, *_ = planning

    for one in _all_of(_planned(*planning)):
        sessions = [timetable.session(item.session) for item in one.items]
        talks = sum(len(timetable.talks_of(session)) for session in sessions)
        assert {session.start.astimezone(UTC) for session in sessions} == {one.expires}
        assert not any(session.is_break for session in sessions)
        assert len(sessions) <= MOST_SESSIONS
        assert talks <= MOST_TALKS or len(sessions) == 1
        assert len(one.key) <= 200


@given(program=bare_programs(most=40), offset=st.integers(-70, 300))
def test_planning_again_after_telling_finds_nothing_more(program, offset):
    timetable = Timetable(program)
    opening = timetable.sessions[0].start if timetable.sessions else NINE
    now = opening.astimezone(UTC) + offset * MINUTE
    plan = _planned(timetable, choosing(60, 10), [], now)
    told = [
        Told(guild_id=1, place=CHANNEL, item=item, at=now)
        for one in (*plan.due, *plan.missed)
        for item in one.items
    ]

    again = _planned(timetable, choosing(60, 10), told, now)

    assert (again.due, again.missed) == ((), ())
    assert again.upcoming == plan.upcoming


def test_another_programs_session_of_the_same_id_and_start_is_the_same_item():
    timetable = Timetable(replace(a_program(_session(), talks=TALKS), id="renamed"))

    plan = _planned(timetable, choosing(10), [_told()], DUE)

    assert plan.due == ()
