from dataclasses import replace
from datetime import timedelta

import pytest

from bot.announcements.digest.service import Digests
from bot.delivery.life import settled
from bot.delivery.model import Cause, Outcome, State
from bot.guilds.service import Guilds
from bot.program.timetable import Timetable
from tests.announcements.digest.digests import (
    DUE,
    HOUR,
    MINUTE,
    SENT,
    a_long_program,
    choosing,
    listed_in,
)
from tests.delivery.memory_ledger import MemoryLedger
from tests.factories import NINE, a_program, a_session, every_guild
from tests.guilds.memory_store import MemoryGuildStore

DAY = timedelta(days=1)
SHORT = a_program(a_session(NINE, id="rivers"), a_session(NINE + DAY, id="lakes"))
LONG = a_long_program()


class CountingLedger(MemoryLedger):
    """Counts what it is asked for."""

    def __init__(self):
        super().__init__()
        self.asked = 0
        self.looked_for = 0

    async def held(self, keys):
        self.asked += 1
        return await super().held(keys)

    async def find(self, digest):
        self.looked_for += 1
        return await super().find(digest)


class SomePrograms:
    def __init__(self):
        self.by_id = {}

    def put(self, program, name=None):
        self.by_id[name] = Timetable(program)

    def timetable_for(self, choices):
        return self.by_id.get(choices.program)


class World:
    """The service with all that it works on"""

    def __init__(self, program, *choices):
        self.programs = SomePrograms()
        self.programs.put(program)
        self.guild_store = MemoryGuildStore(*(choices or [choosing()]))
        self.guilds = Guilds(self.guild_store)
        self.ledger = CountingLedger()
        self.digests = self.started()

    def started(self, owns=every_guild):
        return Digests(self.programs, self.guilds, self.ledger, owns)

    async def choose(self, guild_id=1, **fields):
        await self.guild_store.save([replace(self.guild_store.choices[guild_id], **fields)])
        await self.guilds.reload()

    async def due(self, now=DUE):
        return [one for plan in await self.digests.plans(now) for one in plan.due]

    async def post(self, now=DUE, outcome=SENT):
        """Post what is due, and return what was"""
        posted = []
        for delivery in await self.due(now):
            record = await self.ledger.claim(delivery, now)
            told = self.digests.subject(delivery, now)
            withdrawn = Outcome(state=State.WITHDRAWN)
            await self.ledger.settle(settled(record, outcome if told else withdrawn, now))
            posted += [delivery] if told else []
        return posted


async def a_world(*args):
    world = World(*args)
    await world.guilds.reload()
    return world


async def test_a_digest_is_posted_once():
    world = await a_world(SHORT)

    assert [len(await world.post()) for _ in range(3)] == [1, 0, 0]


async def test_a_long_day_is_posted_in_order_and_over_a_restart():
    world = await a_world(LONG)
    posted = await world.post()
    world.programs.put(replace(LONG, sessions=LONG.sessions[3:]))
    world.digests = world.started()
    for _ in range(4):
        posted += await world.post()

    assert [one for delivery in posted for one in listed_in(delivery)] == [
        one.id for one in LONG.sessions
    ]


async def test_what_was_posted_is_looked_up_once():
    world = await a_world(SHORT, *(choosing(guild_id=guild) for guild in range(1, 21)))
    await world.post()
    await world.digests.plans(DUE + MINUTE)
    asked, looked_for = world.ledger.asked, world.ledger.looked_for

    for minutes in range(2, 7):
        await world.digests.plans(DUE + minutes * MINUTE)

    assert looked_for == 20
    assert (world.ledger.asked - asked, world.ledger.looked_for) == (5, looked_for)


async def test_a_guild_without_digests_costs_nothing():
    world = await a_world(SHORT, choosing(digest_at=None))

    assert (await world.digests.plans(DUE), world.ledger.asked) == ([], 0)


async def test_a_message_that_fails_holds_up_the_next_one():
    world = await a_world(LONG)
    (first,) = await world.post(outcome=Outcome(state=State.FAILED))
    meanwhile = await world.due()
    failed = await world.ledger.find(first.digest)
    again = await world.ledger.claim_again(failed)
    await world.ledger.settle(settled(again, SENT, DUE))

    assert (meanwhile, len(await world.due())) == ([], 1)


async def test_what_was_forbidden_and_then_tried_again_brings_the_rest():
    world = await a_world(LONG)
    (first,) = await world.post(outcome=Outcome(state=State.DROPPED, cause=Cause.FORBIDDEN))
    meanwhile = await world.due()
    dropped = await world.ledger.find(first.digest)
    again = await world.ledger.claim_again(await world.ledger.reopen(dropped, DUE))
    await world.ledger.settle(settled(again, SENT, DUE))

    assert (meanwhile, len(await world.due())) == ([], 1)


async def test_a_digest_withdrawn_by_a_pause_is_held_in_it_and_called_for_after_it():
    world = await a_world(SHORT)
    (delivery,) = await world.due()
    record = await world.ledger.claim(delivery, DUE)
    await world.choose(paused_at=DUE)
    told = world.digests.subject(delivery, DUE)
    await world.ledger.settle(settled(record, Outcome(state=State.WITHDRAWN), DUE))
    (plan,) = await world.digests.plans(DUE)
    await world.choose(paused_at=None)

    assert (told, plan.due, plan.held) == (None, (), (delivery,))
    assert await world.due() == [delivery]


async def test_a_coming_digest_that_was_dropped_by_hand_is_not_planned():
    world = await a_world(SHORT)
    (plan,) = await world.digests.plans(DUE - HOUR)
    (coming,) = plan.upcoming
    record = await world.ledger.claim(coming, DUE - HOUR)
    by_hand = Outcome(state=State.DROPPED, cause=Cause.BY_HAND)
    await world.ledger.settle(settled(record, by_hand, DUE - HOUR))

    assert await world.digests.plans(DUE - HOUR) == []
    assert await world.due() == []


async def test_what_was_missed_is_written_down_once():
    world = await a_world(SHORT)
    now = DUE + 3 * HOUR
    (plan,) = await world.digests.plans(now)
    (missed,) = plan.missed
    record = await world.ledger.claim(missed, now)
    late = Outcome(state=State.EXPIRED, cause=Cause.LATE)
    await world.ledger.settle(settled(record, late, now))

    plans = [await world.digests.plans(now) for _ in range(3)]

    assert [plan.missed for (plan,) in plans] == [()] * 3
    assert world.ledger.looked_for == 1


async def test_what_was_due_before_it_was_chosen_is_not_caught_up():
    world = await a_world(SHORT)
    await world.choose(digest_since=DUE + HOUR)

    assert await world.due(DUE + 90 * MINUTE) == []


async def test_a_guild_of_another_process_is_not_planned():
    world = await a_world(SHORT)
    world.digests = world.started(owns=lambda _: False)

    assert await world.due() == []


async def test_a_guild_whose_program_is_not_loaded_waits_for_it():
    world = await a_world(SHORT)
    (delivery,) = await world.due()
    timetable = world.programs.by_id.pop(None)
    meanwhile = (await world.due(), world.digests.subject(delivery, DUE))
    world.programs.by_id[None] = timetable

    assert (meanwhile, await world.due()) == (([], None), [delivery])


async def test_a_guild_that_breaks_does_not_spoil_the_others(caplog):
    world = await a_world(SHORT, choosing(program="broken"), choosing(guild_id=2))
    world.programs.by_id["broken"] = "no timetable"

    assert [one.guild_id for one in await world.due()] == [2]
    assert "no digests for guild 1" in caplog.text


async def test_a_posted_digest_is_kept_true():
    world = await a_world(SHORT)
    (delivery,) = await world.post()
    moved = replace(SHORT.sessions[0], start=NINE + 3 * HOUR)
    world.programs.put(replace(SHORT, sessions=(moved, SHORT.sessions[1])))

    digest = world.digests.standing(delivery)

    assert [(row.session, row.is_moved) for row in digest.rows] == [(moved, True)]
    assert digest.mark == delivery.digest


@pytest.mark.parametrize("program", [None, replace(SHORT, id="other-22")])
async def test_nothing_is_said_of_a_digest_of_another_program(program):
    world = await a_world(SHORT)
    (delivery,) = await world.post()
    world.programs.by_id.clear()
    if program is not None:
        world.programs.put(program)

    assert world.digests.standing(delivery) is None


async def test_a_day_that_was_called_off_before_it_was_posted_is_not_told():
    world = await a_world(SHORT)
    (delivery,) = await world.due()
    world.programs.put(replace(SHORT, sessions=SHORT.sessions[1:]))

    assert world.digests.subject(delivery, DUE) is None


async def test_what_still_fails_two_hours_after_its_hour_is_missed():
    world = await a_world(SHORT)
    (delivery,) = await world.post(outcome=Outcome(state=State.FAILED))
    now = DUE + 2 * HOUR
    again = await world.ledger.claim_again(await world.ledger.find(delivery.digest))
    told = world.digests.subject(delivery, now)
    await world.ledger.settle(settled(again, Outcome(state=State.WITHDRAWN), now))

    (plan,) = await world.digests.plans(now)

    assert (told, plan.due, plan.missed) == (None, (), (delivery,))
