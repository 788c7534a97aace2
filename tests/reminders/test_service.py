from dataclasses import replace
from datetime import UTC

from bot.delivery.model import State
from bot.reminders.model import Reminder
from bot.reminders.service import Reminders
from tests.delivery.deliveries import MINUTE
from tests.delivery.memory_ledger import MemoryLedger
from tests.factories import NINE, a_program, a_session, a_talk
from tests.reminders.memory import FixedGuilds, OneProgram, choosing

START = NINE.astimezone(UTC)
DUE = START - 10 * MINUTE
TALK = a_talk()
SESSION = a_session(NINE, id="keynote", talks=(TALK.id,))
PROGRAM = a_program(SESSION, talks=(TALK,))


class Bench:
    def __init__(self, *choices, program=PROGRAM):
        self.ledger = MemoryLedger()
        self.guilds = FixedGuilds(*(choices or [choosing(10)]))
        self.programs = OneProgram(program)
        self.reminders = Reminders(self.programs, self.guilds, self.ledger)

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

    reminder, timetable = bench.reminders.subject(delivery, DUE)

    assert timetable.program == retitled
    assert reminder == Reminder(
        program=retitled, start=START, sessions=retitled.sessions, mark=delivery.digest
    )


async def test_the_sessions_of_a_subject_keep_the_order_of_the_timetable():
    ids = ["c", "a", "b"]
    rooms = PROGRAM.rooms
    sessions = tuple(replace(SESSION, id=session_id) for session_id in ids)
    bench = Bench(program=replace(PROGRAM, sessions=sessions, rooms=rooms))
    (delivery,) = await bench.due()

    reminder, timetable = bench.reminders.subject(delivery, DUE)

    assert reminder.sessions == timetable.sessions


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
