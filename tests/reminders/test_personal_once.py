"""Agendas, reminders, dispatch and ledger together: each is told each thing once, in time."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.agenda.followers import followed_guild
from bot.delivery.dispatch import Dispatch
from bot.delivery.model import Cause, Outcome, State
from bot.rehearsal.time import HeldAlarm, HeldClock
from bot.reminders.personal import PersonalReminders
from bot.reminders.slots import start_of
from bot.reminders.subject import read
from tests.agenda.attendees import a_saved
from tests.delivery.deliveries import MINUTE, SECOND
from tests.delivery.fakes import Channels, Killed
from tests.factories import NINE
from tests.reminders.bare_programs import bare_programs
from tests.reminders.memory import choosing
from tests.reminders.personal_bench import Bench, wishing

PEOPLE = (71, 72)
GUILDS = (choosing(personal_fallback=True), choosing(guild_id=2, reminder_channel=20))
FAILED = Outcome(state=State.FAILED, reason="503")

passing = st.sampled_from([SECOND, MINUTE, 4 * MINUTE, 20 * MINUTE])
minutes = st.lists(st.sampled_from([1, 5, 10, 60]), unique=True, min_size=1, max_size=3)
sessions = st.integers(0, 5).map(lambda number: f"session-{number}")
guilds = st.sampled_from([None, 1, 2])
happenings = st.one_of(
    st.none(),
    st.tuples(st.just("save"), sessions, guilds),
    st.tuples(st.just("drop"), sessions),
    st.tuples(st.just("wish"), minutes, st.booleans()),
    st.tuples(st.just("move"), guilds, st.sampled_from([-30, 5, 60])),
    st.tuples(st.just("back"), guilds),
    st.tuples(st.sampled_from(["known closed", "open"])),
    st.tuples(st.sampled_from(["close", "open", "restart", "die", "fail"])),
)


class World(Bench):
    """Two people's bot through a conference; store, ledger and channels outlive the process."""

    def __init__(self, program, clock):
        self.program = program
        self.clock = clock
        self.channels = Channels(clock)
        self.fault = None
        super().__init__(programs=(program,), guilds=GUILDS)

    def restart(self):
        self.reminders = PersonalReminders(
            self.programs, self.agendas, self.guilds, self.ledger, self.owns
        )
        self.alarm = HeldAlarm(self.clock)
        planning = _Planning(self.reminders)
        self.dispatch = Dispatch(planning, self.ledger, self, self.alarm, self.clock)

    async def find(self, delivery, claimed_at):
        return await self.channels.find(delivery, claimed_at)

    async def send(self, delivery):
        """As the postman does, with the fault of the hour"""
        if self.reminders.subject(delivery, self.clock.now()) is None:
            return Outcome(state=State.WITHDRAWN)
        if delivery.is_direct and delivery.user_id in self.closed:
            await self.agendas.close(delivery.user_id, self.clock.now())
            return Outcome(state=State.DROPPED, cause=Cause.CLOSED)
        fault, self.fault = self.fault, None
        if fault is not None:
            self.channels.after_posting[delivery.key] = [Killed() if fault == "die" else FAILED]
        return await self.channels.send(delivery)

    async def happen(self, user_id, what):
        match what:
            case ("save", session, guild_id):
                saved = a_saved(session, at=self.clock.now(), guild_id=guild_id)
                await self.agendas.save(user_id, saved)
            case ("drop", session):
                await self.agendas.drop(user_id, "conf-22", [session])
            case ("wish", leads, direct):
                wishes = wishing(*sorted(leads, reverse=True), direct=direct)
                since = self.clock.now()
                leads = tuple(replace(lead, since=since) for lead in wishes.leads)
                await self.agendas.wish(user_id, replace(wishes, leads=leads))
            case ("move", guild_id, by):
                self.programs.put(_moved(self.program, by), guild_id=guild_id)
            case ("back", guild_id):
                self.programs.put(self.program, guild_id=guild_id)
            case (single,):
                await self.happen_at_once(user_id, single)

    async def happen_at_once(self, user_id, what):
        match what:
            case "close" | "known closed":
                self.closed = {*self.closed, user_id}
                if what == "known closed":
                    await self.agendas.close(user_id, self.clock.now())
            case "open":
                self.closed = self.closed - {user_id}
                await self.agendas.close(user_id, None)
            case "restart":
                self.restart()
            case _:
                self.fault = what

    async def live(self, span, user_id, what):
        self.clock.move_to(self.clock.now() + span)
        if what is not None:
            await self.happen(user_id, what)
        try:
            await self.dispatch.wake()
        except Killed:
            self.restart()


class _Planning:
    def __init__(self, reminders):
        self.plans = reminders.plans

    def owns(self, guild_id):
        return True

    def is_paused(self, guild_id):
        return False


def _moved(program, by):
    """The same program with every second session at another time"""
    return replace(
        program,
        sessions=tuple(
            replace(one, start=one.start + (at % 2) * by * MINUTE)
            for at, one in enumerate(program.sessions)
        ),
    )


def told(channels):
    """What each person was told: session, start and lead"""
    return [
        (one.user_id, session.id, one.expires, one.expires - one.due)
        for one in channels.posted
        for session in read(one.subject).sessions
    ]


def a_clock(program):
    first = min((start_of(one) for one in program.sessions), default=NINE)
    return HeldClock(first - 65 * MINUTE)


@pytest.mark.slow
@settings(max_examples=250)
@given(
    program=bare_programs(most=6),
    events=st.lists(
        st.tuples(passing, st.sampled_from(PEOPLE), happenings), min_size=10, max_size=40
    ),
)
def test_nobody_is_told_one_thing_twice_or_too_late_or_that_they_do_not_want(program, events):
    world = World(program, a_clock(program))
    unwanted = []

    async def live():
        for user_id in PEOPLE:
            await world.happen(user_id, ("wish", [60, 10], True))
            for one in program.sessions[:4]:
                await world.happen(user_id, ("save", one.id, 1))
        for event in events:
            before = len(told(world.channels))
            await world.live(*event)
            unwanted.extend(set(told(world.channels)[before:]) - set(_wanted(world)))

    asyncio.run(live())

    assert unwanted == []
    assert [one for one, times in Counter(told(world.channels)).items() if times > 1] == []
    assert all(delivery.due <= at < delivery.expires for at, delivery in world.channels.posts)


@pytest.mark.slow
@settings(max_examples=250)
@given(
    program=bare_programs(most=6),
    events=st.lists(st.tuples(passing, st.sampled_from(PEOPLE), happenings), max_size=25),
)
def test_after_each_plan_nothing_that_is_due_is_left_untold(program, events):
    world = World(program, a_clock(program))
    lacking = []

    async def live():
        for user_id in PEOPLE:
            await world.happen(user_id, ("wish", [60, 10], True))
            for one in program.sessions[:4]:
                await world.happen(user_id, ("save", one.id, None))
        for span, user_id, what in events:
            # What fails or is refused is the other test's.
            await world.live(span, user_id, None if what in _FAULTS else what)
            lacking.extend(set(_wanted(world)) - set(told(world.channels)))

    asyncio.run(live())

    assert lacking == []


_FAULTS = (("close",), ("known closed",), ("die",), ("fail",))


def _wanted(world):
    """Yield what everybody should have been told by now, by the rules as they are written"""
    now = world.clock.now()
    for attendee in world.agendas.all():
        for saved in attendee.saved:
            guild_id = followed_guild(attendee, saved)
            timetable = world.programs.lookup_named(saved.program, guild_id).timetable
            session = timetable.session(saved.session)
            if session is None or not attendee.wishes.direct or start_of(session) <= now:
                continue
            start = start_of(session)
            overdue = [
                lead.before
                for lead in attendee.wishes.leads
                if max(lead.since, saved.at) <= start - lead.before <= now
            ]
            if overdue:
                yield attendee.user_id, session.id, start, min(overdue)


@pytest.mark.slow
@settings(max_examples=100)
@given(program=bare_programs(most=8), leads=minutes)
def test_woken_by_the_alarms_alone_everybody_is_told_on_the_minute(program, leads):
    clock = a_clock(program)
    world = World(program, clock)
    end = max((start_of(one) for one in program.sessions), default=NINE) + timedelta(hours=1)

    async def live():
        for user_id in PEOPLE:
            await world.happen(user_id, ("wish", leads, True))
            for one in program.sessions:
                await world.happen(user_id, ("save", one.id, 2))
        while clock.now() < end:
            (plan,) = await world.reminders.plans(clock.now()) or [None]
            await world.dispatch.wake()
            coming = plan.wakes[0] if plan and plan.wakes else clock.now() + timedelta(minutes=30)
            clock.move_to(min(coming, clock.now() + timedelta(minutes=30)))

    asyncio.run(live())

    assert set(told(world.channels)) == {
        (user_id, one.id, start_of(one), lead * MINUTE)
        for user_id in PEOPLE
        for one in program.sessions
        for lead in leads
    }
    assert all(at == delivery.due for at, delivery in world.channels.posts)
