import asyncio
from dataclasses import replace
from datetime import time

import pytest

from bot.agenda.model import Quiet, Wishes
from bot.agenda.service import Agendas
from bot.announcements.model import Part
from bot.announcements.personal import STEPS_AT_ONCE, PersonalChanges
from bot.delivery.life import settled
from bot.delivery.model import NO_GUILD, Cause, Outcome, State
from bot.errors import NoProgramError
from bot.program.overlay import NOTHING, AtSource, Cancelled
from bot.program.timetable import Timetable
from tests.agenda.attendees import USER, a_saved, an_attendee
from tests.agenda.memory_agendas import MemoryAgendas
from tests.announcements.changes import HOUR, NOON, a_batch, a_change, a_move, some_facts
from tests.announcements.memory_changes import MemoryChanges
from tests.delivery.memory_ledger import MemoryLedger
from tests.factories import a_program, every_guild

NOW = NOON - 2 * HOUR
TIMETABLE = Timetable(a_program())
SENT = Outcome(state=State.SENT, message_id=1)
WITHDRAWN = Outcome(state=State.WITHDRAWN)
REFUSED = Outcome(state=State.DROPPED, cause=Cause.CLOSED)
RIVERS = an_attendee(a_saved("rivers", guild_id=1))


class SomePrograms:
    timetable = TIMETABLE

    def __init__(self):
        self.overlays = {}
        self.is_loaded = True

    def lookup_named(self, program, guild_id):
        if not self.is_loaded:
            raise NoProgramError(program)
        return self

    def overlay_of(self, guild_id, program):
        return self.overlays.get(guild_id, NOTHING)


class Asked(MemoryLedger):
    """A ledger that remembers which keys it was asked for"""

    def __init__(self):
        super().__init__()
        self.asked = []

    async def held(self, keys):
        self.asked += keys
        return await super().held(keys)


class World:
    """The service with all that it works on"""

    def __init__(self, *batches, people=(RIVERS,), owns=every_guild):
        self.programs = SomePrograms()
        numbered = (replace(one, number=at) for at, one in enumerate(people, start=1))
        self.ledger = Asked()
        self.people = MemoryAgendas(*numbered, ledger=self.ledger)
        self.agendas = Agendas(self.people)
        self.store = MemoryChanges(*batches)
        self.owns = owns
        self.restart()

    def restart(self):
        self.changes = PersonalChanges(
            self.programs, self.agendas, self.ledger, self.store, self.owns
        )

    async def plan(self, now=NOW):
        await self.agendas.reload()
        return await self.changes.plans(now)

    async def due(self, now=NOW):
        return [delivery for plan in await self.plan(now) for delivery in plan.due]

    async def send(self, now=NOW):
        """Send what is due, and return who was told of which sessions"""
        return [
            (delivery.user_id, [change.session for change in told.part.changes])
            for delivery in await self.due(now)
            if (told := await self.send_one(delivery, now))
        ]

    async def send_one(self, delivery, now=NOW):
        record = await self.ledger.claim(delivery, now)
        told = self.changes.subject(delivery, now)
        await self.ledger.settle(settled(record, SENT if told else WITHDRAWN, now))
        return told

    async def refuse(self, delivery, now=NOW):
        """Have Discord refuse a delivery, since its person's direct messages are closed"""
        record = await self.ledger.claim(delivery, now)
        await self.agendas.close(delivery.user_id, now)
        await self.ledger.settle(settled(record, REFUSED, now))

    def add(self, batch):
        self.store.batches.append(batch)
        self.store.number += 1


@pytest.fixture
def world():
    return World(a_batch(a_move()))


async def test_a_change_is_told_once(world):
    sent = [await world.send() for _ in range(3)]
    world.restart()

    assert sent == [[(USER, ["rivers"])], [], []]
    assert await world.due() == []


async def test_as_long_as_nothing_happens_nothing_is_asked(world):
    await world.send()
    await world.plan()
    world.ledger.asked.clear()

    plans = [await world.plan() for _ in range(3)]

    assert (plans, world.store.reads, world.ledger.asked) == ([(), (), ()], 1, [])


async def test_nobody_who_saved_anything_costs_nothing():
    world = World(a_batch(a_move()), people=[an_attendee()])

    assert (await world.plan(), world.store.reads) == ((), 0)


async def test_without_changes_nothing_is_planned():
    assert await World().plan() == ()


async def test_what_changes_later_is_told_too(world):
    await world.send()
    world.add(a_batch(a_change(a_move().after, None), number=2))

    assert await world.send() == [(USER, ["rivers"])]


async def test_a_change_that_is_not_due_is_told_when_it_is():
    world = World(a_batch(a_move(), due=NOW + HOUR))

    (plan,) = await world.plan()

    assert (plan.due, plan.wakes) == ((), (NOW + HOUR,))
    assert len(await world.send(NOW + HOUR)) == 1


async def test_another_process_tells_and_this_one_knows_it_when_it_takes_over():
    owner = {False}
    world = World(a_batch(a_move()), owns=lambda guild_id: guild_id == NO_GUILD and True in owner)
    before = await world.due()
    owner.add(True)
    (delivery,) = await world.due()
    owner.remove(True)
    await world.plan()
    await world.ledger.claim(delivery, NOW)
    owner.add(True)

    assert (before, await world.due()) == ([], [])


async def test_who_changed_their_agenda_since_is_looked_at_alone(world):
    many = tuple(
        an_attendee(a_saved("rivers"), user_id=number, wishes=Wishes(direct=number != 3))
        for number in range(1, 6)
    )
    world = World(a_batch(a_move()), people=many)
    first = await world.send()
    await world.plan()
    world.ledger.asked.clear()

    await world.agendas.wish(3, Wishes())

    assert [user for user, _ in first] == [1, 2, 4, 5]
    assert await world.send() == [(3, ["rivers"])]
    assert {key.split(":")[1] for key in world.ledger.asked} == {"3"}


async def test_who_changed_before_somebody_else_and_is_known_after_them_is_told_too():
    other = an_attendee(a_saved("rivers"), user_id=78, wishes=Wishes(direct=False))
    world = World(a_batch(a_move()), people=[other, replace(RIVERS, wishes=Wishes(direct=False))])
    await world.plan()
    # One's number is the smaller one, and the other is read first.
    await world.people.wish(USER, Wishes())
    await world.agendas.wish(78, Wishes())
    first = [(delivery.user_id, await world.send_one(delivery)) for delivery in await due_at(world)]
    await world.changes.plans(NOW)

    await world.agendas.reload()

    assert [user_id for user_id, _ in first] == [78]
    assert await world.send() == [(USER, ["rivers"])]


async def due_at(world, now=NOW):
    """What is due by what memory holds, without a look into the store"""
    return [delivery for plan in await world.changes.plans(now) for delivery in plan.due]


@pytest.mark.parametrize("plans", [0, 1, 2])
async def test_what_was_refused_is_told_once_when_the_person_opens_their_messages(plans):
    other = an_attendee(a_saved("rivers"), user_id=78)
    cancelled = a_batch(a_change(some_facts(), None))
    world = World(cancelled, people=[RIVERS, other])
    told, refused = await world.due()
    if told.user_id == USER:
        told, refused = refused, told
    await world.send_one(told)
    await world.refuse(refused)
    closed = [await world.send() for _ in range(plans)]

    await world.agendas.close(USER, None)
    sent = [await world.send() for _ in range(3)]

    assert (closed, sent) == ([[]] * plans, [[(USER, ["rivers"])], [], []])


async def test_what_was_refused_after_a_plan_found_it_held_is_told_when_it_can_be(world):
    (delivery,) = await world.due()
    record = await world.ledger.claim(delivery, NOW)
    await world.plan()
    await world.agendas.close(USER, NOW)
    await world.ledger.settle(settled(record, REFUSED, NOW))

    await world.agendas.close(USER, None)

    assert [await world.send() for _ in range(2)] == [[(USER, ["rivers"])], []]


async def test_an_overlay_that_is_lifted_lets_the_sources_change_be_told(world):
    said = AtSource(start=NOON)
    world.programs.overlays[1] = NOTHING.having(Cancelled(session="rivers", source=said, at=NOW))
    before = await world.send()
    world.programs.overlays = {}

    assert (before, len(await world.send())) == ([], 1)


async def test_what_a_guild_laid_over_it_concerns_its_own_people_alone():
    other = an_attendee(a_saved("rivers", guild_id=2), user_id=78)
    world = World(a_batch(a_move()), people=[RIVERS, other])
    cancelled = Cancelled(session="rivers", source=AtSource(start=NOON), at=NOW)
    world.programs.overlays[1] = NOTHING.having(cancelled)
    world.add(a_batch(a_change(some_facts(), None), guild_id=1, number=2))

    sent = [(one.user_id, one.key.split(":")[2]) for one in await world.due()]

    assert sent == [(78, "batch1"), (USER, "batch2")]


async def test_a_program_that_is_not_loaded_is_told_when_it_is(world):
    world.programs.is_loaded = False
    before = await world.send()
    world.programs.is_loaded = True

    assert (before, len(await world.send())) == ([], 1)


async def test_a_subject_is_what_is_still_saved_and_has_not_started():
    early = a_change(some_facts(NOON - HOUR), None, "early")
    attendee = an_attendee(a_saved("rivers"), a_saved("early"), a_saved("lakes"))
    world = World(a_batch(a_move(), early, a_move(session="lakes")), people=[attendee])
    (delivery,) = await world.due()
    await world.agendas.drop(USER, "conf-22", ["lakes"])

    told = [world.changes.subject(delivery, at) for at in (NOW, NOON, NOON + HOUR)]

    assert [one and [each.session for each in one.part.changes] for one in told] == [
        ["early", "rivers"],
        ["rivers"],
        None,
    ]
    assert told[1].part == Part(
        timetable=TIMETABLE,
        guild_id=NO_GUILD,
        place=USER,
        changes=(a_move(),),
        mark=delivery.digest,
    )


@pytest.mark.parametrize(("end", "silent"), [(time(2), False), (time(2, 1), True)])
async def test_in_quiet_hours_by_the_programs_clock_it_comes_without_a_sound(end, silent):
    wishes = Wishes(quiet=Quiet(begin=time(22), end=end))
    world = World(a_batch(a_move()), people=[replace(RIVERS, wishes=wishes)])
    (delivery,) = await world.due()

    assert world.changes.subject(delivery, NOW).silent is silent


async def choose(world, what):
    match what:
        case "dropped":
            await world.agendas.drop(USER, "conf-22", ["rivers"])
        case "saved anew":
            await world.agendas.drop(USER, "conf-22", ["rivers"])
            await world.agendas.save(USER, a_saved("rivers", at=NOW))
        case "no messages":
            await world.agendas.wish(USER, Wishes(direct=False))
        case "closed":
            await world.agendas.close(USER, NOW)
        case "forgotten":
            await world.agendas.forget(USER)
        case "unloaded":
            world.programs.is_loaded = False


@pytest.mark.parametrize(
    "what", ["dropped", "saved anew", "no messages", "closed", "forgotten", "unloaded"]
)
async def test_what_is_not_called_for_any_more_is_withdrawn(world, what):
    (delivery,) = await world.due()
    await choose(world, what)

    assert world.changes.subject(delivery, NOW) is None


async def test_what_was_withdrawn_is_told_when_it_is_called_for_again(world):
    (delivery,) = await world.due()
    record = await world.ledger.claim(delivery, NOW)
    await world.agendas.wish(USER, Wishes(direct=False))
    assert world.changes.subject(delivery, NOW) is None
    # Planned before the ledger knows.
    await world.agendas.wish(USER, Wishes())
    in_between = await world.due()
    await world.ledger.settle(settled(record, WITHDRAWN, NOW))

    assert (in_between, len(await world.send())) == ([], 1)


async def test_what_was_told_of_a_session_since_is_not_told_by_a_second_try(world):
    (delivery,) = await world.due()
    record = await world.ledger.claim(delivery, NOW)
    await world.ledger.settle(settled(record, Outcome(state=State.FAILED), NOW))
    world.add(a_batch(a_move(1, start=NOON + HOUR), number=2, due=NOW))

    assert len(await world.send()) == 1
    await world.plan()

    assert world.changes.subject(delivery, NOW) is None


async def test_what_is_over_for_a_day_is_removed_and_forgotten(world):
    await world.send()
    await world.plan(NOON + 26 * HOUR)

    assert (world.store.batches, world.changes._held._held) == ([], set())


async def test_nothing_of_a_forgotten_person_stays_in_memory():
    other = an_attendee(a_saved("rivers"), user_id=78)
    world = World(a_batch(a_move()), people=[RIVERS, other])
    await world.send()
    await world.plan()

    await world.agendas.forget(USER)
    await world.plan()

    held = world.changes._held
    assert {key.split(":")[1] for key in held._held | held._free} == {"78"}


async def test_nothing_of_one_who_was_forgotten_while_another_came_stays_in_memory():
    world = World(a_batch(a_move()))
    await world.send()
    await world.plan()

    await world.agendas.forget(USER)
    await world.agendas.save(78, a_saved("rivers"))
    await world.plan()

    held = world.changes._held
    assert {key.split(":")[1] for key in held._held | held._free} <= {"78"}


async def test_what_is_ready_runs_while_many_people_are_planned():
    many = [an_attendee(a_saved("rivers"), user_id=number) for number in range(1, 1001)]
    world = World(a_batch(a_move()), people=many)
    await world.agendas.reload()
    turns = []

    async def others():
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    other = asyncio.create_task(others())
    due = await world.due()
    other.cancel()

    assert (len(due), len(turns) >= 1000 // STEPS_AT_ONCE) == (1000, True)
