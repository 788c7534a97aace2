from dataclasses import replace
from datetime import timedelta

import pytest

from bot.announcements.plan import Scene, keys_of, places_of, plan_changes
from bot.announcements.subject import read
from bot.delivery.model import Kind, Plan
from bot.guilds.model import Choices, Lead, Route, RouteKind
from bot.program.diff import ChangeKind
from bot.program.overlay import NOTHING, AtSource, Cancelled, Moved
from bot.program.timetable import Timetable
from tests.announcements.changes import HOUR, NOON, a_batch, a_change, a_move, some_facts
from tests.factories import a_program, a_room, a_session, a_track

NOW = NOON - 2 * HOUR
MINUTE = timedelta(minutes=1)
ROOM = a_room("Hall 9")
CHOICES = Choices(guild_id=1, change_channel=10)
SCENE = Scene(choices=CHOICES, timetable=Timetable(a_program(rooms=(ROOM,))), overlay=NOTHING)
BEFORE, AFTER = some_facts(), some_facts(NOON + HOUR)
SAID = AtSource(start=NOON)


def chosen(**fields):
    return replace(SCENE, choices=replace(CHOICES, **fields))


def under(override):
    return replace(SCENE, overlay=NOTHING.having(override))


def told(*batches):
    """The keys of all messages of these batches"""
    return frozenset(keys_of(batches, CHOICES))


def plan(*batches, scene=SCENE, held=(), now=NOW):
    return plan_changes(batches, scene, held, now)


def changes(deliveries):
    """What each delivery tells: sessions with kinds"""
    return [
        [(change.session, change.kinds) for change in read(one.subject).changes]
        for one in deliveries
    ]


def test_a_change_is_due_at_once_until_the_later_start():
    (delivery,) = plan(a_batch(a_move())).due

    assert (delivery.guild_id, delivery.place, delivery.kind) == (1, 10, Kind.CHANGE)
    assert (delivery.due, delivery.expires) == (a_batch(a_move()).due, NOON + HOUR)
    assert (delivery.key, delivery.items) == ("change:1:10:batch1:1:1", ())
    assert read(delivery.subject).changes == (a_move(),)


def test_a_guild_without_a_channel_for_changes_is_told_nothing():
    scene = chosen(change_channel=None, reminder_channel=20, leads=(Lead(before=MINUTE),))

    assert plan(a_batch(a_move()), scene=scene) == Plan()


def test_the_channel_of_reminders_is_told_too_if_it_is_another_one():
    leads = (Lead(before=MINUTE),)

    places = [
        places_of(replace(CHOICES, reminder_channel=reminders, leads=some))
        for reminders, some in ((None, leads), (10, leads), (20, ()), (20, leads))
    ]

    assert places == [(10,), (10,), (10,), (10, 20)]


def test_a_break_is_told_only_in_the_channel_for_changes():
    scene = chosen(reminder_channel=20, leads=(Lead(before=MINUTE),))

    due = plan(a_batch(a_move(is_break=True)), scene=scene).due

    assert [one.place for one in due] == [10]


def test_what_the_ledger_holds_is_not_told_again():
    batch = a_batch(a_move())

    assert plan(batch, held=told(batch)) == Plan()


def test_what_came_before_the_guild_chose_is_not_told():
    assert plan(a_batch(a_move()), scene=chosen(changes_since=NOW)) == Plan()


def test_while_it_is_paused_nothing_is_due_and_what_expires_is_held():
    scene, batch = chosen(paused_at=NOW), a_batch(a_move())

    waiting, over = plan(batch, scene=scene), plan(batch, scene=scene, now=NOON + HOUR)

    assert waiting == Plan()
    assert (over.due, changes(over.held)) == ((), [[("rivers", (ChangeKind.MOVED,))]])


def test_what_could_not_be_told_in_time_is_missed_for_a_day():
    batch = a_batch(a_move())

    missed = plan(batch, now=NOON + HOUR)
    long_ago = plan(batch, now=NOON + 25 * HOUR)

    assert (missed.due, changes(missed.missed)) == ((), [[("rivers", (ChangeKind.MOVED,))]])
    assert long_ago == Plan()


def test_what_came_after_the_start_is_neither_told_nor_missed():
    late = a_batch(a_move(), due=NOON + 2 * HOUR)

    assert plan(late, now=NOON + 3 * HOUR) == Plan()


def test_of_several_only_what_has_not_started_is_told():
    both = a_batch(a_move(), a_move(session="lakes", start=NOON - 4 * HOUR))

    assert changes(plan(both).due) == [[("rivers", (ChangeKind.MOVED,))]]


def test_a_change_and_its_reverse_that_nobody_read_cancel_out():
    there, back = a_batch(a_move()), a_batch(a_change(AFTER, BEFORE), number=2)

    assert plan(there, back) == Plan()


def test_a_reverse_of_what_people_read_is_told():
    there, back = a_batch(a_move()), a_batch(a_change(AFTER, BEFORE), number=2)

    (delivery,) = plan(there, back, held=told(there)).due

    assert read(delivery.subject).changes == (a_change(AFTER, BEFORE),)


def test_several_changes_of_one_session_are_told_as_one_by_the_last():
    elsewhere = replace(AFTER, room="Loft")
    first, second = a_batch(a_move()), a_batch(a_change(AFTER, elsewhere), number=2)

    (delivery,) = plan(first, second).due

    assert delivery.key == "change:1:10:batch2:1:1"
    assert read(delivery.subject).changes == (a_change(BEFORE, elsewhere),)


def test_what_comes_again_waits_until_it_is_due():
    there, back = a_batch(a_move()), a_batch(a_change(AFTER, BEFORE), number=2)
    again = replace(there, times=2, due=NOW + MINUTE)
    held = told(there, back)

    waiting = plan(back, again, held=held)
    due = plan(back, again, held=held, now=NOW + MINUTE)

    assert (waiting.due, [one.key for one in waiting.upcoming]) == ((), ["change:1:10:batch1:2:1"])
    assert [one.key for one in due.due] == ["change:1:10:batch1:2:1"]


def test_what_is_cancelled_and_comes_back_unread_is_not_told():
    gone, back = a_change(BEFORE, None), a_change(BEFORE, BEFORE, was_cancelled=True)

    assert plan(a_batch(gone), a_batch(back, number=2)) == Plan()


@pytest.mark.parametrize(
    "back", [a_change(None, BEFORE), a_change(BEFORE, BEFORE, was_cancelled=True)]
)
def test_what_people_think_is_cancelled_is_told_to_take_place(back):
    gone = a_batch(a_change(BEFORE, None))

    due = plan(gone, a_batch(back, number=2), held=told(gone)).due

    assert changes(due) == [[("rivers", (ChangeKind.REINSTATED,))]]


def test_what_is_new_and_gone_again_unread_is_not_told():
    new, gone = a_change(None, BEFORE), a_change(BEFORE, None)

    assert plan(a_batch(new), a_batch(gone, number=2)) == Plan()


def test_what_organizers_moved_hides_what_the_source_moves():
    scene = under(Moved(session="rivers", source=SAID, at=NOW, start=NOON + 2 * HOUR))

    assert plan(a_batch(a_move()), scene=scene) == Plan()


def test_of_a_session_that_organizers_moved_another_room_is_told_with_their_time():
    theirs = NOON + 2 * HOUR
    scene = under(Moved(session="rivers", source=SAID, at=NOW, start=theirs))
    both = a_change(BEFORE, replace(AFTER, room="Loft", end=NOON + 2 * HOUR))

    (delivery,) = plan(a_batch(both), scene=scene).due

    (change,) = read(delivery.subject).changes
    assert change.kinds == (ChangeKind.ROOM, ChangeKind.LENGTH)
    assert (change.before.start, change.after.start, change.after.end) == (
        theirs,
        theirs,
        theirs + HOUR,
    )


def test_a_room_that_organizers_chose_hides_the_sources():
    scene = under(Moved(session="rivers", source=SAID, at=NOW, room=ROOM.id))

    assert plan(a_batch(a_change(BEFORE, replace(BEFORE, room="Loft"))), scene=scene) == Plan()


def test_what_organizers_cancelled_hides_all_that_the_source_says():
    scene = under(Cancelled(session="rivers", source=SAID, at=NOW))

    assert plan(a_batch(a_move()), a_batch(a_move(), number=2), scene=scene) == Plan()


def test_what_organizers_change_is_told_as_they_changed_it():
    scene = under(Moved(session="rivers", source=SAID, at=NOW, start=NOON + HOUR))

    (delivery,) = plan(a_batch(a_move(), guild_id=1), scene=scene).due

    assert read(delivery.subject).changes == (a_move(),)


def test_what_organizers_told_already_the_source_does_not_tell_again():
    theirs, source = a_batch(a_move(), guild_id=1), a_batch(a_move(), number=2)

    assert plan(theirs, source, held=told(theirs)) == Plan()


def test_many_changes_are_several_messages_of_which_each_is_told_once():
    batch = a_batch(*(a_move(session=f"no-{number:03}") for number in range(50)))
    first, *others = sorted(told(batch))

    due = plan(batch, held=[first]).due

    assert [one.key for one in due] == others
    assert [(read(one.subject).number, read(one.subject).of) for one in due] == [(2, 3), (3, 3)]


WEB, DATA, LOFT = a_track("Web", id="web"), a_track("Data", id="data"), a_room("Loft", id="loft")
TO_WEB = Route(kind=RouteKind.TRACK, id="web", channel=30)
TO_DATA = Route(kind=RouteKind.TRACK, id="data", channel=40)
TO_LOFT = Route(kind=RouteKind.ROOM, id="loft", channel=50)


def routed(*routes, **fields):
    timetable = Timetable(a_program(tracks=(WEB, DATA), rooms=(ROOM, LOFT)))
    leads = (Lead(before=MINUTE),)
    choices = replace(CHOICES, reminder_channel=20, leads=leads, routes=routes)
    return replace(SCENE, timetable=timetable, choices=replace(choices, **fields))


def places(deliveries):
    return sorted(one.place for one in deliveries)


def test_the_own_channels_of_tracks_and_rooms_are_told_too_each_once():
    scene = routed(TO_LOFT, TO_WEB, replace(TO_DATA, channel=30))

    assert places_of(scene.choices) == (10, 20, 50, 30)
    assert places_of(replace(scene.choices, leads=())) == (10,)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"track": "Web"}, [10, 30]),
        ({"track": "Web", "room": "Loft"}, [10, 30]),
        ({"track": "Ops", "room": "Loft"}, [10, 50]),
        ({"room": "Hall 9"}, [10, 20]),
        ({}, [10, 20]),
    ],
)
def test_a_change_is_told_for_all_and_where_its_session_is_reminded_of(facts, expected):
    batch = a_batch(a_move(**facts))

    assert places(plan(batch, scene=routed(TO_LOFT, TO_WEB)).due) == expected


def test_a_session_that_is_cancelled_is_told_where_it_was():
    gone = a_batch(a_change(some_facts(track="Web"), None))

    assert places(plan(gone, scene=routed(TO_WEB)).due) == [10, 30]


def test_a_session_that_changes_tracks_is_told_in_both_of_their_channels():
    batch = a_batch(a_change(some_facts(track="Web"), some_facts(track="Data")))

    assert places(plan(batch, scene=routed(TO_WEB, TO_DATA)).due) == [10, 30, 40]


def test_what_has_its_own_channel_is_told_there_without_a_channel_for_reminders():
    scene = routed(TO_WEB, reminder_channel=None)
    batch = a_batch(a_move(track="Web"), a_move(session="lakes"))

    due = plan(batch, scene=scene).due

    assert [(one.place, [kind[0] for kind in changes([one])[0]]) for one in due] == [
        (10, ["lakes", "rivers"]),
        (30, ["rivers"]),
    ]


def test_a_room_that_organizers_laid_over_the_sources_has_its_channel_told():
    override = Moved(session="rivers", source=SAID, at=NOW, room="loft")
    scene = replace(routed(TO_LOFT), overlay=NOTHING.having(override))
    stands = a_session(NOON, id="rivers", room="loft")
    scene = replace(
        scene, timetable=Timetable(replace(scene.timetable.program, sessions=(stands,)))
    )

    assert places(plan(a_batch(a_move(room="Hall 9")), scene=scene).due) == [10, 50]


def test_what_came_before_a_track_had_its_channel_is_not_told_there():
    late = routed(replace(TO_WEB, since=NOW))
    old, new = a_batch(a_move(track="Web")), a_batch(a_move(track="Web"), due=NOW)

    assert places(plan(old, scene=late).due) == [10, 20]
    assert places(plan(new, scene=late).due) == [10, 30]


def test_what_came_before_the_channel_for_reminders_was_chosen_is_not_told_there():
    scene = routed(leads=(Lead(before=2 * MINUTE, since=NOW), Lead(before=MINUTE, since=NOW)))

    assert places(plan(a_batch(a_move()), scene=scene).due) == [10]


def test_a_channel_that_was_told_of_a_session_is_told_what_comes_next_wherever_that_goes():
    elsewhere = some_facts(track="Data")
    first = a_batch(a_change(some_facts(track="Web"), elsewhere))
    second = a_batch(a_change(elsewhere, some_facts(NOON + HOUR, track="Data")), number=2)
    scene = routed(TO_WEB, TO_DATA)

    due = plan(first, second, scene=scene, held={*keys_of([first], scene.choices)}).due

    assert places(due) == [10, 30, 40]


def test_a_channel_that_was_told_before_a_track_had_its_own_is_told_what_comes_next():
    first = a_batch(a_move(track="Web"))
    second = a_batch(a_move(2, start=NOON + HOUR, track="Web"), number=2)
    scene = routed(replace(TO_WEB, since=second.due))

    due = plan(first, second, scene=scene, held={*keys_of([first], scene.choices)}).due

    assert places(due) == [10, 20, 30]


def test_a_channel_that_was_told_of_another_session_only_is_not_told_of_this_one():
    first = a_batch(a_move(track="Web"), a_move(session="lakes"))
    second = a_batch(a_move(2, start=NOON + HOUR, track="Web"), number=2)
    scene = routed(TO_WEB)

    due = plan(first, second, scene=scene, held={*keys_of([first], scene.choices)}).due

    assert places(due) == [10, 30]


def test_of_several_messages_a_tracks_channel_has_its_own_without_a_number():
    moves = [a_move(session=f"no-{number:03}") for number in range(49)]
    batch = a_batch(*moves, a_move(session="web", track="Web"))

    due = plan(batch, scene=routed(TO_WEB)).due

    own = [read(one.subject) for one in due if one.place == 30]
    assert [(one.number, one.of, len(one.changes)) for one in own] == [(1, 1, 1)]


def test_streams_are_not_told_where_they_are_shown_at_the_start_only():
    stream = replace(BEFORE, stream="https://example.org/live")
    only = a_batch(a_change(BEFORE, stream))
    beside = a_batch(a_change(BEFORE, replace(stream, room="Loft")))
    scene = chosen(streams_at_start=True)

    assert plan(only, scene=scene) == Plan()
    assert changes(plan(beside, scene=scene).due) == [[("rivers", (ChangeKind.ROOM,))]]
    assert len(plan(only).due) == 1
