import asyncio
from dataclasses import replace
from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.model import State
from bot.guilds.model import Route, RouteKind
from bot.reminders.lookback import MARGIN
from bot.reminders.model import Reminder
from bot.reminders.service import GUILDS_AT_ONCE, Reminders
from bot.reminders.slots import MISSED_FOR
from tests.delivery.deliveries import MINUTE
from tests.delivery.memory_ledger import MemoryLedger
from tests.factories import NINE, a_program, a_room, a_session, a_talk, every_guild
from tests.reminders.bare_programs import bare_programs
from tests.reminders.memory import FixedGuilds, OneProgram, choosing

START = NINE.astimezone(UTC)
DUE = START - 10 * MINUTE
TALK = a_talk()
SESSION = a_session(NINE, id="keynote", talks=(TALK.id,))
PROGRAM = a_program(SESSION, talks=(TALK,))


class Bench:
    def __init__(self, *choices, program=PROGRAM, owns=every_guild):
        self.ledger = MemoryLedger()
        self.guilds = FixedGuilds(*(choices or [choosing(10)]))
        self.programs = OneProgram(program)
        self.reminders = Reminders(self.programs, self.guilds, self.ledger, owns)

    async def due(self, now=DUE):
        return [one for plan in await self.reminders.plans(now) for one in plan.due]


async def test_each_guild_has_its_plan():
    bench = Bench(choosing(10), choosing(10, guild_id=2, reminder_channel=20), choosing(guild_id=3))

    due = await bench.due()

    assert [(one.guild_id, one.place) for one in due] == [(1, 10), (2, 20)]


async def test_one_guilds_posts_are_not_anothers():
    bench = Bench(choosing(10), choosing(10, guild_id=2))
    first, _ = await bench.due()
    await bench.ledger.claim(first, DUE)

    assert [one.guild_id for one in await bench.due()] == [2]


async def test_a_guild_whose_program_is_not_loaded_has_nothing_due():
    assert await Bench(program=None).due() == []


async def test_a_guild_whose_plan_fails_is_logged_and_the_others_have_theirs(caplog):
    bench = Bench(choosing(10), choosing(10, guild_id=2))
    timetable_for = bench.programs.timetable_for

    def fails_for_one(choices):
        if choices.guild_id == 1:
            raise KeyError("odd data")
        return timetable_for(choices)

    bench.programs.timetable_for = fails_for_one

    assert [one.guild_id for one in await bench.due()] == [2]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


async def test_a_subject_is_the_reminder_as_it_stands_now():
    bench = Bench()
    (delivery,) = await bench.due()
    retitled = replace(PROGRAM, sessions=(replace(SESSION, title="The keynote"),))
    bench.programs.put(retitled)

    reminder = bench.reminders.subject(delivery, DUE)

    assert reminder.timetable.program == retitled
    assert reminder == Reminder(
        timetable=reminder.timetable,
        start=START,
        sessions=retitled.sessions,
        mark=delivery.digest,
        shows_streams=True,
    )


async def test_one_start_pings_once_in_a_channel_however_many_messages_it_takes():
    hall = a_room("Hall", id="hall")
    sessions = [replace(SESSION, id=f"s-{number:02}") for number in range(12)]
    elsewhere = replace(SESSION, id="t", room=hall.id)
    program = replace(PROGRAM, sessions=(*sessions, elsewhere), rooms=(hall,))
    route = Route(kind=RouteKind.ROOM, id=hall.id, channel=20)
    bench = Bench(choosing(10, mention_role=77, routes=(route,)), program=program)

    due = await bench.due()

    roles = [(one.place, bench.reminders.subject(one, DUE).role) for one in due]
    assert sorted(roles, key=str) == [(10, 77), (10, None), (20, 77)]


async def test_what_was_planned_before_that_was_kept_pings_as_it_did():
    bench = Bench(choosing(10, mention_role=77))
    (delivery,) = await bench.due()

    assert "is_first" not in delivery.subject
    assert bench.reminders.standing(delivery).role == 77


async def test_the_sessions_of_a_subject_keep_the_order_of_the_timetable():
    ids = ["c", "a", "b"]
    rooms = PROGRAM.rooms
    sessions = tuple(replace(SESSION, id=session_id) for session_id in ids)
    bench = Bench(program=replace(PROGRAM, sessions=sessions, rooms=rooms))
    (delivery,) = await bench.due()

    reminder = bench.reminders.subject(delivery, DUE)

    assert reminder.sessions == reminder.timetable.sessions


async def test_a_session_that_moved_has_no_subject_and_comes_back_when_it_moves_back():
    bench = Bench()
    (delivery,) = await bench.due()
    moved = replace(PROGRAM, sessions=(replace(SESSION, start=NINE + 5 * MINUTE),))

    bench.programs.put(moved)
    subject_meanwhile = bench.reminders.subject(delivery, DUE)
    bench.programs.put(PROGRAM)

    assert subject_meanwhile is None
    assert bench.reminders.subject(delivery, DUE) is not None
    assert await bench.due() == [delivery]


async def test_a_program_that_is_gone_or_another_one_leaves_no_subject():
    bench = Bench()
    (delivery,) = await bench.due()

    subjects = []
    for program in (None, replace(PROGRAM, id="another")):
        bench.programs.put(program)
        subjects.append(bench.reminders.subject(delivery, DUE))

    assert subjects == [None, None]


async def test_a_guild_that_chose_otherwise_leaves_no_subject():
    bench = Bench()
    (delivery,) = await bench.due()

    bench.guilds.choices = ()

    assert bench.reminders.subject(delivery, DUE) is None


async def test_what_the_ledger_forgot_of_last_week_is_not_missed():
    bench = Bench()

    (plan,) = await bench.reminders.plans(START + 7 * 24 * 60 * MINUTE)

    assert plan.missed == ()


async def test_a_withdrawn_delivery_is_planned_again():
    bench = Bench()
    (delivery,) = await bench.due()
    record = await bench.ledger.claim(delivery, DUE)
    due_meanwhile = await bench.due()
    await bench.ledger.settle(replace(record, state=State.WITHDRAWN, settled_at=DUE))

    assert (due_meanwhile, await bench.due()) == ([], [delivery])


async def test_only_a_processs_own_guilds_are_planned():
    bench = Bench(choosing(10), choosing(10, guild_id=2), owns=lambda guild_id: guild_id == 2)

    assert [one.guild_id for one in await bench.due()] == [2]
    assert [bench.reminders.owns(guild_id) for guild_id in (1, 2)] == [False, True]


async def test_a_paused_guilds_reminders_are_held_and_come_back_when_it_resumes():
    bench = Bench()
    (delivery,) = await bench.due()

    bench.guilds.choices = (choosing(10, paused_at=DUE),)
    (paused,) = await bench.reminders.plans(DUE)
    subject, is_paused = bench.reminders.subject(delivery, DUE), bench.reminders.is_paused(1)
    bench.guilds.choices = (choosing(10),)

    assert (paused.due, paused.held) == ((), (delivery,))
    assert (subject, is_paused) == (None, True)
    assert (await bench.due(), bench.reminders.is_paused(1)) == ([delivery], False)


async def test_a_guild_nobody_knows_is_not_paused():
    assert not Bench().reminders.is_paused(99)


async def test_what_is_ready_runs_while_many_guilds_are_planned():
    many = 3 * GUILDS_AT_ONCE
    bench = Bench(*(choosing(10, guild_id=number) for number in range(many)))
    turns = []

    async def others():
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    other = asyncio.create_task(others())
    due = await bench.due()
    other.cancel()

    assert (len(due), len(turns)) == (many, 3)


async def test_a_channel_chosen_while_the_plan_is_made_gets_its_reminder_and_the_old_one_none():
    bench = Bench(*(choosing(10, guild_id=number) for number in range(2 * GUILDS_AT_ONCE)))
    planning = asyncio.create_task(bench.due())
    await asyncio.sleep(0)
    last = choosing(10, guild_id=2 * GUILDS_AT_ONCE - 1, reminder_channel=11)
    bench.guilds.choices = (*bench.guilds.choices[:-1], last)

    *others, planned = await planning

    assert bench.reminders.subject(planned, DUE) is None
    assert all(bench.reminders.subject(other, DUE) for other in others)
    assert (await bench.due())[-1].place == 11


class Reading(MemoryLedger):
    """A ledger that remembers since when it was asked"""

    def __init__(self):
        super().__init__()
        self.asked = []

    async def told(self, since):
        self.asked.append(since)
        return await super().told(since)


async def test_once_nothing_is_missed_the_ledger_is_asked_for_little():
    bench = Bench()
    bench.reminders._ledger = bench.ledger = Reading()

    for now in (DUE - MINUTE, DUE, DUE + MINUTE, DUE - 60 * MINUTE, DUE + 3000 * MINUTE):
        await bench.reminders.plans(now)

    assert bench.ledger.asked == [
        DUE - MINUTE - MISSED_FOR,
        DUE - MINUTE - MARGIN,
        DUE - MARGIN,
        DUE - 60 * MINUTE - MARGIN,
        DUE + 3000 * MINUTE - MISSED_FOR,
    ]


async def test_a_day_is_looked_through_until_all_that_was_missed_is_written_down():
    bench = Bench()
    bench.reminders._ledger = bench.ledger = Reading()
    late = START + 60 * MINUTE

    (plan,) = await bench.reminders.plans(late)
    (again,) = await bench.reminders.plans(late + MINUTE)
    for delivery in plan.missed:
        await bench.ledger.claim(delivery, late)
    for _ in range(2):
        await bench.reminders.plans(late + 2 * MINUTE)

    assert again.missed == plan.missed != ()
    assert [late - since for since in bench.ledger.asked] == [
        MISSED_FOR,
        MISSED_FOR - MINUTE,
        MISSED_FOR - 2 * MINUTE,
        MARGIN - 2 * MINUTE,
    ]


async def test_what_starts_while_nobody_plans_is_missed():
    bench = Bench()
    await bench.reminders.plans(DUE - MINUTE)

    (plan,) = await bench.reminders.plans(START + 600 * MINUTE)

    assert [one.expires for one in plan.missed] == [START]


async def test_a_changed_program_or_choice_is_looked_through_for_a_day():
    bench = Bench()
    await bench.reminders.plans(DUE - MINUTE)
    bench.reminders._ledger = bench.ledger = Reading()

    await bench.reminders.plans(DUE - MINUTE)
    bench.programs.put(PROGRAM)
    await bench.reminders.plans(DUE - MINUTE)
    bench.guilds.choices = (choosing(5),)
    await bench.reminders.plans(DUE - MINUTE)

    looked_back = [DUE - MINUTE - since for since in bench.ledger.asked]
    assert looked_back == [MARGIN, MISSED_FOR, MISSED_FOR]


async def test_what_stands_is_told_with_what_is_no_longer_so():
    bench = Bench()
    (delivery,) = await bench.due()
    moved = replace(SESSION, start=NINE + 5 * MINUTE)

    right = bench.reminders.standing(delivery)
    bench.programs.put(replace(PROGRAM, sessions=(moved,)))
    wrong = bench.reminders.standing(delivery)

    assert (right.sessions, right.corrections) == ((SESSION,), ())
    assert wrong.sessions == ()
    assert [(one.session, one.is_moved) for one in wrong.corrections] == [(moved, True)]


async def test_nothing_can_be_said_of_what_stands_without_its_program():
    bench = Bench()
    (delivery,) = await bench.due()

    said = []
    for program in (None, replace(PROGRAM, id="another")):
        bench.programs.put(program)
        said.append(bench.reminders.standing(delivery))

    assert said == [None, None]


@settings(max_examples=60)
@given(bare_programs(), st.integers(0, 30))
def test_what_is_right_when_it_is_sent_needs_no_correction_afterwards(program, minutes):
    bench = Bench(choosing(10), program=program)
    first = min((one.start.astimezone(UTC) for one in program.sessions), default=START)
    now = first - minutes * MINUTE

    for delivery in asyncio.run(bench.due(now)):
        sent, standing = bench.reminders.subject(delivery, now), bench.reminders.standing(delivery)

        assert sent == standing
        assert sent.corrections == ()


HALL = Route(kind=RouteKind.ROOM, id="hall", channel=30)
WEB = Route(kind=RouteKind.TRACK, id="web", channel=20)


async def test_a_reminder_leads_to_the_channel_of_a_room_unless_it_stands_there():
    sessions = (
        replace(SESSION, room="hall", track="web"),
        replace(SESSION, room="hall", id="panel"),
    )
    bench = Bench(choosing(10, routes=(HALL, WEB)), program=replace(PROGRAM, sessions=sessions))
    due = sorted(await bench.due(), key=lambda one: one.place)

    reminders = [bench.reminders.subject(one, DUE) for one in due]

    assert [one.place for one in due] == [20, 30]
    assert [one.room_channels for one in reminders] == [{"hall": 30}, {}]


async def test_streams_are_left_out_where_they_are_shown_at_the_start_only():
    bench = Bench(choosing(10, streams_at_start=True))
    (delivery,) = await bench.due()

    assert not bench.reminders.subject(delivery, DUE).shows_streams
    assert not bench.reminders.standing(delivery).shows_streams


async def test_a_posted_reminder_is_corrected_where_it_stands_when_its_session_changes_tracks():
    bench = Bench(choosing(10, routes=(WEB,)))
    (delivery,) = await bench.due()
    await bench.ledger.claim(delivery, DUE)
    bench.programs.put(replace(PROGRAM, sessions=(replace(SESSION, track="web"),)))

    assert await bench.due(DUE + MINUTE) == []
    assert [one.track for one in bench.reminders.standing(delivery).sessions] == ["web"]
