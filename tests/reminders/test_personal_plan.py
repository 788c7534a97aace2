from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.agenda.model import Wishes
from bot.delivery.model import NO_GUILD, Delivery, Item, Kind, State
from bot.guilds.model import Lead
from bot.program.timetable import Timetable
from bot.reminders.personal_message import digest_of
from bot.reminders.personal_plan import Following, Scene, personal_deliveries, saved_starts
from bot.reminders.subject import read
from tests.agenda.attendees import SAVED_AT, USER, a_saved, an_attendee
from tests.delivery.deliveries import MINUTE
from tests.factories import NINE, a_program, a_session
from tests.reminders.memory import choosing
from tests.reminders.personal_bench import (
    DUE,
    LAKES,
    PROGRAM,
    RIVERS,
    START,
    TALKS,
    moved,
    wishing,
)

BOTH = an_attendee(a_saved("rivers"), a_saved("lakes"))
HOUR = timedelta(hours=1)


def planned(*attendees, program=PROGRAM, now=DUE, ahead=timedelta(), **scene):
    """What is told by then, of one program that everybody follows in guild 1"""
    by_id = {one.user_id: one for one in attendees}
    savers = {}
    for attendee in attendees:
        for one in attendee.saved:
            savers.setdefault(one.session, {})[attendee.user_id] = one
    following = [Following(timetable=Timetable(program), savers=savers, guild_id=1)]
    scene = Scene(attendee=by_id.__getitem__, **scene)
    return [
        delivery
        for one in saved_starts(following, now, now + ahead + 24 * HOUR)
        for delivery in personal_deliveries(one, scene, now, now + ahead)
        if delivery is not None
    ]


def told_sessions(deliveries):
    return [sorted(one.id for one in read(each.subject).sessions) for each in deliveries]


def heard(*sessions, lead=10 * MINUTE, state=State.SENT, start=START):
    """What the ledger holds of the one person"""
    held = {(digest_of("conf-22", one), lead): state for one in sessions}
    return lambda asked: {USER: held} if asked == start else {}


def test_all_that_one_saved_and_starts_together_is_one_direct_message():
    (delivery,) = planned(BOTH)

    digests = sorted(digest_of("conf-22", one) for one in ("rivers", "lakes"))
    assert delivery == Delivery(
        key=delivery.key,
        guild_id=NO_GUILD,
        place=USER,
        kind=Kind.PERSONAL,
        due=DUE,
        expires=START,
        subject=delivery.subject,
        items=tuple(Item(session=one, start=START, lead=10 * MINUTE) for one in digests),
        user_id=USER,
        keep_until=START + 90 * MINUTE,
    )
    assert delivery.key.startswith(f"personal:{USER}:conf-22:20221130T170000Z:600:")
    assert read(delivery.subject).guilds == (1, 1)


def test_each_person_is_told_what_they_saved():
    other = an_attendee(a_saved("lakes"), user_id=78)

    deliveries = planned(BOTH, other)

    assert [one.place for one in deliveries] == [USER, 78]
    assert told_sessions(deliveries) == [["lakes", "rivers"], ["lakes"]]


def test_nothing_is_due_before_the_lead_nor_from_the_start_on():
    assert [planned(BOTH, now=at) for at in (DUE - MINUTE, START, START + MINUTE)] == [[], [], []]


def test_what_comes_is_named_as_far_ahead_as_asked_for():
    wishes = wishing(60, 10)

    deliveries = planned(replace(BOTH, wishes=wishes), now=START - 70 * MINUTE, ahead=HOUR)

    assert [one.due for one in deliveries] == [START - 60 * MINUTE, DUE]
    assert len({one.key for one in deliveries}) == 2


def test_of_several_overdue_leads_only_the_shortest_is_told():
    deliveries = planned(replace(BOTH, wishes=wishing(60, 30, 10)), now=DUE + MINUTE)

    assert [one.due for one in deliveries] == [DUE]


def test_a_lead_that_was_past_when_it_was_chosen_is_not_caught_up():
    since = DUE + MINUTE
    late = Wishes(leads=(Lead(before=60 * MINUTE), Lead(before=10 * MINUTE, since=since)))

    deliveries = planned(replace(BOTH, wishes=late), now=since)

    assert [one.due for one in deliveries] == [START - 60 * MINUTE]


def test_what_was_saved_after_its_lead_is_not_caught_up():
    late = an_attendee(a_saved("rivers"), a_saved("lakes", at=DUE + MINUTE))

    assert told_sessions(planned(late, now=DUE + MINUTE)) == [["rivers"]]


def test_what_was_saved_in_the_lead_is_told_by_a_shorter_one():
    late = an_attendee(a_saved("rivers", at=START - 30 * MINUTE), wishes=wishing(60, 10))

    assert [planned(late, now=at) != [] for at in (START - 30 * MINUTE, DUE)] == [False, True]


def test_what_was_told_is_not_told_again_and_what_joins_it_is():
    first = planned(BOTH, heard=heard("rivers", "lakes"))
    (follow_up,) = planned(BOTH, heard=heard("rivers"))

    assert first == []
    assert told_sessions([follow_up]) == [["lakes"]]
    assert [item.session for item in follow_up.items] == [digest_of("conf-22", "lakes")]
    assert follow_up.key != planned(BOTH)[0].key


def test_another_lead_and_another_start_are_told_anew():
    by_another_lead = planned(BOTH, heard=heard("rivers", "lakes", lead=60 * MINUTE))
    elsewhen = moved(PROGRAM, "rivers", 60 * MINUTE)
    at_another_start = planned(BOTH, program=elsewhen, heard=heard("rivers"), now=DUE + HOUR)

    assert told_sessions(by_another_lead) == [["lakes", "rivers"]]
    assert told_sessions(at_another_start) == [["rivers"]]


def test_a_break_that_was_saved_is_told():
    tea = an_attendee(a_saved("tea"))

    assert told_sessions(planned(tea, now=DUE + HOUR)) == [["tea"]]


def test_whoever_wants_no_direct_messages_is_told_nothing():
    silent = replace(BOTH, wishes=Wishes(direct=False))

    assert planned(silent) == planned(replace(silent, closed_at=SAVED_AT), **allowing()) == []


def test_closed_direct_messages_are_not_tried():
    assert planned(replace(BOTH, closed_at=SAVED_AT)) == []


def allowing(**fields):
    """Guild 1 lets its channel 10 remind instead"""
    return {"fallbacks": {1: choosing(personal_fallback=True, **fields)}}


def test_where_a_guild_allows_it_its_channel_reminds_instead():
    (delivery,) = planned(replace(BOTH, closed_at=SAVED_AT), **allowing())

    assert delivery == Delivery(
        key=f"personal:{USER}:conf-22:20221130T170000Z:600:in 1:1",
        guild_id=1,
        place=10,
        kind=Kind.PERSONAL,
        due=DUE,
        expires=START,
        subject=planned(BOTH)[0].subject,
        user_id=USER,
        keep_until=START + 90 * MINUTE,
    )


def test_a_paused_guild_reminds_nobody():
    closed = replace(BOTH, closed_at=SAVED_AT)

    assert planned(closed, **allowing(paused_at=SAVED_AT)) == []


def test_what_was_told_in_the_channel_is_told_neither_there_nor_directly_again():
    closed = replace(BOTH, closed_at=SAVED_AT)
    (instead,) = planned(closed, **allowing())
    is_held = [instead.key].__contains__

    told = [planned(one, is_held=is_held, **allowing()) for one in (closed, BOTH)]

    assert told == [[], []]


def test_the_channel_tells_what_a_direct_message_could_not():
    closed = replace(BOTH, closed_at=DUE)

    refused = planned(closed, heard=heard("rivers", "lakes", state=State.DROPPED), **allowing())
    arrived = planned(closed, heard=heard("rivers", "lakes", state=State.SENT), **allowing())

    assert told_sessions(refused) == [["lakes", "rivers"]]
    assert arrived == []


def test_what_one_saves_more_than_a_message_holds_comes_in_several():
    many = tuple(a_session(NINE, id=f"no-{at:02}", talks=("talk-0",)) for at in range(15))
    program = a_program(*many, talks=TALKS)

    deliveries = planned(an_attendee(*(a_saved(one.id) for one in many)), program=program)

    assert [len(one.items) for one in deliveries] == [10, 5]
    assert len({one.key for one in deliveries}) == 2


def test_where_clocks_change_a_lead_is_as_long_as_ever():
    zone = ZoneInfo("America/Los_Angeles")
    # Two o'clock comes twice that night: this is the second half past one.
    start = datetime(2022, 11, 6, 1, 30, fold=1, tzinfo=zone)
    program = a_program(replace(RIVERS, start=start, end=None), talks=TALKS)
    attendee = an_attendee(a_saved("rivers"), wishes=wishing(60))
    due = start.astimezone(UTC) - HOUR

    deliveries = [planned(attendee, program=program, now=at) for at in (due - MINUTE, due)]

    assert [[one.due for one in each] for each in deliveries] == [[], [due]]


def test_what_starts_is_found_by_time_and_merged_over_guilds():
    timetable, own = Timetable(PROGRAM), Timetable(moved(PROGRAM, "lakes", 5 * MINUTE))
    mine, theirs = {USER: a_saved("rivers")}, {USER: a_saved("lakes", guild_id=2)}

    starts = saved_starts(
        [
            Following(timetable=timetable, savers={"rivers": mine, "lakes": theirs}),
            Following(timetable=own, savers={"lakes": theirs}, guild_id=2),
        ],
        START - MINUTE,
        START + 5 * MINUTE,
    )

    assert [(one.start, [each.session.id for each in one.sessions]) for one in starts] == [
        (START, ["lakes", "rivers"]),
        (START + 5 * MINUTE, ["lakes"]),
    ]
    assert starts[0].sessions[0].session == LAKES
