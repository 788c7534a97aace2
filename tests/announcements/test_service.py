from dataclasses import replace

import pytest

from bot.announcements.service import ChangeNews
from bot.delivery.life import settled
from bot.delivery.model import Outcome, State
from bot.guilds.model import Choices
from bot.guilds.service import Guilds
from bot.program.overlay import NOTHING, AtSource, Cancelled
from bot.program.timetable import Timetable
from tests.announcements.changes import HOUR, NOON, a_batch, a_change, a_move, some_facts
from tests.announcements.memory_changes import MemoryChanges
from tests.delivery.memory_ledger import MemoryLedger
from tests.factories import a_program, every_guild
from tests.guilds.memory_store import MemoryGuildStore

NOW = NOON - 2 * HOUR
TIMETABLE = Timetable(a_program())
SENT = Outcome(state=State.SENT, message_id=1)


class SomePrograms:
    def __init__(self):
        self.timetables = {None: TIMETABLE}
        self.overlay = NOTHING

    def timetable_for(self, choices):
        return self.timetables.get(choices.program)

    def overlay_of(self, guild_id, program):
        return self.overlay


class World:
    """The service with all that it works on"""

    def __init__(self, *batches):
        self.programs = SomePrograms()
        self.guild_store = MemoryGuildStore(Choices(guild_id=1, change_channel=10))
        self.guilds = Guilds(self.guild_store)
        self.ledger = MemoryLedger()
        self.store = MemoryChanges(*batches)
        self.news = ChangeNews(self.programs, self.guilds, self.ledger, self.store, every_guild)

    async def choose(self, **fields):
        choices = replace(self.guild_store.choices[1], **fields)
        await self.guild_store.save([choices])
        await self.guilds.reload()

    async def due(self, now=NOW):
        return [delivery for plan in await self.news.plans(now) for delivery in plan.due]

    async def post(self, now=NOW):
        """Post what is due, and return its keys"""
        keys = []
        for delivery in await self.due(now):
            record = await self.ledger.claim(delivery, now)
            told = self.news.subject(delivery, now)
            outcome = SENT if told else Outcome(state=State.WITHDRAWN)
            await self.ledger.settle(settled(record, outcome, now))
            keys += [delivery.key] if told else []
        return keys


@pytest.fixture
async def world():
    it = World(a_batch(a_move()))
    await it.guilds.reload()
    return it


async def test_what_changed_is_posted_once(world):
    assert [await world.post() for _ in range(3)] == [["change:1:10:batch1:1:1"], [], []]


async def test_as_long_as_nothing_happens_nothing_is_read_anew(world):
    await world.post()

    plans = [await world.news.plans(NOW) for _ in range(3)]

    assert (plans, world.store.reads) == ([[], [], []], 1)


async def test_what_organizers_change_later_is_posted_too(world):
    await world.post()
    await world.store.record(1, "conf-22", [a_change(a_move().after, None)], NOW)

    assert len(await world.post()) == 1


async def test_what_another_guilds_organizers_changed_is_not_told(world):
    await world.post()
    await world.store.record(2, "conf-22", [a_move(session="lakes")], NOW)

    assert await world.post() == []


async def test_changes_of_another_program_are_not_told():
    world = World(a_batch(a_move(), program="conf-23"))
    await world.guilds.reload()

    assert await world.post() == []


async def test_a_guild_whose_program_is_not_loaded_is_told_when_it_is(world):
    timetable = world.programs.timetables.pop(None)
    before = await world.post()
    world.programs.timetables[None] = timetable

    assert (before, len(await world.post())) == ([], 1)


async def test_a_guild_of_another_process_is_not_planned(world):
    news = ChangeNews(world.programs, world.guilds, world.ledger, world.store, owns=lambda _: False)

    assert await news.plans(NOW) == ()


async def test_what_was_withdrawn_because_of_a_pause_is_told_when_it_is_over(world):
    (delivery,) = await world.due()
    record = await world.ledger.claim(delivery, NOW)
    await world.choose(paused_at=NOW)
    told = world.news.subject(delivery, NOW)
    await world.ledger.settle(settled(record, Outcome(state=State.WITHDRAWN), NOW))
    in_the_pause = await world.post()
    await world.choose(paused_at=None)

    assert (told, in_the_pause, len(await world.post())) == (None, [], 1)


async def test_a_lifted_overlay_lets_the_sources_change_be_told(world):
    said = AtSource(start=NOON)
    world.programs.overlay = NOTHING.having(Cancelled(session="rivers", source=said, at=NOW))
    before = await world.post()
    world.programs.overlay = NOTHING

    assert (before, len(await world.post())) == ([], 1)


async def test_a_delivery_tells_only_what_has_not_started():
    early = a_change(some_facts(NOON - HOUR), None, "early")
    world = World(a_batch(a_move(), early))
    await world.guilds.reload()
    (delivery,) = await world.due()

    told = [world.news.subject(delivery, at) for at in (NOW, NOON, NOON + HOUR)]

    assert [part and [one.session for one in part.changes] for part in told] == [
        ["early", "rivers"],
        ["rivers"],
        None,
    ]
    assert (told[0].mark, told[0].place, told[0].timetable) == (delivery.digest, 10, TIMETABLE)


@pytest.mark.parametrize("other", [{"change_channel": 11}, {"program": "gone"}])
async def test_a_delivery_is_not_called_for_once_the_guild_chose_otherwise(world, other):
    (delivery,) = await world.due()
    await world.choose(**other)

    assert world.news.subject(delivery, NOW) is None


async def test_what_is_over_for_a_day_is_removed(world):
    await world.post()
    await world.news.plans(NOON + 26 * HOUR)

    assert world.store.batches == []


async def test_a_guild_that_breaks_does_not_spoil_the_others(world, caplog):
    await world.guild_store.save([Choices(guild_id=2, change_channel=20, program="broken")])
    await world.guilds.reload()
    world.programs.timetables["broken"] = None
    broken = world.programs.timetable_for

    def breaks(choices):
        if choices.guild_id == 2:
            raise KeyError(choices)
        return broken(choices)

    world.programs.timetable_for = breaks

    assert len(await world.due()) == 1
    assert "no changes for guild 2" in caplog.text


async def test_nobody_who_wants_to_know_costs_nothing(world):
    await world.choose(change_channel=None)

    assert (await world.news.plans(NOW), world.store.reads) == ((), 0)


async def test_what_a_pause_withdrew_while_it_was_planned_is_told_on_resume(world):
    (delivery,) = await world.due()
    record = await world.ledger.claim(delivery, NOW)
    await world.choose(paused_at=NOW)
    assert world.news.subject(delivery, NOW) is None
    await world.news.plans(NOW)
    await world.ledger.settle(settled(record, Outcome(state=State.WITHDRAWN), NOW))

    await world.choose(paused_at=None)

    assert [one.key for one in await world.due()] == [delivery.key]


async def test_what_was_told_of_a_session_since_is_not_told_by_a_second_try(world):
    (delivery,) = await world.due()
    record = await world.ledger.claim(delivery, NOW)
    await world.ledger.settle(settled(record, Outcome(state=State.FAILED), NOW))
    later = a_batch(a_move(1, start=NOON + HOUR), number=2)
    world.store.batches.append(replace(later, due=NOW))
    world.store.number += 1

    assert len(await world.post()) == 1
    await world.news.plans(NOW)

    assert world.news.subject(delivery, NOW) is None
