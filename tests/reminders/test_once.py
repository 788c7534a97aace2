"""Reminders, dispatch and ledger together: whatever happens, each thing is told once, in time."""

import asyncio
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.dispatch import Dispatch
from bot.delivery.model import Outcome, State
from bot.guilds.model import Route, RouteKind
from bot.rehearsal.time import HeldAlarm, HeldClock
from bot.reminders.service import Reminders
from tests.delivery.deliveries import MINUTE, SECOND
from tests.delivery.fakes import Channels, Killed
from tests.delivery.memory_ledger import MemoryLedger
from tests.factories import NINE, every_guild
from tests.reminders.bare_programs import bare_programs, routable
from tests.reminders.memory import FixedGuilds, OneProgram, choosing

FAILED = Outcome(state=State.FAILED, reason="503")

leads = st.lists(st.sampled_from([1, 5, 10, 60]), unique=True, min_size=1, max_size=3)
passing = st.sampled_from([SECOND, 20 * SECOND, MINUTE, 7 * MINUTE, 45 * MINUTE, 600 * MINUTE])
happenings = st.sampled_from(
    [
        None,
        "restart",
        "die before",
        "die after",
        "fail before",
        "fail after",
        "moved",
        "back",
        "routed",
        "routed otherwise",
        "not routed",
    ]
)
WEB = Route(kind=RouteKind.TRACK, id="web", channel=20)
HALL = Route(kind=RouteKind.ROOM, id="hall", channel=30)
ROUTES = {"routed": (WEB,), "routed otherwise": (HALL, replace(WEB, channel=40)), "not routed": ()}


class World:
    """One guild's bot through a conference; its ledger and its channel outlive the process."""

    def __init__(self, program, choices, clock):
        self.program = program
        self.clock = clock
        self.ledger = MemoryLedger()
        self.channels = Channels(clock)
        self.programs = OneProgram(program)
        self.guilds = FixedGuilds(choices)
        self.restart()

    def restart(self):
        self.reminders = Reminders(self.programs, self.guilds, self.ledger, every_guild)
        sender = _Rendering(self.channels, self.reminders, self.clock)
        self.dispatch = Dispatch(
            self.reminders, self.ledger, sender, HeldAlarm(self.clock), self.clock
        )

    async def live(self, span, happening):
        self.clock.move_to(self.clock.now() + span)
        self.channels.next_fault = happening
        if happening == "restart":
            self.restart()
        if happening in ("moved", "back"):
            self.programs.put(_moved(self.program) if happening == "moved" else self.program)
        if happening in ROUTES:
            self.guilds.choices = tuple(
                replace(one, routes=ROUTES[happening]) for one in self.guilds.choices
            )
        try:
            await self.dispatch.wake()
        except Killed:
            self.restart()


class _Rendering:
    """Asks for the subject as the postman does, and has the fault of the hour."""

    def __init__(self, channels, reminders, clock):
        self._channels = channels
        self._reminders = reminders
        self._clock = clock
        self.find = channels.find

    async def send(self, delivery):
        if self._reminders.subject(delivery, self._clock.now()) is None:
            return Outcome(state=State.WITHDRAWN)
        word, _, when = (self._channels.next_fault or "").partition(" ")
        self._channels.next_fault = None
        fault = {"die": Killed(), "fail": FAILED}.get(word)
        if fault is not None:
            faults = self._channels.faults if when == "before" else self._channels.after_posting
            faults[delivery.key] = [fault]
        return await self._channels.send(delivery)


def _utc(instant):
    return instant.astimezone(UTC)


def _moved(program):
    """The same program with every second session five minutes later."""
    sessions = [
        replace(session, start=session.start + (number % 2) * 5 * MINUTE, end=None)
        for number, session in enumerate(program.sessions)
    ]
    return replace(program, sessions=tuple(sessions))


@pytest.mark.slow
@settings(max_examples=300)
@given(
    program=bare_programs(),
    minutes=leads,
    events=st.lists(st.tuples(passing, happenings), max_size=40),
)
def test_each_start_is_told_at_most_once_per_lead_in_time_and_in_order(program, minutes, events):
    first = min((_utc(session.start) for session in program.sessions), default=_utc(NINE))
    clock = HeldClock(first - 65 * MINUTE)
    world = World(routable(program), choosing(*minutes), clock)

    async def live():
        for span, happening in events:
            await world.live(span, happening)

    asyncio.run(live())

    told = [item for delivery in world.channels.posted for item in delivery.items]
    assert len(set(told)) == len(told)
    assert all(delivery.due <= at < delivery.expires for at, delivery in world.channels.posts)
    by_wake = {}
    for at, delivery in world.channels.posts:
        by_wake.setdefault(at, []).append(delivery.due)
    assert all(dues == sorted(dues) for dues in by_wake.values())


@settings(max_examples=100)
@given(program=bare_programs(), minutes=leads)
def test_woken_in_time_every_session_is_told_at_every_lead(program, minutes):
    first = min((_utc(session.start) for session in program.sessions), default=_utc(NINE))
    clock = HeldClock(first - 65 * MINUTE)
    world = World(program, choosing(*minutes), clock)
    alarm = HeldAlarm(clock)
    world.dispatch = Dispatch(
        world.reminders,
        world.ledger,
        _Rendering(world.channels, world.reminders, clock),
        alarm,
        clock,
    )
    world.channels.next_fault = None

    async def live():
        alarm.start()
        await world.dispatch.start()
        while alarm.next_instant is not None:
            clock.move_to(alarm.next_instant)
            await alarm.ring()

    asyncio.run(live())

    told = {(item.session, item.lead) for one in world.channels.posted for item in one.items}
    presented = [session for session in program.sessions if not session.is_break]
    assert told == {(session.id, lead * MINUTE) for session in presented for lead in minutes}
    assert all(at == delivery.due for at, delivery in world.channels.posts)
