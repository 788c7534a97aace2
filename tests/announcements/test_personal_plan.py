from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.agenda.model import Wishes
from bot.announcements.personal_plan import Asking, Audience, personal_changes
from bot.announcements.steps import Ground
from bot.announcements.subject import read
from bot.delivery.model import NO_GUILD, Delivery, Kind
from bot.program.diff import ChangeKind, change_of
from bot.program.overlay import NOTHING, AtSource, Cancelled, Moved
from bot.program.timetable import Timetable
from tests.agenda.attendees import SAVED_AT, USER, a_saved, an_attendee
from tests.announcements.changes import HOUR, NOON, a_batch, a_change, a_move, some_facts
from tests.factories import a_program

NOW = NOON - 2 * HOUR
SAID = AtSource(start=NOON)
BEFORE, AFTER = some_facts(), some_facts(NOON + HOUR)
RIVERS = an_attendee(a_saved("rivers"))
BOTH = an_attendee(a_saved("rivers"), a_saved("lakes"))


def planned(*batches, people=(RIVERS,), overlay=NOTHING, held=(), now=NOW, **fields):
    """What everybody is told, who all follow one guild"""
    by_id = {one.user_id: one for one in people}
    savers = {}
    for attendee in people:
        for one in attendee.saved:
            savers.setdefault(one.session, {})[attendee.user_id] = one
    ground = Ground(timetable=Timetable(a_program()), overlay=overlay)
    guild_id, only = fields.get("guild_id", 1), fields.get("only")
    asking = Asking(attendee=by_id.__getitem__, is_held=frozenset(held).__contains__, only=only)
    steps = personal_changes(
        batches, [Audience(ground=ground, savers=savers, guild_id=guild_id)], asking, now
    )
    return [one for one in steps if one is not None]


def changes(deliveries):
    return [read(one.subject).changes for one in deliveries]


def test_who_saved_a_session_is_told_of_its_change_until_it_has_started():
    (delivery,) = planned(a_batch(a_move()))

    assert delivery == Delivery(
        key=f"personal change:{USER}:batch1:1:1",
        guild_id=NO_GUILD,
        place=USER,
        kind=Kind.PERSONAL_CHANGE,
        due=a_batch().due,
        expires=NOON + HOUR,
        subject=delivery.subject,
        user_id=USER,
        keep_until=NOON + 2 * HOUR,
    )
    assert changes([delivery]) == [(a_move(),)]


def test_its_record_is_kept_until_the_later_end():
    ends = NOON + 5 * HOUR
    earlier = a_change(some_facts(end=ends), some_facts(NOON - HOUR))

    assert [one.keep_until for one in planned(a_batch(earlier))] == [ends]


def test_all_that_changed_at_once_of_what_one_saved_is_one_message():
    batch = a_batch(a_move(session="lakes"), a_move(session="rivers"), a_move(session="hills"))

    (delivery,) = planned(batch, people=[BOTH])

    assert [one.session for one in read(delivery.subject).changes] == ["lakes", "rivers"]


def test_each_is_told_of_what_they_saved_alone():
    other = an_attendee(a_saved("lakes"), user_id=78)
    batch = a_batch(a_move(session="lakes"), a_move())

    deliveries = planned(batch, people=[BOTH, other, an_attendee(user_id=79)])

    assert [one.place for one in deliveries] == [USER, 78]
    assert [len(each) for each in changes(deliveries)] == [2, 1]


def test_only_those_who_are_asked_for_are_told():
    other = replace(RIVERS, user_id=78)

    deliveries = planned(a_batch(a_move()), people=[RIVERS, other], only=frozenset({78, 79}))

    assert [one.place for one in deliveries] == [78]


def test_who_saved_it_after_the_change_came_saw_it_so():
    late = an_attendee(a_saved("rivers", at=a_batch(number=2).due))

    assert planned(a_batch(a_move()), people=[late]) == []


@pytest.mark.parametrize("fields", [{"wishes": Wishes(direct=False)}, {"closed_at": SAVED_AT}])
def test_who_takes_no_direct_messages_is_told_nothing(fields):
    assert planned(a_batch(a_move()), people=[replace(RIVERS, **fields)]) == []


def test_what_was_told_is_not_told_again():
    (delivery,) = planned(a_batch(a_move()))

    assert planned(a_batch(a_move()), held=[delivery.key]) == []


@pytest.mark.parametrize("at", [NOON + HOUR, NOON + 30 * HOUR])
def test_nothing_is_told_of_what_has_started(at):
    assert planned(a_batch(a_move()), now=at) == []


def test_what_is_not_due_yet_waits():
    again = a_batch(a_move(), due=NOW + HOUR)

    assert [len(planned(again, now=at)) for at in (NOW, NOW + HOUR)] == [0, 1]


def test_several_unread_changes_of_a_session_are_told_as_one_by_the_last():
    elsewhere = replace(AFTER, room="Loft")
    first, second = a_batch(a_move()), a_batch(a_change(AFTER, elsewhere), number=2)

    deliveries = planned(first, second)

    assert [one.key for one in deliveries] == [f"personal change:{USER}:batch2:1:1"]
    assert changes(deliveries) == [(a_change(BEFORE, elsewhere),)]


def test_a_change_and_its_reverse_that_one_did_not_read_cancel_out_and_others_are_told():
    there, back = a_batch(a_move()), a_batch(a_change(AFTER, BEFORE), number=2)
    reader = replace(RIVERS, user_id=78)
    held = [one.key for one in planned(there, people=[reader])]

    deliveries = planned(there, back, people=[RIVERS, reader], held=held)

    assert [one.place for one in deliveries] == [78]
    assert changes(deliveries) == [(a_change(AFTER, BEFORE),)]


def test_who_saved_it_between_two_changes_is_told_the_second():
    second = a_batch(a_change(AFTER, BEFORE), number=2)
    between = an_attendee(a_saved("rivers", at=second.due))

    assert changes(planned(a_batch(a_move()), second, people=[between])) == [
        (a_change(AFTER, BEFORE),)
    ]


@pytest.mark.parametrize(
    "override",
    [
        Moved(session="rivers", source=SAID, at=NOW, start=NOON + 2 * HOUR),
        Cancelled(session="rivers", source=SAID, at=NOW),
    ],
)
def test_what_organizers_laid_over_it_hides_what_the_source_says(override):
    assert planned(a_batch(a_move()), overlay=NOTHING.having(override)) == []


def test_what_ones_organizers_change_is_told_and_what_others_change_is_not():
    ours = a_batch(a_change(BEFORE, None), guild_id=1)
    theirs = a_batch(a_change(BEFORE, None), guild_id=2, number=2)

    deliveries = planned(ours, theirs)

    assert [one.key for one in deliveries] == [f"personal change:{USER}:batch1:1:1"]
    assert [one.kinds for (one,) in changes(deliveries)] == [(ChangeKind.CANCELLED,)]
    assert planned(ours, theirs, guild_id=None) == []


def test_another_programs_changes_are_not_told():
    assert planned(a_batch(a_move(), program="conf-23")) == []


def test_a_break_that_was_saved_is_told_of():
    assert len(planned(a_batch(a_move(is_break=True)))) == 1


def test_who_follows_several_guilds_is_told_of_all_in_one_message():
    batch = a_batch(a_move(session="lakes"), a_move())
    ground = Ground(timetable=Timetable(a_program()), overlay=NOTHING)
    audiences = [
        Audience(ground=ground, savers={one.session: {USER: one}}, guild_id=guild_id)
        for guild_id, one in enumerate(BOTH.saved)
    ]
    asking = Asking(attendee=lambda _: BOTH, is_held=lambda _: False)

    (delivery,) = [one for one in personal_changes([batch], audiences, asking, NOW) if one]

    assert [one.session for one in read(delivery.subject).changes] == ["lakes", "rivers"]


states = st.sampled_from([None, 0, 1, 2])


@settings(max_examples=200)
@given(st.lists(st.tuples(states, st.booleans()), max_size=8), st.integers(0, 8))
def test_whatever_changes_the_last_that_one_read_is_how_it_is_and_nothing_is_told_twice(
    versions, saved_after
):
    """Versions of one session, a minute after each other; after some, all that is due is sent."""
    standing, batches, held, heard = some_facts(), [], [], some_facts()
    saver = an_attendee(a_saved("rivers", at=NOW + timedelta(minutes=saved_after, seconds=30)))
    last_cancelled = False
    for number, (hours, is_sent) in enumerate(versions):
        facts = None if hours is None else some_facts(NOON + hours * HOUR)
        was_cancelled = standing is None
        base = batches[-1].changes[0].before if was_cancelled and batches else standing
        change = change_of("rivers", base, facts, {"rivers"} if was_cancelled else ())
        if change is not None:
            due = NOW + timedelta(minutes=number)
            batches.append(a_batch(change, number=number, due=due))
            standing = facts
        now = NOW + timedelta(minutes=number)
        if number <= saved_after:
            heard, last_cancelled = standing or heard, standing is None
        if is_sent:
            for delivery in planned(*batches, people=[saver], held=held, now=now):
                assert delivery.key not in held
                held.append(delivery.key)
                (told,) = read(delivery.subject).changes
                heard, last_cancelled = told.after or heard, told.after is None
            if number > saved_after:
                assert last_cancelled == (standing is None)
                assert standing is None or heard.start == standing.start
