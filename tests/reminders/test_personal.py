import asyncio
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.agenda.model import Quiet
from bot.delivery.life import settled
from bot.delivery.model import NO_GUILD, Outcome, State
from bot.reminders.personal import AHEAD, STEPS_AT_ONCE
from tests.agenda.attendees import USER, a_saved, an_attendee
from tests.delivery.deliveries import MINUTE
from tests.factories import NINE, a_program, a_session
from tests.reminders.memory import choosing
from tests.reminders.personal_bench import (
    DUE,
    LAKES,
    PROGRAM,
    REFUSED,
    RIVERS,
    START,
    TALKS,
    WITHDRAWN,
    Bench,
    moved,
    sessions_of,
    wishing,
    without,
)

HOUR = timedelta(hours=1)
GUILD = choosing(personal_fallback=True)
IN_GUILD = an_attendee(a_saved("rivers", guild_id=1), a_saved("lakes", guild_id=1))


async def test_what_is_due_is_told_once():
    bench = Bench()

    sent = [sessions_of(await bench.send(DUE + number * MINUTE)) for number in range(3)]

    assert sent == [[["lakes", "rivers"]], [], []]


async def test_a_restart_tells_nothing_again():
    bench = Bench()
    await bench.send()
    bench.restart()

    assert await bench.due() == ()


async def test_the_instants_to_come_are_named_and_the_messages_are_not():
    plan = await Bench().plan(DUE - MINUTE)

    assert (plan.due, plan.upcoming, plan.missed) == ((), (), ())
    assert plan.wakes == (DUE,)
    assert (await Bench().plan(DUE - AHEAD - MINUTE)).wakes == ()


async def test_as_long_as_nothing_happens_nothing_is_asked():
    bench = Bench()
    first = await bench.plan(DUE - 5 * MINUTE)
    bench.reminders._told = None

    assert await bench.plan(DUE - 4 * MINUTE) is first


async def test_nobody_who_saved_anything_costs_nothing():
    assert await Bench(an_attendee()).plan() is None


async def test_who_is_not_to_plan_direct_messages_plans_none():
    others = Bench(IN_GUILD, guilds=[GUILD], owns=lambda guild_id: guild_id == 1)
    await others.agendas.reload()
    open_now = await others.due()
    await others.agendas.close(USER, DUE)

    assert open_now == ()
    assert [one.guild_id for one in await others.due()] == [1]


async def test_a_program_that_is_not_loaded_is_told_when_it_is():
    bench = Bench(programs=())
    before = await bench.due()
    bench.programs.put(PROGRAM)

    assert (before, len(await bench.due(DUE + MINUTE))) == ((), 1)


async def test_a_session_that_moves_is_told_anew_and_not_for_its_old_time():
    bench = Bench()
    bench.programs.put(moved(PROGRAM, "rivers", HOUR))

    on_time = sessions_of(await bench.send())
    later = sessions_of(await bench.send(DUE + HOUR))

    assert (on_time, later) == ([["lakes"]], [["rivers"]])


async def test_a_session_that_moves_after_it_was_told_is_told_for_its_new_time_too():
    bench = Bench()
    await bench.send()
    bench.programs.put(moved(PROGRAM, "rivers", HOUR))

    assert sessions_of(await bench.send(DUE + HOUR)) == [["rivers"]]


async def test_a_session_that_moves_to_a_start_that_was_told_is_told_alone():
    bench = Bench(programs=[moved(PROGRAM, "rivers", HOUR)])
    first = sessions_of(await bench.send())
    bench.programs.put(PROGRAM)

    assert (first, sessions_of(await bench.send(DUE + MINUTE))) == ([["lakes"]], [["rivers"]])


async def change(bench, what):
    match what:
        case "moved":
            bench.programs.put(moved(PROGRAM, "rivers", HOUR))
        case "cancelled":
            bench.programs.put(without(PROGRAM, "rivers"))
        case "unloaded":
            bench.programs.own.clear()
        case "dropped":
            await bench.agendas.drop(USER, "conf-22", ["rivers"])
        case "no messages":
            await bench.wish(10, direct=False)
        case "closed":
            await bench.agendas.close(USER, DUE)
        case "another lead":
            await bench.wish(5)
        case "shorter one due":
            await bench.wish(10, 9)
        case "forgotten":
            await bench.agendas.forget(USER)


@pytest.mark.parametrize(
    "what",
    [
        "moved",
        "cancelled",
        "unloaded",
        "dropped",
        "no messages",
        "closed",
        "another lead",
        "shorter one due",
        "forgotten",
    ],
)
async def test_what_is_not_called_for_any_more_is_withdrawn(what):
    bench = Bench()
    (delivery,) = await bench.due()
    await change(bench, what)

    assert bench.reminders.subject(delivery, DUE + MINUTE) is None


async def test_what_was_withdrawn_comes_back_when_it_is_called_for_again():
    bench = Bench()
    (delivery,) = await bench.due()
    record = await bench.ledger.claim(delivery, DUE)
    in_hand = await bench.due()
    bench.programs.put(without(PROGRAM, "rivers"))
    assert bench.reminders.subject(delivery, DUE) is None
    # Planned before the ledger knows.
    await bench.due()
    await bench.ledger.settle(settled(record, WITHDRAWN, DUE))
    alone = sessions_of(await bench.send())
    bench.programs.put(PROGRAM)

    assert (in_hand, alone) == ((), [["lakes"]])
    assert sessions_of(await bench.send(DUE + MINUTE)) == [["rivers"]]


async def test_a_subject_is_the_reminder_as_it_stands():
    bench = Bench()
    (delivery,) = await bench.due()
    bench.programs.put(replace(PROGRAM, name="Renamed"))

    told = bench.reminders.subject(delivery, DUE)

    reminder = told.reminder
    assert (told.silent, told.mention) == (False, None)
    assert reminder.timetable.program.name == "Renamed"
    assert (reminder.start, reminder.mark, reminder.corrections) == (START, delivery.digest, ())
    assert reminder.sessions == (LAKES, RIVERS)


async def test_what_stands_is_told_with_what_is_no_longer_so():
    bench = Bench()
    (delivery,) = await bench.due()
    right = bench.reminders.standing(delivery)
    later = moved(PROGRAM, "rivers", HOUR)
    bench.programs.put(later)
    wrong = bench.reminders.standing(delivery)
    bench.programs.own.clear()

    assert right.reminder.corrections == ()
    assert [one.id for one in wrong.reminder.sessions] == ["lakes"]
    assert [(one.told.id, one.session) for one in wrong.reminder.away] == [
        ("rivers", later.sessions[0])
    ]
    assert bench.reminders.standing(delivery) is None


async def test_a_break_that_was_saved_is_told_and_stays_told():
    bench = Bench(an_attendee(a_saved("tea")))

    ((delivery, told),) = await bench.send(DUE + HOUR)

    assert [one.id for one in told.reminder.sessions] == ["tea"]
    assert bench.reminders.standing(delivery).reminder.corrections == ()


@pytest.mark.parametrize(
    ("begin", "end", "silent"),
    [
        (time(22), time(8, 50), False),
        (time(22), time(8, 51), True),
        (time(8, 50), time(8, 51), True),
        (time(9), time(8), False),
    ],
)
async def test_in_quiet_hours_by_the_programs_clock_it_comes_without_a_sound(begin, end, silent):
    wishes = wishing(10, quiet=Quiet(begin=begin, end=end))
    bench = Bench(an_attendee(a_saved("rivers"), wishes=wishes))

    ((_, told),) = await bench.send()

    assert told.silent is silent


async def test_each_session_follows_the_guild_it_was_saved_in():
    attendee = an_attendee(a_saved("rivers", guild_id=1), a_saved("lakes", guild_id=2))
    bench = Bench(attendee)
    bench.programs.put(moved(PROGRAM, "lakes", 30 * MINUTE), guild_id=2)
    bench.programs.put(without(PROGRAM, "rivers"), guild_id=3)

    sent = [sessions_of(await bench.send(at)) for at in (DUE, DUE + 30 * MINUTE)]

    assert sent == [[["rivers"]], [["lakes"]]]


async def test_what_starts_together_is_one_message_whichever_guilds_it_follows():
    attendee = an_attendee(a_saved("rivers", guild_id=1), a_saved("lakes", guild_id=2))
    bench = Bench(attendee)
    bench.programs.put(moved(PROGRAM, "tea", HOUR), guild_id=2)

    ((delivery, told),) = await bench.send()
    bench.programs.put(moved(PROGRAM, "lakes", HOUR), guild_id=2)
    standing = bench.reminders.standing(delivery).reminder

    assert [one.id for one in told.reminder.sessions] == ["lakes", "rivers"]
    assert [one.told.id for one in standing.away] == ["lakes"]


async def test_what_was_saved_nowhere_follows_the_last_guild():
    bench = Bench(an_attendee(a_saved("rivers"), last_guild=2))
    bench.programs.put(moved(PROGRAM, "rivers", HOUR), guild_id=2)

    assert [len(await bench.due(at)) for at in (DUE, DUE + HOUR)] == [0, 1]


async def test_two_programs_sessions_of_one_id_are_told_apart():
    other = replace(PROGRAM, id="conf-23")
    attendee = an_attendee(a_saved("rivers"), a_saved("rivers", program="conf-23"))
    bench = Bench(attendee, programs=[PROGRAM, other])

    sent = await bench.send()

    assert sorted(told.reminder.timetable.program.id for _, told in sent) == ["conf-22", "conf-23"]


async def test_whom_no_direct_message_reaches_the_guild_reminds_at_once():
    bench = Bench(IN_GUILD, guilds=[GUILD])
    bench.closed = {USER}

    refused = await bench.send()
    ((delivery, told),) = await bench.send(DUE + MINUTE)

    assert refused == []
    assert (delivery.guild_id, delivery.place, delivery.items) == (1, 10, ())
    assert told.mention == USER
    assert [await bench.send(DUE + n * MINUTE) for n in (2, 3)] == [[], []]


async def test_a_refusal_long_after_the_claim_is_known_too():
    bench = Bench(IN_GUILD, guilds=[GUILD])
    (delivery,) = await bench.due()
    record = await bench.ledger.claim(delivery, DUE)
    for minute in range(1, 5):
        await bench.wish(minute, user_id=78)
        await bench.due(DUE + minute * MINUTE)
    refused = Outcome(state=State.DROPPED)
    await bench.ledger.settle(settled(record, refused, DUE + 5 * MINUTE))
    await bench.agendas.close(USER, DUE + 5 * MINUTE)

    assert [one.guild_id for one in await bench.due(DUE + 5 * MINUTE)] == [1]


async def test_without_leave_nobody_is_reminded_in_a_channel():
    for guilds in ([], [choosing()], [choosing(personal_fallback=True, reminder_channel=None)]):
        bench = Bench(replace(IN_GUILD, closed_at=DUE), guilds=guilds)

        assert await bench.due() == ()


async def test_what_was_told_in_a_channel_is_not_told_again_when_messages_are_open():
    bench = Bench(replace(IN_GUILD, closed_at=DUE), guilds=[GUILD])
    in_channel = await bench.send()
    await bench.agendas.close(USER, None)
    opened = await bench.due(DUE + MINUTE)
    bench.restart()

    assert (len(in_channel), opened, await bench.due(DUE + MINUTE)) == (1, (), ())


async def test_whoever_opens_their_messages_in_time_is_told_directly():
    bench = Bench(replace(IN_GUILD, closed_at=DUE - HOUR))
    closed = await bench.due()
    await bench.agendas.close(USER, None)

    assert (closed, [one.place for one in await bench.due(DUE + MINUTE)]) == ((), [USER])


@pytest.mark.parametrize("plans", [0, 1, 2])
async def test_what_was_refused_is_told_once_when_the_person_opens_their_messages_in_time(plans):
    bench = Bench()
    bench.closed = {USER}
    refused = await bench.send()
    closed = [await bench.send(DUE + number * MINUTE / 4) for number in range(plans)]

    bench.closed = frozenset()
    await bench.agendas.close(USER, None)
    sent = [sessions_of(await bench.send(DUE + number * MINUTE)) for number in (1, 2, 3)]

    assert (refused, closed) == ([], [[]] * plans)
    assert sent == [[["lakes", "rivers"]], [], []]


async def test_what_was_refused_after_a_plan_found_it_held_is_told_when_it_can_be():
    bench = Bench()
    (delivery,) = await bench.due()
    record = await bench.ledger.claim(delivery, DUE)
    await bench.wish(5, user_id=78)
    await bench.due(DUE + MINUTE)
    await bench.agendas.close(USER, DUE + MINUTE)
    await bench.ledger.settle(settled(record, REFUSED, DUE + MINUTE))

    await bench.agendas.close(USER, None)

    assert sessions_of(await bench.send(DUE + 5 * MINUTE)) == [["lakes", "rivers"]]


async def test_a_message_in_a_channel_is_withdrawn_once_the_person_is_reached_again():
    bench = Bench(replace(IN_GUILD, closed_at=DUE), guilds=[GUILD])
    (delivery,) = await bench.due()
    await bench.agendas.close(USER, None)

    assert await bench.send_one(delivery) is None
    assert [one.guild_id for one in await bench.due()] == [NO_GUILD]


@pytest.mark.parametrize("fields", [{"paused_at": DUE}, {"personal_fallback": False}])
async def test_a_message_in_a_channel_is_withdrawn_once_organizers_say_no(fields):
    bench = Bench(replace(IN_GUILD, closed_at=DUE), guilds=[GUILD])
    (delivery,) = await bench.due()
    bench.guilds.choices = (replace(GUILD, **fields),)
    refused = await bench.send_one(delivery)
    bench.guilds.choices = (GUILD,)

    assert refused is None
    assert len(await bench.send(DUE + MINUTE)) == 1


async def test_nothing_of_a_forgotten_person_stays_in_memory():
    bench = Bench(IN_GUILD, an_attendee(a_saved("rivers"), user_id=78), guilds=[GUILD])
    await bench.send()
    await bench.plan(DUE + MINUTE)

    await bench.agendas.forget(USER)
    await bench.ledger.clear(START + 24 * HOUR)
    await bench.plan(DUE + 2 * MINUTE)

    assert str(USER) not in repr(_held(bench.reminders))
    assert "78" in repr(_held(bench.reminders))


def _held(reminders):
    held = reminders._held
    return reminders._told._heard, held._held, held._free, held._given_back


async def test_a_clock_that_was_set_back_does_no_harm():
    bench = Bench()
    await bench.send()
    earlier = await bench.due(DUE - HOUR)

    assert (earlier, await bench.due()) == ((), ())


async def test_a_start_that_can_not_be_planned_spoils_no_other(caplog):
    broken = replace(PROGRAM, id="broken")
    attendee = an_attendee(a_saved("rivers"), a_saved("rivers", program="broken"))
    bench = Bench(attendee, programs=[PROGRAM, broken])
    timetable = bench.programs.own["broken", None]
    timetable.end_of = lambda _: 1 / 0

    sent = await bench.send()

    assert [told.reminder.timetable.program.id for _, told in sent] == ["conf-22"]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert str(USER) not in caplog.records[0].getMessage()


async def test_what_is_ready_runs_while_many_people_are_planned():
    many = [an_attendee(a_saved("rivers"), user_id=number) for number in range(1, 1001)]
    bench = Bench(*many)
    await bench.agendas.reload()
    turns = []

    async def others():
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    other = asyncio.create_task(others())
    due = await bench.due()
    other.cancel()

    assert len(due) == 1000
    assert len(turns) >= 1000 // STEPS_AT_ONCE


async def test_deliveries_are_in_due_order():
    early = a_session(NINE - 5 * MINUTE, id="early", talks=("talk-2",))
    program = a_program(RIVERS, early, talks=TALKS)
    bench = Bench(an_attendee(a_saved("rivers"), a_saved("early")), programs=[program])

    due = await bench.due()

    assert [one.expires for one in due] == [START - 5 * MINUTE, START]
